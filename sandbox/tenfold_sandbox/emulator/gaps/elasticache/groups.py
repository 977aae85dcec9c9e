"""Replication groups."""

from __future__ import annotations

import secrets
import string
from typing import Any

from ...messages import Document
from .. import Call, refuse
from .base import (
    COMBINATION,
    GAPS,
    VALUE,
    check_key,
    check_node_type,
    check_security_groups,
    common,
    copy_of,
    full_version,
    now,
    resolve_version,
    select,
    table,
)
from .parameters import choose, is_clustered
from .shards import add_member, new_shards, primary_of, promote, refresh, set_shard_count, spread
from .subnets import zones_of
from .users import changed_groups, check_groups

_MISSING = "ReplicationGroupNotFoundFault"
_DEFAULTS: Document = {
    "SnapshotRetentionLimit": 0,
    "SnapshotWindow": "05:00-06:00",
    "PreferredMaintenanceWindow": "sun:23:00-mon:01:30",
    "AutoMinorVersionUpgrade": True,
    "AtRestEncryptionEnabled": False,
    "TransitEncryptionEnabled": False,
    "NetworkType": "ipv4",
    "IpDiscovery": "ipv4",
    "Port": 6379,
    "UserGroupIds": [],
    "SecurityGroupIds": [],
}
_KEPT = (*_DEFAULTS, "CacheNodeType", "KmsKeyId", "NotificationTopicArn", "TransitEncryptionMode")


@GAPS.replaces("CreateReplicationGroup")
def create_replication_group(call: Call) -> Document:
    from .global_groups import inheritance, join

    params, name = call.params, call.params["ReplicationGroupId"].lower()
    if name in table(call, "groups"):
        refuse("ReplicationGroupAlreadyExists", f"Replication group {name} already exists.")
    inherited = inheritance(call)
    engine = inherited.get("Engine") or params.get("Engine", "redis").lower()
    version = resolve_version(engine, inherited.get("EngineVersion") or params.get("EngineVersion"))
    sharded = "NumNodeGroups" in params or params.get("ClusterMode") == "enabled"
    sharded = inherited.pop("ClusterEnabled", sharded)
    shards = inherited.pop("NumNodeGroups", params.get("NumNodeGroups"))
    parameter_group = choose(call, engine, version, sharded)
    group: Document = {
        **_DEFAULTS,
        "ReplicationGroupId": name,
        "Description": params["ReplicationGroupDescription"],
        "Status": "available",
        "PendingModifiedValues": {},
        "LogDeliveryConfigurations": [],
        "Engine": engine,
        "EngineVersion": full_version(version),
        "CacheParameterGroupName": parameter_group["CacheParameterGroupName"],
        "CacheSubnetGroupName": params.get("CacheSubnetGroupName", "default").lower(),
        "AutomaticFailover": "enabled" if params.get("AutomaticFailoverEnabled") else "disabled",
        "MultiAZ": "enabled" if params.get("MultiAZEnabled") else "disabled",
        "ClusterEnabled": is_clustered(parameter_group),
        "ClusterMode": "enabled" if is_clustered(parameter_group) else "disabled",
        "AuthTokenEnabled": "AuthToken" in params,
        "DataTiering": "enabled" if params.get("DataTieringEnabled") else "disabled",
        "ReplicationGroupCreateTime": now(),
        "Unique": "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(6)),
        **copy_of(call, *_KEPT),
        **inherited,
        **common(call, "replicationgroup", name),
    }
    _set_logs(group, params)
    _check(call, group)
    _place(call, group, shards)
    _check_failover(call, group)
    refresh(call, group)
    table(call, "groups")[name] = group
    join(call, group)
    return {"ReplicationGroup": _shown(call, group)}


@GAPS.replaces("DescribeReplicationGroups")
def describe_replication_groups(call: Call) -> Document:
    name = call.params.get("ReplicationGroupId")
    found = select(table(call, "groups"), name, _MISSING, "ReplicationGroup")
    return {"ReplicationGroups": [_shown(call, group) for group in found]}


@GAPS.replaces("ModifyReplicationGroup")
def modify_replication_group(call: Call) -> Document:
    from .global_groups import check_own

    params, group = call.params, dict(find(call, call.params["ReplicationGroupId"]))
    check_own(call, group, "CacheNodeType", "Engine", "EngineVersion")
    group["Engine"] = params.get("Engine", group["Engine"]).lower()
    if "EngineVersion" in params or "Engine" in params:
        version = resolve_version(group["Engine"], params.get("EngineVersion"))
        group["EngineVersion"] = full_version(version)
        chosen = choose(call, group["Engine"], version, group["ClusterEnabled"])
        group["CacheParameterGroupName"] = chosen["CacheParameterGroupName"]
    elif "CacheParameterGroupName" in params:
        chosen = choose(call, group["Engine"], group["EngineVersion"], group["ClusterEnabled"])
        group["CacheParameterGroupName"] = chosen["CacheParameterGroupName"]
    group.update(copy_of(call, *_KEPT))
    group["Description"] = params.get("ReplicationGroupDescription", group["Description"])
    for name, field in (("AutomaticFailoverEnabled", "AutomaticFailover"), ("MultiAZEnabled", "MultiAZ")):
        if name in params:
            group[field] = "enabled" if params[name] else "disabled"
    if "AuthToken" in params:
        group["AuthTokenEnabled"] = params.get("AuthTokenUpdateStrategy") != "DELETE"
    group["UserGroupIds"] = changed_groups(call, group["UserGroupIds"])
    _set_logs(group, params)
    _check(call, group)
    _check_failover(call, group)
    if "PrimaryClusterId" in params:
        _promote_named(group, params["PrimaryClusterId"])
    refresh(call, group)
    table(call, "groups")[group["ReplicationGroupId"]] = group
    return {"ReplicationGroup": _shown(call, group)}


@GAPS.replaces("IncreaseReplicaCount", "DecreaseReplicaCount")
def change_replica_count(call: Call) -> Document:
    group = find(call, call.params["ReplicationGroupId"])
    wanted = {
        item["NodeGroupId"]: item["NewReplicaCount"] for item in call.params.get("ReplicaConfiguration", [])
    }
    removed = call.params.get("ReplicasToRemove", [])
    for shard in group["NodeGroups"]:
        members = shard["NodeGroupMembers"]
        count = wanted.get(shard["NodeGroupId"], call.params.get("NewReplicaCount", len(members) - 1))
        if removed:
            count = len([member for member in members if member["CacheClusterId"] not in removed]) - 1
        _resize(call, group, shard, count, removed)
    refresh(call, group)
    return {"ReplicationGroup": _shown(call, group)}


def _resize(call: Call, group: Document, shard: Document, count: int, removed: list[str]) -> None:
    least = 1 if group["AutomaticFailover"] == "enabled" and not group["ClusterEnabled"] else 0
    if not least <= count <= 5:
        refuse(VALUE, f"New replica count must be between {least} and 5 for {group['ReplicationGroupId']}")
    members: list[Document] = shard["NodeGroupMembers"]
    zones = zones_of(call, group["CacheSubnetGroupName"])
    while len(members) - 1 < count:
        add_member(group, shard, spread(zones, [member["PreferredAvailabilityZone"] for member in members]))
    replicas = [member for member in members if member["CurrentRole"] == "replica"]
    replicas.sort(
        key=lambda member: member["CacheClusterId"] in removed
    )  # the named ones go first, from the end
    while len(members) - 1 > count:
        members.remove(replicas.pop())


@GAPS.replaces("ModifyReplicationGroupShardConfiguration")
def modify_shard_configuration(call: Call) -> Document:
    from .global_groups import check_own

    group, count = find(call, call.params["ReplicationGroupId"]), call.params["NodeGroupCount"]
    check_own(call, group, "NodeGroupCount")
    if not group["ClusterEnabled"]:
        refuse("InvalidReplicationGroupState", "The replication group is not in cluster mode")
    shards: list[Document] = group["NodeGroups"]
    named = call.params.get("NodeGroupsToRemove", [])
    retained = call.params.get("NodeGroupsToRetain")
    if retained:
        named = [shard["NodeGroupId"] for shard in shards if shard["NodeGroupId"] not in retained]
    if count < len(shards) and len(shards) - len(named) != count:
        refuse(COMBINATION, f"To go from {len(shards)} to {count} node groups, name those to remove")
    set_shard_count(call, group, count, named)
    return {"ReplicationGroup": _shown(call, group)}


@GAPS.replaces("TestFailover")
def test_failover(call: Call) -> Document:
    group = find(call, call.params["ReplicationGroupId"])
    if group["AutomaticFailover"] != "enabled":
        refuse("InvalidReplicationGroupState", "TestFailover needs automatic failover to be enabled")
    shards = {shard["NodeGroupId"]: shard for shard in group["NodeGroups"]}
    shard = shards.get(call.params["NodeGroupId"])
    if shard is None:
        refuse("NodeGroupNotFoundFault", f"Node group {call.params['NodeGroupId']} not found")
    members: list[Document] = shard["NodeGroupMembers"]
    if len(members) < 2:
        refuse("TestFailoverNotAvailableFault", "The node group has no replica")
    index = members.index(primary_of(shard))
    promote(shard, members[(index + 1) % len(members)])
    return {"ReplicationGroup": _shown(call, group)}


@GAPS.replaces("DeleteReplicationGroup")
def delete_replication_group(call: Call) -> Document:
    from .global_groups import membership
    from .snapshots import take

    group = find(call, call.params["ReplicationGroupId"])
    if membership(call, group):
        message = "The replication group is a member of a global replication group; disassociate it first"
        refuse("InvalidReplicationGroupState", message)
    if "FinalSnapshotIdentifier" in call.params:
        take(call, group, call.params["FinalSnapshotIdentifier"])
    del table(call, "groups")[group["ReplicationGroupId"]]
    return {"ReplicationGroup": {**_shown(call, group), "Status": "deleting"}}


def find(call: Call, name: str) -> Document:
    """The replication group with this id, or AWS's refusal."""
    return select(table(call, "groups"), name, _MISSING, "ReplicationGroup")[0]


def _shown(call: Call, group: Document) -> Document:
    from .global_groups import membership

    shards: list[Document] = group["NodeGroups"]
    if group["ClusterEnabled"]:  # AWS tells no roles in cluster mode
        shards = [
            {**shard, "NodeGroupMembers": [_without_role(member) for member in shard["NodeGroupMembers"]]}
            for shard in shards
        ]
    return {**group, "NodeGroups": shards, "GlobalReplicationGroupInfo": membership(call, group)}


def _without_role(member: Document) -> Document:
    return {name: value for name, value in member.items() if name not in ("CurrentRole", "ReadEndpoint")}


def _set_logs(group: Document, params: Document) -> None:
    if "LogDeliveryConfigurations" not in params:
        return
    old: list[Document] = group["LogDeliveryConfigurations"]
    logs = {log["LogType"]: log for log in old}
    for request in params["LogDeliveryConfigurations"]:
        if request.get("Enabled") is False:
            logs.pop(request["LogType"], None)
        else:
            kept = {name: value for name, value in request.items() if name != "Enabled"}
            logs[request["LogType"]] = {**kept, "Status": "active"}
    group["LogDeliveryConfigurations"] = list(logs.values())


def _check(call: Call, group: Document) -> None:
    check_node_type(call, group.get("CacheNodeType"))
    check_security_groups(call, group["SecurityGroupIds"])
    check_key(call, group.get("KmsKeyId"))
    check_groups(call, group["UserGroupIds"], group["Engine"])
    encrypted, token = group["TransitEncryptionEnabled"], call.params.get("AuthToken")
    if (token or group["UserGroupIds"]) and not encrypted:
        refuse(COMBINATION, "AuthToken and UserGroupIds need TransitEncryptionEnabled")
    if token and group["UserGroupIds"]:
        refuse(COMBINATION, "AuthToken and UserGroupIds can't be given together")
    if token and not 16 <= len(token) <= 128:
        refuse(VALUE, "AuthToken must have 16 to 128 characters")
    if "KmsKeyId" in group and not group["AtRestEncryptionEnabled"]:
        refuse(COMBINATION, "KmsKeyId needs AtRestEncryptionEnabled")
    if encrypted:
        group.setdefault("TransitEncryptionMode", "required")
    if not 0 <= group["SnapshotRetentionLimit"] <= 35:
        refuse(VALUE, f"SnapshotRetentionLimit must be 0 to 35; given: {group['SnapshotRetentionLimit']}")


def _place(call: Call, group: Document, wanted: int | None) -> None:
    """Decide the shards and in which zone each node lies."""
    params = call.params
    if "NumCacheClusters" in params and ("NumNodeGroups" in params or "ReplicasPerNodeGroup" in params):
        message = "NumCacheClusters can't be given with NumNodeGroups or ReplicasPerNodeGroup"
        refuse(COMBINATION, message)
    settings: list[Document] = params.get("NodeGroupConfiguration", [])
    shards = wanted or len(settings) or 1
    if settings and len(settings) != shards:
        refuse(
            COMBINATION,
            f"NodeGroupConfiguration has {len(settings)} node groups, NumNodeGroups says {shards}",
        )
    if shards > 1 and not group["ClusterEnabled"]:
        refuse(COMBINATION, "More than one node group needs a parameter group with cluster-enabled")
    default = params.get("NumCacheClusters", 1) - 1 if shards == 1 else 0
    replicas = params.get("ReplicasPerNodeGroup", default)
    if not 0 <= replicas <= 5:
        refuse(VALUE, f"A node group has 0 to 5 replicas; asked for: {replicas}")
    offered = zones_of(call, group["CacheSubnetGroupName"])
    counts = [item.get("ReplicaCount", replicas) + 1 for item in settings] or [replicas + 1] * shards
    zones: list[list[str]] = []
    for index in range(shards):
        turned = offered[index % len(offered) :] + offered[: index % len(offered)]
        zones.append(_preferred(settings[index] if settings else {}, params, offered) or turned)
    new_shards(group, counts, zones)


def _preferred(setting: Document, params: Document, offered: list[str]) -> list[str]:
    first = [setting["PrimaryAvailabilityZone"]] if "PrimaryAvailabilityZone" in setting else []
    zones = first + setting.get("ReplicaAvailabilityZones", []) or params.get("PreferredCacheClusterAZs", [])
    for zone in zones:
        if zone not in offered:
            refuse(VALUE, f"{zone} is not a zone of the subnet group; it covers {', '.join(offered)}")
    return zones


def _check_failover(call: Call, group: Document) -> None:
    failover, shards = group["AutomaticFailover"] == "enabled", group["NodeGroups"]
    if group["MultiAZ"] == "enabled" and not failover:
        refuse(COMBINATION, "MultiAZEnabled needs AutomaticFailoverEnabled")
    if group["ClusterEnabled"] and not failover:
        refuse(COMBINATION, "AutomaticFailoverEnabled must be true in cluster mode")
    alone: Any = [shard for shard in shards if len(shard["NodeGroupMembers"]) < 2]
    if alone and (group["MultiAZ"] == "enabled" or (failover and not group["ClusterEnabled"])):
        refuse(COMBINATION, "Automatic failover and Multi-AZ need at least one replica in each node group")
    if group["MultiAZ"] == "enabled" and len(zones_of(call, group["CacheSubnetGroupName"])) < 2:
        refuse(COMBINATION, "MultiAZEnabled needs a subnet group that covers two zones")


def _promote_named(group: Document, cluster_id: str) -> None:
    for shard in group["NodeGroups"]:
        for member in shard["NodeGroupMembers"]:
            if member["CacheClusterId"] == cluster_id:
                return promote(shard, member)
    return refuse("CacheClusterNotFound", f"CacheCluster {cluster_id} not found.")
