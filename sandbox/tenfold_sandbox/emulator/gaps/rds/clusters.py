"""DB clusters: checks, complete descriptions, change, deletion with a final snapshot."""

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
from .catalogue import family_of, license_of, resolve_version
from .instances import check_upgrade, set_insights
from .multi_az import change_members, check_settings, check_zones, drop_members, is_multi_az, make_members
from .parameters import check_family

_IAM = "EnableIAMDatabaseAuthentication"
_SIZES = ("DBClusterInstanceClass", "AllocatedStorage", "StorageType", "Iops")  # of Multi-AZ DB clusters
_DEFAULTS: Document = {
    "DatabaseInsightsMode": "standard",
    "EngineLifecycleSupport": "open-source-rds-extended-support",
    "NetworkType": "IPV4",
    "StorageType": None,
    "PerformanceInsightsRetentionPeriod": None,
    "MonitoringInterval": 0,
    "MonitoringRoleArn": None,
}


@GAPS.replaces("CreateDBCluster")
def create_db_cluster(call: Call) -> Document:
    params = dict(call.params)
    name, engine = params["DBClusterIdentifier"], params["Engine"]
    if name in models(call).clusters:
        refuse("DBClusterAlreadyExistsFault", f"DB Cluster already exists: {name}")
    params["EngineVersion"] = version = resolve_version(engine, params.get("EngineVersion"))
    if not version:
        del params["EngineVersion"]
    group = subnet_group(call, params.get("DBSubnetGroupName"))
    check_references(call, params, engine, vpc_of(group))
    _check_cluster(call, params, family_of(engine, version))
    if is_multi_az(engine):
        check_settings(call, engine, params)
        check_zones(call, group)
    params.setdefault("DBClusterParameterGroupName", f"default.{family_of(engine, version)}")
    default_groups(call, params, vpc_of(group))
    params["LicenseModel"] = license_of(engine)
    params["KmsKeyId"] = key_arn(call, params, "KmsKeyId", params.get("StorageEncrypted", False))
    # Moto knows neither Aurora's storage types nor that Multi-AZ DB clusters have IAM authentication.
    kept = {name: params.pop(name) for name in ("StorageType", _IAM) if name in params}
    params.setdefault("AvailabilityZones", zones_of(call, group)[:3])
    cluster = models(call).create_db_cluster(arguments({"AllocatedStorage": 1, **params}))
    complete_cluster(call, cluster, {**params, **kept})
    if is_multi_az(engine):
        make_members(call, cluster)
    return {"DBCluster": cluster}


def complete_cluster(call: Call, cluster: Any, params: Document) -> None:
    """Give a new cluster what AWS gives it and moto doesn't."""
    cluster.db_cluster_resource_id = unique("cluster-")
    cluster.status = "available"
    cluster.kms_key_id = params.get("KmsKeyId")
    cluster._enable_http_endpoint = params.get("EnableHttpEndpoint", False)
    cluster.iam_auth = params.get(_IAM, False)
    certificate = params.get("CACertificateIdentifier", "rds-ca-rsa2048-g1")
    cluster.certificate_details = {"CAIdentifier": certificate} if is_multi_az(cluster.engine) else None
    for name, default in _DEFAULTS.items():
        setattr(cluster, next(iter(arguments({name: None}))), params.get(name, default))
    set_insights(call, cluster, params)


@GAPS.replaces("ModifyDBCluster")
def modify_db_cluster(call: Call) -> Document:
    cluster = find_cluster(call, call.params["DBClusterIdentifier"])
    params, version = dict(call.params), cluster.engine_version
    if "EngineVersion" in params:
        version = params["EngineVersion"] = check_upgrade(cluster.engine, version, params)
    group = subnet_group(call, cluster.db_subnet_group_name)
    check_references(call, params, cluster.engine, vpc_of(group))
    name = params.get("DBClusterParameterGroupName")
    check_family(call, "db_cluster_parameter_groups", name, family_of(cluster.engine, version))
    _check_capacity(params)
    if is_multi_az(cluster.engine):
        _check_resizing(call, cluster, params)
    ours = {name: params.pop(name) for name in _OURS if name in params}
    models(call).modify_db_cluster(arguments(params))
    if name is None and version != call.params.get("EngineVersion", version):
        cluster.parameter_group = f"default.{family_of(cluster.engine, version)}"
    cluster.iam_auth = ours.get(_IAM, cluster.iam_auth)
    if "CACertificateIdentifier" in ours and is_multi_az(cluster.engine):
        cluster.certificate_details = {"CAIdentifier": ours["CACertificateIdentifier"]}
    cluster._enable_http_endpoint = ours.get("EnableHttpEndpoint", cluster._enable_http_endpoint)
    change_logs(cluster, ours)
    set_insights(call, cluster, params)
    if is_multi_az(cluster.engine):
        change_members(cluster)
    return {"DBCluster": cluster}


# Parameters that moto would set under their own names, which are not those it reads.
_OURS = ("CloudwatchLogsExportConfiguration", _IAM, "EnableHttpEndpoint", "CACertificateIdentifier")


@GAPS.replaces("DeleteDBCluster")
def delete_db_cluster(call: Call) -> Document:
    name = call.params["DBClusterIdentifier"]
    cluster, rds = find_cluster(call, name), models(call)
    snapshot, skip = call.params.get("FinalDBSnapshotIdentifier"), call.params.get("SkipFinalSnapshot", False)
    multi_az = is_multi_az(cluster.engine)
    if not cluster.deletion_protection and (multi_az or not cluster.members):
        if snapshot and skip:
            refuse(
                "InvalidParameterCombination",
                "FinalDBSnapshotIdentifier can't be given with SkipFinalSnapshot",
            )
        if not snapshot and not skip:
            message = "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified."
            refuse("InvalidParameterCombination", message)
        if snapshot and snapshot in rds.cluster_snapshots:
            message = f"Cannot create the cluster snapshot: {snapshot} already exists."
            refuse("DBClusterSnapshotAlreadyExistsFault", message)
        if cluster.global_cluster_identifier:
            message = f"This cluster is a part of a global cluster, please remove it from {cluster.arn}"
            refuse("InvalidDBClusterStateFault", message)
        if multi_az:
            drop_members(call, cluster)
    rds.delete_db_cluster(name, snapshot)
    for known, item in list(rds.cluster_snapshots.items()):
        if item.snapshot_type == "automated" and item.db_cluster_identifier == cluster.db_cluster_identifier:
            del rds.cluster_snapshots[known]
    return {"DBCluster": cluster}


@GAPS.replaces("RebootDBCluster")
def reboot_db_cluster(call: Call) -> Document:
    return {"DBCluster": find_cluster(call, call.params["DBClusterIdentifier"])}


def find_cluster(call: Call, name: str, region: str | None = None) -> Any:
    """The cluster with this identifier or ARN, or AWS's refusal."""
    if name.startswith("arn:"):
        _, _, _, region, _, _, name = name.split(":", 6)
    found = models(call, region).clusters.get(name)
    return found or refuse("DBClusterNotFoundFault", f"DBCluster {name} not found.")


def _check_cluster(call: Call, params: Document, family: str) -> None:
    name = params.get("DBClusterParameterGroupName")
    check_family(call, "db_cluster_parameter_groups", name, family)
    if params.get("ManageMasterUserPassword") and params.get("MasterUserPassword"):
        message = "You can't specify MasterUserPassword with ManageMasterUserPassword"
        refuse("InvalidParameterCombination", message)
    _check_capacity(params)
    global_id = params.get("GlobalClusterIdentifier")
    if global_id and params.get("StorageEncrypted") and "KmsKeyId" not in params:
        from .global_clusters import find_global

        if find_global(call, global_id).members:
            message = "For encrypted cross-region replica, kmsKeyId should be explicitly specified"
            refuse("InvalidParameterCombination", message)


def _check_resizing(call: Call, cluster: Any, params: Document) -> None:
    """Refuse what a Multi-AZ DB cluster can't become (RDS User Guide, Limitations of Multi-AZ clusters)."""
    if params.get("Port", cluster.port) != cluster.port:
        refuse("InvalidParameterCombination", "The port of a Multi-AZ DB cluster can't be modified")
    size = cluster.allocated_storage
    if params.get("AllocatedStorage", size) < size:
        message = (
            f"Invalid storage size: {params['AllocatedStorage']} GiB is less than the allocated {size} GiB"
        )
        refuse("InvalidParameterCombination", message)
    now = {name: getattr(cluster, next(iter(arguments({name: None})))) for name in _SIZES}
    check_settings(call, cluster.engine, {**now, **params})


def _check_capacity(params: Document) -> None:
    scaling = params.get("ServerlessV2ScalingConfiguration")
    if not scaling:
        return
    least, most = scaling.get("MinCapacity", 0), scaling.get("MaxCapacity", 0)
    pause = scaling.get("SecondsUntilAutoPause")
    if pause is not None and not 300 <= pause <= 86_400:
        message = f"Invalid SecondsUntilAutoPause {pause}: 300 to 86400"
        refuse("InvalidParameterValue", message)
    halves = all(float(size * 2).is_integer() for size in (least, most))
    if not (0 <= least <= most <= 256 and most >= 1 and halves):
        message = f"Invalid Serverless v2 scaling configuration: MinCapacity {least}, MaxCapacity {most}"
        refuse("InvalidParameterValue", f"{message}; half steps, 0 <= min <= max, 1 <= max <= 256")
