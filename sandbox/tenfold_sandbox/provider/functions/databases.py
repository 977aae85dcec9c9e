"""EKS and RDS: which versions and classes there are, and clusters that somebody else made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tenfold_sandbox.provider.functions.query import Query, Source
from tenfold_sandbox.provider.table import Call, Context
from tenfold_sandbox.values import SECRET, SIGNATURE, Properties

# -- EKS --

_CLUSTER = Source(
    service="eks",
    calls=(Call("DescribeCluster", {"name": "in.name"}, result="cluster"),),
    id="live.name",
    outputs={
        "accessConfigs": "live.accessConfig && [live.accessConfig]",
        "certificateAuthorities": "[live.certificateAuthority]",
        "computeConfigs": "live.computeConfig && [live.computeConfig]",
        "enabledClusterLogTypes": "live.logging.clusterLogging[?enabled].types[]",
        "identities": "[{oidcs: [live.identity.oidc]}]",
        "kubernetesNetworkConfigs": "live.kubernetesNetworkConfig && [live.kubernetesNetworkConfig]",
        "storageConfigs": "live.storageConfig && [{blockStorages: [live.storageConfig.blockStorage]}]",
        "upgradePolicies": "live.upgradePolicy && [live.upgradePolicy]",
        "vpcConfig": "live.resourcesVpcConfig",
        "zonalShiftConfigs": "live.zonalShiftConfig && [live.zonalShiftConfig]",
    },
)


def _cluster_auth(query: Query) -> Properties:
    """A token that no cluster accepts: there is no Kubernetes behind the emulated control plane."""
    name = query.args["name"]
    token = {SIGNATURE: SECRET, "value": f"k8s-aws-v1.sandbox-{name}"}
    return {"id": name, "name": name, "region": query.region, "token": token}


def _addon_version(query: Query) -> Properties:
    args = query.args
    asked = {"addonName": args["addonName"], "kubernetesVersion": args["kubernetesVersion"]}
    addons = query.call("eks", "DescribeAddonVersions", **asked).get("addons", [])
    versions: list[Mapping[str, Any]] = query.the_one(addons)["addonVersions"]
    latest = bool(args.get("mostRecent"))  # AWS lists the newest first
    fits = [each for each in versions if latest or _is_default(each, args["kubernetesVersion"])]
    return {
        "id": args["addonName"],
        "region": query.region,
        "version": query.the_one(fits[:1])["addonVersion"],
    }


def _is_default(version: Mapping[str, Any], kubernetes: str) -> bool:
    return any(
        each["clusterVersion"] == kubernetes and each["defaultVersion"]
        for each in version.get("compatibilities", [])
    )


# -- RDS --


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _given(**params: Any) -> dict[str, Any]:
    return {name: value for name, value in params.items() if value is not None}


def _pages(query: Query, operation: str, items: str, params: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    marker: str | None = None
    while True:
        answer = query.call("rds", operation, **params, **_given(Marker=marker))
        yield from answer.get(items, [])
        marker = answer.get("Marker")
        if not marker:
            return


def _choose(query: Query, found: list[dict[str, Any]], key: str, preferred: str, *, latest: bool) -> Any:
    """The first preferred one that there is; else the latest if asked for; else the only one."""
    order: list[str] = query.args.get(preferred) or []
    wanted = sorted((each for each in found if each[key] in order), key=lambda each: order.index(each[key]))
    if order:
        return query.the_one(wanted[:1])
    if latest:
        found = sorted(found, key=lambda each: _numbers(each["EngineVersion"]), reverse=True)[:1]
    return query.the_one(found)


def _engine_version(query: Query) -> Properties:
    args = query.args
    params = _given(
        Engine=args["engine"],
        EngineVersion=args.get("version"),
        DBParameterGroupFamily=args.get("parameterGroupFamily"),
        DefaultOnly=args.get("defaultOnly"),
        IncludeAll=args.get("includeAll"),
    )
    found = list(_pages(query, "DescribeDBEngineVersions", "DBEngineVersions", params))
    if not any(args.get(name) for name in ("version", "latest", "preferredVersions", "defaultOnly")):
        found = list(
            _pages(query, "DescribeDBEngineVersions", "DBEngineVersions", {**params, "DefaultOnly": True})
        )
    # A major version alone means its latest minor one.
    latest = bool(args.get("latest")) or "." not in (args.get("version") or ".")
    one = _choose(query, found, "EngineVersion", "preferredVersions", latest=latest)
    targets: list[Mapping[str, Any]] = one.get("ValidUpgradeTarget", [])
    version: str = one["EngineVersion"]
    return {
        "id": version,
        "region": query.region,
        "version": version,
        "versionActual": version,
        "versionDescription": one.get("DBEngineVersionDescription", ""),
        "engineDescription": one.get("DBEngineDescription", ""),
        "parameterGroupFamily": one["DBParameterGroupFamily"],
        "status": one.get("Status", "available"),
        "exportableLogTypes": one.get("ExportableLogTypes", []),
        "supportedFeatureNames": one.get("SupportedFeatureNames", []),
        "supportedModes": one.get("SupportedEngineModes", []),
        "supportsGlobalDatabases": one.get("SupportsGlobalDatabases", False),
        "supportsReadReplica": one.get("SupportsReadReplica", False),
        "validUpgradeTargets": [each["EngineVersion"] for each in targets],
        "validMajorTargets": [each["EngineVersion"] for each in targets if each.get("IsMajorVersionUpgrade")],
        "validMinorTargets": [
            each["EngineVersion"] for each in targets if not each.get("IsMajorVersionUpgrade")
        ],
    }


_ORDERABLE_FLAGS = (
    "MultiAZCapable",
    "ReadReplicaCapable",
    "SupportsClusters",
    "SupportsEnhancedMonitoring",
    "SupportsGlobalDatabases",
    "SupportsIAMDatabaseAuthentication",
    "SupportsIops",
    "SupportsPerformanceInsights",
    "SupportsStorageAutoscaling",
    "SupportsStorageEncryption",
    "Vpc",
)
_PULUMI_FLAGS = {
    "MultiAZCapable": "multiAzCapable",
    "SupportsIAMDatabaseAuthentication": "supportsIamDatabaseAuthentication",
}


def _orderable(query: Query) -> Properties:
    args = query.args
    params = _given(
        Engine=args["engine"],
        EngineVersion=args.get("engineVersion"),
        DBInstanceClass=args.get("instanceClass"),
        LicenseModel=args.get("licenseModel"),
        Vpc=args.get("vpc"),
    )
    found = [
        each
        for each in _pages(query, "DescribeOrderableDBInstanceOptions", "OrderableDBInstanceOptions", params)
        if args.get("storageType") in (None, each.get("StorageType"))
        and all(args.get(_pulumi(flag)) in (None, bool(each.get(flag))) for flag in _ORDERABLE_FLAGS)
    ]
    versions: list[str] = args.get("preferredEngineVersions") or []
    if versions:
        found = [each for each in found if each["EngineVersion"] in versions]
    # Terraform takes the first that fits the preferences; storage types and versions are its own choice.
    fits = found[:1] if not args.get("preferredInstanceClasses") else found
    one = _choose(query, fits, "DBInstanceClass", "preferredInstanceClasses", latest=True)
    return {
        "id": one["DBInstanceClass"],
        "region": query.region,
        "instanceClass": one["DBInstanceClass"],
        "engineVersion": one["EngineVersion"],
        "licenseModel": one.get("LicenseModel", ""),
        "storageType": one.get("StorageType", ""),
        "availabilityZones": sorted(each["Name"] for each in one.get("AvailabilityZones", [])),
        "supportedEngineModes": one.get("SupportedEngineModes", []),
        "supportedNetworkTypes": one.get("SupportedNetworkTypes", []),
        **{_pulumi(flag): bool(one.get(flag)) for flag in _ORDERABLE_FLAGS},
    }


def _pulumi(flag: str) -> str:
    return _PULUMI_FLAGS.get(flag) or flag[0].lower() + flag[1:]


def _instance_endpoint(context: Context) -> str:
    endpoint: Mapping[str, Any] = context.live.get("Endpoint") or {}
    return f"{endpoint.get('Address')}:{endpoint.get('Port')}"


_INSTANCE = Source(
    service="rds",
    calls=(
        Call(
            "DescribeDBInstances",
            {"DBInstanceIdentifier": "in.dbInstanceIdentifier"},
            result="DBInstances",
        ),
    ),
    id="live.DBInstanceIdentifier",
    outputs={
        "address": "live.Endpoint.Address",
        "port": "live.Endpoint.Port",
        "hostedZoneId": "live.Endpoint.HostedZoneId",
        "endpoint": _instance_endpoint,
        "dbSubnetGroup": "live.DBSubnetGroup.DBSubnetGroupName",
        "vpcSecurityGroups": "live.VpcSecurityGroups[].VpcSecurityGroupId",
        "resourceId": "live.DbiResourceId",
        "tags": "live.TagList",
    },
    names={"dbInstanceArn": "DBInstanceArn"},
)

FUNCTIONS = {
    "aws:eks/getAddonVersion:getAddonVersion": _addon_version,
    "aws:eks/getCluster:getCluster": _CLUSTER,
    "aws:eks/getClusterAuth:getClusterAuth": _cluster_auth,
    "aws:rds/getEngineVersion:getEngineVersion": _engine_version,
    "aws:rds/getInstance:getInstance": _INSTANCE,
    "aws:rds/getOrderableDbInstance:getOrderableDbInstance": _orderable,
}
