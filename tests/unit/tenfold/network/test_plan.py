"""The network's plan: places that never move, and refusals in the user's words."""

from __future__ import annotations

from ipaddress import IPv4Network
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.errors import InvalidInputError
from tenfold.network import plan
from tenfold.network.plan import Tier

PLACES = st.sampled_from([4, 8])
TIERS = st.lists(st.sampled_from(list(Tier)), min_size=1, unique=True)


@st.composite
def networks(draw: st.DrawFn) -> tuple[str, int]:
    max_zones = draw(PLACES)
    length = draw(st.integers(16, 22 if max_zones == 4 else 21))
    block = draw(st.integers(0, 2 ** (length - 8) - 1))
    return str(IPv4Network(((10 << 24) + (block << (32 - length)), length))), max_zones


@st.composite
def layouts(draw: st.DrawFn) -> tuple[str, int, list[str], list[Tier], dict[Tier, int]]:
    cidr, max_zones = draw(networks())
    letters = draw(st.lists(st.sampled_from("abcdefgh"[:max_zones]), min_size=1, unique=True))
    lengths = {
        tier: draw(st.integers(IPv4Network(cidr).prefixlen + (4 if tier is Tier.PRIVATE else 6), 28))
        for tier in draw(st.sets(st.sampled_from([Tier.PRIVATE, Tier.ISOLATED])))
        if IPv4Network(cidr).prefixlen <= 22
    }
    return cidr, max_zones, letters, draw(TIERS), lengths


def places(subnets: list[plan.Subnet]) -> dict[tuple[Tier, str], tuple[str, int]]:
    return {(each.tier, each.letter): (each.cidr, each.ipv6_index) for each in subnets}


@given(layouts())
def test_subnets_lie_in_the_network_and_never_overlap(
    layout: tuple[str, int, list[str], list[Tier], dict[Tier, int]],
) -> None:
    cidr, max_zones, letters, tiers, lengths = layout
    plan.check_cidr(cidr, max_zones, [])
    plan.check_netmask_lengths(cidr, max_zones, lengths)
    subnets = plan.plan_subnets(cidr, letters, tiers, max_zones, lengths)
    blocks = [IPv4Network(each.cidr) for each in subnets]
    assert len(blocks) == len(letters) * len(tiers)
    assert all(block.subnet_of(IPv4Network(cidr)) for block in blocks)
    assert not any(one.overlaps(other) for one, other in combinations(blocks, 2))
    assert len({each.ipv6_index for each in subnets}) == len(subnets)
    assert all(
        block.prefixlen == lengths[s.tier]
        for block, s in zip(blocks, subnets, strict=True)
        if s.tier in lengths
    )


@given(layouts(), st.data())
def test_adding_and_reordering_zones_and_tiers_moves_no_subnet(
    layout: tuple[str, int, list[str], list[Tier], dict[Tier, int]], data: st.DataObject
) -> None:
    cidr, max_zones, letters, tiers, lengths = layout
    before = places(plan.plan_subnets(cidr, letters, tiers, max_zones, lengths))
    more_letters = data.draw(st.permutations(sorted({*letters, *"abcdefgh"[:max_zones]})))
    more_tiers = data.draw(st.permutations(list(Tier)))
    after = places(plan.plan_subnets(cidr, more_letters, more_tiers, max_zones, lengths))
    assert before.items() <= after.items()


@given(layouts(), st.sampled_from([Tier.PRIVATE, Tier.ISOLATED]))
def test_another_netmask_length_of_one_tier_moves_no_other_tier(
    layout: tuple[str, int, list[str], list[Tier], dict[Tier, int]], changed: Tier
) -> None:
    cidr, max_zones, letters, _, lengths = layout
    before = places(plan.plan_subnets(cidr, letters, list(Tier), max_zones, lengths))
    after = places(plan.plan_subnets(cidr, letters, list(Tier), max_zones, {**lengths, changed: 28}))
    assert {k: v for k, v in before.items() if k[0] != changed} == {
        k: v for k, v in after.items() if k[0] != changed
    }


KNOWN_GOOD = {
    ("10.0.0.0/16", 4): {
        "public": ["10.0.128.0/21", "10.0.136.0/21", "10.0.144.0/21"],
        "private": ["10.0.0.0/19", "10.0.32.0/19", "10.0.64.0/19"],
        "isolated": ["10.0.160.0/21", "10.0.168.0/21", "10.0.176.0/21"],
    },
    ("10.65.0.0/16", 8): {
        "public": ["10.65.128.0/22", "10.65.132.0/22", "10.65.136.0/22"],
        "private": ["10.65.0.0/20", "10.65.16.0/20", "10.65.32.0/20"],
        "isolated": ["10.65.160.0/22", "10.65.164.0/22", "10.65.168.0/22"],
    },
    ("192.168.4.0/22", 4): {
        "public": ["192.168.6.0/27", "192.168.6.32/27", "192.168.6.64/27"],
        "private": ["192.168.4.0/25", "192.168.4.128/25", "192.168.5.0/25"],
        "isolated": ["192.168.6.128/27", "192.168.6.160/27", "192.168.6.192/27"],
    },
}


@pytest.mark.parametrize(("cidr", "max_zones"), KNOWN_GOOD)
def test_known_layouts_stay_as_they_are_since_networks_stand_on_them(cidr: str, max_zones: int) -> None:
    subnets = plan.plan_subnets(cidr, ["a", "b", "c"], list(Tier), max_zones, {})
    found = {str(tier): [each.cidr for each in subnets if each.tier is tier] for tier in Tier}
    assert found == KNOWN_GOOD[cidr, max_zones]


def test_known_ipv6_numbers_stay_as_they_are() -> None:
    subnets = plan.plan_subnets("10.0.0.0/16", ["a", "d"], list(Tier), 4, {})
    assert [each.ipv6_index for each in subnets] == [0, 3, 8, 11, 16, 19]
    assert plan.ipv6_cidr("2600:1f18:abc:de00::/56", 19) == "2600:1f18:abc:de13::/64"


@pytest.mark.parametrize(
    ("cidr", "remedy"),
    [
        ("10.0.0.5/16", r"Did you mean '10\.0\.0\.0/16'\?"),
        ("10.0.0.0/23", r"/16 to /22, since 4 zones"),
        ("10.0.0.0/15", r"/16 to /22, since 4 zones"),
        ("11.0.0.0/16", r"10\.0\.0\.0/8"),
        ("ten", r"an IPv4 CIDR"),
        ("2600:1f18::/56", r"an IPv4 CIDR"),
    ],
)
def test_a_cidr_that_cannot_work_is_refused_with_the_remedy(cidr: str, remedy: str) -> None:
    with pytest.raises(InvalidInputError, match=remedy) as refused:
        plan.check_cidr(cidr, 4, [])
    assert refused.value.field == "NetworkArgs.cidr"
    assert refused.value.value == cidr


def test_a_cidr_that_overlaps_a_reserved_one_is_refused_by_name() -> None:
    plan.check_cidr("10.0.0.0/16", 4, ["10.1.0.0/16"])
    with pytest.raises(InvalidInputError, match=r"does not overlap '10\.0\.128\.0/20'"):
        plan.check_cidr("10.0.0.0/16", 4, ["10.1.0.0/16", "10.0.128.0/20"])


def test_a_reserved_cidr_with_host_bits_is_refused_as_such() -> None:
    with pytest.raises(InvalidInputError, match="reserved_cidrs"):
        plan.check_cidr("10.0.0.0/16", 4, ["10.1.0.1/16"])


@pytest.mark.parametrize(("tier", "length"), [(Tier.PRIVATE, 18), (Tier.PRIVATE, 29), (Tier.PUBLIC, 28)])
def test_a_netmask_length_beyond_its_place_is_refused(tier: Tier, length: int) -> None:
    with pytest.raises(InvalidInputError, match=rf"netmask_lengths\.{tier}: {length} is refused"):
        plan.check_netmask_lengths("10.0.0.0/16", 4, {tier: length})


REAL = {
    "us-east-1a": "use1-az6",
    "us-east-1b": "use1-az3",
    "us-east-1c": "use1-az1",
    "us-east-1d": "use1-az2",
}


def choose(wanted: list[str] | None = None, count: int = 3, extra: dict[str, str] | None = None) -> list[str]:
    zones = {**(extra or {}), **REAL}
    return plan.choose_zones(list(zones), list(zones.values()), wanted, count, 4)


def test_picked_zones_are_the_first_by_letter_in_which_eks_runs() -> None:
    assert choose() == ["us-east-1a", "us-east-1c", "us-east-1d"]


def test_local_zones_are_never_picked() -> None:
    assert choose(extra={"us-east-1-bos-1a": "use1-bos1-az1"}) == choose()


def test_named_zones_keep_their_order_and_may_lack_eks() -> None:
    assert choose(["us-east-1d", "us-east-1b"]) == ["us-east-1d", "us-east-1b"]


def test_a_zone_that_the_region_lacks_is_refused_with_those_it_has() -> None:
    with pytest.raises(InvalidInputError, match=r"us-east-1f.*us-east-1a, us-east-1b"):
        choose(["us-east-1f"])


def test_more_zones_than_the_region_has_are_refused() -> None:
    with pytest.raises(InvalidInputError, match=r"zone_count: 4 is refused.*at most 3"):
        choose(count=4)


@pytest.mark.parametrize(
    ("zones", "region", "reason"),
    [
        (["us-east-1a", "us-west-2b"], None, "zones of us-east-1"),
        (["us-west-2a"], "us-east-1", "zones of us-east-1"),
        (["us-east-1a", "us-east-1a"], None, "each zone once"),
        (["us-east-1"], None, "availability zone's name"),
        (["us-east-1-bos-1a"], None, "availability zone's name"),
        (["us-east-1e"], None, "max_zones=8"),
    ],
)
def test_zones_that_cannot_work_together_are_refused(
    zones: list[str], region: str | None, reason: str
) -> None:
    with pytest.raises(InvalidInputError, match=reason):
        plan.check_zones(zones, 4, region)


def test_a_letter_beyond_d_has_a_place_among_eight() -> None:
    assert plan.split_zone("us-east-1f", 8) == ("us-east-1", "f")


@given(st.integers(8, 10), st.integers(16, 20))
def test_regions_of_one_base_never_overlap(base_length: int, length: int) -> None:
    base = f"10.0.0.0/{base_length}"
    blocks = [IPv4Network(plan.region_cidr(base, region, length)) for region in plan.REGIONS]
    assert all(block.subnet_of(IPv4Network(base)) for block in blocks)
    assert not any(one.overlaps(other) for one, other in combinations(blocks, 2))


def test_known_regions_keep_their_ranges_since_networks_stand_on_them() -> None:
    assert plan.region_cidr("10.0.0.0/10", "us-east-1") == "10.0.0.0/16"
    assert plan.region_cidr("10.0.0.0/10", "us-west-2") == "10.1.0.0/16"
    assert plan.region_cidr("10.64.0.0/10", "us-west-2") == "10.65.0.0/16"
    assert plan.region_cidr("10.0.0.0/10", "af-south-1") == "10.33.0.0/16"


@pytest.mark.parametrize(
    ("base", "region", "length", "field"),
    [
        ("10.0.0.0/16", "us-west-2", 16, "base"),
        ("10.0.0.0/20", "us-east-1", 16, "base"),
        ("10.0.0.0/10", "us-east-9", 16, "region"),
        ("10.0.0.1/10", "us-east-1", 16, "base"),
    ],
)
def test_a_region_without_room_or_name_is_refused(base: str, region: str, length: int, field: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        plan.region_cidr(base, region, length)
    assert refused.value.field == field
