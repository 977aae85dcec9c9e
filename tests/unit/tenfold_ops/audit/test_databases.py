"""Databases that nobody uses or that are too large, and their old snapshots."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from tenfold_ops.audit.checks.databases import idle_databases, old_database_snapshots, oversized_databases
from tenfold_ops.audit.checks.sizes import previous_generation
from tenfold_ops.audit.facts.databases import Database, Databases, Instance, Snapshot
from tenfold_ops.audit.facts.sizes import Size
from tenfold_ops.audit.finding import Finding, Resource, Terms, Unsure

HOURS = 240
ZEROS = (0.0,) * HOURS
GIB = 1024**3
CREATED = datetime(2026, 7, 1, tzinfo=UTC)
SIZES = {
    name: Size(name, vcpus, gib * 1024)
    for name, vcpus, gib in [
        ("r7g.medium", 1, 8),
        ("r7g.large", 2, 16),
        ("r7g.xlarge", 4, 32),
        ("r7g.2xlarge", 8, 64),
    ]
}
ONE = Instance(
    "orders",
    "db.r7g.xlarge",
    {"engine": "postgres", "multiAz": True, "storageType": "gp3", "allocatedStorage": 100, "iops": 3000},
    connections=ZEROS,
    cpu=(9.0,) * HOURS,
    free_bytes=(24.0 * GIB,) * HOURS,
)
RDS = Database(Resource("orders", "us-east-1"), "postgres", CREATED, [ONE])
MEMBER = replace(
    ONE, inputs={"engine": "aurora-postgresql", "clusterIdentifier": "shop", "instanceClass": "db.r7g.xlarge"}
)
AURORA = Database(
    Resource("shop", "us-east-1"),
    "aurora-postgresql",
    CREATED,
    [replace(MEMBER, id="writer"), replace(MEMBER, id="reader")],
    cluster={"clusterIdentifier": "shop", "engine": "aurora-postgresql", "storageType": "aurora"},
    stored_bytes=(10.0 * GIB,),
)
BUSY = (3.0,) * HOURS


def idle(each: Database, terms: Terms) -> Finding | Unsure | None:
    return next(iter(idle_databases(Databases([each], [], SIZES), terms)), None)


def oversized(each: Database, terms: Terms) -> Finding | Unsure | None:
    return next(iter(oversized_databases(Databases([each], [], SIZES), terms)), None)


def with_instances(database: Database, **changed: Any) -> Database:
    return replace(database, instances=[replace(each, **changed) for each in database.instances])


def test_a_database_that_nobody_connects_to_is_waste_with_its_storage(terms: Terms) -> None:
    found = idle(RDS, terms)
    assert isinstance(found, Finding)
    assert found.why == "postgres, 1 instance: no connection in 10 days"
    assert found.saving.usd == Decimal("720.880")  # 730 h x 0.956 + 100 GB x 0.23


def test_an_aurora_cluster_costs_its_instances_and_what_it_stores(terms: Terms) -> None:
    found = idle(AURORA, terms)
    assert isinstance(found, Finding)
    assert found.saving.usd == Decimal("808.380")  # 2 x 730 h x 0.553 + 10 GB x 0.10
    assert found.saving.missing == ()


def test_storage_that_is_not_measured_is_said(terms: Terms) -> None:
    found = idle(replace(AURORA, stored_bytes=()), terms)
    assert isinstance(found, Finding)
    assert found.saving.missing == ("storage: CloudWatch has no VolumeBytesUsed",)


def test_a_reader_that_only_stands_by_is_no_waste(terms: Terms) -> None:
    writer, reader = AURORA.instances
    assert idle(replace(AURORA, instances=[replace(writer, connections=BUSY), reader]), terms) is None


@pytest.mark.parametrize("check", [idle, oversized])
def test_the_copy_in_a_second_region_is_no_waste(terms: Terms, check: Any) -> None:
    assert check(replace(RDS, standby=True), terms) is None


@pytest.mark.parametrize(
    ("each", "reason"),
    [
        (with_instances(RDS, connections=()), "CloudWatch has no figures"),
        (
            with_instances(RDS, connections=ZEROS[:99]),
            "CloudWatch has figures of less than 90% of the 240 hours",
        ),
        (replace(RDS, created=datetime(2026, 10, 31, tzinfo=UTC)), "made less than 10 days ago"),
    ],
)
def test_without_figures_a_database_is_not_called_idle(terms: Terms, each: Database, reason: str) -> None:
    found = idle(each, terms)
    assert isinstance(found, Unsure)
    assert found.reason == reason


def test_a_class_that_a_smaller_one_carries_is_waste(terms: Terms) -> None:
    found = oversized(with_instances(RDS, connections=BUSY), terms)
    assert isinstance(found, Finding)
    # 8 of 32 GiB used are 50 % of 16 GiB; db.r7g.medium, which EC2 alone has, is not proposed
    assert found.remedy.startswith("Use db.r7g.large,")
    assert "CPU at 9 % and memory at 25 %" in found.why


def test_an_aurora_cluster_is_sized_by_its_busiest_instance(terms: Terms) -> None:
    writer, reader = with_instances(AURORA, connections=BUSY).instances
    loaded = replace(AURORA, instances=[replace(writer, cpu=(60.0,) * HOURS), reader])
    assert oversized(loaded, terms) is None
    spiked = replace(reader, cpu=(100.0, *(1.0,) * (HOURS - 1)))  # one hour hides nobody's load
    assert oversized(replace(loaded, instances=[loaded.instances[0], spiked]), terms) is None
    assert oversized(replace(AURORA, instances=[writer, reader]), terms) is not None


def test_an_idle_database_is_not_called_too_large_as_well(terms: Terms) -> None:
    assert oversized(RDS, terms) is None


def test_without_figures_of_the_memory_a_class_is_not_judged(terms: Terms) -> None:
    assert isinstance(oversized(with_instances(RDS, connections=BUSY, free_bytes=()), terms), Unsure)


def test_serverless_capacity_is_not_sized_by_hand(terms: Terms) -> None:
    assert oversized(with_instances(AURORA, type="db.serverless", connections=BUSY), terms) is None


def test_serverless_capacity_costs_what_it_ran_at(terms: Terms) -> None:
    found = idle(with_instances(AURORA, type="db.serverless", capacity=(0.5, 1.5)), terms)
    assert isinstance(found, Finding)
    assert found.saving.usd == Decimal("176.2")  # 2 x 1 ACU x 730 h x 0.12 + 10 GB x 0.10


def test_an_old_class_is_named_for_each_type_of_a_cluster(terms: Terms) -> None:
    writer, reader = AURORA.instances
    mixed = replace(AURORA, instances=[replace(writer, type="db.r4.large"), reader])
    (found,) = previous_generation(Databases([mixed], [], SIZES).sized, terms)
    assert found.why.startswith("db.r4.large is of a previous generation; db.r7i.large")


def test_an_old_manual_snapshot_is_waste_of_at_most_its_size(terms: Terms) -> None:
    made = Snapshot(Resource("before-upgrade", "us-east-1"), "orders", 100, CREATED)
    (found,) = old_database_snapshots(Databases([], [made], {}), terms)
    assert (found.saving.usd, found.saving.at_most) == (Decimal("9.500"), True)  # 100 GB x 0.095


def test_an_aurora_snapshot_has_no_known_size(terms: Terms) -> None:
    made = Snapshot(Resource("before-upgrade", "us-east-1"), "shop", None, CREATED)
    (found,) = old_database_snapshots(Databases([], [made], {}), terms)
    assert found.saving.usd is None
    assert found.saving.missing == ("RDS doesn't tell how much an Aurora snapshot holds",)


def test_a_young_snapshot_is_no_waste(terms: Terms) -> None:
    made = Snapshot(Resource("s", "us-east-1"), "orders", 100, datetime(2026, 9, 1, tzinfo=UTC))
    assert not list(old_database_snapshots(Databases([], [made], {}), terms))
