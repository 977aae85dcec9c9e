"""Restores. Moto hands a source's attributes on as they are, and fails on one whose password RDS manages."""

from __future__ import annotations

from typing import Any

from ...messages import Document
from .. import Call, refuse
from .base import GAPS, models, subnet_group, vpc_of
from .base import check_references as check
from .clusters import create_db_cluster, find_cluster
from .instances import complete, create_db_instance

_INSTANCE = {
    "Engine": "engine",
    "EngineVersion": "engine_version",
    "DBInstanceClass": "db_instance_class",
    "AllocatedStorage": "allocated_storage",
    "StorageType": "storage_type",
    "Iops": "iops",
    "Port": "port",
    "MasterUsername": "master_username",
    "StorageEncrypted": "storage_encrypted",
    "KmsKeyId": "kms_key_id",
    "BackupRetentionPeriod": "backup_retention_period",
    "DBName": "db_name",
}
_CLUSTER = {
    "Engine": "engine",
    "EngineVersion": "engine_version",
    "Port": "port",
    "MasterUsername": "master_username",
    "StorageEncrypted": "storage_encrypted",
    "KmsKeyId": "kms_key_id",
    "BackupRetentionPeriod": "backup_retention_period",
    "DatabaseName": "database_name",
    "ServerlessV2ScalingConfiguration": "serverless_v2_scaling_configuration",
}
_RESTORED = "restored-password"  # moto wants one; nobody can read it


@GAPS.replaces("RestoreDBInstanceFromDBSnapshot")
def restore_db_instance_from_db_snapshot(call: Call) -> Document:
    snapshot = models(call).get_db_snapshot(call.params["DBSnapshotIdentifier"])
    params = _inherit(call, _INSTANCE, snapshot.database)
    if snapshot.encrypted:
        params |= {"StorageEncrypted": True, "KmsKeyId": snapshot.kms_key_id}
    return _new_instance(call, params, snapshot.database)


@GAPS.replaces("RestoreDBInstanceToPointInTime")
def restore_db_instance_to_point_in_time(call: Call) -> Document:
    name = call.params.get("SourceDBInstanceIdentifier", "")
    source = models(call).databases.get(name)
    if source is None:
        refuse("DBInstanceNotFound", f"DBInstance {name} not found.")
    if not source.backup_retention_period:
        refuse("PointInTimeRestoreNotEnabled", f"DBInstance {name} has automated backups disabled")
    params = _inherit(call, _INSTANCE, source)
    params["DBInstanceIdentifier"] = call.params["TargetDBInstanceIdentifier"]
    return _new_instance(call, params, source)


@GAPS.replaces("RestoreDBClusterFromSnapshot")
def restore_db_cluster_from_snapshot(call: Call) -> Document:
    snapshot = models(call).get_db_cluster_snapshot(call.params["SnapshotIdentifier"])
    params = _inherit(call, _CLUSTER, snapshot.cluster)
    if snapshot.encrypted:
        params |= {"StorageEncrypted": True, "KmsKeyId": call.params.get("KmsKeyId", snapshot.kms_key_id)}
    return _new_cluster(call, params)


@GAPS.replaces("RestoreDBClusterToPointInTime")
def restore_db_cluster_to_point_in_time(call: Call) -> Document:
    if call.params.get("RestoreToTime") and call.params.get("UseLatestRestorableTime"):
        message = "Cannot specify both RestoreToTime and UseLatestRestorableTime"
        refuse("InvalidParameterCombination", message)
    source = find_cluster(call, call.params["SourceDBClusterIdentifier"])
    return _new_cluster(call, _inherit(call, _CLUSTER, source))


def _inherit(call: Call, names: dict[str, str], source: Any) -> Document:
    inherited = {name: getattr(source, attribute) for name, attribute in names.items()}
    return {name: value for name, value in {**inherited, **call.params}.items() if value is not None}


def _new_instance(call: Call, params: Document, source: Any) -> Document:
    if "DBSubnetGroupName" not in params and source.region == call.region:
        params["DBSubnetGroupName"] = source._db_subnet_group_name
    params = {name: value for name, value in params.items() if value is not None}
    params["MasterUserPassword"] = _RESTORED
    check(call, params, params["Engine"], vpc_of(subnet_group(call, params.get("DBSubnetGroupName"))))
    made = create_db_instance(_renamed(call, params))
    complete(call, made["DBInstance"], params)
    return made


def _new_cluster(call: Call, params: Document) -> Document:
    if not params.get("ManageMasterUserPassword"):
        params["MasterUserPassword"] = _RESTORED
    return create_db_cluster(_renamed(call, params))


def _renamed(call: Call, params: Document) -> Call:
    dropped = ("DBSnapshotIdentifier", "SnapshotIdentifier", "RestoreToTime", "RestoreType")
    dropped += ("UseLatestRestorableTime", "SourceDBClusterIdentifier", "SourceDBInstanceIdentifier")
    dropped += ("TargetDBInstanceIdentifier", "RestoreTime")
    kept = {name: value for name, value in params.items() if name not in dropped}
    return Call(call.service, call.operation, call.region, call.account_id, call.partition, kept)
