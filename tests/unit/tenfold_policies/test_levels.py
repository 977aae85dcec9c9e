from __future__ import annotations

import pytest

from tenfold_policies.levels import Environment, Level, Levels, environment_of


def test_levels_read_as_in_the_table() -> None:
    levels = Levels.of("-/a/m")
    assert [levels[each] for each in Environment] == [Level.DISABLED, Level.ADVISORY, Level.MANDATORY]


@pytest.mark.parametrize(
    ("stack", "environment"),
    [
        ("dev", "dev"),
        ("shop-staging-eu", "staging"),
        ("org/shop/production", "prod"),
        ("dev2", "dev"),
        ("eu-west-1", "prod"),
        ("", "prod"),
        ("devious", "prod"),
    ],
)
def test_a_stacks_name_tells_its_environment_and_prod_where_it_does_not(stack: str, environment: str) -> None:
    assert environment_of(stack, {}) == environment


@pytest.mark.parametrize("key", ["environment", "tenfold:environment"])
def test_what_a_stack_says_of_itself_wins_over_its_name(key: str) -> None:
    assert environment_of("prod", {key: "staging"}) == "staging"


def test_what_is_no_environment_does_not_count() -> None:
    assert environment_of("dev", {"environment": "blue"}) == "dev"
