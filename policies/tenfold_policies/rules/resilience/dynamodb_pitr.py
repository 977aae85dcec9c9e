"""A DynamoDB table can be restored to any second."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.resilience._databases import TABLE


def _check(table: Resource, context: Context) -> Iterator[str]:
    if not table.get("pointInTimeRecovery.enabled", False):
        yield "pointInTimeRecovery.enabled is off."


def _remediate(table: Resource, parameters: Any) -> Mapping[str, Any] | None:
    if table.get("pointInTimeRecovery.enabled", False):
        return None
    return {"pointInTimeRecovery": {**table.get("pointInTimeRecovery", {}), "enabled": True}}


RULE = Rule(
    id="dynamodb-pitr",
    title="A DynamoDB table can be restored to any second",
    severity=Severity.HIGH,
    why="A faulty release that overwrites items can't be undone without it: there is no other backup unless "
    "somebody makes one, and a table's replicas repeat the fault.",
    remedy="Set point_in_time_recovery=TablePointInTimeRecoveryArgs(enabled=True).",
    reference="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html",
    practice="REL09-BP03",
    types=(TABLE,),
    check=_check,
    remediate=_remediate,
)
