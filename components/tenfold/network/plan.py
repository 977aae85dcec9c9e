"""The decisions of a network: which zones, which CIDR for each subnet, which CIDR for each region. Pure.

Every subnet has its place from the start. A place depends on the tier and on the zone's letter alone, never
on the other zones or tiers, so that adding, inserting or reordering them moves none that exists:

======== ================ ====================== ======================
tier     share of CIDR    per zone, 4 places     per zone, 8 places
======== ================ ====================== ======================
private  first half       /19 of a /16           /20 of a /16
public   fifth eighth     /21 of a /16           /22 of a /16
isolated sixth eighth     /21 of a /16           /22 of a /16
(free)   last quarter     for subnets of your own
======== ================ ====================== ======================
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network

from tenfold.errors import InvalidInputError


class Tier(StrEnum):
    """What a subnet can reach: the internet both ways, the internet outwards only, or the network alone."""

    PUBLIC = "public"
    PRIVATE = "private"
    ISOLATED = "isolated"


@dataclass(frozen=True)
class Subnet:
    """One planned subnet; ``ipv6_index`` is the number of its /64 in the network's /56."""

    tier: Tier
    letter: str
    cidr: str
    ipv6_index: int


@dataclass(frozen=True)
class _Share:
    """The part of the network's CIDR that a tier owns: the ``index``-th of 2**``bits`` equal parts."""

    bits: int
    index: int
    ipv6_index: int
    longest_netmask: int


# These numbers are in every network that exists: a change of one would move its subnets.
_SHARES = {
    Tier.PRIVATE: _Share(bits=1, index=0, ipv6_index=8, longest_netmask=28),
    Tier.PUBLIC: _Share(bits=3, index=4, ipv6_index=0, longest_netmask=27),  # a load balancer needs a /27
    Tier.ISOLATED: _Share(bits=3, index=5, ipv6_index=16, longest_netmask=28),
}
_LETTERS = "abcdefgh"
_ZONE_NAME = re.compile(
    r"(?P<region>[a-z]{2}(?:-[a-z]+)+-\d)(?P<letter>[a-z])"
)  # no local or wavelength zone
_PRIVATE_RANGES = [IPv4Network(r) for r in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")]

# EKS puts no control plane there: docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
_ZONE_IDS_WITHOUT_EKS = frozenset({"use1-az3", "usw1-az2", "cac1-az3"})

# A region's place here is its number in region_cidr: append only.
REGIONS = (
    *("us-east-1", "us-west-2", "us-east-2", "us-west-1", "ca-central-1", "ca-west-1", "mx-central-1"),
    *("sa-east-1", "eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1", "eu-central-2", "eu-north-1"),
    *("eu-south-1", "eu-south-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-southeast-1"),
    *("ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6"),
    *("ap-southeast-7", "ap-south-1", "ap-south-2", "ap-east-1", "ap-east-2", "me-south-1", "me-central-1"),
    *("il-central-1", "af-south-1"),
)


# IAM's 64 for the flow log's role, less its ending and the eight characters that Pulumi adds.
_LONGEST_NAME = 64 - len("-flow-logs") - 8


def check_name(name: str) -> None:
    """Refuse a component name that can't be the stem of a role's, a log group's and a security group's."""
    if len(name) > _LONGEST_NAME or not re.fullmatch(r"(?!sg-)[A-Za-z0-9][A-Za-z0-9_.-]*", name):
        raise InvalidInputError(
            "Network name",
            name,
            f"1 to {_LONGEST_NAME} letters, digits, dashes, dots and underscores, not beginning with 'sg-'",
            "AWS's names are made from it: choose another.",
        )


def parse_cidr(field: str, value: str) -> IPv4Network:
    """The IPv4 network that a value names; refuses anything else, host bits included."""
    try:
        return IPv4Network(value)
    except ValueError:
        pass
    allowed = "an IPv4 CIDR without host bits, such as '10.0.0.0/16'"
    try:
        remedy = f"Did you mean {str(IPv4Network(value, strict=False))!r}?"
    except ValueError:
        remedy = "Write the network's address, a slash and the number of its fixed bits."
    raise InvalidInputError(field, value, allowed, remedy)


def check_cidr(cidr: str, max_zones: int, reserved: Sequence[str]) -> None:
    """Refuse a network's CIDR that is public, too large, too small for its places, or taken by others."""
    field = "NetworkArgs.cidr"
    network = parse_cidr(field, cidr)
    smallest = min(share.longest_netmask - share.bits - _place_bits(max_zones) for share in _SHARES.values())
    if not 16 <= network.prefixlen <= smallest:
        allowed = f"/16 to /{smallest}, since {max_zones} zones have a place in each tier"
        raise InvalidInputError(field, cidr, allowed, f"Take a range such as '{network.network_address}/16'.")
    if not any(network.subnet_of(private) for private in _PRIVATE_RANGES):
        allowed = "a part of " + ", ".join(str(private) for private in _PRIVATE_RANGES)
        raise InvalidInputError(field, cidr, allowed, "Take a private range: this one belongs to others.")
    for other in reserved:
        if network.overlaps(parse_cidr("NetworkArgs.reserved_cidrs", other)):
            allowed = f"a range that does not overlap {other!r} of reserved_cidrs"
            raise InvalidInputError(
                field, cidr, allowed, "Overlapping networks can never be connected: move one."
            )


def plan_subnets(
    cidr: str,
    letters: Sequence[str],
    tiers: Sequence[Tier],
    max_zones: int,
    netmask_lengths: Mapping[Tier, int],
) -> list[Subnet]:
    """The subnets of a checked CIDR, one for each tier and zone letter, in the order of both.

    Args:
        cidr: the network's CIDR; check_cidr has passed it.
        letters: zone letters; each is one of the first ``max_zones`` letters.
        tiers: the tiers that get subnets.
        max_zones: the number of places that each tier has, 4 or 8.
        netmask_lengths: a tier's subnets as the first part of their places; else they fill them.
    """
    network = IPv4Network(cidr)
    return [
        Subnet(
            tier,
            letter,
            _subnet_cidr(network, tier, letter, max_zones, netmask_lengths.get(tier)),
            _SHARES[tier].ipv6_index + _LETTERS.index(letter),
        )
        for tier in tiers
        for letter in letters
    ]


def check_netmask_lengths(cidr: str, max_zones: int, netmask_lengths: Mapping[Tier, int]) -> None:
    """Refuse a tier's netmask length that its place can't hold or that AWS refuses."""
    for tier, length in netmask_lengths.items():
        shortest = _place_length(IPv4Network(cidr), tier, max_zones)
        longest = _SHARES[tier].longest_netmask
        if not shortest <= length <= longest:
            raise InvalidInputError(
                f"NetworkArgs.netmask_lengths.{tier}",
                length,
                f"{shortest} to {longest} in {cidr}",
                "For larger subnets give the network a larger CIDR.",
            )


def split_zone(zone: str, max_zones: int) -> tuple[str, str]:
    """The region and the letter of a zone's name; refuses a letter that has no place."""
    match = _ZONE_NAME.fullmatch(zone)
    field = "NetworkArgs.zones"
    if match is None:
        raise InvalidInputError(
            field, zone, "an availability zone's name, such as 'us-east-1a'", "Mend the name."
        )
    region, letter = match["region"], match["letter"]
    allowed = _LETTERS[:max_zones]
    if letter not in allowed:
        remedy = "Take another zone" + (", or set max_zones=8 in a new network." if max_zones < 8 else ".")
        raise InvalidInputError(field, zone, f"zones whose letter is in {allowed!r}", remedy)
    return region, letter


def check_zones(zones: Sequence[str], max_zones: int, region: str | None) -> None:
    """Refuse zones that are no zones, are given twice or lie in another region."""
    regions = [split_zone(zone, max_zones)[0] for zone in zones]
    home = region or regions[0]
    for zone, its_region in zip(zones, regions, strict=True):
        if its_region != home:
            raise InvalidInputError(
                "NetworkArgs.zones", zone, f"zones of {home}", "A network lies in one region."
            )
        if zones.count(zone) > 1:
            raise InvalidInputError("NetworkArgs.zones", zone, "each zone once", "Remove the second.")


def choose_zones(
    available: Sequence[str],
    zone_ids: Sequence[str],
    wanted: Sequence[str] | None,
    count: int,
    max_zones: int,
) -> list[str]:
    """The wanted zones, all of them available; else the first ``count`` in which EKS can run, by letter.

    Args:
        available: the names of the region's zones, as AWS gives them to this account.
        zone_ids: their ids in the same order.
        wanted: the zones that the user names.
        count: how many to pick if the user names none.
        max_zones: the number of places.
    """
    real = {n: i for n, i in zip(available, zone_ids, strict=True) if _ZONE_NAME.fullmatch(n)}
    if wanted:
        for zone in wanted:
            if zone not in real:
                allowed = "the zones of the region: " + ", ".join(sorted(real))
                remedy = "Name others, or set `region` to the region of these."
                raise InvalidInputError("NetworkArgs.zones", zone, allowed, remedy)
        return list(wanted)
    usable = sorted(
        name
        for name, zone_id in real.items()
        if zone_id not in _ZONE_IDS_WITHOUT_EKS and name[-1] in _LETTERS[:max_zones]
    )
    if len(usable) < count:
        allowed = f"at most {len(usable)}: {', '.join(usable)}"
        raise InvalidInputError("NetworkArgs.zone_count", count, allowed, "Lower it or name the `zones`.")
    return usable[:count]


def assume_letters(count: int) -> list[str]:
    """The letters to preview with when AWS can't be asked yet."""
    return list(_LETTERS[:count])


def ipv6_cidr(network: str, index: int) -> str:
    """The ``index``-th /64 of the network's /56.

    >>> ipv6_cidr("2600:1f18:abc:de00::/56", 8)
    '2600:1f18:abc:de08::/64'
    """
    address = int(IPv6Network(network).network_address) + (index << 64)
    return str(IPv6Network((address, 64)))


def region_cidr(base: str, region: str, netmask_length: int = 16) -> str:
    """The CIDR of a region's network within a base range that all regions of an environment share.

    A region's part is fixed, so that two regions never overlap, in whatever order they are taken into use.

    >>> region_cidr("10.64.0.0/10", "us-west-2")
    '10.65.0.0/16'

    Args:
        base: the environment's range, such as ``10.0.0.0/10``, which has room for 64 regions of /16.
        region: one of REGIONS.
        netmask_length: of the region's network.

    Raises:
        InvalidInputError: the region is unknown, or its part lies beyond the base.
    """
    network = parse_cidr("base", base)
    if region not in REGIONS:
        raise InvalidInputError("region", region, ", ".join(REGIONS), "Mend the name.")
    index = REGIONS.index(region)
    if netmask_length < network.prefixlen or index >= 2 ** (netmask_length - network.prefixlen):
        raise InvalidInputError(
            "base",
            base,
            f"a range with room for more than {index} networks of /{netmask_length}, for {region}",
            "Take a larger base.",
        )
    return str(_part(network, netmask_length, index))


def _place_bits(max_zones: int) -> int:
    return (max_zones - 1).bit_length()


def _place_length(network: IPv4Network, tier: Tier, max_zones: int) -> int:
    return network.prefixlen + _SHARES[tier].bits + _place_bits(max_zones)


def _subnet_cidr(
    network: IPv4Network, tier: Tier, letter: str, max_zones: int, netmask_length: int | None
) -> str:
    share = _SHARES[tier]
    own = _part(network, network.prefixlen + share.bits, share.index)
    place = _part(own, _place_length(network, tier, max_zones), _LETTERS.index(letter))
    return str(_part(place, netmask_length or place.prefixlen, 0))


def _part(network: IPv4Network, length: int, index: int) -> IPv4Network:
    address = int(network.network_address) + (index << (32 - length))
    return IPv4Network((address, length))
