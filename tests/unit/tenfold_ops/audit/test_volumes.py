"""Waste in EBS volumes and snapshots."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tenfold_ops.audit.checks.volumes import gp2_volumes, old_snapshots, unattached_volumes
from tenfold_ops.audit.facts.volumes import Disks, Snapshot, Volume
from tenfold_ops.audit.finding import Resource, Terms

CREATED = datetime(2026, 7, 1, tzinfo=UTC)
VOLUME = Volume(Resource("vol-1", "us-east-1"), "gp3", 100, 3000, 125, attached=False, created=CREATED)
SNAPSHOT = Snapshot(Resource("snap-1", "us-east-1"), 100, CREATED)


def disks(*found: Volume | Snapshot) -> Disks:
    volumes = [each for each in found if isinstance(each, Volume)]
    return Disks(volumes, [each for each in found if isinstance(each, Snapshot)])


def test_a_volume_that_nothing_holds_is_waste_with_its_whole_price(terms: Terms) -> None:
    (found,) = unattached_volumes(disks(VOLUME), terms)
    assert (found.resource.id, found.saving.usd) == ("vol-1", Decimal("8.00"))  # 100 GB x 0.08
    assert found.why == "100 GiB of gp3 attached to nothing, 123 days old"


def test_what_is_provisioned_above_the_free_speed_of_gp3_is_paid_for_too(terms: Terms) -> None:
    fast = replace(VOLUME, iops=4000, throughput=225)
    (found,) = unattached_volumes(disks(fast), terms)
    assert found.saving.usd == Decimal("17.00")  # 8.00 + 1,000 x 0.005 + 100 x 0.04


def test_a_volume_in_use_is_no_waste(terms: Terms) -> None:
    assert not list(unattached_volumes(disks(replace(VOLUME, attached=True)), terms))


@pytest.mark.parametrize(
    ("gib", "usd"),
    [
        (100, "2.00"),  # 100 x (0.10 - 0.08)
        (334, "1.68"),  # 334 x 0.02 less 125 MiB/s x 0.04
        (2000, "20.00"),  # 2,000 x 0.02 less 3,000 IOPS x 0.005 and 125 MiB/s x 0.04
    ],
)
def test_gp2_saves_what_gp3_of_the_same_speed_costs_less(terms: Terms, gib: int, usd: str) -> None:
    gp2 = replace(VOLUME, type="gp2", gib=gib, iops=3 * gib, throughput=0, attached=True)
    (found,) = gp2_volumes(disks(gp2), terms)
    assert found.saving.usd == Decimal(usd)


def test_a_gp2_volume_that_is_to_be_deleted_is_not_to_be_modified_as_well(terms: Terms) -> None:
    assert not list(gp2_volumes(disks(replace(VOLUME, type="gp2")), terms))


def test_gp3_is_not_to_be_moved(terms: Terms) -> None:
    assert not list(gp2_volumes(disks(replace(VOLUME, attached=True)), terms))


def test_an_old_snapshot_is_waste_of_at_most_its_volumes_size(terms: Terms) -> None:
    (found,) = old_snapshots(disks(SNAPSHOT), terms)
    assert (found.saving.usd, found.saving.at_most) == (Decimal("5.00"), True)  # 100 GB x 0.05
    assert "123 days old" in found.why


def test_an_archived_snapshot_costs_what_the_archive_costs(terms: Terms) -> None:
    (found,) = old_snapshots(disks(replace(SNAPSHOT, archived=True)), terms)
    assert found.saving.usd == Decimal("1.25")  # 100 GB x 0.0125


@pytest.mark.parametrize(
    "kept",
    [{"image": "ami-1"}, {"keeper": "AWS Backup"}, {"created": datetime(2026, 8, 4, tzinfo=UTC)}],
    ids=["an AMI needs it", "a service deletes it in time", "one day too young"],
)
def test_a_snapshot_that_has_a_reason_to_be_is_no_waste(terms: Terms, kept: dict[str, str]) -> None:
    assert not list(old_snapshots(disks(replace(SNAPSHOT, **kept)), terms))


def test_a_region_without_prices_is_said_and_not_taken_as_free(terms: Terms) -> None:
    (found,) = unattached_volumes(disks(replace(VOLUME, resource=Resource("v", "eu-central-1"))), terms)
    assert found.saving.usd is None
    assert found.saving.missing == (
        "volume (gp3): no price of EBS 'gp3-storage' per GB-month in eu-central-1",
    )
