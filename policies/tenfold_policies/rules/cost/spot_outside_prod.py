"""Outside prod, nodes are spot."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.cost._capacity import capacity_of
from tenfold_policies.rules.cost._names import EKS_CLUSTER, SCALING_GROUP


def _check(resource: Resource, context: Context) -> Iterator[str]:
    if context.environment == "prod":
        return
    capacity = capacity_of(context.stack, resource)
    if capacity.on_demand and not capacity.may_be_spot:
        yield f"none of its {capacity.on_demand} nodes is spot in {context.environment}."


RULE = Rule(
    id="spot-outside-prod",
    title="Outside prod, nodes are spot",
    severity=Severity.LOW,
    why="Spot capacity costs up to 90 % less, and what it interrupts there can wait.",
    remedy="Set capacity_type SPOT on a node group, with several instance types, or let Karpenter buy spot.",
    reference="https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html",
    practice="COST07-BP04",
    types=(EKS_CLUSTER, SCALING_GROUP),
    check=_check,
    relational=True,
)
