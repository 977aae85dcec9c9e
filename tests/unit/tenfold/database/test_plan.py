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


def test_a_minor_version_is_pinned_only_where_aws_may_not_move_it() -> None:
    plan.check_engine_version("f", "17.6", auto_minor_version_upgrade=False)
    plan.check_engine_version("f", "17", auto_minor_version_upgrade=True)
    with pytest.raises(InvalidInputError, match="auto_minor_version_upgrade=False"):
        plan.check_engine_version("f", "17.6", auto_minor_version_upgrade=True)


def test_a_major_upgrade_does_not_wait_while_its_old_parameter_group_is_to_go() -> None:
    plan.check_major_upgrade("f", allowed=True, apply_immediately=True)
    plan.check_major_upgrade("f", allowed=False, apply_immediately=False)
    with pytest.raises(InvalidInputError, match="apply_immediately=True"):
        plan.check_major_upgrade("f", allowed=True, apply_immediately=False)


def test_only_databases_of_this_account_can_use_the_monitoring_role() -> None:
    trust = json.loads(plan.monitoring_trust("arn:aws:rds:us-east-1:123456789012:subgrp:prod"))
    assert trust["Statement"][0]["Principal"] == {"Service": "monitoring.rds.amazonaws.com"}
    assert trust["Statement"][0]["Condition"] == {"StringEquals": {"aws:SourceAccount": "123456789012"}}


@pytest.mark.parametrize(
    "instance_class", ["db.m6gd.large", "db.r6gd.xlarge", "db.x2iedn.xlarge", "db.m5d.large"]
)
def test_a_class_with_a_disk_of_its_own_carries_a_multi_az_cluster(instance_class: str) -> None:
    plan.check_cluster_class("f", instance_class)


@pytest.mark.parametrize("instance_class", ["db.r7g.large", "db.t4g.medium", "db.m6i.large"])
def test_a_class_without_one_does_not(instance_class: str) -> None:
    with pytest.raises(InvalidInputError, match="local disk"):
        plan.check_cluster_class("f", instance_class)


@pytest.mark.parametrize(
    ("storage", "iops", "throughput"),
    [(100, None, None), (400, 12_000, 500), (400, None, 3_000), (400, 64_000, 4_000)],
)
def test_gp3_takes_what_its_size_allows(storage: int, iops: int | None, throughput: int | None) -> None:
    plan.check_gp3("A", storage, iops, throughput)


@pytest.mark.parametrize(
    ("storage", "iops", "throughput", "field"),
    [
        (399, 12_000, None, "A.iops"),
        (399, None, 500, "A.throughput_mibps"),
        (400, 11_999, None, "A.iops"),
        (400, None, 3_001, "A.throughput_mibps"),
        (400, None, 499, "A.throughput_mibps"),
    ],
)
def test_gp3_refuses_the_rest(storage: int, iops: int | None, throughput: int | None, field: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        plan.check_gp3("A", storage, iops, throughput)
    assert refused.value.field == field


def test_a_zone_tells_its_region() -> None:
    assert plan.region_of("us-east-1a") == "us-east-1"
    assert plan.region_of("ap-southeast-2-mel-1a") == "ap-southeast-2"
    assert plan.region_of("nowhere") is None


def test_iam_logins_are_allowed_for_one_user_of_one_database() -> None:
    arn = plan.connect_arn("arn:aws:rds:us-west-2:123456789012:db:shop", "db-ABC", "app")
    assert arn == "arn:aws:rds-db:us-west-2:123456789012:dbuser:db-ABC/app"
