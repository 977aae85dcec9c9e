from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tenfold import naming

PARTS = st.lists(st.text("abcdefghij-", min_size=1, max_size=60), min_size=1, max_size=4)


@given(PARTS, st.integers(20, 80))
def test_a_name_keeps_to_its_limit(parts: list[str], limit: int) -> None:
    assert len(naming.physical_name(*parts, limit=limit)) <= limit


@given(PARTS)
def test_a_name_that_fits_is_not_touched(parts: list[str]) -> None:
    assert naming.physical_name(*parts, limit=300) == "-".join(parts)


def test_long_names_that_differ_at_the_end_stay_apart() -> None:
    one, two = (naming.physical_name("a" * 60, end, limit=40) for end in ("x", "y"))
    assert one != two


def test_the_users_tags_win_over_our_own() -> None:
    tags = naming.tags("Network", "prod-vpc", {"Name": "mine", "team": "web"}, role="elb")
    assert tags == {
        "Name": "mine",
        "ManagedBy": "tenfold",
        "tenfold:component": "Network",
        "role": "elb",
        "team": "web",
    }
