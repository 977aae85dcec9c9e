"""The decisions of the databases."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.database import plan
from tenfold.errors import InvalidInputError


@given(st.lists(st.sampled_from("abcdef"), min_size=2, max_size=6, unique=True))
def test_the_first_two_instances_never_share_a_zone(zones: list[str]) -> None:
    assert plan.zone_of(0, zones) != plan.zone_of(1, zones)


@given(st.lists(st.sampled_from("abcdef"), min_size=2, max_size=6, unique=True), st.integers(2, 16))
def test_instances_are_spread_as_evenly_as_can_be(zones: list[str], count: int) -> None:
    used = [plan.zone_of(i, zones) for i in range(count)]
    counts = [used.count(zone) for zone in zones]
    assert max(counts) - min(counts) <= 1


@pytest.mark.parametrize("name", ["Prod", "1prod", "a--b", "ab-", "sg-shop", "a" * 41, ""])
def test_names_that_rds_would_refuse_are_refused(name: str) -> None:
    with pytest.raises(InvalidInputError, match="AuroraDatabase name"):
        plan.check_name("AuroraDatabase", name)


@pytest.mark.parametrize(
    ("engine", "version", "family"),
    [("aurora-postgresql", "17", "aurora-postgresql17"), ("postgres", "16.9", "postgres16")],
)
def test_the_family_follows_the_major_version(engine: str, version: str, family: str) -> None:
    assert plan.parameter_group_family(engine, version) == family


def test_a_minor_version_is_pinned_only_where_aws_may_not_move_it() -> None:
    plan.check_engine_version("f", "17.6", auto_minor_version_upgrade=False)
    plan.check_engine_version("f", "17", auto_minor_version_upgrade=True)
    with pytest.raises(InvalidInputError, match="auto_minor_version_upgrade=False"):
        plan.check_engine_version("f", "17.6", auto_minor_version_upgrade=True)


def test_plain_text_connections_are_refused_in_a_way_that_every_version_takes() -> None:
    forced = next(each for each in plan.PARAMETERS if each.name == "rds.force_ssl")
    assert forced.value == "1"
    assert forced.apply_method == "pending-reboot"  # static parameters take no other


def test_a_major_upgrade_does_not_wait_while_its_old_parameter_group_is_to_go() -> None:
    plan.check_major_upgrade("f", allowed=True, apply_immediately=True)
    plan.check_major_upgrade("f", allowed=False, apply_immediately=False)
    with pytest.raises(InvalidInputError, match="apply_immediately=True"):
        plan.check_major_upgrade("f", allowed=True, apply_immediately=False)


def test_only_databases_of_this_account_can_use_the_monitoring_role() -> None:
    trust = json.loads(plan.monitoring_trust("arn:aws:rds:us-east-1:123456789012:subgrp:prod"))
    assert trust["Statement"][0]["Principal"] == {"Service": "monitoring.rds.amazonaws.com"}
    assert trust["Statement"][0]["Condition"] == {"StringEquals": {"aws:SourceAccount": "123456789012"}}
