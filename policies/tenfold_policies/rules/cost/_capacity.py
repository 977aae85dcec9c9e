"""How many nodes run, and how they are bought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tenfold_policies.resource import Resource, Stack
from tenfold_policies.rules.cost._names import LAUNCH_TEMPLATE, NODE_POOLS, SCALING_GROUP
from tenfold_policies.rules.cost._relations import node_groups

_CAPACITY_TYPE = "karpenter.sh/capacity-type"


@dataclass(frozen=True)
class Capacity:
    """Nodes that are wanted at first, as the program says."""

    on_demand: int = 0
    spot: int = 0
    most_spot: int = 0
    """Spot nodes that there can be."""
    flexible: bool = False
    """Whether Karpenter adds spot nodes besides."""

    @property
    def may_be_spot(self) -> bool:
        return self.most_spot > 0 or self.flexible


def capacity_of(stack: Stack, resource: Resource) -> Capacity:
    """The capacity of an EKS cluster's managed node groups, or of an Auto Scaling group.

    Raises:
        Undecided: a size or how it is bought is not known yet.
    """
    if resource.type == SCALING_GROUP:
        return _of_group(stack, resource)
    on_demand = spot = most_spot = 0
    for group in node_groups(stack, resource):
        least = int(group.get("scalingConfig.minSize", 0))
        nodes = int(group.get("scalingConfig.desiredSize", least))
        if group.get("capacityType", "ON_DEMAND") == "SPOT":
            spot += nodes
            most_spot += int(group.get("scalingConfig.maxSize", nodes))
        else:
            on_demand += nodes
    return Capacity(on_demand, spot, most_spot, any(_buys_spot(each) for each in stack.of(*NODE_POOLS)))


def _of_group(stack: Stack, group: Resource) -> Capacity:
    wanted = int(group.get("desiredCapacity", 0) or group.get("minSize", 0))
    distribution = group.parts("mixedInstancesPolicy.instancesDistribution")
    if distribution:
        base = min(wanted, int(distribution[0].get("onDemandBaseCapacity", 0)))
        # AWS's default is 100: all on demand (EC2 Auto Scaling API: InstancesDistribution).
        percent = float(distribution[0].get("onDemandPercentageAboveBaseCapacity", 100))
        spot = round((wanted - base) * (100 - percent) / 100)
        return Capacity(wanted - spot, spot, most_spot=int(percent < 100))
    templates = stack.referred(group, "launchTemplate", LAUNCH_TEMPLATE)
    if any(each.get("instanceMarketOptions.marketType") == "spot" for each in templates):
        return Capacity(spot=wanted, most_spot=int(group.get("maxSize", wanted)))
    return Capacity(wanted)


def _buys_spot(pool: Resource) -> bool:
    """Whether a Karpenter NodePool may buy spot; one that says nothing of it buys on demand only."""
    requirements: list[Mapping[str, Any]] = pool.items("spec.template.spec.requirements")
    return any(
        each.get("key") == _CAPACITY_TYPE
        and each.get("operator", "In") == "In"
        and "spot" in (each.get("values") or [])
        for each in requirements
    )
