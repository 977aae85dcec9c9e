"""Above a base on demand, most nodes are spot."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.cost._capacity import capacity_of
from tenfold_policies.rules.cost._names import EKS_CLUSTER, SCALING_GROUP


class _Parameters(Parameters):
    percent: float = Field(default=70, ge=0, le=100)
    """The share of the nodes above the base that is spot, at least."""
    on_demand_base: int = Field(default=3, ge=0)
    """Nodes of a cluster, or instances of a group, that are on demand for good reason: one in each zone."""
    on_demand_percent: float = Field(default=30, ge=0, le=100)
    """The base in percent of all nodes, where that is more: the resilience pack asks for as many."""


def _check(resource: Resource, context: Context) -> Iterator[str]:
    parameters: _Parameters = context.parameters
    capacity = capacity_of(context.stack, resource)
    total = capacity.on_demand + capacity.spot
    base = max(parameters.on_demand_base, ceil(total * parameters.on_demand_percent / 100))
    above = total - base
    # A share that no whole number of nodes makes is met by the one below it.
    if above > 0 and not capacity.flexible and capacity.spot < floor(above * parameters.percent / 100):
        yield (
            f"{capacity.spot} of the {above} nodes above a base of {base} are spot: "
            f"{capacity.spot / above:.0%}, less than {parameters.percent:g} %."
        )


RULE = Rule(
    id="spot-share",
    title="Above a base on demand, most nodes are spot",
    severity=Severity.LOW,
    why="Stateless work survives an interruption that is announced two minutes before, at up to 90 % less.",
    remedy="Add a spot node group with several instance types, set on_demand_percentage_above_base_capacity, "
    "or let Karpenter buy spot. Cover the base with a Savings Plan.",
    reference="https://docs.aws.amazon.com/whitepapers/latest/cost-optimization-leveraging-ec2-spot-instances/"
    "cost-optimization-leveraging-ec2-spot-instances.html",
    practice="COST07-BP04",
    types=(EKS_CLUSTER, SCALING_GROUP),
    check=_check,
    parameters=_Parameters,
    relational=True,
)
