"""Domain names: soundness, zones, coverage."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.edge import names
from tenfold.errors import InvalidInputError

LABELS = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)
NAMES = st.lists(LABELS, min_size=2, max_size=4).map(".".join)


@given(NAMES)
def test_names_of_sound_labels_are_taken_with_and_without_a_wildcard(name: str) -> None:
    names.check_domain_name("F.name", name)
    names.check_domain_name("F.name", f"*.{name}")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "com",
        "Example.com",
        "example.com.",
        "-a.com",
        "a..com",
        "a.*.com",
        "*",
        "é.com",
        "a." * 127 + "com",
    ],
)
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(InvalidInputError, match=r"F\.name: .*without a dot at its end"):
        names.check_domain_name("F.name", name)


def test_a_wildcard_is_refused_where_none_can_be() -> None:
    with pytest.raises(InvalidInputError, match=r"such as 'example\.com'"):
        names.check_domain_name("F.name", "*.example.com", wildcard=False)


@given(NAMES, LABELS, LABELS)
def test_a_wildcard_covers_one_label_and_no_more(name: str, first: str, second: str) -> None:
    assert names.is_covered(f"{first}.{name}", [f"*.{name}"])
    assert not names.is_covered(name, [f"*.{name}"])
    assert not names.is_covered(f"{first}.{second}.{name}", [f"*.{name}"])


@given(NAMES)
def test_every_name_covers_itself_wildcards_included(name: str) -> None:
    assert names.is_covered(name, [name])
    assert names.is_covered(f"*.{name}", [f"*.{name}"])


@given(NAMES, LABELS, LABELS)
def test_a_name_lies_in_the_longest_zone_that_it_ends_in(name: str, sub: str, host: str) -> None:
    zones = [name, f"{sub}.{name}"]
    assert names.zone_of(f"{host}.{sub}.{name}", zones) == f"{sub}.{name}"
    assert names.zone_of(f"*.{sub}.{name}", zones) == f"{sub}.{name}"
    assert names.zone_of(name, zones) == name


def test_a_name_that_only_ends_in_the_zones_letters_is_not_in_it() -> None:
    assert names.zone_of("badexample.com", ["example.com"]) is None


@given(st.lists(NAMES, min_size=2, max_size=6, unique=True))
def test_different_names_have_different_roles(several: list[str]) -> None:
    dashless = [name for name in several if "-" not in name]
    assert len({names.role(name) for name in dashless}) == len(dashless)
