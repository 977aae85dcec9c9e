"""Pure decisions of LoadBalancer."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.edge import LoadBalancerAlarms
from tenfold.edge.load_balancer import plan
from tenfold.errors import InvalidInputError

COMPONENTS = st.from_regex(r"[a-z]([a-z0-9-]{0,60}[a-z0-9])?", fullmatch=True)
LABELS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,39}", fullmatch=True)
PORTS = st.integers(1, 65535)


@given(COMPONENTS, LABELS, PORTS)
def test_every_target_group_has_a_name_that_aws_takes(component: str, label: str, port: int) -> None:
    name = plan.target_group_name(component, label, port)
    assert re.fullmatch(r"[a-zA-Z0-9][a-zA-Z0-9-]{0,30}[a-zA-Z0-9]", name)


@given(COMPONENTS, LABELS, PORTS, PORTS)
def test_a_target_group_that_is_replaced_has_another_name_and_no_other_one(
    component: str, label: str, port: int, other: int
) -> None:
    same = plan.target_group_name(component, label, port) == plan.target_group_name(component, label, other)
    assert same is (port == other)


@given(COMPONENTS)
def test_a_load_balancers_name_is_its_components_as_long_as_it_fits(component: str) -> None:
    name = plan.load_balancer_name(component)
    assert len(name) <= 32
    assert len(component) > 32 or name == component


@pytest.mark.parametrize("name", ["internal-web", "-web", "web_1", "web-"])
def test_a_name_that_no_load_balancer_can_have_is_refused(name: str) -> None:
    with pytest.raises(InvalidInputError, match="Take another name"):
        plan.check_name(name)


@pytest.mark.parametrize("cidr", ["0.0.0.0/0", "::/0"])
def test_the_whole_internet_is_no_network(cidr: str) -> None:
    with pytest.raises(InvalidInputError, match="open_to_world=True"):
        plan.check_cidr("F.cidr", cidr)


def test_every_alarm_says_what_is_wrong_and_none_goes_off_without_traffic() -> None:
    alarms = [*plan.alarms(LoadBalancerAlarms()), plan.unhealthy_alarm("app", 0)]
    assert [alarm.role for alarm in alarms] == [
        "balancer-5xx",
        "target-5xx",
        "latency",
        "rejected",
        "app-unhealthy",
    ]
    assert {alarm.missing for alarm in alarms} == {"notBreaching"}
    assert {alarm.namespace for alarm in alarms} == {"AWS/ApplicationELB"}


@pytest.mark.parametrize(
    "field", [each for each in LoadBalancerAlarms.model_fields if each != "unhealthy_targets"]
)
def test_each_alarm_can_be_left_out(field: str) -> None:
    assert len(plan.alarms(LoadBalancerAlarms(**{field: None}))) == 3
