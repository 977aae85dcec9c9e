"""A table can't be deleted by mistake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import control


def _check(table: Resource, context: Context) -> Iterator[str]:
    if not table.get("deletionProtectionEnabled", False):
        yield "deletionProtectionEnabled is off."


def _remediate(table: Resource, parameters: Any) -> Mapping[str, Any] | None:
    on = table.get("deletionProtectionEnabled", False)
    return None if on else {"deletionProtectionEnabled": True}


RULE = Rule(
    id="dynamodb-deletion-protection",
    title="A table can't be deleted by mistake",
    severity=Severity.MEDIUM,
    why="A changed key or name replaces the table, and its items go with the old one.",
    remedy="Set deletion_protection_enabled=True.",
    reference=control("DynamoDB.6"),
    practice="SEC08-BP04",
    types=("aws:dynamodb/table:Table",),
    check=_check,
    remediate=_remediate,
)
