"""Provisioned IOPS volumes are io2, not io1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.cost._names import DB_INSTANCE
from tenfold_policies.rules.cost._volumes import TYPES, changed, volume_types


def _check(resource: Resource, context: Context) -> Iterator[str]:
    for path, type_ in volume_types(resource):
        if type_ == "io1":
            yield f"{path} is io1."


def _remediate(resource: Resource, parameters: Any) -> Mapping[str, Any] | None:
    # RDS has io2 for some instance classes only (Amazon RDS User Guide: DB instance storage).
    return None if resource.type == DB_INSTANCE else changed(resource, "io1", "io2")


RULE = Rule(
    id="io1-to-io2",
    title="Provisioned IOPS volumes are io2, not io1",
    severity=Severity.LOW,
    why="Up to 32,000 IOPS io2 costs what io1 does, above that less, and it is a hundred times as durable.",
    remedy="Set the volume's type to io2, or to gp3 where 16,000 IOPS are enough.",
    reference="https://docs.aws.amazon.com/ebs/latest/userguide/provisioned-iops.html",
    practice="COST06-BP02",
    types=TYPES,
    check=_check,
    remediate=_remediate,
)
