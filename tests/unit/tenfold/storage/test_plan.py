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


CLASSES = ["STANDARD_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"]


@given(
    st.lists(st.sampled_from(CLASSES), min_size=1, unique=True),
    st.lists(st.integers(30, 400), min_size=5, max_size=5),
    st.integers(1, 4000),
)
def test_moves_down_the_classes_a_month_apart_that_end_before_the_object_does_pass(
    classes: list[str], gaps: list[int], rest: int
) -> None:
    ordered = sorted(classes, key=CLASSES.index)
    days = [sum(gaps[: index + 1]) for index in range(len(ordered))]
    plan.check_transitions("f", list(zip(days, ordered, strict=True)), days[-1] + rest)


@pytest.mark.parametrize(
    ("moves", "end", "reason"),
    [
        ([(29, "STANDARD_IA")], None, "30 days or more for STANDARD_IA"),
        ([(60, "STANDARD_IA"), (89, "GLACIER")], None, "90 days or more for GLACIER"),
        ([(60, "STANDARD_IA"), (40, "GLACIER")], None, "90 days or more for GLACIER"),
        ([(60, "GLACIER_IR"), (60, "GLACIER")], None, "61 days or more for GLACIER"),
        ([(60, "INTELLIGENT_TIERING"), (90, "STANDARD_IA")], None, "after INTELLIGENT_TIERING: ONEZONE_IA"),
        ([(60, "ONEZONE_IA"), (90, "GLACIER_IR")], None, "after ONEZONE_IA: GLACIER, DEEP_ARCHIVE"),
        ([(60, "DEEP_ARCHIVE"), (90, "GLACIER")], None, "after DEEP_ARCHIVE: no other class"),
        ([(60, "GLACIER")], 60, "61 days or more, after the last transition"),
    ],
)
def test_moves_that_s3_refuses_are_refused(
    moves: list[tuple[int, str]], end: int | None, reason: str
) -> None:
    with pytest.raises(InvalidInputError, match=reason):
        plan.check_transitions("f", moves, end)
