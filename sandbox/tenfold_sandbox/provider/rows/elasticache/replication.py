"""Replication groups: shards, replicas, and groups that span regions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenfold_sandbox.provider.rows.elasticache._shared import (
    NODE_NAMES,
    NODE_OUTPUTS,
    TAGGING,
    deliver_logs,
    log_delivery,
)
from tenfold_sandbox.provider.table import Call, Context, Resource, Value, without
from tenfold_sandbox.provider.wording import in_lower_case, is_version_of, lower_case_name

_KEY: dict[str, Value] = {"ReplicationGroupId": "id"}


def _live_replicas(context: Context) -> int:
    return len(context.live["NodeGroups"][0]["NodeGroupMembers"]) - 1


def _wanted_replicas(context: Context) -> int:
    """Per shard; without cluster mode programs count the primary too."""
    clusters: int | None = context.inputs.get("numCacheClusters")
    replicas: int | None = context.inputs.get("replicasPerNodeGroup")
    if clusters is not None:
        return clusters - 1
    return _live_replicas(context) if replicas is None else replicas


def _change_replicas(operation: str, *, more: bool) -> Call:
    def when(context: Context) -> bool:
        wanted, live = _wanted_replicas(context), _live_replicas(context)
        return wanted > live if more else wanted < live

    params: dict[str, Value] = {**_KEY, "NewReplicaCount": _wanted_replicas, "ApplyImmediately": "`true`"}
    return Call(operation, params, auto=False, on=("numCacheClusters", "replicasPerNodeGroup"), when=when)


def _dropped_shards(context: Context) -> list[str] | None:
    """Shards are taken away from the end."""
    shards = [each["NodeGroupId"] for each in context.live["NodeGroups"]]
    return shards[context.inputs["numNodeGroups"] :] or None


def _shards(context: Context) -> list[dict[str, Any]]:
    """Each shard's place, as ``nodeGroupConfigurations`` says it."""
    result: list[dict[str, Any]] = []
    for shard in context.live.get("NodeGroups", []):
        members: list[dict[str, Any]] = shard["NodeGroupMembers"]
        zones = [each.get("PreferredAvailabilityZone") for each in members]
        result.append(
            {
                "nodeGroupId": shard["NodeGroupId"],
                "slots": shard.get("Slots"),
                "primaryAvailabilityZone": zones[0],
                "replicaAvailabilityZones": zones[1:],
                "replicaCount": len(members) - 1,
            }
        )
    return result


def _replaced(old: Mapping[str, Any], new: Mapping[str, Any]) -> set[str]:
    """Redis becomes Valkey in place, and versions rise; neither goes back."""
    engines = (old.get("engine") or "redis", new.get("engine") or "redis")
    if engines == ("valkey", "redis"):
        return {"engine"}
    older, newer = _version(old.get("engineVersion")), _version(new.get("engineVersion"))
    return {"engineVersion"} if engines[0] == engines[1] and older and newer and newer < older else set()


def _version(text: Any) -> tuple[int, ...]:
    parts = str(text or "").split(".")
    return tuple(int(part) for part in parts if part.isdigit())


_MEMBER = (
    "CacheClusters[0].{EngineVersion: EngineVersion, CacheParameterGroup: CacheParameterGroup, "
    "CacheSubnetGroupName: CacheSubnetGroupName, SecurityGroups: SecurityGroups, "
    "PreferredMaintenanceWindow: PreferredMaintenanceWindow, "
    "NotificationConfiguration: NotificationConfiguration}"
)

_GROUP = Resource(
    token="aws:elasticache/replicationGroup:ReplicationGroup",
    schema="AWS::ElastiCache::ReplicationGroup",
    service="elasticache",
    id="out.ReplicationGroup.ReplicationGroupId",
    create=(Call("CreateReplicationGroup", {"LogDeliveryConfigurations": log_delivery}),),
    read=(
        Call("DescribeReplicationGroups", _KEY, auto=False, result="ReplicationGroups[0]"),
        Call(
            "DescribeCacheClusters",
            {"CacheClusterId": "live.MemberClusters[0]"},
            auto=False,
            result=_MEMBER,
        ),
    ),
    update=(
        _change_replicas("IncreaseReplicaCount", more=True),
        Call(
            "ModifyReplicationGroupShardConfiguration",
            {
                **_KEY,
                "NodeGroupCount": "in.numNodeGroups",
                "NodeGroupsToRemove": _dropped_shards,
                "ApplyImmediately": "`true`",
            },
            auto=False,
            on=("numNodeGroups",),
        ),
        Call(
            "ModifyReplicationGroup",
            {
                **_KEY,
                "UserGroupIdsToAdd": without("in.userGroupIds", "old.userGroupIds"),
                "UserGroupIdsToRemove": without("old.userGroupIds", "in.userGroupIds"),
                "ApplyImmediately": "`true`",
            },
            auto=False,
            on=("userGroupIds",),
        ),
        Call(
            "ModifyReplicationGroup",
            {
                **_KEY,
                "LogDeliveryConfigurations": "`null`",  # the next call's
                "AuthTokenUpdateStrategy": "contains(changed, 'authToken') && "
                "(in.authTokenUpdateStrategy || 'ROTATE') || `null`",
                "ApplyImmediately": "in.applyImmediately || `false`",
            },
        ),
        deliver_logs("ModifyReplicationGroup", "ReplicationGroupId"),
        _change_replicas("DecreaseReplicaCount", more=False),
    ),
    delete=(
        Call(
            "DisassociateGlobalReplicationGroup",
            {
                **_KEY,
                "GlobalReplicationGroupId": "live.GlobalReplicationGroupInfo.GlobalReplicationGroupId",
                "ReplicationGroupRegion": "region",
            },
            when="live.GlobalReplicationGroupInfo.GlobalReplicationGroupMemberRole == 'SECONDARY'",
        ),
        Call("DeleteReplicationGroup", {**_KEY, "FinalSnapshotIdentifier": "in.finalSnapshotIdentifier"}),
    ),
    names={
        **NODE_NAMES,
        "description": "ReplicationGroupDescription",
        "securityGroupNames": "CacheSecurityGroupNames",
        "authTokenWo": "AuthToken",
    },
    schema_names={"logDeliveryConfigurations": "-"},  # destinations are named otherwise there
    outputs={
        **NODE_OUTPUTS,
        "description": "live.Description",
        "automaticFailoverEnabled": "starts_with(live.AutomaticFailover, 'enabl')",
        "multiAzEnabled": "live.MultiAZ == 'enabled'",
        "dataTieringEnabled": "live.DataTiering == 'enabled'",
        "numCacheClusters": "length(live.MemberClusters)",
        "numNodeGroups": "length(live.NodeGroups)",
        "replicasPerNodeGroup": _live_replicas,
        "nodeGroupConfigurations": _shards,
        "globalReplicationGroupId": "live.GlobalReplicationGroupInfo.GlobalReplicationGroupId",
        "port": "live.ConfigurationEndpoint.Port || live.NodeGroups[0].PrimaryEndpoint.Port",
        "configurationEndpointAddress": "live.ConfigurationEndpoint.Address",
        "primaryEndpointAddress": "live.NodeGroups[0].PrimaryEndpoint.Address",
        "readerEndpointAddress": "live.NodeGroups[0].ReaderEndpoint.Address",
    },
    alike={"engineVersion": is_version_of, "maintenanceWindow": in_lower_case},
    kept=frozenset(
        {"applyImmediately", "finalSnapshotIdentifier", "authTokenUpdateStrategy", "authTokenWoVersion"}
    ),
    unread=frozenset(
        {"authToken", "authTokenWo", "preferredCacheClusterAzs", "snapshotArns", "snapshotName"}
    ),
    replaces_when=_replaced,
    updates=frozenset({"preferredCacheClusterAzs"}),  # it matters at creation only
    autoname=("replicationGroupId", 40),
    autoname_form=lower_case_name,
    tagging=TAGGING,
)

_GLOBAL_KEY: dict[str, Value] = {"GlobalReplicationGroupId": "id"}


def _change_global(name: str, **more: Value) -> Call:
    """One request changes one thing in all regions; the group is made as its primary is, then changed."""
    changed: dict[str, Value] = {**_GLOBAL_KEY, **more, "ApplyImmediately": "`true`"}
    return Call("ModifyGlobalReplicationGroup", changed, auto=False, on=(name,))


def _global_shards(context: Context) -> list[str]:
    shards: list[dict[str, str]] = context.live.get("GlobalNodeGroups", [])
    return [each["GlobalNodeGroupId"] for each in shards]


def _change_shards(operation: str, *, more: bool) -> Call:
    def when(context: Context) -> bool:
        live = len(_global_shards(context))
        wanted = context.inputs.get("numNodeGroups", live)
        return wanted > live if more else wanted < live

    params: dict[str, Value] = {
        **_GLOBAL_KEY,
        "NodeGroupCount": "in.numNodeGroups",
        "ApplyImmediately": "`true`",
    }
    if not more:
        params["GlobalNodeGroupsToRemove"] = lambda context: _global_shards(context)[
            context.inputs["numNodeGroups"] :
        ]
    return Call(operation, params, auto=False, on=("numNodeGroups",), when=when)


_GLOBAL_CHANGES = (
    _change_global("cacheNodeType", CacheNodeType="in.cacheNodeType"),
    _change_global("automaticFailoverEnabled", AutomaticFailoverEnabled="in.automaticFailoverEnabled"),
    _change_global(
        "engineVersion", EngineVersion="in.engineVersion", CacheParameterGroupName="in.parameterGroupName"
    ),
    _change_shards("IncreaseNodeGroupsInGlobalReplicationGroup", more=True),
    _change_shards("DecreaseNodeGroupsInGlobalReplicationGroup", more=False),
)
_GLOBAL = Resource(
    token="aws:elasticache/globalReplicationGroup:GlobalReplicationGroup",
    schema="AWS::ElastiCache::GlobalReplicationGroup",
    service="elasticache",
    id="out.GlobalReplicationGroup.GlobalReplicationGroupId",
    create=(Call("CreateGlobalReplicationGroup"), *_GLOBAL_CHANGES),
    read=(
        Call(
            "DescribeGlobalReplicationGroups",
            {**_GLOBAL_KEY, "ShowMemberInfo": "`true`"},
            auto=False,
            result="GlobalReplicationGroups[0]",
        ),
    ),
    update=(
        *_GLOBAL_CHANGES,
        _change_global(
            "globalReplicationGroupDescription",
            GlobalReplicationGroupDescription="in.globalReplicationGroupDescription || ' '",
        ),
    ),
    delete=(
        Call("DeleteGlobalReplicationGroup", {**_GLOBAL_KEY, "RetainPrimaryReplicationGroup": "`true`"}),
    ),
    outputs={
        "automaticFailoverEnabled": "live.Members[0].AutomaticFailover == 'enabled'",
        "engineVersionActual": "live.EngineVersion",
        # AWS puts five letters of its own and a dash before the suffix.
        "globalReplicationGroupIdSuffix": lambda context: context.id.partition("-")[2],
        "primaryReplicationGroupId": "live.Members[?Role=='PRIMARY'].ReplicationGroupId | [0]",
        "numNodeGroups": "length(live.GlobalNodeGroups || `[]`)",
    },
    alike={"engineVersion": is_version_of},
    unread=frozenset({"parameterGroupName"}),
    replaces=frozenset({"globalReplicationGroupIdSuffix", "primaryReplicationGroupId"}),
)

ROWS: tuple[Resource, ...] = (_GROUP, _GLOBAL)
