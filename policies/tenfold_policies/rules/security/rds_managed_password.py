"""A database's first user has a password that AWS manages."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import DB_CLUSTER, DB_INSTANCE

_PASSWORDS = {DB_INSTANCE: "password", DB_CLUSTER: "masterPassword"}


def _check(database: Resource, context: Context) -> Iterator[str]:
    if database.get("manageMasterUserPassword", False):
        return
    path = _PASSWORDS[database.type]
    if database.has(path):
        yield f"{path} is the program's: it lies in the state, and nobody rotates it."


RULE = Rule(
    id="rds-managed-password",
    title="A database's master password is managed by AWS",
    severity=Severity.MEDIUM,
    why="What is in the state is with all who may preview the stack, and stays the same for years.",
    remedy="Set manage_master_user_password=True and remove the password: Secrets Manager keeps and rotates "
    "it.",
    reference="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html",
    practice="SEC02-BP05",
    types=(DB_INSTANCE, DB_CLUSTER),
    check=_check,
)
