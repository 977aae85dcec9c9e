"""Snapshots of replication groups and of clusters that stand alone."""

from __future__ import annotations

from ...messages import Document
from .. import Call, refuse
from .base import GAPS, common, select, table


@GAPS.replaces("CreateSnapshot")
def create_snapshot(call: Call) -> Document:
    from .groups import find

    if "ReplicationGroupId" in call.params:
        source = find(call, call.params["ReplicationGroupId"])
    else:
        clusters, name = table(call, "clusters"), call.params.get("CacheClusterId")
        source = select(clusters, name or " ", "CacheClusterNotFound", "CacheCluster")[0]
    return {"Snapshot": take(call, source, call.params["SnapshotName"])}


@GAPS.replaces("DescribeSnapshots")
def describe_snapshots(call: Call) -> Document:
    found = select(
        table(call, "snapshots"), call.params.get("SnapshotName"), "SnapshotNotFoundFault", "Snapshot"
    )
    for name in ("ReplicationGroupId", "CacheClusterId"):
        if name in call.params:
            found = [item for item in found if item.get(name) == call.params[name].lower()]
    return {"Snapshots": found}


@GAPS.replaces("CopySnapshot")
def copy_snapshot(call: Call) -> Document:
    source = _find(call, call.params["SourceSnapshotName"])
    name = call.params["TargetSnapshotName"].lower()
    _check_new(call, name)
    table(call, "snapshots")[name] = {**source, "SnapshotName": name, **common(call, "snapshot", name)}
    return {"Snapshot": table(call, "snapshots")[name]}


@GAPS.replaces("DeleteSnapshot")
def delete_snapshot(call: Call) -> Document:
    snapshot = _find(call, call.params["SnapshotName"])
    del table(call, "snapshots")[snapshot["SnapshotName"]]
    return {"Snapshot": {**snapshot, "SnapshotStatus": "deleting"}}


def take(call: Call, source: Document, given: str) -> Document:
    """Take a snapshot of a group or cluster."""
    name = given.lower()
    _check_new(call, name)
    shards: list[Document] = source.get("NodeGroups", [])
    names = ("ReplicationGroupId", "CacheClusterId", "CacheNodeType", "Engine", "EngineVersion", "Port")
    names += (
        "CacheParameterGroupName",
        "CacheSubnetGroupName",
        "AutomaticFailover",
        "KmsKeyId",
        "DataTiering",
    )
    snapshot: Document = {
        **{known: source[known] for known in names if known in source},
        "SnapshotName": name,
        "SnapshotStatus": "available",
        "SnapshotSource": "manual",
        "NumNodeGroups": len(shards) or None,
        "NodeSnapshots": [{"NodeGroupId": shard["NodeGroupId"], "CacheSize": "1 MB"} for shard in shards],
        **common(call, "snapshot", name),
    }
    table(call, "snapshots")[name] = snapshot
    return snapshot


def _find(call: Call, name: str) -> Document:
    return select(table(call, "snapshots"), name, "SnapshotNotFoundFault", "Snapshot")[0]


def _check_new(call: Call, name: str) -> None:
    if name in table(call, "snapshots"):
        refuse("SnapshotAlreadyExistsFault", f"Snapshot {name} already exists.")
