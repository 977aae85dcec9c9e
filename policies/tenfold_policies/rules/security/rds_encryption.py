"""A database's storage is encrypted."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import DB_CLUSTER, DB_INSTANCE, control

_GLOBAL = "aws:rds/globalCluster:GlobalCluster"


def _check(database: Resource, context: Context) -> Iterator[str]:
    if database.get("storageEncrypted", database.known("engineMode") == "serverless"):
        return
    if _inherits(database):
        return
    yield "storageEncrypted is off, which can't be mended without copying the data into another database."


def _inherits(database: Resource) -> bool:
    """Whether its storage is as that of another: then that one is judged."""
    if database.type == _GLOBAL:
        return database.has("sourceDbClusterIdentifier")
    if database.has("snapshotIdentifier") or database.has("restoreToPointInTime"):
        return True
    source = database.known("replicateSourceDb", "")
    return database.has("replicateSourceDb") and not str(source).startswith("arn:")


RULE = Rule(
    id="rds-encryption",
    title="A database's storage is encrypted",
    severity=Severity.HIGH,
    why="Storage, backups, snapshots and replicas in plain text can be read wherever a copy comes to.",
    remedy="Set storage_encrypted=True when the database is created; Aurora's too, since clusters made "
    "before 18 February 2026 are in plain text unless they say so.",
    reference=control("RDS.3"),
    practice="SEC08-BP02",
    types=(DB_INSTANCE, DB_CLUSTER, _GLOBAL),
    check=_check,
)
