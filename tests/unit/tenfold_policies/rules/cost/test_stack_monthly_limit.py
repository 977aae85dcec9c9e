from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from support.policies import judged, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.cost.stack_monthly_limit import RULE
from tenfold_policies.values import UNKNOWN

STACK = resource("pulumi:pulumi:Stack", "shop-prod")
# 730 hours of an m7g.large at $0.0816 are $59.57, and 8 GB of gp3 $0.64 (AWS's list prices).
NODE = resource(
    "aws:ec2/instance:Instance",
    "node",
    instanceType="m7g.large",
    region="us-east-1",
    rootBlockDevice={"volumeType": "gp3", "volumeSize": 8},
)


def budget(amount: object, **more: object) -> Resource:
    counts = {"budgetType": "COST", "timeUnit": "MONTHLY", "limitUnit": "USD", "limitAmount": amount}
    return resource("aws:budgets/budget:Budget", "budget", **{**counts, **more})


def test_passes() -> None:
    assert judged(RULE, STACK, NODE, parameters={"usd": 100}).passes


def test_fails() -> None:
    (message,) = judged(RULE, STACK, NODE, parameters={"usd": 60}).faults["shop-prod"]
    assert message.startswith("it costs $")
    assert "more than $60.00" in message


def test_cannot_tell() -> None:
    new = resource("aws:ec2/instance:Instance", "new", instanceType=UNKNOWN, region="us-east-1")
    assert judged(RULE, STACK, NODE, new, parameters={"usd": 100}).untold == {"shop-prod"}
    # What is known is too much already.
    verdict = judged(RULE, STACK, NODE, new, parameters={"usd": 60})
    assert (set(verdict.faults), verdict.untold) == ({"shop-prod"}, set())


def test_does_not_apply() -> None:
    assert judged(RULE, STACK, NODE).passes


def test_what_the_model_does_not_know_is_not_taken_as_free() -> None:
    unknown = resource("aws:redshift/cluster:Cluster", nodeType="ra3.large")
    assert judged(RULE, STACK, NODE, unknown, parameters={"usd": 100}).untold == {"shop-prod"}


def test_the_stacks_own_budget_is_the_limit() -> None:
    assert set(judged(RULE, STACK, NODE, budget("60")).faults) == {"shop-prod"}
    assert judged(RULE, STACK, NODE, budget("100.0")).passes
    part = budget("1", costFilters=[{"name": "Service", "values": ["Amazon Redshift"]}])
    assert judged(RULE, STACK, NODE, part, budget("1", timeUnit="DAILY")).passes


def test_a_usage_file_says_what_is_used(tmp_path: Path) -> None:
    file = tmp_path / "usage.yaml"
    file.write_text("resources:\n  node:\n    hours: 73\n")
    assert judged(RULE, STACK, NODE, parameters={"usd": 60, "usage": str(file)}).passes


def test_a_usage_file_that_cannot_be_read_is_a_mistake_of_the_configuration(tmp_path: Path) -> None:
    file = tmp_path / "usage.yaml"
    with pytest.raises(ValidationError, match=r"usage\.yaml"):
        RULE.parse({"usage": str(file)})
    file.write_text("resources:\n  node:\n    hours: -1\n")
    with pytest.raises(ValidationError, match="-1"):
        RULE.parse({"usage": str(file)})


def test_a_usage_file_that_names_what_is_not_in_the_stack_is_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "usage.yaml"
    file.write_text("resources:\n  nodd:\n    hours: 73\n")
    (message,) = judged(RULE, STACK, NODE, parameters={"usd": 60, "usage": str(file)}).faults["shop-prod"]
    assert "resources.nodd is no resource of this stack" in message
