"""A database has no public address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import DB_CLUSTER, DB_CLUSTER_INSTANCE, DB_INSTANCE, control


def _check(database: Resource, context: Context) -> Iterator[str]:
    if database.get("publiclyAccessible", False):
        yield "publiclyAccessible is on."


def _remediate(database: Resource, parameters: Any) -> Mapping[str, Any] | None:
    return {"publiclyAccessible": False} if database.get("publiclyAccessible", False) else None


RULE = Rule(
    id="rds-not-public",
    title="A database has no public address",
    severity=Severity.CRITICAL,
    why="Between the internet and the data there is then one security group and one password.",
    remedy="Leave publicly_accessible off, and put the database into subnets without a route to the "
    "internet.",
    reference=control("RDS.2"),
    practice="SEC05-BP01",
    types=(DB_INSTANCE, DB_CLUSTER_INSTANCE, DB_CLUSTER),
    check=_check,
    remediate=_remediate,
)
