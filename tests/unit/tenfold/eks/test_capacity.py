"""How a pool becomes node groups."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.eks import capacity
from tenfold.errors import InvalidInputError

GRAVITON = ["t4g.small", "m7g.large", "c7gn.xlarge", "r8gd.2xlarge", "im4gn.large", "x2gd.medium"]
X86 = ["t3.small", "m7i.large", "m7i-flex.large", "c6a.xlarge", "r7iz.large", "u7i-12tb.224xlarge"]


@pytest.mark.parametrize("instance_type", GRAVITON)
def test_graviton_types_get_the_arm_ami(instance_type: str) -> None:
    assert capacity.ami_type("f", [instance_type]) == capacity.ARM_AMI


@pytest.mark.parametrize("instance_type", X86)
def test_intel_and_amd_types_get_the_x86_ami(instance_type: str) -> None:
    assert capacity.ami_type("f", [instance_type]) == capacity.X86_AMI


@given(st.sampled_from(GRAVITON), st.sampled_from(X86))
def test_a_pool_of_two_architectures_is_refused(arm: str, x86: str) -> None:
    with pytest.raises(InvalidInputError, match="one architecture"):
        capacity.ami_type("f", [arm, x86])


@pytest.mark.parametrize("instance_type", ["p5.48xlarge", "g5g.xlarge", "inf2.xlarge", "trn1.2xlarge"])
def test_accelerators_are_refused_since_the_ami_has_no_drivers(instance_type: str) -> None:
    with pytest.raises(InvalidInputError, match="drivers"):
        capacity.ami_type("f", [instance_type])


@pytest.mark.parametrize("instance_type", ["a1.large", "mac2.metal"])
def test_types_that_the_ami_does_not_boot_on_are_refused(instance_type: str) -> None:
    with pytest.raises(InvalidInputError, match="boots"):
        capacity.ami_type("f", [instance_type])


@st.composite
def sizes(draw: st.DrawFn) -> capacity.Sizes:
    least, first, most = sorted(draw(st.tuples(*[st.integers(0, 450)] * 3)))
    return capacity.Sizes(least, first, max(most, 1))


BASE = st.integers(0, 450)
SHARE = st.integers(0, 100)


@given(sizes(), BASE, SHARE)
def test_the_groups_add_up_to_the_pool(pool: capacity.Sizes, base: int, share: int) -> None:
    groups = capacity.groups(pool, base, share)
    assert tuple(map(sum, zip(*(group.sizes for group in groups), strict=True))) == pool


@given(sizes(), BASE, SHARE)
def test_each_group_s_sizes_are_ones_that_eks_takes(pool: capacity.Sizes, base: int, share: int) -> None:
    for group in capacity.groups(pool, base, share):
        assert 0 <= group.sizes.least <= group.sizes.first <= group.sizes.most
        assert group.sizes.most >= 1


@given(st.integers(0, 450), BASE, SHARE)
def test_the_base_is_never_spot_and_no_more_than_the_share_of_the_rest(
    nodes: int, base: int, share: int
) -> None:
    spot = capacity.spot_nodes(nodes, base, share)
    assert nodes - spot >= min(nodes, base)
    assert spot <= max(0, nodes - base) * share / 100


@given(st.integers(0, 449), BASE, SHARE)
def test_a_node_more_takes_none_away_from_either_side(nodes: int, base: int, share: int) -> None:
    before, after = (capacity.spot_nodes(n, base, share) for n in (nodes, nodes + 1))
    assert after - before in (0, 1)


def test_a_pool_without_spot_is_one_group_of_its_own_name() -> None:
    (group,) = capacity.groups(capacity.Sizes(3, 3, 9), 0, 0)
    assert (group.capacity_type, group.name("general")) == ("ON_DEMAND", "general")


def test_a_pool_of_spot_alone_has_no_group_on_demand() -> None:
    (group,) = capacity.groups(capacity.Sizes(0, 2, 9), 0, 100)
    assert (group.capacity_type, group.name("batch"), group.sizes) == ("SPOT", "batch-spot", (0, 2, 9))


def test_of_ten_nodes_over_a_base_of_three_seventy_percent_are_four() -> None:
    assert [group.sizes.most for group in capacity.groups(capacity.Sizes(3, 3, 10), 3, 70)] == [6, 4]
