"""An RDS instance has a standby in another zone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.resilience._databases import INSTANCE, follows


def _check(instance: Resource, context: Context) -> Iterator[str]:
    if follows(instance):
        return  # a replica is itself what survives; its own standby is a choice
    if not instance.get("multiAz", False):
        yield "multiAz is off: losing one zone loses the database until it is restored from a backup."


def _remediate(instance: Resource, parameters: Any) -> Mapping[str, Any] | None:
    return None if follows(instance) or instance.get("multiAz") else {"multiAz": True}


RULE = Rule(
    id="rds-multi-az",
    title="An RDS instance has a standby in another zone",
    severity=Severity.HIGH,
    why="Without a standby the loss of a zone is an outage of hours and of the data since the last backup.",
    remedy="Set multi_az=True on the instance, or use a Multi-AZ DB cluster or Aurora.",
    reference="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html",
    practice="REL10-BP01",
    types=(INSTANCE,),
    check=_check,
    remediate=_remediate,
)
