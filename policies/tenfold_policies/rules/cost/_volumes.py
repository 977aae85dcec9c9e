"""EBS volumes wherever a resource describes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from tenfold_policies.resource import Resource
from tenfold_policies.rules.cost._names import DB_INSTANCE, INSTANCE, LAUNCH_TEMPLATE, VOLUME

PATHS: Mapping[str, tuple[str, ...]] = {
    VOLUME: ("type",),
    INSTANCE: ("rootBlockDevice.volumeType", "ebsBlockDevices.*.volumeType"),
    LAUNCH_TEMPLATE: ("blockDeviceMappings.*.ebs.volumeType",),
    "aws:ec2/launchConfiguration:LaunchConfiguration": (
        "rootBlockDevice.volumeType",
        "ebsBlockDevices.*.volumeType",
    ),
    "aws:opensearch/domain:Domain": ("ebsOptions.volumeType",),
    DB_INSTANCE: ("storageType",),
}
"""Where a type's resources say a volume's type."""

TYPES = tuple(PATHS)
_DEFAULTS = {VOLUME: "gp2"}
"""What AWS takes where nothing is said (EC2 API: CreateVolume). Elsewhere it is the image's or snapshot's."""

_SIZES = {"type": "size", "volumeType": "volumeSize", "storageType": "allocatedStorage"}
"""By the property that says a volume's type: the one beside it that says its size."""


def volume_types(resource: Resource) -> Iterator[tuple[str, str]]:
    """The types of the volumes that a resource describes, each with its path.

    Raises:
        Undecided: one is not known yet; those before it come first.
    """
    for path in PATHS[resource.type]:
        above, star, below = path.partition(".*.")
        if star:
            for index, each in enumerate(resource.parts(above)):
                if found := each.get(below):
                    yield f"{above}.{index}.{below}", str(found)
        elif found := resource.get(path) or _default(resource):
            yield path, str(found)


def _default(resource: Resource) -> str:
    if resource.type == DB_INSTANCE:
        # RDS API: CreateDBInstance. Aurora's and a Multi-AZ cluster's instances have no storage of their own.
        own = not (resource.get("clusterIdentifier") or resource.get("replicateSourceDb"))
        return "gp2" if own and resource.get("allocatedStorage") and not resource.get("iops") else ""
    return _DEFAULTS.get(resource.type, "")


def size_of(resource: Resource, path: str) -> int:
    """The GiB of the volume whose type is at a path; 0 where its image or snapshot decides.

    Raises:
        Undecided: they are not known yet.
    """
    above, dot, type_ = path.rpartition(".")
    return int(resource.get(f"{above}{dot}{_SIZES[type_]}", 0))


def changed(resource: Resource, before: str, after: str) -> Mapping[str, Any] | None:
    """The properties in which each volume of one type is of another; None if there is none."""
    changes: dict[str, Any] = {}
    for path, type_ in volume_types(resource):
        if type_ == before:
            top, _, below = path.partition(".")
            value = changes.get(top, resource.properties.get(top))
            changes[top] = _with(value, below.split("."), after) if below else after
    return changes or None


def _with(value: Any, path: list[str], leaf: str) -> Any:
    step, rest = path[0], path[1:]
    if isinstance(value, list):
        many = cast("list[Any]", value)
        return [_with(each, rest, leaf) if index == int(step) else each for index, each in enumerate(many)]
    fields = cast("Mapping[str, Any]", value)
    return {**fields, step: _with(fields[step], rest, leaf) if rest else leaf}
