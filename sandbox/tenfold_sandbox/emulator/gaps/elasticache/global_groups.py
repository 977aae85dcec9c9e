"""Global replication groups (Global Datastore): one primary group and followers in other regions."""

from __future__ import annotations

from dataclasses import replace

from ...messages import Document
from .. import Call, refuse
from .base import GAPS, check_node_type, copy_of, full_version, resolve_version, select, table
from .shards import set_shard_count

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
_FOLLOWERS = 2  # regions beside the primary's (ElastiCache User Guide, Global datastores: Prerequisites)
_TOO_SMALL = ("micro", "small", "medium")


@GAPS.replaces("CreateGlobalReplicationGroup")
def create_global_replication_group(call: Call) -> Document:
    from .groups import find

    name = f"ldgnf-{call.params['GlobalReplicationGroupIdSuffix']}"
    if name in table(call, "global", _HOME):
        refuse("GlobalReplicationGroupAlreadyExistsFault", f"Global replication group {name} already exists.")
    primary = find(call, call.params["PrimaryReplicationGroupId"])
    if membership(call, primary):
        refuse("InvalidReplicationGroupState", "The group is a member of a global replication group already")
    if primary["CacheNodeType"].endswith(_TOO_SMALL):
        message = f"The node type {primary['CacheNodeType']} is not supported in a global datastore"
        refuse("InvalidParameterValue", f"{message}; take one of the size large or above")
    group: Document = {
        "GlobalReplicationGroupId": name,
        "GlobalReplicationGroupDescription": call.params.get("GlobalReplicationGroupDescription", ""),
        "Status": "available",
        **{field: primary[field] for field in _INHERITED},
        "Members": [_member(primary, call.region, "PRIMARY")],
        "ARN": f"arn:{call.partition}:elasticache::{call.account_id}:globalreplicationgroup:{name}",
        "Tags": {},
    }
    table(call, "global", _HOME)[name] = group
    return {"GlobalReplicationGroup": _shown(call, group)}


@GAPS.replaces("DescribeGlobalReplicationGroups")
def describe_global_replication_groups(call: Call) -> Document:
    name = call.params.get("GlobalReplicationGroupId")
    found = select(table(call, "global", _HOME), name, _MISSING, "GlobalReplicationGroup")
    shown = [_shown(call, group) for group in found]
    if not call.params.get("ShowMemberInfo"):
        shown = [{key: value for key, value in group.items() if key != "Members"} for group in shown]
    return {"GlobalReplicationGroups": shown}


@GAPS.replaces("ModifyGlobalReplicationGroup")
def modify_global_replication_group(call: Call) -> Document:
    params, group = call.params, _find(call)
    group["GlobalReplicationGroupDescription"] = params.get(
        "GlobalReplicationGroupDescription", group["GlobalReplicationGroupDescription"]
    )
    changes = copy_of(call, "CacheNodeType")
    if "CacheNodeType" in params:
        check_node_type(call, params["CacheNodeType"])
    if "EngineVersion" in params:
        changes["EngineVersion"] = full_version(resolve_version(group["Engine"], params["EngineVersion"]))
    group |= changes
    for item, _, member in _members(call, group):
        member |= changes
        if "AutomaticFailoverEnabled" in params:
            enabled = "enabled" if params["AutomaticFailoverEnabled"] else "disabled"
            item["AutomaticFailover"] = member["AutomaticFailover"] = enabled
    return {"GlobalReplicationGroup": _shown(call, group)}


@GAPS.replaces("IncreaseNodeGroupsInGlobalReplicationGroup", "DecreaseNodeGroupsInGlobalReplicationGroup")
def change_node_groups(call: Call) -> Document:
    group, count = _find(call), call.params["NodeGroupCount"]
    if not group["ClusterEnabled"]:
        refuse("InvalidGlobalReplicationGroupState", "The global replication group is not in cluster mode")
    named = [name.rsplit("-", 1)[-1] for name in call.params.get("GlobalNodeGroupsToRemove", [])]
    for _, there, member in _members(call, group):
        if count < len(member["NodeGroups"]) and len(member["NodeGroups"]) - len(named) != count:
            refuse("InvalidParameterCombination", "Name the node groups to remove")
        set_shard_count(there, member, count, named)
    return {"GlobalReplicationGroup": _shown(call, group)}


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
    return {"GlobalReplicationGroup": _shown(call, group)}


@GAPS.replaces("DisassociateGlobalReplicationGroup")
def disassociate_global_replication_group(call: Call) -> Document:
    group = _find(call)
    gone = (call.params["ReplicationGroupId"], call.params["ReplicationGroupRegion"])
    for item in list(group["Members"]):
        if (item["ReplicationGroupId"], item["ReplicationGroupRegion"]) == gone:
            if item["Role"] == "PRIMARY":
                refuse("InvalidParameterValue", "The primary can't be disassociated; delete the global group")
            group["Members"].remove(item)
            return {"GlobalReplicationGroup": _shown(call, group)}
    return refuse("ReplicationGroupNotFoundFault", f"{gone[0]} in {gone[1]} is not a member")


@GAPS.replaces("DeleteGlobalReplicationGroup")
def delete_global_replication_group(call: Call) -> Document:
    group = _find(call)
    if len(group["Members"]) > 1:
        message = "The global replication group has secondary groups; disassociate them first"
        refuse("InvalidGlobalReplicationGroupState", message)
    del table(call, "global", _HOME)[group["GlobalReplicationGroupId"]]
    return {"GlobalReplicationGroup": {**_shown(call, group), "Status": "deleting"}}


def inheritance(call: Call) -> Document:
    """What a new replication group takes over if the call makes it a follower, or AWS's refusal."""
    if "GlobalReplicationGroupId" not in call.params:
        return {}
    group = _find(call)
    if len(group["Members"]) > _FOLLOWERS:
        message = f"{group['GlobalReplicationGroupId']} has {_FOLLOWERS} secondary groups already"
        refuse("InvalidGlobalReplicationGroupState", message)
    taken = [name for name in ("NumNodeGroups", "CacheNodeType") if name in call.params]
    if taken:
        message = f"{', '.join(taken)} can't be given for a secondary group: they are the primary's"
        refuse("InvalidParameterCombination", message)
    _, _, primary = next(member for member in _members(call, group) if member[0]["Role"] == "PRIMARY")
    shards = {"NumNodeGroups": len(primary["NodeGroups"])}
    failover = {"AutomaticFailover": primary["AutomaticFailover"], "MultiAZ": primary["MultiAZ"]}
    return {**{field: group[field] for field in _INHERITED}, **shards, **failover}


def join(call: Call, made: Document) -> None:
    """Enter a new replication group as a follower, if the call asks for it."""
    if "GlobalReplicationGroupId" in call.params:
        _find(call)["Members"].append(_member(made, call.region, "SECONDARY"))


def check_own(call: Call, group: Document, *names: str) -> None:
    """Refuse to change for one region what a global replication group keeps the same in all."""
    found = membership(call, group)
    given = [name for name in names if name in call.params]
    if found and given:
        message = f"{', '.join(given)} can't be changed for a member of a global replication group alone"
        refuse("InvalidReplicationGroupState", f"{message}: change {found['GlobalReplicationGroupId']}")


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


def _members(call: Call, group: Document) -> list[tuple[Document, Call, Document]]:
    """Each member with a call in its region and its replication group."""
    found: list[tuple[Document, Call, Document]] = []
    for item in group["Members"]:
        there = replace(call, region=item["ReplicationGroupRegion"])
        found.append((item, there, table(there, "groups")[item["ReplicationGroupId"]]))
    return found


def _shown(call: Call, group: Document) -> Document:
    """A global group with the shards that all of its members have."""
    if not group["ClusterEnabled"] or not group["Members"]:
        return group
    _, _, primary = _members(call, group)[0]
    shards = [
        {
            "GlobalNodeGroupId": f"{group['GlobalReplicationGroupId']}-{shard['NodeGroupId']}",
            "Slots": shard["Slots"],
        }
        for shard in primary["NodeGroups"]
    ]
    return {**group, "GlobalNodeGroups": shards}


def _member(group: Document, region: str, role: str) -> Document:
    return {
        "ReplicationGroupId": group["ReplicationGroupId"],
        "ReplicationGroupRegion": region,
        "Role": role,
        "AutomaticFailover": group["AutomaticFailover"],
        "Status": "associated",
    }
