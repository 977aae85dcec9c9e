"""EBS volumes and snapshots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..finding import Resource
from .asking import Place, tags

_KEEPERS = {
    "aws:backup:source-resource": "AWS Backup",
    "aws:dlm:lifecycle-policy-id": "Data Lifecycle Manager",
}
"""Tags of what deletes a snapshot by itself when its time is over."""


@dataclass(frozen=True)
class Volume:
    """One volume; ``throughput`` in MiB a second."""

    resource: Resource
    type: str
    gib: int
    iops: int
    throughput: int
    attached: bool
    created: datetime


@dataclass(frozen=True)
class Snapshot:
    """One snapshot of this account; ``gib`` is its volume's size.

    ``image`` is the AMI that starts from it, ``keeper`` the service that deletes it in time; empty for none.
    """

    resource: Resource
    gib: int
    created: datetime
    archived: bool = False
    image: str = ""
    keeper: str = ""


@dataclass(frozen=True)
class Disks:
    """All of a region."""

    volumes: Sequence[Volume]
    snapshots: Sequence[Snapshot]


def read(place: Place) -> Disks:
    volumes = place.all("ec2", "describe_volumes", "Volumes")
    snapshots = place.all("ec2", "describe_snapshots", "Snapshots", OwnerIds=[place.account_id])
    images = _images(place)
    return Disks(
        [
            Volume(
                _resource(place, each["VolumeId"], tags(each)),
                each.get("VolumeType", "standard"),
                each["Size"],
                each.get("Iops") or 0,
                each.get("Throughput") or 0,
                attached=each["State"] != "available",
                created=each["CreateTime"],
            )
            for each in volumes
        ],
        [
            Snapshot(
                _resource(place, each["SnapshotId"], tags(each)),
                each["VolumeSize"],
                each["StartTime"],
                archived=each.get("StorageTier") == "archive",
                image=images.get(each["SnapshotId"], ""),
                keeper=next((keeper for tag, keeper in _KEEPERS.items() if tag in tags(each)), ""),
            )
            for each in snapshots
            if each["OwnerId"] == place.account_id  # the emulated EC2 tells of everyone's
        ],
    )


def _resource(place: Place, identity: str, labels: Mapping[str, str]) -> Resource:
    return Resource(identity, place.region, labels.get("Name", ""), labels)


def _images(place: Place) -> dict[str, str]:
    """The AMI of every snapshot that one starts from."""
    return {
        device["Ebs"]["SnapshotId"]: image["ImageId"]
        for image in place.all("ec2", "describe_images", "Images", Owners=["self"])
        for device in image.get("BlockDeviceMappings") or ()
        if device.get("Ebs", {}).get("SnapshotId")
    }
