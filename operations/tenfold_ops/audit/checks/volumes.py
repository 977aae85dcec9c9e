"""Waste in EBS volumes and snapshots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from tenfold_pricing.pricers.compute import GP3_FREE_IOPS, GP3_FREE_THROUGHPUT

from ..facts.volumes import Disks, Volume
from ..finding import Finding, Kind, Terms
from ..prices import Part

_VOLUME = "aws:ebs/volume:Volume"
_IOPS_A_GIB, _MOST_IOPS = 3, 16_000
_FULL_SPEED_GIB, _FULL_SPEED = 334, 250
"""gp2 gives 3 IOPS a GiB, and from 334 GiB on always 250 MiB/s (Amazon EBS user guide: General Purpose SSD
volumes): gp3 is priced to do the same."""


def unattached_volumes(facts: Disks, terms: Terms) -> Iterator[Finding]:
    """Volumes that no instance has. How long is not known: EC2 doesn't say."""
    for each in facts.volumes:
        if not each.attached:
            yield Finding(
                Kind.UNATTACHED_VOLUME,
                each.resource,
                f"{each.gib} GiB of {each.type} attached to nothing, {terms.age(each.created)} days old",
                terms.prices.monthly(each.resource.region, [Part(_VOLUME, _inputs(each))]),
                "Take a snapshot if its data may be wanted, then delete it.",
            )


def gp2_volumes(facts: Disks, terms: Terms) -> Iterator[Finding]:
    """Volumes in use that would cost less as gp3, with what speed they have."""
    for each in facts.volumes:
        if each.attached and each.type == "gp2":
            yield Finding(
                Kind.GP2_VOLUME,
                each.resource,
                f"{each.gib} GiB of gp2; gp3 does the same for less",
                terms.prices.difference(
                    each.resource.region, [Part(_VOLUME, _inputs(each))], [Part(_VOLUME, _as_gp3(each))]
                ),
                "Modify it to gp3 in its program or template: it stays attached and in use.",
            )


def old_snapshots(facts: Disks, terms: Terms) -> Iterator[Finding]:
    """Snapshots beyond the age, unless an AMI needs them or a service deletes them in time.

    A snapshot is charged for the blocks that it alone holds: at most its volume's size, and no API tells.
    """
    for each in facts.snapshots:
        age = terms.age(each.created)
        if age >= terms.snapshot_days and not (each.image or each.keeper):
            part = Part(
                "aws:ebs/snapshot:Snapshot",
                {"storageTier": "archive" if each.archived else "standard"},
                {"gb_stored": Decimal(each.gib)},
            )
            yield Finding(
                Kind.OLD_SNAPSHOT,
                each.resource,
                f"{age} days old, of a volume of {each.gib} GiB; no AMI starts from it",
                terms.prices.monthly(each.resource.region, [part], at_most=True),
                "Delete it, or archive it if it has to be kept; let a lifecycle policy do so from now on.",
            )


def _inputs(volume: Volume) -> Mapping[str, Any]:
    return {
        "type": volume.type,
        "size": volume.gib,
        "iops": volume.iops,
        "throughput": volume.throughput,
    }


def _as_gp3(volume: Volume) -> Mapping[str, Any]:
    fast = volume.gib >= _FULL_SPEED_GIB
    return {
        "type": "gp3",
        "size": volume.gib,
        "iops": max(int(GP3_FREE_IOPS), min(_IOPS_A_GIB * volume.gib, _MOST_IOPS)),
        "throughput": _FULL_SPEED if fast else int(GP3_FREE_THROUGHPUT),
    }
