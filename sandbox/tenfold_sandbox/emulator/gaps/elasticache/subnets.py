"""Cache subnet groups."""

from __future__ import annotations

from ...messages import Document
from .. import Call, refuse
from ..references import subnet
from .base import GAPS, VALUE, common, select, table

_MISSING = "CacheSubnetGroupNotFoundFault"


@GAPS.replaces("CreateCacheSubnetGroup")
def create_cache_subnet_group(call: Call) -> Document:
    name = call.params["CacheSubnetGroupName"].lower()
    if name in table(call, "subnets"):
        refuse("CacheSubnetGroupAlreadyExists", f"Cache subnet group {name} already exists.")
    if name == "default":
        refuse(VALUE, "The name default is reserved")
    group = {
        "CacheSubnetGroupName": name,
        "CacheSubnetGroupDescription": call.params["CacheSubnetGroupDescription"],
        "SupportedNetworkTypes": ["ipv4"],
        **_subnets(call),
        **common(call, "subnetgroup", name),
    }
    table(call, "subnets")[name] = group
    return {"CacheSubnetGroup": group}


@GAPS.replaces("DescribeCacheSubnetGroups")
def describe_cache_subnet_groups(call: Call) -> Document:
    name = call.params.get("CacheSubnetGroupName")
    return {"CacheSubnetGroups": select(table(call, "subnets"), name, _MISSING, "Cache subnet group")}


@GAPS.replaces("ModifyCacheSubnetGroup")
def modify_cache_subnet_group(call: Call) -> Document:
    group = find(call, call.params["CacheSubnetGroupName"])
    if "SubnetIds" in call.params:
        new = _subnets(call)
        kept = {item["SubnetAvailabilityZone"]["Name"] for item in new["Subnets"]}
        for user in _users(call, group["CacheSubnetGroupName"]):
            if not user["Zones"] <= kept:
                refuse("SubnetInUse", f"The subnets to be removed are in use by {user['Name']}")
        group.update(new)
    description = call.params.get("CacheSubnetGroupDescription")
    group["CacheSubnetGroupDescription"] = description or group["CacheSubnetGroupDescription"]
    return {"CacheSubnetGroup": group}


@GAPS.replaces("DeleteCacheSubnetGroup")
def delete_cache_subnet_group(call: Call) -> Document:
    name = find(call, call.params["CacheSubnetGroupName"])["CacheSubnetGroupName"]
    users = _users(call, name)
    if users:
        message = f"Cache subnet group {name} is currently in use by a cache cluster: {users[0]['Name']}."
        refuse("CacheSubnetGroupInUse", message)
    del table(call, "subnets")[name]
    return {}


def find(call: Call, name: str) -> Document:
    """The cache subnet group with this name, or AWS's refusal."""
    return select(table(call, "subnets"), name, _MISSING, "Cache subnet group")[0]


def zones_of(call: Call, name: str | None) -> list[str]:
    """The zones that a cache subnet group covers, sorted; three of the region's without a group."""
    if not name or name == "default":
        return [f"{call.region}{letter}" for letter in "abc"]
    return sorted({item["SubnetAvailabilityZone"]["Name"] for item in find(call, name)["Subnets"]})


def _users(call: Call, name: str) -> list[Document]:
    """Which groups and clusters are in a subnet group, and in which zones."""
    users: list[Document] = []
    for group in table(call, "groups").values():
        if group["CacheSubnetGroupName"] == name:
            zones = {
                m["PreferredAvailabilityZone"] for n in group["NodeGroups"] for m in n["NodeGroupMembers"]
            }
            users.append({"Name": group["ReplicationGroupId"], "Zones": zones})
    for cluster in table(call, "clusters").values():
        if cluster["CacheSubnetGroupName"] == name:
            zones = {node["CustomerAvailabilityZone"] for node in cluster["CacheNodes"]}
            users.append({"Name": cluster["CacheClusterId"], "Zones": zones})
    return users


def _subnets(call: Call) -> Document:
    found = {subnet_id: subnet(call, subnet_id) for subnet_id in call.params["SubnetIds"]}
    missing = [subnet_id for subnet_id, there in found.items() if there is None]
    if missing:
        refuse("InvalidSubnet", f"The requested subnet {', '.join(missing)} does not exist")
    there = [item for item in found.values() if item is not None]
    vpcs = {item.vpc_id for item in there}
    if len(vpcs) != 1:
        refuse("InvalidSubnet", "The subnets of a cache subnet group must be in one VPC")
    subnets = [
        {
            "SubnetIdentifier": item.id,
            "SubnetAvailabilityZone": {"Name": item.availability_zone},
            "SupportedNetworkTypes": ["ipv4"],
        }
        for item in there
    ]
    return {"VpcId": vpcs.pop(), "Subnets": subnets}
