"""Global replication groups (Global Datastore): one primary group and followers in other regions."""

from __future__ import annotations

from ...messages import Document
from .. import Call, refuse
from .base import GAPS, select, table

_HOME = "us-east-1"  # a global group belongs to no region; it is kept in this one's table
_MISSING = "GlobalReplicationGroupNotFoundFault"
_INHERITED = (
    "Engine",
    "EngineVersion",
    "CacheNodeType",
    "TransitEncryptionEnabled",
    "AtRestEncryptionEnabled",
    "AuthTokenEnabled",
    "ClusterEnabled",
)


@GAPS.replaces("CreateGlobalReplicationGroup")
def create_global_replication_group(call: Call) -> Document:
    from .groups import find

    name = f"ldgnf-{call.params['GlobalReplicationGroupIdSuffix']}"
    if name in table(call, "global", _HOME):
        refuse("GlobalReplicationGroupAlreadyExistsFault", f"Global replication group {name} already exists.")
    primary = find(call, call.params["PrimaryReplicationGroupId"])
    if membership(call, primary):
        refuse("InvalidReplicationGroupState", "The group is a member of a global replication group already")
    group: Document = {
        "GlobalReplicationGroupId": name,
        "GlobalReplicationGroupDescription": call.params.get("GlobalReplicationGroupDescription", ""),
        "Status": "available",
        **{field: primary[field] for field in _INHERITED},
        "Members": [_member(primary["ReplicationGroupId"], call.region, "PRIMARY")],
        "ARN": f"arn:{call.partition}:elasticache::{call.account_id}:globalreplicationgroup:{name}",
        "Tags": {},
    }
    table(call, "global", _HOME)[name] = group
    return {"GlobalReplicationGroup": group}


@GAPS.replaces("DescribeGlobalReplicationGroups")
def describe_global_replication_groups(call: Call) -> Document:
    name = call.params.get("GlobalReplicationGroupId")
    found = select(table(call, "global", _HOME), name, _MISSING, "GlobalReplicationGroup")
    if not call.params.get("ShowMemberInfo"):
        found = [{key: value for key, value in group.items() if key != "Members"} for group in found]
    return {"GlobalReplicationGroups": found}


@GAPS.replaces("ModifyGlobalReplicationGroup")
def modify_global_replication_group(call: Call) -> Document:
    group = _find(call)
    for name in ("GlobalReplicationGroupDescription", "CacheNodeType", "EngineVersion"):
        group[name] = call.params.get(name, group[name])
    return {"GlobalReplicationGroup": group}


@GAPS.replaces("FailoverGlobalReplicationGroup")
def failover_global_replication_group(call: Call) -> Document:
    group = _find(call)
    target = (call.params["PrimaryReplicationGroupId"], call.params["PrimaryRegion"])
    members: list[Document] = group["Members"]
    if target not in [(item["ReplicationGroupId"], item["ReplicationGroupRegion"]) for item in members]:
        refuse("ReplicationGroupNotFoundFault", f"{target[0]} in {target[1]} is not a member")
    for item in members:
        chosen = (item["ReplicationGroupId"], item["ReplicationGroupRegion"]) == target
        item["Role"] = "PRIMARY" if chosen else "SECONDARY"
    return {"GlobalReplicationGroup": group}


@GAPS.replaces("DisassociateGlobalReplicationGroup")
def disassociate_global_replication_group(call: Call) -> Document:
    group = _find(call)
    gone = (call.params["ReplicationGroupId"], call.params["ReplicationGroupRegion"])
    for item in list(group["Members"]):
        if (item["ReplicationGroupId"], item["ReplicationGroupRegion"]) == gone:
            if item["Role"] == "PRIMARY":
                refuse("InvalidParameterValue", "The primary can't be disassociated; delete the global group")
            group["Members"].remove(item)
            return {"GlobalReplicationGroup": group}
    return refuse("ReplicationGroupNotFoundFault", f"{gone[0]} in {gone[1]} is not a member")


@GAPS.replaces("DeleteGlobalReplicationGroup")
def delete_global_replication_group(call: Call) -> Document:
    group = _find(call)
    if len(group["Members"]) > 1:
        message = "The global replication group has secondary groups; disassociate them first"
        refuse("InvalidGlobalReplicationGroupState", message)
    del table(call, "global", _HOME)[group["GlobalReplicationGroupId"]]
    return {"GlobalReplicationGroup": {**group, "Status": "deleting"}}


def join(call: Call, name: str) -> Document:
    """Make a new replication group a follower if the call asks for it, and return what it takes over."""
    if "GlobalReplicationGroupId" not in call.params:
        return {}
    group = _find(call)
    group["Members"].append(_member(name, call.region, "SECONDARY"))
    return {field: group[field] for field in _INHERITED if field != "ClusterEnabled"}


def membership(call: Call, group: Document) -> Document | None:
    """Which global replication group a group is in, and as what."""
    for found in table(call, "global", _HOME).values():
        for item in found["Members"]:
            ours = (item["ReplicationGroupId"], item["ReplicationGroupRegion"])
            if ours == (group["ReplicationGroupId"], call.region):
                role = item["Role"]
                name = found["GlobalReplicationGroupId"]
                return {"GlobalReplicationGroupId": name, "GlobalReplicationGroupMemberRole": role}
    return None


def _find(call: Call) -> Document:
    name = call.params["GlobalReplicationGroupId"]
    return select(table(call, "global", _HOME), name, _MISSING, "GlobalReplicationGroup")[0]


def _member(name: str, region: str, role: str) -> Document:
    return {
        "ReplicationGroupId": name,
        "ReplicationGroupRegion": region,
        "Role": role,
        "AutomaticFailover": "enabled",
        "Status": "associated",
    }
