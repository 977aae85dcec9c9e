"""Read replicas of DB instances.

Moto copies the source object, its links included, and leaves them on promotion and deletion.
"""

from __future__ import annotations

from typing import Any

from ...messages import Document
from .. import Call, refuse
from .base import GAPS, arguments, check_references, default_groups, key_arn, models, subnet_group, vpc_of
from .catalogue import check_class, family_of
from .instances import complete, find
from .parameters import check_family

_INHERITED = {
    "Engine": "engine",
    "EngineVersion": "engine_version",
    "DBInstanceClass": "db_instance_class",
    "AllocatedStorage": "allocated_storage",
    "StorageType": "storage_type",
    "Iops": "iops",
    "Port": "port",
    "MasterUsername": "master_username",
    "LicenseModel": "license_model",
    "StorageEncrypted": "storage_encrypted",
    "AutoMinorVersionUpgrade": "auto_minor_version_upgrade",
    "PreferredMaintenanceWindow": "preferred_maintenance_window",
    "PreferredBackupWindow": "preferred_backup_window",
}
_LOCAL = {"VpcSecurityGroupIds": "vpc_security_group_ids", "DBParameterGroupName": "db_parameter_group_name"}


@GAPS.replaces("CreateDBInstanceReadReplica")
def create_db_instance_read_replica(call: Call) -> Document:
    source_id = call.params["SourceDBInstanceIdentifier"]
    source = _find_anywhere(call, source_id)
    if not source.backup_retention_period:
        message = "Automated backups are not enabled for this database instance"
        refuse("InvalidDBInstanceState", f"{message}; set its backup retention period to a non-zero value")
    local = source.region == call.region
    if local and ":" not in source_id and "DBSubnetGroupName" in call.params:
        message = "DBSubnetGroupName can't be given for a replica in its source's region unless the source is"
        refuse("DBSubnetGroupNotAllowedFault", f"{message} given as an ARN")
    params = _parameters(call, source, local)
    engine, version = params["Engine"], params["EngineVersion"]
    check_class(call, engine, version, params["DBInstanceClass"])
    check_references(call, params, engine, vpc_of(subnet_group(call, params.get("DBSubnetGroupName"))))
    check_family(call, "db_parameter_groups", params.get("DBParameterGroupName"), family_of(engine, version))
    default_groups(call, params, vpc_of(subnet_group(call, params.get("DBSubnetGroupName"))))
    replica = models(call).create_db_instance(arguments(params))
    replica.set_as_replica()
    replica.source_db_instance_identifier = source.db_instance_identifier if local else source.db_instance_arn
    complete(call, replica, params)
    source.add_replica(replica)
    return {"DBInstance": replica}


def _parameters(call: Call, source: Any, local: bool) -> Document:
    inherited = {name: getattr(source, attribute) for name, attribute in _INHERITED.items()}
    params: Document = {"BackupRetentionPeriod": 0, **inherited}
    if local:
        params |= {name: getattr(source, attribute) for name, attribute in _LOCAL.items()}
        params["DBSubnetGroupName"] = source._db_subnet_group_name
    params = {name: value for name, value in {**params, **call.params}.items() if value is not None}
    del params["SourceDBInstanceIdentifier"]
    if params["StorageEncrypted"]:
        if not local and "KmsKeyId" not in params:
            message = "KmsKeyId must be given for a replica of an encrypted instance in another region"
            refuse("InvalidParameterCombination", message)
        params["KmsKeyId"] = key_arn(call, params, "KmsKeyId") if "KmsKeyId" in params else source.kms_key_id
    return params


@GAPS.replaces("PromoteReadReplica")
def promote_read_replica(call: Call) -> Document:
    replica = find(call, call.params["DBInstanceIdentifier"])
    if not replica.is_replica:
        message = f"DB Instance {replica.db_instance_identifier} is not a read replica"
        refuse("InvalidDBInstanceState", message)
    unlink(call, replica)
    replica.backup_retention_period = call.params.get("BackupRetentionPeriod", 1)
    if "PreferredBackupWindow" in call.params:
        replica.preferred_backup_window = call.params["PreferredBackupWindow"]
    return {"DBInstance": replica}


def unlink(call: Call, replica: Any) -> None:
    """Make a replica an instance of its own."""
    source = _find_anywhere(call, replica.source_db_instance_identifier)
    ours = (replica.db_instance_identifier, replica.db_instance_arn)
    source.replicas = [known for known in source.replicas if known not in ours]
    replica.is_replica, replica.source_db_instance_identifier = False, None


@GAPS.replaces("DeleteDBInstance")
def delete_db_instance(call: Call) -> Document:
    database = find(call, call.params["DBInstanceIdentifier"])
    deleted = models(call).delete_db_instance
    if not database.deletion_protection:
        # AWS promotes the replicas of a source that goes. Moto fails on links across regions.
        for name in list(database.replicas):
            unlink(call, _find_anywhere(call, name))
        if database.is_replica:
            unlink(call, database)
    names = (
        "DBInstanceIdentifier",
        "FinalDBSnapshotIdentifier",
        "SkipFinalSnapshot",
        "DeleteAutomatedBackups",
    )
    return {"DBInstance": deleted(**arguments({n: call.params[n] for n in names if n in call.params}))}


def _find_anywhere(call: Call, name: str) -> Any:
    if not name.startswith("arn:"):
        return find(call, name)
    _, _, _, region, _, _, identifier = name.split(":", 6)
    found = models(call, region).databases.get(identifier)
    return found or refuse("DBInstanceNotFound", f"DBInstance {name} not found.")
