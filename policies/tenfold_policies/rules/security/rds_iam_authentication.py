"""Programs can get into a database without a password."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import DB_CLUSTER, DB_INSTANCE, control

_ENGINES = ("postgres", "mysql", "mariadb", "aurora-postgresql", "aurora-mysql")


def _check(database: Resource, context: Context) -> Iterator[str]:
    if _lacks(database):
        yield "iamDatabaseAuthenticationEnabled is off."


def _lacks(database: Resource) -> bool:
    if database.get("engine", "") not in _ENGINES:
        return False
    return not database.get("iamDatabaseAuthenticationEnabled", False)


def _remediate(database: Resource, parameters: Any) -> Mapping[str, Any] | None:
    return {"iamDatabaseAuthenticationEnabled": True} if _lacks(database) else None


RULE = Rule(
    id="rds-iam-authentication",
    title="Programs can get into a database by their role",
    severity=Severity.LOW,
    why="Without it every program has a password that is kept, passed on and rotated; a role's token lasts a "
    "quarter of an hour.",
    remedy="Set iam_database_authentication_enabled=True; programs go on with passwords until they change.",
    reference=control("RDS.10"),
    practice="SEC02-BP02",
    types=(DB_INSTANCE, DB_CLUSTER),
    check=_check,
    remediate=_remediate,
)
