"""Automated backups of DB instances that are replicated to another region, which moto has not."""

from __future__ import annotations

from typing import Any

from ...messages import Document
from .. import Call, Table, refuse, store
from ..references import kms_key
from .base import GAPS, models, unique

_COPIED = {
    "DBInstanceIdentifier": "db_instance_identifier",
    "DbiResourceId": "dbi_resource_id",
    "AllocatedStorage": "allocated_storage",
    "Engine": "engine",
    "EngineVersion": "engine_version",
    "MasterUsername": "master_username",
    "Port": "port",
    "StorageType": "storage_type",
    "Encrypted": "storage_encrypted",
}


@GAPS.replaces("StartDBInstanceAutomatedBackupsReplication")
def start_replication(call: Call) -> Document:
    arn = call.params["SourceDBInstanceArn"]
    source = _source(call, arn)
    _check(call, source)
    made: Document = {
        **{name: getattr(source, attribute) for name, attribute in _COPIED.items()},
        "DBInstanceArn": arn,
        "DBInstanceAutomatedBackupsArn": call.arn("rds", f"auto-backup:{unique('ab-').lower()}"),
        "Region": source.region,
        "Status": "replicating",
        "BackupTarget": "region",
        "BackupRetentionPeriod": call.params.get("BackupRetentionPeriod", 7),
        "KmsKeyId": call.params.get("KmsKeyId"),
    }
    _replications(call)[arn] = made
    _show_at_source(source, made["DBInstanceAutomatedBackupsArn"])
    return {"DBInstanceAutomatedBackup": made}


@GAPS.replaces("StopDBInstanceAutomatedBackupsReplication")
def stop_replication(call: Call) -> Document:
    arn = call.params["SourceDBInstanceArn"]
    stopped = _replications(call).pop(arn, None)
    if stopped is None:
        message = f"The DB instance {arn} is not replicating to the current region {call.region}"
        refuse("InvalidDBInstanceState", message)
    source = _find(call, arn)
    if source is not None:
        _show_at_source(source, None)
    return {"DBInstanceAutomatedBackup": {**stopped, "Status": "deleting"}}


@GAPS.replaces("DescribeDBInstanceAutomatedBackups")
def describe_named(call: Call) -> Document | None:
    arn = call.params.get("DBInstanceAutomatedBackupsArn")
    if arn is None:
        return None
    for each in _replications(call).values():
        if each["DBInstanceAutomatedBackupsArn"] == arn:
            return {"DBInstanceAutomatedBackups": [each]}
    return refuse("DBInstanceAutomatedBackupNotFound", f"DB instance automated backup {arn} not found")


@GAPS.amends("DescribeDBInstanceAutomatedBackups")
def add_replications(call: Call, result: Document) -> None:
    fields = [name for name in ("DBInstanceIdentifier", "DbiResourceId") if name in call.params]
    result.setdefault("DBInstanceAutomatedBackups", []).extend(
        each
        for each in _replications(call).values()
        if all(each[name] == call.params[name] for name in fields)
    )


def _replications(call: Call) -> Table:
    return store(models(call), "backup_replications")


def _find(call: Call, arn: str) -> Any | None:
    _, _, _, region, _, _, name = arn.split(":", 6)
    return models(call, region).databases.get(name)


def _source(call: Call, arn: str) -> Any:
    found = _find(call, arn)
    return found or refuse("DBInstanceNotFound", f"DBInstance {arn} not found.")


def _check(call: Call, source: Any) -> None:
    name = source.db_instance_identifier
    if source.region == call.region:
        refuse("InvalidParameterValue", f"Replicate the backups of {name} to another region than its own")
    if source.db_cluster_identifier is not None:
        refuse("InvalidDBInstanceState", f"{name} is in a DB cluster, whose backups are not replicated")
    if not source.backup_retention_period:
        refuse("InvalidDBInstanceState", f"Automated backups are not enabled for {name}")
    if source.db_instance_arn in _replications(call):
        refuse("InvalidDBInstanceAutomatedBackupState", f"The backups of {name} are replicated already")
    key = call.params.get("KmsKeyId")
    if source.storage_encrypted and key is None:
        message = "KmsKeyId must be given to replicate the backups of an encrypted DB instance"
        refuse("InvalidParameterCombination", message)
    if key is not None and kms_key(call, key) is None:
        refuse("KMSKeyNotAccessibleFault", f"The KMS key {key} does not exist in {call.region}")


def _show_at_source(source: Any, arn: str | None) -> None:
    shown = [{"DBInstanceAutomatedBackupsArn": arn}] if arn else []
    source.db_instance_automated_backups_replications = shown
