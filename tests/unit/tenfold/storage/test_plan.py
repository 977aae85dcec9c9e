"""The rules of S3 that a bucket keeps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.errors import InvalidInputError
from tenfold.storage import plan


@pytest.mark.parametrize("name", ["abc", "shop-assets-2026", "0" * 63])
def test_names_that_s3_takes_pass(name: str) -> None:
    plan.check_bucket_name("f", name)


@pytest.mark.parametrize(
    "name",
    [
        "ab",
        "0" * 64,
        "Shop",
        "shop_assets",
        "shop.assets",
        "-shop",
        "shop-",
        "xn--shop",
        "shop-s3alias",
        "a b c",
    ],
)
def test_names_that_s3_or_tls_refuses_are_refused(name: str) -> None:
    with pytest.raises(InvalidInputError, match="3 to 63 lower-case"):
        plan.check_bucket_name("f", name)


@given(st.from_regex(r"[a-z0-9][a-z0-9-]{1,70}", fullmatch=True))
def test_a_component_name_that_passes_makes_a_valid_bucket_name(name: str) -> None:
    try:
        plan.check_component_name(name)
    except InvalidInputError:
        return
    plan.check_bucket_name("f", f"{name}-bucket-1a2b3c4")


@given(st.lists(st.integers(30, 4000), min_size=1, unique=True).map(sorted), st.integers(1, 4000))
def test_moves_in_order_that_end_before_the_object_does_pass(days: list[int], rest: int) -> None:
    plan.check_transitions("f", [(day, "STANDARD_IA") for day in days], days[-1] + rest)


@pytest.mark.parametrize(
    ("moves", "end", "reason"),
    [
        ([(29, "STANDARD_IA")], None, "30 days or more for STANDARD_IA"),
        ([(60, "STANDARD_IA"), (60, "GLACIER")], None, "61 days or more for GLACIER"),
        ([(60, "STANDARD_IA"), (40, "GLACIER")], None, "61 days or more for GLACIER"),
        ([(60, "GLACIER")], 60, "61 days or more, after the last transition"),
    ],
)
def test_moves_that_s3_refuses_are_refused(
    moves: list[tuple[int, str]], end: int | None, reason: str
) -> None:
    with pytest.raises(InvalidInputError, match=reason):
        plan.check_transitions("f", moves, end)
