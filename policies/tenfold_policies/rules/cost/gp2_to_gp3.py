"""Volumes are gp3, not gp2."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.cost._volumes import TYPES, changed, size_of, volume_types

_ALIKE_GIB = 170
"""Up to this size a gp2 volume has at most 128 MiB/s, about what each gp3 volume has (Amazon EBS User Guide:
"General Purpose SSD volumes")."""


def _check(resource: Resource, context: Context) -> Iterator[str]:
    for path, type_ in volume_types(resource):
        if type_ == "gp2":
            yield f"{path} is gp2."


def _remediate(resource: Resource, parameters: Any) -> Mapping[str, Any] | None:
    sizes = [size_of(resource, path) for path, type_ in volume_types(resource) if type_ == "gp2"]
    # A larger one may need iops and throughput of its own, to be no slower than before.
    return None if any(size > _ALIKE_GIB for size in sizes) else changed(resource, "gp2", "gp3")


RULE = Rule(
    id="gp2-to-gp3",
    title="Volumes are gp3, not gp2",
    severity=Severity.MEDIUM,
    why="A GB of gp3 costs 20 % less than one of gp2, on RDS the same, and has 3,000 IOPS at any size.",
    remedy="Set the volume's type to gp3; a volume is changed while in use. One of more than 170 GiB may "
    "need throughput above the 125 MiB/s that are included, of more than 1,000 GiB iops above 3,000.",
    reference="https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html",
    practice="COST06-BP02",
    types=TYPES,
    check=_check,
    remediate=_remediate,
)
