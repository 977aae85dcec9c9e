"""EC2 instances: those of one Auto Scaling group and type are one thing, since they are sized together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..figures import Query, Series
from ..finding import Resource
from ..prices import Part
from .asking import Described, Place, tags
from .sizes import Size, Sized, read_sizes

GROUP = "aws:autoscaling:groupName"
NODE_GROUP = "eks:nodegroup-name"
NODE_POOL = "karpenter.sh/nodepool"
_MEMORY = (("CWAgent", "mem_used_percent"), ("ContainerInsights", "node_memory_utilization"))
"""Where memory is measured, if it is: by the CloudWatch agent, or by Container Insights on EKS."""


@dataclass(frozen=True)
class Fleet:
    """Running instances of one type: one alone, or those of an Auto Scaling group.

    Args:
        owner: what sizes them, in words; empty for an instance alone.
        cpu: percent of all vCPUs, the most of each hour.
        memory: percent, likewise; empty if it isn't measured.
    """

    resource: Resource
    type: str
    count: int
    spot: bool
    owner: str
    cpu: Series
    memory: Series

    @property
    def sized(self) -> Sized:
        return Sized(self.resource, self.type, self.parts)

    def parts(self, instance_type: str) -> Sequence[Part]:
        """What is paid for, if they were of a type."""
        market = {"marketType": "spot"} if self.spot else {}
        inputs = {"instanceType": instance_type, "instanceMarketOptions": market}
        return [Part("aws:ec2/instance:Instance", inputs)] * self.count


@dataclass(frozen=True)
class Instances:
    """All of a region, and the types that their families have."""

    fleets: Sequence[Fleet]
    sizes: Mapping[str, Size]

    @property
    def sized(self) -> Sequence[Sized]:
        return [each.sized for each in self.fleets]


def read(place: Place) -> Instances:
    running = [{"Name": "instance-state-name", "Values": ["running"]}]
    members: dict[tuple[str, str, bool], list[Described]] = {}
    for reservation in place.all("ec2", "describe_instances", "Reservations", Filters=running):
        for each in reservation["Instances"]:
            place_of = tags(each).get(GROUP) or each["InstanceId"]
            spot = each.get("InstanceLifecycle") == "spot"
            members.setdefault((place_of, each["InstanceType"], spot), []).append(each)
    if not members:
        return Instances([], {})
    return Instances(_fleets(place, members), read_sizes(place, (kind for _, kind, _ in members)))


def _fleets(place: Place, members: Mapping[tuple[str, str, bool], Sequence[Described]]) -> list[Fleet]:
    measured = _memory_dimensions(place)
    cpu = {key: _cpu(key[0], tags(some[0])) for key, some in members.items()}
    memory = {
        key: [query for each in some for query in measured.get(each["InstanceId"], ())]
        for key, some in members.items()
    }
    series = place.figures.of([*cpu.values(), *(query for some in memory.values() for query in some)])
    found: list[Fleet] = []
    for key, some in members.items():
        labels = tags(some[0])
        name = "" if labels.get(GROUP) else labels.get("Name", "")
        # Of a group whose memory is measured on some instances alone, nothing is known of the others.
        whole = all(each["InstanceId"] in measured for each in some)
        found.append(
            Fleet(
                Resource(key[0], place.region, name, labels),
                key[1],
                len(some),
                key[2],
                _owner(labels),
                series[cpu[key]],
                tuple(value for query in memory[key] for value in series[query]) if whole else (),
            )
        )
    return found


def _cpu(identity: str, labels: Mapping[str, str]) -> Query:
    """Of a group, that of all its instances, of those that are gone too."""
    dimension = "AutoScalingGroupName" if labels.get(GROUP) else "InstanceId"
    return Query("AWS/EC2", "CPUUtilization", ((dimension, identity),), "Maximum")


def _memory_dimensions(place: Place) -> dict[str, list[Query]]:
    """Queries of the memory, by instance: the agent's dimensions are as its owner configured them."""
    found: dict[str, list[Query]] = {}
    for namespace, metric in _MEMORY:
        for dimensions in place.figures.dimensions(namespace, metric):
            if "InstanceId" in dimensions:
                query = Query(namespace, metric, tuple(sorted(dimensions.items())), "Maximum")
                found.setdefault(dimensions["InstanceId"], []).append(query)
    return found


def _owner(labels: Mapping[str, str]) -> str:
    owners = (
        (NODE_GROUP, "EKS node group"),
        (GROUP, "Auto Scaling group"),
        (NODE_POOL, "Karpenter's node pool"),
    )
    return next((f"{what} {labels[tag]}" for tag, what in owners if labels.get(tag)), "")
