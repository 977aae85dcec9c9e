"""A cluster's nodes run in several zones."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.resilience._nodes import NODE_GROUP, beside
from tenfold_policies.rules.resilience._zones import placement


class _Parameters(Parameters):
    min_azs: int = Field(default=2, ge=1, le=6)
    """Availability Zones that a node group's subnets have to be in."""
    min_nodes: int = Field(default=2, ge=1)
    """Nodes that a group keeps at least. One that may shrink to none is left out: it is made for bursts."""


def _check(group: Resource, context: Context) -> Iterator[str]:
    wanted = context.parameters
    nodes = group.known("scalingConfig.minSize")
    found = placement(group, "subnetIds", context.stack)
    in_a_set = found.most == 1 and _is_one_of_a_set(group, context)
    if nodes and nodes < wanted.min_nodes and not in_a_set:
        yield f"scalingConfig.minSize is {nodes}, of at least {wanted.min_nodes}."
    if found.fewer_than(wanted.min_azs, "subnetIds") and not in_a_set:
        yield f"subnetIds are in {int(found.most)} of {wanted.min_azs} zones."
    if nodes is None:
        group.get("scalingConfig.minSize")


def _is_one_of_a_set(group: Resource, context: Context) -> bool:
    """Whether the cluster has a group in each zone instead, as volumes that are bound to a zone want it."""
    placed = [placement(each, "subnetIds", context.stack) for each in beside(group, context.stack)]
    zones = {zone for each in placed if each.most == 1 for zone in each.zones}
    return len(zones) >= context.parameters.min_azs


RULE = Rule(
    id="nodegroup-multi-az",
    title="A cluster's nodes run in several zones",
    severity=Severity.HIGH,
    why="The loss of the group's only zone, or of its only node, stops all of its pods until there are new "
    "nodes, in the same zone that is lost.",
    remedy="Name subnets of several zones in subnet_ids, and keep at least one node for each (min_size).",
    reference="https://docs.aws.amazon.com/eks/latest/best-practices/data-plane.html",
    practice="REL10-BP01",
    types=(NODE_GROUP,),
    check=_check,
    parameters=_Parameters,
    relational=True,
)
