"""A node group may grow enough to make up for a lost zone."""

from __future__ import annotations

import math
from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.resilience._nodes import NODE_GROUP
from tenfold_policies.rules.resilience._zones import placement
from tenfold_policies.values import Undecided


def _check(group: Resource, context: Context) -> Iterator[str]:
    found = placement(group, "subnetIds", context.stack)
    if found.most < 2:
        return  # with one zone there is nothing left to grow: nodegroup-multi-az says so
    desired, most = group.get("scalingConfig.desiredSize", 0), group.get("scalingConfig.maxSize", 0)
    needed = _needed(desired, found.most)
    if most < needed:
        yield (
            f"scalingConfig.maxSize is {most}; the {desired} nodes of now, without one of "
            f"{_zones(found.most)} zones, need {needed}."
        )
    elif most < _needed(desired, max(2, len(found.zones))):
        raise Undecided("subnetIds")


def _needed(desired: int, zones: float) -> int:
    """desired · n / (n - 1): what the zones that are left hold is then as much as before."""
    return math.ceil(desired * (1 if math.isinf(zones) else zones / (zones - 1)))


def _zones(zones: float) -> str:
    return "several" if math.isinf(zones) else str(int(zones))


RULE = Rule(
    id="nodegroup-az-loss-headroom",
    title="A node group may grow enough to make up for a lost zone",
    severity=Severity.MEDIUM,
    why="The pods of a lost zone need room in the others. A group at its maximum leaves them pending.",
    remedy="Raise max_size to at least desired_size · n / (n - 1), n being the number of zones.",
    reference="https://docs.aws.amazon.com/eks/latest/best-practices/data-plane.html",
    practice="REL11-BP05",
    types=(NODE_GROUP,),
    check=_check,
    relational=True,
)
