"""RDS instances: of their own, and in Aurora clusters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tenfold_sandbox.provider.rows.rds._shared import (
    ENABLED,
    KEPT_ON_DELETION,
    MANAGED_SECRET,
    SECURITY_GROUPS,
    deletion,
    log_exports,
    tagging,
)
from tenfold_sandbox.provider.table import Call, Context, Resource, Value
from tenfold_sandbox.provider.wording import in_lower_case, is_version_of, lower_case_name

_NAMES = {
    "identifier": "DBInstanceIdentifier",
    "instanceClass": "DBInstanceClass",
    "username": "MasterUsername",
    "password": "MasterUserPassword",
    "passwordWo": "MasterUserPassword",
    "backupWindow": "PreferredBackupWindow",
    "maintenanceWindow": "PreferredMaintenanceWindow",
    "parameterGroupName": "DBParameterGroupName",
    "caCertIdentifier": "CACertificateIdentifier",
}
_RESOURCE_ID = re.compile(r"db-[A-Z0-9]{8,}")

_COPIED = "in.replicateSourceDb || in.snapshotIdentifier || in.restoreToPointInTime"
_OWN_ADDRESS: dict[str, Value] = {"EnableCustomerOwnedIp": "in.customerOwnedIpEnabled"}
_CREATE = {**ENABLED, **_OWN_ADDRESS}
_RESTORE = {name: value for name, value in _CREATE.items() if name != "EnablePerformanceInsights"}

# What the calls that copy or restore do not take is set afterwards, as Terraform does.
_AFTERWARDS: dict[str, Value] = {
    "DBInstanceIdentifier": "in.identifier",
    "ApplyImmediately": "`true`",
    "MasterUserPassword": "in.password || in.passwordWo",
    "BackupRetentionPeriod": "in.backupRetentionPeriod",
    "PreferredBackupWindow": "in.backupWindow",
    "PreferredMaintenanceWindow": "in.maintenanceWindow",
    "MaxAllocatedStorage": "in.maxAllocatedStorage",
    "MonitoringInterval": "in.monitoringInterval",
    "MonitoringRoleArn": "in.monitoringRoleArn",
    "EnablePerformanceInsights": "in.performanceInsightsEnabled",
    "PerformanceInsightsKMSKeyId": "in.performanceInsightsKmsKeyId",
    "PerformanceInsightsRetentionPeriod": "in.performanceInsightsRetentionPeriod",
    "DatabaseInsightsMode": "in.databaseInsightsMode",
    "CACertificateIdentifier": "in.caCertIdentifier",
    "ManageMasterUserPassword": "in.manageMasterUserPassword",
    "MasterUserSecretKmsKeyId": "in.masterUserSecretKmsKeyId",
}
_MODIFY: dict[str, Value] = {
    "EnableIAMDatabaseAuthentication": "in.iamDatabaseAuthenticationEnabled",
    "EnablePerformanceInsights": "in.performanceInsightsEnabled",
    "AllowMajorVersionUpgrade": "in.allowMajorVersionUpgrade",
    "ApplyImmediately": "in.applyImmediately || `false`",
}


def _resource_id(context: Context) -> list[dict[str, Any]] | None:
    """The id is AWS's resource id, which never changes…"""
    if not _RESOURCE_ID.fullmatch(context.id):
        return None
    return [{"Name": "dbi-resource-id", "Values": [context.id]}]


def _imported_identifier(context: Context) -> str | None:
    """… but an import names the identifier."""
    return None if _RESOURCE_ID.fullmatch(context.id) else context.id


def _names_the_same(live: str, wanted: str) -> bool:
    """A source may be given by its ARN or, in its region, by its identifier."""
    return live.rsplit(":", 1)[-1] == wanted.rsplit(":", 1)[-1]


def _replaced(_: Mapping[str, Any], new: Mapping[str, Any]) -> set[str]:
    """A replica is promoted in place; to become one, or another's, it is made anew."""
    return {"replicateSourceDb"} if new.get("replicateSourceDb") else set()


def _is_writer(context: Context, response: Any) -> dict[str, bool]:
    members: list[dict[str, Any]] = response["DBClusters"][0]["DBClusterMembers"]
    writers = [each["DBInstanceIdentifier"] for each in members if each["IsClusterWriter"]]
    return {"writer": context.id in writers}


_OUTPUTS: dict[str, Value] = {
    "engineVersionActual": "live.EngineVersion",
    "arn": "live.DBInstanceArn",
    "port": "live.Endpoint.Port",
    "dbSubnetGroupName": "live.DBSubnetGroup.DBSubnetGroupName",
}

_INSTANCE = Resource(
    token="aws:rds/instance:Instance",
    schema="AWS::RDS::DBInstance",
    service="rds",
    id="out.DBInstance.DbiResourceId",
    live_id="live.DbiResourceId",
    create=(
        Call("CreateDBInstance", _CREATE, when=f"!({_COPIED})"),
        Call(
            "CreateDBInstanceReadReplica",
            {**_CREATE, "SourceDBInstanceIdentifier": "in.replicateSourceDb"},
            when="in.replicateSourceDb",
        ),
        Call(
            "RestoreDBInstanceFromDBSnapshot",
            {**_RESTORE, "DBSnapshotIdentifier": "in.snapshotIdentifier"},
            when="in.snapshotIdentifier",
        ),
        Call(
            "RestoreDBInstanceToPointInTime",
            {
                **_RESTORE,
                "TargetDBInstanceIdentifier": "in.identifier",
                "SourceDBInstanceIdentifier": "in.restoreToPointInTime.sourceDbInstanceIdentifier",
                "SourceDbiResourceId": "in.restoreToPointInTime.sourceDbiResourceId",
                "SourceDBInstanceAutomatedBackupsArn": "in.restoreToPointInTime"
                ".sourceDbInstanceAutomatedBackupsArn",
                "RestoreTime": "in.restoreToPointInTime.restoreTime",
                "UseLatestRestorableTime": "in.restoreToPointInTime.useLatestRestorableTime",
            },
            when="in.restoreToPointInTime",
        ),
        Call("ModifyDBInstance", _AFTERWARDS, auto=False, when=_COPIED),
    ),
    read=(
        Call(
            "DescribeDBInstances",
            {"Filters": _resource_id, "DBInstanceIdentifier": _imported_identifier},
            auto=False,
            result="DBInstances[0]",
        ),
    ),
    update=(
        Call(
            "PromoteReadReplica",
            {"DBInstanceIdentifier": "state.identifier"},
            auto=False,
            on=("replicateSourceDb",),
        ),
        Call(
            "ModifyDBInstance",
            {
                **_MODIFY,
                **_OWN_ADDRESS,
                "DBInstanceIdentifier": "state.identifier",
                "NewDBInstanceIdentifier": "contains(changed, 'identifier') && in.identifier || `null`",
                "DBPortNumber": "in.port",
            },
        ),
        log_exports("ModifyDBInstance", {"DBInstanceIdentifier": "in.identifier || state.identifier"}),
    ),
    delete=(deletion("DeleteDBInstance", "DBInstanceIdentifier", "in.identifier || state.identifier"),),
    names=_NAMES,
    outputs={
        **_OUTPUTS,
        **MANAGED_SECRET,
        "address": "live.Endpoint.Address",
        "endpoint": "live.Endpoint && join(':', [live.Endpoint.Address, to_string(live.Endpoint.Port)])",
        "hostedZoneId": "live.Endpoint.HostedZoneId",
        "listenerEndpoints": "live.ListenerEndpoint && [live.ListenerEndpoint] || `[]`",
        "optionGroupName": "live.OptionGroupMemberships[0].OptionGroupName",
        "parameterGroupName": "live.DBParameterGroups[0].DBParameterGroupName",
        "replicas": "live.ReadReplicaDBInstanceIdentifiers",
        "replicateSourceDb": "live.ReadReplicaSourceDBInstanceIdentifier",
        "resourceId": "live.DbiResourceId",
        "status": "live.DBInstanceStatus",
        "vpcSecurityGroupIds": SECURITY_GROUPS,
        "domain": "live.DomainMemberships[0].Domain",
        "domainIamRoleName": "live.DomainMemberships[0].IAMRoleName",
    },
    alike={
        "engineVersion": is_version_of,
        "maintenanceWindow": in_lower_case,
        "replicateSourceDb": _names_the_same,
    },
    kept=KEPT_ON_DELETION
    | {
        "allowMajorVersionUpgrade",
        "applyImmediately",
        "blueGreenUpdate",
        "passwordWoVersion",
        "upgradeStorageConfig",
    },
    unread=frozenset(
        {"password", "passwordWo", "identifierPrefix", "snapshotIdentifier", "restoreToPointInTime"}
    ),
    replaces=frozenset({"engine"}),
    replaces_when=_replaced,
    updates=frozenset({"identifier", "dbSubnetGroupName", "replicateSourceDb"}),
    autoname=("identifier", 63),
    autoname_form=lower_case_name,
    tagging=tagging("DBInstanceArn"),
)

_CLUSTER_INSTANCE = Resource(
    token="aws:rds/clusterInstance:ClusterInstance",
    schema="AWS::RDS::DBInstance",
    service="rds",
    id="out.DBInstance.DBInstanceIdentifier",
    create=(Call("CreateDBInstance", {"EnablePerformanceInsights": "in.performanceInsightsEnabled"}),),
    read=(
        Call("DescribeDBInstances", {"DBInstanceIdentifier": "id"}, auto=False, result="DBInstances[0]"),
        Call(
            "DescribeDBClusters",
            {"DBClusterIdentifier": "live.DBClusterIdentifier"},
            auto=False,
            result=_is_writer,
        ),
    ),
    update=(
        Call(
            "ModifyDBInstance",
            {
                "DBInstanceIdentifier": "id",
                "EnablePerformanceInsights": "in.performanceInsightsEnabled",
                "ApplyImmediately": "in.applyImmediately || `false`",
            },
        ),
    ),
    # Neither a last snapshot nor backups: those are the cluster's.
    delete=(Call("DeleteDBInstance", {"DBInstanceIdentifier": "id", "SkipFinalSnapshot": "`true`"}),),
    names={
        "identifier": "DBInstanceIdentifier",
        "clusterIdentifier": "DBClusterIdentifier",
        "instanceClass": "DBInstanceClass",
        "caCertIdentifier": "CACertificateIdentifier",
    },
    outputs={
        **_OUTPUTS,
        "dbParameterGroupName": "live.DBParameterGroups[0].DBParameterGroupName",
        "dbiResourceId": "live.DbiResourceId",
        "endpoint": "live.Endpoint.Address",
        "writer": "live.writer",
    },
    alike={"engineVersion": is_version_of, "preferredMaintenanceWindow": in_lower_case},
    kept=frozenset({"applyImmediately", "forceDestroy"}),
    unread=frozenset({"identifierPrefix"}),
    replaces=frozenset({"engine"}),
    autoname=("identifier", 63),
    autoname_form=lower_case_name,
    tagging=tagging("DBInstanceArn"),
)

ROWS: tuple[Resource, ...] = (_INSTANCE, _CLUSTER_INSTANCE)
