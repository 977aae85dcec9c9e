"""Volumes are gp3, not gp2."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.cost._volumes import TYPES, changed, volume_types


def _check(resource: Resource, context: Context) -> Iterator[str]:
    for path, type_ in volume_types(resource):
        if type_ == "gp2":
            yield f"{path} is gp2."


def _remediate(resource: Resource, parameters: Any) -> Mapping[str, Any] | None:
    return changed(resource, "gp2", "gp3")


RULE = Rule(
    id="gp2-to-gp3",
    title="Volumes are gp3, not gp2",
    severity=Severity.MEDIUM,
    why="A GB of gp3 costs 20 % less than one of gp2, on RDS as much, and has 3,000 IOPS at any size.",
    remedy="Set the volume's type to gp3; a volume is changed while it is in use.",
    reference="https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html",
    practice="COST06-BP02",
    types=TYPES,
    check=_check,
    remediate=_remediate,
)
