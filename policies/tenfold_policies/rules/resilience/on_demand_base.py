"""A part of the nodes is no spot capacity."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.resilience._nodes import GROUP, NODE_GROUP, beside

_DISTRIBUTION = "mixedInstancesPolicy.instancesDistribution"


class _Parameters(Parameters):
    percent: int = Field(default=30, ge=1, le=100)
    """Share of the nodes that AWS can't take back, in percent of those wanted now."""


def _check(group: Resource, context: Context) -> Iterator[str]:
    check = _check_group if group.type == GROUP else _check_node_group
    total, kept = check(group, context)
    wanted = context.parameters.percent
    if total and kept * 100 < wanted * total:
        yield f"{kept:g} of {total:g} nodes are on demand, {kept / total:.0%} of at least {wanted} %."


def _check_node_group(group: Resource, context: Context) -> tuple[float, float]:
    groups = beside(group, context.stack)
    spot = [each for each in groups if _is_spot(each)]
    if group is not next(iter(spot), None):
        return 0, 0  # one message a cluster, at its first spot group
    sizes = {each.urn: each.get("scalingConfig.desiredSize", 0) for each in groups}
    total = sum(sizes.values())
    return total, total - sum(sizes[each.urn] for each in spot)


def _check_group(group: Resource, context: Context) -> tuple[float, float]:
    if not group.has("mixedInstancesPolicy"):
        return 0, 0
    share = group.get(f"{_DISTRIBUTION}.onDemandPercentageAboveBaseCapacity", 100)
    if share >= context.parameters.percent:
        return 0, 0
    base = group.get(f"{_DISTRIBUTION}.onDemandBaseCapacity", 0)
    size = group.given("desiredCapacity") or group.get("minSize", 0)
    return size, min(size, base + max(0, size - base) * share / 100)


def _is_spot(group: Resource) -> bool:
    return group.given("capacityType", "ON_DEMAND") == "SPOT"


RULE = Rule(
    id="on-demand-base",
    title="A part of the nodes is no spot capacity",
    severity=Severity.MEDIUM,
    why="AWS takes spot capacity back with two minutes' notice, and most of all when a zone is lost. What "
    "must go on runs on the rest.",
    remedy="Add a node group with capacity_type='ON_DEMAND', or set on_demand_base_capacity.",
    reference="https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html",
    practice="REL11-BP05",
    types=(NODE_GROUP, GROUP),
    check=_check,
    parameters=_Parameters,
    relational=True,
)
