"""How a pool becomes node groups: on demand or spot, how many nodes, which AMI. No pulumi import."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tenfold.errors import InvalidInputError

_DEFAULT_SPOT_PERCENTAGE = 70

ARM_AMI = "AL2023_ARM_64_STANDARD"
X86_AMI = "AL2023_x86_64_STANDARD"
_INSTANCE_TYPE = re.compile(r"(?P<series>[a-z]+)(?P<generation>\d+)(?P<attributes>[a-z0-9-]*)\.[a-z0-9-]+")
# They need drivers that the standard AMI does not carry; a1 and mac it does not boot at all.
_REFUSED_SERIES = frozenset({"a", "dl", "f", "g", "gr", "inf", "mac", "p", "trn", "vt"})


class Sizes(NamedTuple):
    """Fewest, first and most nodes."""

    least: int
    first: int
    most: int


@dataclass(frozen=True)
class Group:
    """One managed node group of a pool."""

    spot: bool
    sizes: Sizes

    @property
    def capacity_type(self) -> str:
        """How EKS buys its nodes."""
        return "SPOT" if self.spot else "ON_DEMAND"

    def name(self, pool: str) -> str:
        """The group's name in its pool: the pool's own on demand."""
        return f"{pool}-spot" if self.spot else pool


def spot_share(spot_percentage: int | None, stateful: bool) -> int:
    """A pool's share of spot, in percent: what is said, else the default, and none where data are kept."""
    if spot_percentage is not None:
        return spot_percentage
    return 0 if stateful else _DEFAULT_SPOT_PERCENTAGE


def spot_nodes(nodes: int, on_demand_base: int, spot_percentage: int) -> int:
    """How many of a pool's nodes are spot: of those above the base the share, rounded down.

    >>> spot_nodes(10, on_demand_base=3, spot_percentage=70)
    4
    """
    return max(0, nodes - on_demand_base) * spot_percentage // 100


def groups(sizes: Sizes, on_demand_base: int, spot_percentage: int) -> Sequence[Group]:
    """The groups of a pool. One that could never have a node is left out.

    Neither group's share ever falls when the pool grows, so fewest, first and most stay in order in each, and
    add up to the pool's.
    """
    spot = Sizes(*(spot_nodes(each, on_demand_base, spot_percentage) for each in sizes))
    on_demand = Sizes(*(total - part for total, part in zip(sizes, spot, strict=True)))
    both = (Group(spot=False, sizes=on_demand), Group(spot=True, sizes=spot))
    return [group for group in both if group.sizes.most]


def ami_type(field_name: str, instance_types: Sequence[str]) -> str:
    """The AMI type for a pool's instance types, which must share one processor architecture."""
    if not instance_types:
        raise InvalidInputError(field_name, instance_types, "one instance type or more", "Name some.")
    found = {_ami_of(field_name, each) for each in instance_types}
    if len(found) > 1:
        raise InvalidInputError(
            field_name,
            list(instance_types),
            "instance types of one architecture",
            "Split Graviton (such as m7g) and x86 (such as m7i) into two pools.",
        )
    return found.pop()


def _ami_of(field_name: str, instance_type: str) -> str:
    match = _INSTANCE_TYPE.fullmatch(instance_type)
    if match is None:
        raise InvalidInputError(
            field_name, instance_type, "an EC2 instance type such as 'm7g.large'", "Mend its spelling."
        )
    series, attributes = match["series"], match["attributes"]
    if series in _REFUSED_SERIES:
        raise InvalidInputError(
            field_name,
            instance_type,
            "general, compute, memory, storage or burstable types",
            "The pools' AMI has no accelerator drivers and boots on neither a1 nor mac.",
        )
    return ARM_AMI if "g" in attributes.split("-")[0] else X86_AMI
