"""A backup vault is locked."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity

_LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"


class _Parameters(Parameters):
    min_days: int = Field(default=1, ge=1)
    """Days for which the lock keeps a backup from being deleted, at least."""


def _check(vault: Resource, context: Context) -> Iterator[str]:
    locks = context.stack.referring(vault, _LOCK, "backupVaultName")
    if not locks:
        yield "It has no vault lock."
        return
    days, minimum = max(each.get("minRetentionDays", 0) for each in locks), context.parameters.min_days
    if days < minimum:
        yield f"Its lock's minRetentionDays is {days}, of at least {minimum}."


RULE = Rule(
    id="backup-vault-lock",
    title="A backup vault is locked",
    severity=Severity.MEDIUM,
    why="Who takes over the account deletes the backups first. A lock refuses that to everybody, and after "
    "its grace time to AWS too.",
    remedy="Add an aws.backup.VaultLockConfiguration with min_retention_days.",
    reference="https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html",
    practice="REL09-BP02",
    types=("aws:backup/vault:Vault",),
    check=_check,
    parameters=_Parameters,
    relational=True,
)
