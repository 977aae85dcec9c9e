"""A database is protected from deletion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.resilience._databases import (
    CLUSTER,
    GLOBAL_CLUSTER,
    INSTANCE,
    OTHER_CLUSTERS,
    TABLE,
    follows,
)


def _check(database: Resource, context: Context) -> Iterator[str]:
    if _is_open(database):
        yield f"{_name(database)} is off: one call deletes it."


def _remediate(database: Resource, parameters: Any) -> Mapping[str, Any] | None:
    return {_name(database): True} if _is_open(database) else None


def _is_open(database: Resource) -> bool:
    # A read replica or the cluster of a standby region can be made anew from what it follows.
    return not follows(database) and not database.get(_name(database), False)


def _name(database: Resource) -> str:
    return "deletionProtectionEnabled" if database.type == TABLE else "deletionProtection"


RULE = Rule(
    id="db-deletion-protection",
    title="A database is protected from deletion",
    severity=Severity.HIGH,
    why="A wrong stack, a renamed resource or a stolen key deletes the database, and with it its automatic "
    "backups.",
    remedy="Set deletion_protection=True (deletion_protection_enabled=True on a DynamoDB table).",
    reference="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
    practice="SEC08-BP04",
    types=(INSTANCE, CLUSTER, GLOBAL_CLUSTER, TABLE, *OTHER_CLUSTERS),
    check=_check,
    remediate=_remediate,
)
