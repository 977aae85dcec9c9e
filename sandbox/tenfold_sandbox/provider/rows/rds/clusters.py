"""Aurora and Multi-AZ clusters, their endpoints, and the databases that span regions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenfold_sandbox.provider.aws import ResourceError
from tenfold_sandbox.provider.rows.rds._shared import (
    ENABLED,
    KEPT_ON_DELETION,
    MANAGED_SECRET,
    SECURITY_GROUPS,
    deletion,
    log_exports,
    tagging,
)
from tenfold_sandbox.provider.table import Call, Context, Resource, Value, without
from tenfold_sandbox.provider.wording import in_lower_case, is_version_of, lower_case_name

_COPIED = "in.snapshotIdentifier || in.restoreToPointInTime"
_CREATE = {**ENABLED, "CACertificateIdentifier": "in.caCertificateIdentifier"}

# What the restoring calls do not take is set afterwards, as Terraform does.
_AFTERWARDS: dict[str, Value] = {
    "DBClusterIdentifier": "in.clusterIdentifier",
    "ApplyImmediately": "`true`",
    "MasterUserPassword": "in.masterPassword || in.masterPasswordWo",
    "ManageMasterUserPassword": "in.manageMasterUserPassword",
    "MasterUserSecretKmsKeyId": "in.masterUserSecretKmsKeyId",
    "BackupRetentionPeriod": "in.backupRetentionPeriod",
    "PreferredBackupWindow": "in.preferredBackupWindow",
    "PreferredMaintenanceWindow": "in.preferredMaintenanceWindow",
    "DatabaseInsightsMode": "in.databaseInsightsMode",
    "EnablePerformanceInsights": "in.performanceInsightsEnabled",
    "PerformanceInsightsKMSKeyId": "in.performanceInsightsKmsKeyId",
    "PerformanceInsightsRetentionPeriod": "in.performanceInsightsRetentionPeriod",
    "MonitoringInterval": "in.monitoringInterval",
    "MonitoringRoleArn": "in.monitoringRoleArn",
}


def _left_global_cluster(context: Context) -> str | None:
    """A cluster leaves its global cluster in place; it joins one at its creation only."""
    old, new = context.old.get("globalClusterIdentifier"), context.inputs.get("globalClusterIdentifier")
    if new:
        raise ResourceError(
            f"globalClusterIdentifier: the existing cluster {context.id} can't join {new!r}. Leave it out, "
            "and name the cluster as the global cluster's sourceDbClusterIdentifier."
        )
    return old


def _members_readers_first(context: Context) -> list[dict[str, Any]]:
    members: list[dict[str, Any]] = context.live.get("GlobalClusterMembers") or []
    forced = members if context.inputs.get("forceDestroy") else []
    return sorted(forced, key=lambda member: member["IsWriter"])


def _roles(operation: str, these: str, those: str) -> Call:
    params: dict[str, Value] = {"DBClusterIdentifier": "id", "RoleArn": "item"}
    return Call(operation, params, auto=False, on=("iamRoles",), each=without(these, those))


def _replaced(_: Mapping[str, Any], new: Mapping[str, Any]) -> set[str]:
    return {"replicationSourceIdentifier"} if new.get("replicationSourceIdentifier") else set()


_CLUSTER = Resource(
    token="aws:rds/cluster:Cluster",
    schema="AWS::RDS::DBCluster",
    service="rds",
    id="out.DBCluster.DBClusterIdentifier",
    create=(
        Call("CreateDBCluster", _CREATE, when=f"!({_COPIED})"),
        Call(
            "RestoreDBClusterFromSnapshot",
            {**ENABLED, "SnapshotIdentifier": "in.snapshotIdentifier"},
            when="in.snapshotIdentifier",
        ),
        Call(
            "RestoreDBClusterToPointInTime",
            {
                **ENABLED,
                "SourceDBClusterIdentifier": "in.restoreToPointInTime.sourceClusterIdentifier",
                "SourceDbClusterResourceId": "in.restoreToPointInTime.sourceClusterResourceId",
                "RestoreToTime": "in.restoreToPointInTime.restoreToTime",
                "RestoreType": "in.restoreToPointInTime.restoreType",
                "UseLatestRestorableTime": "in.restoreToPointInTime.useLatestRestorableTime",
            },
            when="in.restoreToPointInTime",
        ),
        Call("ModifyDBCluster", _AFTERWARDS, auto=False, when=_COPIED),
        _roles("AddRoleToDBCluster", "in.iamRoles", "old.iamRoles"),
    ),
    read=(Call("DescribeDBClusters", {"DBClusterIdentifier": "id"}, auto=False, result="DBClusters[0]"),),
    update=(
        Call(
            "RemoveFromGlobalCluster",
            {"GlobalClusterIdentifier": _left_global_cluster, "DbClusterIdentifier": "live.DBClusterArn"},
            auto=False,
            on=("globalClusterIdentifier",),
            when=_left_global_cluster,
        ),
        Call(
            "PromoteReadReplicaDBCluster",
            {"DBClusterIdentifier": "id"},
            auto=False,
            on=("replicationSourceIdentifier",),
        ),
        Call(
            "ModifyDBCluster",
            {
                "DBClusterIdentifier": "id",
                "EnableIAMDatabaseAuthentication": "in.iamDatabaseAuthenticationEnabled",
                "EnablePerformanceInsights": "in.performanceInsightsEnabled",
                "CACertificateIdentifier": "in.caCertificateIdentifier",
                "AllowMajorVersionUpgrade": "in.allowMajorVersionUpgrade",
                "ApplyImmediately": "in.applyImmediately || `false`",
            },
        ),
        log_exports("ModifyDBCluster", {"DBClusterIdentifier": "id"}),
        _roles("AddRoleToDBCluster", "in.iamRoles", "old.iamRoles"),
        _roles("RemoveRoleFromDBCluster", "old.iamRoles", "in.iamRoles"),
    ),
    delete=(
        Call(
            "RemoveFromGlobalCluster",
            {
                "GlobalClusterIdentifier": "live.GlobalClusterIdentifier",
                "DbClusterIdentifier": "live.DBClusterArn",
            },
            auto=False,
            when="live.GlobalClusterIdentifier",
        ),
        deletion("DeleteDBCluster", "DBClusterIdentifier", "id"),
    ),
    names={
        "clusterIdentifier": "DBClusterIdentifier",
        "masterPassword": "MasterUserPassword",
        "masterPasswordWo": "MasterUserPassword",
    },
    outputs={
        "engineVersionActual": "live.EngineVersion",
        **MANAGED_SECRET,
        "arn": "live.DBClusterArn",
        "caCertificateIdentifier": "live.CertificateDetails.CAIdentifier",
        "caCertificateValidTill": "live.CertificateDetails.ValidTill",
        "clusterMembers": "live.DBClusterMembers[].DBInstanceIdentifier",
        "clusterResourceId": "live.DbClusterResourceId",
        "dbClusterParameterGroupName": "live.DBClusterParameterGroup",
        "dbSubnetGroupName": "live.DBSubnetGroup",
        "enableGlobalWriteForwarding": "live.GlobalWriteForwardingRequested",
        "enableHttpEndpoint": "live.HttpEndpointEnabled",
        "enableLocalWriteForwarding": "live.LocalWriteForwardingStatus == 'enabled'",
        "iamRoles": "live.AssociatedRoles[].RoleArn",
        "scalingConfiguration": "live.ScalingConfigurationInfo",
        "vpcSecurityGroupIds": SECURITY_GROUPS,
    },
    alike={"engineVersion": is_version_of, "preferredMaintenanceWindow": in_lower_case},
    kept=KEPT_ON_DELETION
    | {"allowMajorVersionUpgrade", "applyImmediately", "masterPasswordWoVersion", "sourceRegion"},
    unread=frozenset(
        {
            "masterPassword",
            "masterPasswordWo",
            "clusterIdentifierPrefix",
            "snapshotIdentifier",
            "restoreToPointInTime",
            "dbInstanceParameterGroupName",
        }
    ),
    replaces=frozenset({"engine", "availabilityZones"}),
    replaces_when=_replaced,
    autoname=("clusterIdentifier", 63),
    autoname_form=lower_case_name,
    tagging=tagging("DBClusterArn"),
)

_ENDPOINT = Resource(
    token="aws:rds/clusterEndpoint:ClusterEndpoint",
    service="rds",
    id="out.DBClusterEndpointIdentifier",
    create=(Call("CreateDBClusterEndpoint"),),
    read=(
        Call(
            "DescribeDBClusterEndpoints",
            {"DBClusterEndpointIdentifier": "id"},
            auto=False,
            result="DBClusterEndpoints[0]",
        ),
    ),
    update=(Call("ModifyDBClusterEndpoint", {"DBClusterEndpointIdentifier": "id"}),),
    delete=(Call("DeleteDBClusterEndpoint", {"DBClusterEndpointIdentifier": "id"}),),
    names={
        "clusterIdentifier": "DBClusterIdentifier",
        "clusterEndpointIdentifier": "DBClusterEndpointIdentifier",
        "customEndpointType": "EndpointType",
    },
    outputs={"arn": "live.DBClusterEndpointArn", "customEndpointType": "live.CustomEndpointType"},
    replaces=frozenset({"clusterEndpointIdentifier", "clusterIdentifier"}),
    autoname=("clusterEndpointIdentifier", 63),
    autoname_form=lower_case_name,
    tagging=tagging("DBClusterEndpointArn"),
)

_GLOBAL = Resource(
    token="aws:rds/globalCluster:GlobalCluster",
    schema="AWS::RDS::GlobalCluster",
    service="rds",
    id="out.GlobalCluster.GlobalClusterIdentifier",
    create=(Call("CreateGlobalCluster"),),
    read=(
        Call(
            "DescribeGlobalClusters",
            {"GlobalClusterIdentifier": "id"},
            auto=False,
            result="GlobalClusters[0]",
        ),
    ),
    update=(Call("ModifyGlobalCluster", {"GlobalClusterIdentifier": "id"}),),
    delete=(
        Call(
            "RemoveFromGlobalCluster",
            {"GlobalClusterIdentifier": "id", "DbClusterIdentifier": "item.DBClusterArn"},
            each=_members_readers_first,
        ),
        Call("DeleteGlobalCluster", {"GlobalClusterIdentifier": "id"}),
    ),
    outputs={"engineVersionActual": "live.EngineVersion", "arn": "live.GlobalClusterArn"},
    alike={"engineVersion": is_version_of},
    kept=frozenset({"forceDestroy"}),
    unread=frozenset({"sourceDbClusterIdentifier"}),
    replaces=frozenset({"databaseName"}),
    tagging=tagging("GlobalClusterArn"),
)


def _association(owner: str, kind: str, key: str) -> Resource:
    """A role that a database may use, with its id ``database,role``."""

    def imported(identity: str) -> dict[str, str]:
        database, _, role_arn = identity.partition(",")
        return {key: database, "roleArn": role_arn}

    def live(context: Context, response: Any) -> dict[str, Any] | None:
        database, _, role_arn = context.id.partition(",")
        owners: list[dict[str, Any]] = response.get(f"DB{owner}s", [{}])
        roles: list[dict[str, Any]] = owners[0].get("AssociatedRoles", [])
        found = next((each for each in roles if each["RoleArn"] == role_arn), None)
        return None if found is None else {**found, key: database}

    return Resource(
        token=f"aws:rds/{kind[0].lower()}{kind[1:]}:{kind}",
        service="rds",
        id=f"join(',', [in.{key}, in.roleArn])",
        create=(Call(f"AddRoleToDB{owner}"),),
        read=(
            Call(
                f"DescribeDB{owner}s",
                {f"DB{owner}Identifier": lambda context: context.id.partition(",")[0]},
                auto=False,
                result=live,
            ),
        ),
        delete=(
            Call(
                f"RemoveRoleFromDB{owner}",
                {
                    f"DB{owner}Identifier": f"in.{key}",
                    "RoleArn": "in.roleArn",
                    "FeatureName": "in.featureName",
                },
                auto=False,
            ),
        ),
        import_id=imported,
    )


ROWS: tuple[Resource, ...] = (
    _CLUSTER,
    _ENDPOINT,
    _GLOBAL,
    _association("Cluster", "ClusterRoleAssociation", "dbClusterIdentifier"),
    _association("Instance", "RoleAssociation", "dbInstanceIdentifier"),
)
