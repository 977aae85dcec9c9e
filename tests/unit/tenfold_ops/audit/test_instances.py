"""Instances that are larger than their load, or of a previous generation."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold_ops.audit.checks.instances import oversized_instances
from tenfold_ops.audit.checks.sizes import MOST_USED, previous_generation, smaller
from tenfold_ops.audit.facts.instances import Fleet, Instances
from tenfold_ops.audit.facts.sizes import Size
from tenfold_ops.audit.figures import high
from tenfold_ops.audit.finding import Finding, Resource, Terms, Unsure

SIZES = {
    name: Size(name, vcpus, gib * 1024)
    for name, vcpus, gib in [
        ("m7g.medium", 1, 4),
        ("m7g.large", 2, 8),
        ("m7g.xlarge", 4, 16),
        ("m7g.2xlarge", 8, 32),
        ("m7g.16xlarge", 64, 256),
        ("m7g.metal", 64, 256),
        ("t3.small", 2, 2),
        ("t3.medium", 2, 4),
        ("t3.large", 2, 8),
    ]
}
HOURS = 240
NODES = Fleet(
    Resource("nodes", "us-east-1", tags={"eks:nodegroup-name": "general"}),
    "m7g.2xlarge",
    3,
    spot=False,
    owner="EKS node group general",
    cpu=(19.0,) * HOURS,
    memory=(30.0,) * HOURS,
)


def judged(fleet: Fleet, terms: Terms) -> Finding | Unsure | None:
    return next(iter(oversized_instances(Instances([fleet], SIZES), terms)), None)


def found(fleet: Fleet, terms: Terms) -> Finding:
    finding = judged(fleet, terms)
    assert isinstance(finding, Finding)
    return finding


def test_the_smallest_size_that_carries_cpu_and_memory_is_named_with_its_saving(terms: Terms) -> None:
    finding = found(NODES, terms)
    # 30 % of 32 GiB would be 120 % of 8 GiB and is 60 % of 16 GiB
    assert finding.remedy.startswith("Use m7g.xlarge, or fewer nodes")
    assert finding.saving.usd == Decimal("357.408")  # 3 x 730 h x (0.3264 - 0.1632)
    assert finding.why == (
        "3 x m7g.2xlarge of EKS node group general: "
        "CPU at 19 % and memory at 30 % or less in 95 % of the hours in 10 days"
    )


def test_memory_that_is_not_measured_is_at_most_halved_and_said(terms: Terms) -> None:
    finding = found(replace(NODES, cpu=(1.0,) * HOURS, memory=()), terms)
    assert finding.remedy.startswith("Measure memory first")
    assert "m7g.xlarge" in finding.remedy
    assert finding.why.endswith("memory is not measured")


def test_one_busy_hour_in_twenty_does_not_hold_a_size_but_two_do(terms: Terms) -> None:
    few, many = HOURS // 20, HOURS // 20 + 1
    assert judged(replace(NODES, cpu=(95.0,) * few + (19.0,) * (HOURS - few)), terms) is not None
    assert judged(replace(NODES, cpu=(95.0,) * many + (19.0,) * (HOURS - many)), terms) is None


@pytest.mark.parametrize(
    "fleet",
    [
        replace(NODES, cpu=(41.0,) * HOURS),
        replace(NODES, memory=(41.0,) * HOURS),
        replace(NODES, type="m7g.medium", cpu=(1.0,) * HOURS),
        replace(NODES, type="t3.large", cpu=(41.0,) * HOURS, memory=()),
    ],
    ids=["CPU", "memory", "the smallest of its family", "a T instance's baseline"],
)
def test_a_size_that_the_load_needs_is_no_waste(terms: Terms, fleet: Fleet) -> None:
    assert judged(fleet, terms) is None


@pytest.mark.parametrize(
    ("cpu", "reason"),
    [
        ((), "CloudWatch has no figures"),
        ((1.0,) * 100, "CloudWatch has figures of less than 90% of the 240 hours"),
    ],
)
def test_without_figures_a_size_is_not_judged(terms: Terms, cpu: tuple[float, ...], reason: str) -> None:
    unsure = judged(replace(NODES, cpu=cpu), terms)
    assert isinstance(unsure, Unsure)
    assert unsure.reason == reason


def test_spot_saves_what_spot_costs(terms: Terms) -> None:
    usd = found(replace(NODES, spot=True), terms).saving.usd
    assert usd is not None
    assert 0 < usd < Decimal("357.408")


def test_karpenter_is_told_by_the_pods_requests(terms: Terms) -> None:
    node = replace(NODES, resource=Resource("i-1", "us-east-1", tags={"karpenter.sh/nodepool": "spot"}))
    assert found(node, terms).remedy.startswith("Lower its pods' requests")


@given(
    st.sampled_from(sorted(SIZES)),
    st.lists(st.floats(0, 100), min_size=1, max_size=50),
    st.lists(st.floats(0, 100), max_size=50),
)
def test_what_is_proposed_is_smaller_and_carries_the_load(
    now: str, cpu: list[float], memory: list[float]
) -> None:
    target = smaller(now, SIZES, cpu, memory)
    if target is not None:
        size, current = SIZES[target], SIZES[now]
        assert size.mib < current.mib
        assert high(cpu) * current.vcpus / size.vcpus <= MOST_USED * 1.000001
        if memory:
            assert high(memory) * current.mib / size.mib <= MOST_USED * 1.000001
        else:
            assert size.mib * 2 >= current.mib


def test_a_previous_generation_is_named_with_its_successor_and_a_missing_price_is_said(terms: Terms) -> None:
    old = replace(NODES, type="m4.large", count=1)
    (finding,) = previous_generation([old.sized], terms)
    assert finding.why == "m4.large is of a previous generation; m7i.large takes its place"
    assert finding.saving.usd is None
    assert finding.saving.missing == ("instance: no price of EC2 'm4.large' per hour in us-east-1",)


def test_a_current_generation_is_not_outdated(terms: Terms) -> None:
    assert not list(previous_generation([NODES.sized], terms))
