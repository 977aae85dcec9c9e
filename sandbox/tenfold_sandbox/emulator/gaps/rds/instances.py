"""DB instances: checks, complete descriptions, the standby of a Multi-AZ instance, change and deletion."""

from __future__ import annotations

from typing import Any

from ...messages import Document
from .. import Call, refuse
from .base import (
    GAPS,
    arguments,
    change_logs,
    check_references,
    default_groups,
    key_arn,
    models,
    subnet_group,
    unique,
    vpc_of,
    zones_of,
)
from .catalogue import check_class, family_of, license_of, major_of, resolve_version
from .parameters import check_family

# Output fields that moto doesn't take from the request, and what they are when it doesn't say.
_DEFAULTS: Document = {
    "BackupTarget": "region",
    "DatabaseInsightsMode": "standard",
    "DedicatedLogVolume": False,
    "EngineLifecycleSupport": "open-source-rds-extended-support",
    "NetworkType": "IPV4",
    "PerformanceInsightsRetentionPeriod": None,
    "PubliclyAccessible": False,
    "CACertificateIdentifier": "rds-ca-rsa2048-g1",
}


@GAPS.replaces("CreateDBInstance")
def create_db_instance(call: Call) -> Document:
    params, engine = dict(call.params), call.params["Engine"]
    cluster = _cluster_of(call, params)
    asked = params.get("EngineVersion")
    version = cluster.engine_version if cluster else resolve_version(engine, asked)
    if version:
        params["EngineVersion"] = version
    check_class(call, engine, version, params["DBInstanceClass"])
    group = subnet_group(call, params.get("DBSubnetGroupName"))
    check_references(call, params, engine, vpc_of(group))
    check_family(call, "db_parameter_groups", params.get("DBParameterGroupName"), family_of(engine, version))
    if cluster is None:
        _check_storage(params)
        _check_password(params)
        default_groups(call, params, vpc_of(group))
        params["LicenseModel"] = license_of(engine)
        if params.get("StorageEncrypted"):
            params["KmsKeyId"] = key_arn(call, params, "KmsKeyId")
    else:
        params["DBSubnetGroupName"] = cluster.db_subnet_group_name
        if params["DBSubnetGroupName"] == "default":
            del params["DBSubnetGroupName"]
    database = models(call).create_db_instance(arguments(params))
    complete(call, database, params)
    return {"DBInstance": database}


def complete(call: Call, database: Any, params: Document) -> None:
    """Give a new instance what AWS gives it and moto doesn't: an id, zones, and fields beyond moto's."""
    database.dbi_resource_id = unique("db-")
    group = getattr(database, "db_subnet_group", None)
    zones = zones_of(call, group)
    database.availability_zone = params.get("AvailabilityZone") or _zone(database, zones)
    set_standby(call, database)
    for name, default in _DEFAULTS.items():
        setattr(database, next(iter(arguments({name: None}))), params.get(name, default))
    set_insights(call, database, params)
    if database.monitoring_interval:
        stream = f"log-group:RDSOSMetrics:log-stream:{database.dbi_resource_id}"
        database.enhanced_monitoring_resource_arn = call.arn("logs", stream)
    if database.db_cluster_identifier is None and database.storage_type == "gp3":
        database.iops = database.iops or 3000
        database.storage_throughput = database.storage_throughput or 125
    if database.db_cluster_identifier is not None or not database.backup_retention_period:
        _drop_backups(call, database)  # a cluster is backed up as a whole


def _zone(database: Any, zones: list[str]) -> str:
    """The first zone, or the one where a cluster has the fewest members."""
    cluster = getattr(database, "cluster", None)
    taken = (
        [member.availability_zone for member in cluster._members if member is not database] if cluster else []
    )
    return min(zones, key=taken.count)


def set_standby(call: Call, database: Any) -> None:
    """Put a Multi-AZ instance's standby in another zone, or take it away."""
    if not database.multi_az:
        database.secondary_availability_zone = None
        return
    zones = zones_of(call, getattr(database, "db_subnet_group", None))
    others = [zone for zone in zones if zone != database.availability_zone]
    if getattr(database, "secondary_availability_zone", None) not in others:
        database.secondary_availability_zone = others[0]


def set_insights(call: Call, database: Any, params: Document) -> None:
    """Apply the request's Performance Insights settings."""
    enabled = params.get(
        "EnablePerformanceInsights", getattr(database, "performance_insights_enabled", False)
    )
    database.performance_insights_enabled = enabled
    if not enabled:
        database.performance_insights_retention_period = database.performance_insights_kms_key_id = None
        return
    days = params.get("PerformanceInsightsRetentionPeriod", database.performance_insights_retention_period)
    database.performance_insights_retention_period = days or 7
    known = getattr(database, "performance_insights_kms_key_id", None)
    if "PerformanceInsightsKMSKeyId" in params or not known:
        known = key_arn(call, params, "PerformanceInsightsKMSKeyId")
    database.performance_insights_kms_key_id = known


@GAPS.replaces("ModifyDBInstance")
def modify_db_instance(call: Call) -> Document:
    params, database = dict(call.params), find(call, call.params["DBInstanceIdentifier"])
    engine, cluster = database.engine, database.db_cluster_identifier
    version = params.get("EngineVersion", database.engine_version)
    if "EngineVersion" in params:
        version = params["EngineVersion"] = check_upgrade(engine, database.engine_version, params)
    if "DBInstanceClass" in params:
        check_class(call, engine, version, params["DBInstanceClass"])
    group = subnet_group(call, params.get("DBSubnetGroupName"))
    group = group or getattr(database, "db_subnet_group", None)
    check_references(call, params, engine, vpc_of(group))
    check_family(call, "db_parameter_groups", params.get("DBParameterGroupName"), family_of(engine, version))
    if (
        cluster is None
        and params.get("AllocatedStorage", database.allocated_storage) < database.allocated_storage
    ):
        message = f"Invalid storage size: {params['AllocatedStorage']} GiB is less than"
        refuse("InvalidParameterCombination", f"{message} the allocated {database.allocated_storage} GiB")
    # Moto would set these as they are named, which is not how they are read, or is nothing to keep.
    names = ("CloudwatchLogsExportConfiguration", "DBParameterGroupName", "DBPortNumber", "ApplyImmediately")
    ours = {name: params.pop(name) for name in names if name in params}
    major = major_of(engine, database.engine_version)
    models(call).modify_db_instance(database.db_instance_identifier, _modification(params))
    if "DBParameterGroupName" in ours:
        database.db_parameter_group_name = ours["DBParameterGroupName"]
    database.port = ours.get("DBPortNumber", database.port)
    change_logs(database, ours)
    set_standby(call, database)
    set_insights(call, database, params)
    if engine == "postgres" and major_of(engine, version) != major:
        _take_replicas_along(call, database)
    return {"DBInstance": database}


def _take_replicas_along(call: Call, source: Any) -> None:
    """Upgrade a PostgreSQL instance's replicas of its region, and theirs, to its new major version.

    A parameter group of the old version's family gives way to the new one's default group.
    """
    family = family_of(source.engine, source.engine_version)
    here = models(call)
    for replica in [here.databases[name] for name in source.replicas if name in here.databases]:
        replica.engine_version = source.engine_version
        group = here.db_parameter_groups.get(replica.db_parameter_group_name)
        if group is None or group.family != family:
            replica.db_parameter_group_name = f"default.{family}"
        _take_replicas_along(call, replica)


def _modification(params: Document) -> Document:
    changes = arguments(params)
    if "preferred_maintenance_window" in changes:
        changes["preferred_maintenance_window"] = changes["preferred_maintenance_window"].lower()
    if changes.get("rotate_master_user_password"):
        changes["apply_immediately"] = True
    return changes


def check_upgrade(engine: str, old: str, params: Document) -> str:
    """The full version of an upgrade, or AWS's refusal of a downgrade or an unannounced major upgrade."""
    new = resolve_version(engine, params["EngineVersion"])
    if major_of(engine, new) != major_of(engine, old) and not params.get("AllowMajorVersionUpgrade"):
        message = "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version"
        refuse("InvalidParameterCombination", f"{message}: {old} to {new}")
    from .catalogue import versions

    known = versions(engine)
    if old in known and new in known and known.index(new) < known.index(old):
        refuse("InvalidParameterCombination", f"Cannot downgrade {engine} from {old} to {new}")
    return new


@GAPS.replaces("RebootDBInstance")
def reboot_db_instance(call: Call) -> Document:
    database = find(call, call.params["DBInstanceIdentifier"])
    if call.params.get("ForceFailover"):
        if not database.multi_az:
            refuse(
                "InvalidParameterCombination",
                "ForceFailover cannot be specified: the instance is not Multi-AZ",
            )
        zones = (database.secondary_availability_zone, database.availability_zone)
        database.availability_zone, database.secondary_availability_zone = zones
    return {"DBInstance": database}


@GAPS.checks("DeleteDBInstance")
def check_delete(call: Call) -> None:
    database = find(call, call.params["DBInstanceIdentifier"])
    snapshot, skip = call.params.get("FinalDBSnapshotIdentifier"), call.params.get("SkipFinalSnapshot", False)
    if database.deletion_protection or database.db_cluster_identifier is not None:
        return  # moto refuses the first, and a cluster's members have no snapshots
    if snapshot and skip:
        refuse(
            "InvalidParameterCombination", "FinalDBSnapshotIdentifier can't be given with SkipFinalSnapshot"
        )
    if database.is_replica and snapshot:
        refuse("InvalidParameterCombination", "FinalDBSnapshotIdentifier can't be given for a read replica")
    if not (snapshot or skip or database.is_replica):
        message = "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified."
        refuse("InvalidParameterCombination", message)
    if snapshot and snapshot in models(call).database_snapshots:
        refuse(
            "DBSnapshotAlreadyExists",
            f"Cannot create the snapshot because one with the identifier {snapshot} already exists.",
        )


def find(call: Call, name: str) -> Any:
    """The instance with this identifier, or AWS's refusal."""
    found = models(call).databases.get(name)
    return found or refuse("DBInstanceNotFound", f"DBInstance {name} not found.")


def _drop_backups(call: Call, database: Any) -> None:
    snapshots = models(call).database_snapshots
    for name in [name for name in snapshots if name.startswith(f"rds:{database.db_instance_identifier}-2")]:
        del snapshots[name]


def _cluster_of(call: Call, params: Document) -> Any | None:
    name = params.get("DBClusterIdentifier")
    if name is None:
        return None
    cluster = models(call).clusters.get(name)
    if cluster is None:
        refuse("DBClusterNotFoundFault", f"DBCluster {name} not found.")
    if params["Engine"] != cluster.engine:
        message = f"The engine name requested for your DB instance ({params['Engine']}) doesn't match"
        refuse("InvalidParameterCombination", f"{message} the cluster's ({cluster.engine})")
    if params["DBInstanceClass"] == "db.serverless" and not cluster.serverless_v2_scaling_configuration:
        message = "Set the Serverless v2 scaling configuration on the parent DB cluster before creating a"
        refuse("InvalidParameterCombination", f"{message} Serverless v2 DB instance.")
    return cluster


def _check_storage(params: Document) -> None:
    size, kind = params.get("AllocatedStorage"), params.get("StorageType", "gp2")
    least = 100 if kind in ("io1", "io2") else 20
    if size is None or size < least:
        message = f"Invalid storage size for engine name {params['Engine']} and storage type {kind}: {size}"
        refuse("InvalidParameterValue", f"{message}; at least {least} GiB")
    if kind in ("io1", "io2") and not params.get("Iops"):
        refuse("InvalidParameterCombination", f"Iops must be given with storage type {kind}")


def _check_password(params: Document) -> None:
    managed, password = params.get("ManageMasterUserPassword"), params.get("MasterUserPassword")
    if managed and password:
        message = "You can't specify MasterUserPassword with ManageMasterUserPassword"
        refuse("InvalidParameterCombination", message)
    if not managed and not password:
        refuse(
            "InvalidParameterValue",
            "The parameter MasterUserPassword must be provided and must not be blank.",
        )
    if not params.get("MasterUsername"):
        refuse(
            "InvalidParameterValue", "The parameter MasterUsername must be provided and must not be blank."
        )
