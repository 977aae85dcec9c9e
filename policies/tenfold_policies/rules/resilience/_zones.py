"""In how many zones the subnets lie that a resource names."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from tenfold_policies.resource import Resource, Stack
from tenfold_policies.values import UNKNOWN, Undecided

SUBNET = "aws:ec2/subnet:Subnet"
_NETWORK = ("aws:ec2/", "aws:vpc/")


@dataclass(frozen=True)
class Placement:
    """What is known of a resource's zones."""

    zones: frozenset[str]
    """Those that it is in for sure."""
    most: float
    """It can be in no more than this many, whatever turns out."""

    def fewer_than(self, minimum: int, path: str) -> bool:
        """Whether it is in fewer zones.

        Raises:
            Undecided: that depends on what is not known yet.
        """
        if self.most < minimum:
            return True
        if len(self.zones) >= minimum:
            return False
        raise Undecided(path)


def zone_of(subnet: Resource) -> str | None:
    """A subnet's zone, by name or else by id; None if it is not known."""
    return subnet.known("availabilityZone") or subnet.known("availabilityZoneId")


def placement(resource: Resource, path: str, stack: Stack, key: str = "") -> Placement:
    """The zones of the subnets in a resource's list.

    A list that is unknown as a whole says what its values come from, which bounds the zones from above: the
    program may choose fewer.

    Args:
        resource: what lies in the subnets.
        path: its list of subnets' ids.
        stack: where the subnets are looked for.
        key: where the id lies in the list's items, if they are objects.
    """
    property_ = path.partition(".")[0]
    linked = stack.referred(resource, property_, SUBNET)
    try:
        value = resource.get(path, [])
    except Undecided:
        sure = linked and not _comes_from_elsewhere(resource, property_, stack)
        return Placement(frozenset(), _bound(linked) if sure else math.inf)
    ids = [_id(each, key) for each in cast("list[Any]", value if isinstance(value, list) else [value])]
    known = {str(each) for each in ids if each is not UNKNOWN}
    subnets = [each for each in stack.of(SUBNET) if each.known("id") in known]
    open_ = len(known) - len(subnets) + sum(each is UNKNOWN for each in ids)
    rest = [each for each in linked if each not in subnets]
    if len(rest) == open_:
        subnets, open_ = [*subnets, *rest], 0
    zones = frozenset(zone for each in subnets if (zone := zone_of(each)))
    return Placement(zones, _bound(subnets) + open_)


def _id(item: Any, key: str) -> Any:
    return cast("Mapping[str, Any]", item).get(key) if key and isinstance(item, Mapping) else item


def _bound(subnets: list[Resource]) -> int:
    zones = [zone_of(each) for each in subnets]
    return len(set(zones) - {None}) + zones.count(None)


def _comes_from_elsewhere(resource: Resource, property_: str, stack: Stack) -> bool:
    """Whether another stack, or a component whose resources aren't seen here, has a part in the value."""
    urns = resource.references.get(property_, ())
    return any(not (found := stack.resources.get(urn)) or not found.type.startswith(_NETWORK) for urn in urns)
