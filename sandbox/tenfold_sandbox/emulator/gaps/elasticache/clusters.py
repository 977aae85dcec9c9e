"""Cache clusters: the nodes of replication groups, and those that stand alone (Memcached, one-node Redis)."""

from __future__ import annotations

import secrets

from ...messages import Document
from .. import Call, refuse
from .base import (
    GAPS,
    VALUE,
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
from .parameters import choose
from .subnets import zones_of

_SHARED = (
    "CacheNodeType",
    "Engine",
    "EngineVersion",
    "PreferredMaintenanceWindow",
    "CacheSubnetGroupName",
    "AutoMinorVersionUpgrade",
    "SnapshotRetentionLimit",
    "SnapshotWindow",
    "AuthTokenEnabled",
    "TransitEncryptionEnabled",
    "TransitEncryptionMode",
    "AtRestEncryptionEnabled",
    "NetworkType",
    "IpDiscovery",
    "ReplicationGroupId",
)
_CHANGEABLE = (
    "CacheNodeType",
    "PreferredMaintenanceWindow",
    "SecurityGroupIds",
    "AutoMinorVersionUpgrade",
    "SnapshotRetentionLimit",
    "SnapshotWindow",
    "NotificationTopicArn",
)


@GAPS.replaces("CreateCacheCluster")
def create_cache_cluster(call: Call) -> Document:
    params, name = call.params, call.params["CacheClusterId"].lower()
    if name in table(call, "clusters"):
        refuse("CacheClusterAlreadyExists", f"Cache cluster {name} already exists.")
    engine, nodes = params.get("Engine", "memcached").lower(), params.get("NumCacheNodes", 1)
    if engine != "memcached" and nodes != 1:
        refuse(VALUE, f"NumCacheNodes should be 1 if engine is {engine}; use a replication group for more")
    version = resolve_version(engine, params.get("EngineVersion"))
    check_node_type(call, params.get("CacheNodeType"))
    check_security_groups(call, params.get("SecurityGroupIds", []))
    zones = zones_of(call, params.get("CacheSubnetGroupName"))
    wanted = params.get("PreferredAvailabilityZones") or [params.get("PreferredAvailabilityZone")] * nodes
    cluster: Document = {
        "CacheClusterId": name,
        "Engine": engine,
        "EngineVersion": full_version(version),
        "CacheClusterStatus": "available",
        "CacheClusterCreateTime": now(),
        "CacheParameterGroupName": choose(call, engine, version, False)["CacheParameterGroupName"],
        "CacheSubnetGroupName": params.get("CacheSubnetGroupName", "default").lower(),
        "Port": params.get("Port", 11211 if engine == "memcached" else 6379),
        "PreferredMaintenanceWindow": "sun:23:00-mon:01:30",
        "AutoMinorVersionUpgrade": params.get("AutoMinorVersionUpgrade", True),
        "TransitEncryptionEnabled": params.get("TransitEncryptionEnabled", False),
        "AtRestEncryptionEnabled": False,
        "AuthTokenEnabled": "AuthToken" in params,
        "SnapshotRetentionLimit": 0,
        "NetworkType": "ipv4",
        "IpDiscovery": "ipv4",
        "Unique": secrets.token_hex(3),
        **copy_of(call, *_CHANGEABLE),
        **common(call, "cluster", name),
    }
    cluster["Zones"] = [zone or zones[index % len(zones)] for index, zone in enumerate(wanted)]
    _set_nodes(call, cluster)
    table(call, "clusters")[name] = cluster
    return {"CacheCluster": _shown(call, cluster)}


@GAPS.replaces("DescribeCacheClusters")
def describe_cache_clusters(call: Call) -> Document:
    name, alone = (
        call.params.get("CacheClusterId"),
        call.params.get("ShowCacheClustersNotInReplicationGroups"),
    )
    every = dict(table(call, "clusters"))
    if not alone:
        for group in table(call, "groups").values():
            every |= {member["CacheClusterId"]: member for member in _members(call, group)}
    found = select(every, name, "CacheClusterNotFound", "CacheCluster")
    return {"CacheClusters": [_shown(call, cluster) for cluster in found]}


@GAPS.replaces("ModifyCacheCluster")
def modify_cache_cluster(call: Call) -> Document:
    cluster = _find(call)
    if "CacheNodeType" in call.params:
        check_node_type(call, call.params["CacheNodeType"])
    check_security_groups(call, call.params.get("SecurityGroupIds", []))
    if "EngineVersion" in call.params:
        version = resolve_version(cluster["Engine"], call.params["EngineVersion"])
        cluster["EngineVersion"] = full_version(version)
    cluster.update(copy_of(call, *_CHANGEABLE, "CacheParameterGroupName"))
    zones, count = cluster["Zones"], call.params.get("NumCacheNodes", len(cluster["Zones"]))
    offered = zones_of(call, cluster["CacheSubnetGroupName"])
    cluster["Zones"] = zones[:count] + [offered[n % len(offered)] for n in range(len(zones), count)]
    _set_nodes(call, cluster)
    return {"CacheCluster": _shown(call, cluster)}


@GAPS.replaces("RebootCacheCluster")
def reboot_cache_cluster(call: Call) -> Document:
    return {"CacheCluster": _shown(call, _find(call))}


@GAPS.replaces("DeleteCacheCluster")
def delete_cache_cluster(call: Call) -> Document:
    cluster = _find(call)
    del table(call, "clusters")[cluster["CacheClusterId"]]
    return {"CacheCluster": {**_shown(call, cluster), "CacheClusterStatus": "deleting"}}


def _find(call: Call) -> Document:
    name = call.params["CacheClusterId"]
    return select(table(call, "clusters"), name, "CacheClusterNotFound", "CacheCluster")[0]


def _set_nodes(call: Call, cluster: Document) -> None:
    domain = f"{cluster['Unique']}.{call.region}.cache.amazonaws.com"
    cluster["CacheNodes"] = [
        {
            "CacheNodeId": f"{index + 1:04}",
            "CacheNodeStatus": "available",
            "CacheNodeCreateTime": cluster["CacheClusterCreateTime"],
            "Endpoint": {
                "Address": f"{cluster['CacheClusterId']}.{index + 1:04}.{domain}",
                "Port": cluster["Port"],
            },
            "ParameterGroupStatus": "in-sync",
            "CustomerAvailabilityZone": zone,
        }
        for index, zone in enumerate(cluster["Zones"])
    ]
    if cluster["Engine"] == "memcached":
        host = f"{cluster['CacheClusterId']}.cfg.{domain}"
        cluster["ConfigurationEndpoint"] = {"Address": host, "Port": cluster["Port"]}


def _members(call: Call, group: Document) -> list[Document]:
    """The cache clusters that a replication group consists of."""
    shared = {name: group[name] for name in _SHARED if name in group}
    return [
        {
            **shared,
            "CacheClusterId": member["CacheClusterId"],
            "CacheClusterStatus": "available",
            "CacheClusterCreateTime": group["ReplicationGroupCreateTime"],
            "CacheParameterGroupName": group["CacheParameterGroupName"],
            "SecurityGroupIds": group["SecurityGroupIds"],
            "NotificationTopicArn": group.get("NotificationTopicArn"),
            "LogDeliveryConfigurations": group["LogDeliveryConfigurations"],
            "ReplicationGroupLogDeliveryEnabled": bool(group["LogDeliveryConfigurations"]),
            "ARN": call.arn("elasticache", f"cluster:{member['CacheClusterId']}"),
            "CacheNodes": [
                {
                    "CacheNodeId": "0001",
                    "CacheNodeStatus": "available",
                    "CacheNodeCreateTime": group["ReplicationGroupCreateTime"],
                    "Endpoint": member["ReadEndpoint"],
                    "ParameterGroupStatus": "in-sync",
                    "CustomerAvailabilityZone": member["PreferredAvailabilityZone"],
                }
            ],
        }
        for shard in group["NodeGroups"]
        for member in shard["NodeGroupMembers"]
    ]


def _shown(call: Call, cluster: Document) -> Document:
    nodes, topic = cluster["CacheNodes"], cluster.get("NotificationTopicArn")
    zones = sorted({node["CustomerAvailabilityZone"] for node in nodes})
    parameters = {"CacheParameterGroupName": cluster["CacheParameterGroupName"]}
    shown: Document = {
        **cluster,
        "NumCacheNodes": len(nodes),
        "PreferredAvailabilityZone": zones[0] if len(zones) == 1 else "Multiple",
        "PendingModifiedValues": {},
        "SecurityGroups": [
            {"SecurityGroupId": group_id, "Status": "active"}
            for group_id in cluster.get("SecurityGroupIds", [])
        ],
        "CacheParameterGroup": {**parameters, "ParameterApplyStatus": "in-sync", "CacheNodeIdsToReboot": []},
        "NotificationConfiguration": {"TopicArn": topic, "TopicStatus": "active"} if topic else None,
    }
    if call.operation.startswith("Describe") and not call.params.get("ShowCacheNodeInfo"):
        del shown["CacheNodes"]
    return shown
