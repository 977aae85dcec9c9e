"""The nodes of a replication group: shards with a primary and replicas, their zones, roles and endpoints."""

from __future__ import annotations

from ...messages import Document
from .. import Call
from .subnets import zones_of

SLOTS = 16384


def new_shards(group: Document, counts: list[int], zones: list[list[str]]) -> None:
    """Give a group shards of so many nodes in these zones each."""
    shards: list[Document] = [
        {"NodeGroupId": f"{index + 1:04}", "Status": "available", "NodeGroupMembers": []}
        for index in range(len(counts))
    ]
    group["NodeGroups"] = shards
    for shard, count, some in zip(shards, counts, zones, strict=True):
        for index in range(count):
            add_member(group, shard, some[index % len(some)])


def add_member(group: Document, shard: Document, zone: str) -> None:
    """Add a node to a shard; the first one is its primary."""
    members: list[Document] = shard["NodeGroupMembers"]
    prefix = f"{group['ReplicationGroupId']}-"
    if group["ClusterEnabled"]:
        prefix += f"{shard['NodeGroupId']}-"
    used = {member["CacheClusterId"] for member in members}
    number = next(n for n in range(1, 1000) if f"{prefix}{n:03}" not in used)
    member = {
        "CacheClusterId": f"{prefix}{number:03}",
        "NodeGroupId": shard["NodeGroupId"],
        "CacheNodeId": "0001",
        "PreferredAvailabilityZone": zone,
        "CurrentRole": "replica" if members else "primary",
    }
    members.append(member)


def set_shard_count(call: Call, group: Document, count: int, removed: list[str]) -> None:
    """Take away the named shards, and add new ones like the first until there are so many."""
    shards: list[Document] = group["NodeGroups"]
    replicas = len(shards[0]["NodeGroupMembers"]) - 1
    shards[:] = [shard for shard in shards if shard["NodeGroupId"] not in removed]
    zones = zones_of(call, group["CacheSubnetGroupName"])
    while len(shards) < count:
        used = {shard["NodeGroupId"] for shard in shards}
        number = next(f"{n:04}" for n in range(1, 501) if f"{n:04}" not in used)
        shard: Document = {"NodeGroupId": number, "Status": "available", "NodeGroupMembers": []}
        shards.append(shard)
        for index in range(replicas + 1):
            add_member(group, shard, zones[(len(shards) + index) % len(zones)])
    refresh(call, group)


def primary_of(shard: Document) -> Document:
    """The shard's primary."""
    return next(member for member in shard["NodeGroupMembers"] if member["CurrentRole"] == "primary")


def promote(shard: Document, new: Document) -> None:
    """Make a member the shard's primary."""
    primary_of(shard)["CurrentRole"] = "replica"
    new["CurrentRole"] = "primary"


def spread(zones: list[str], used: list[str]) -> str:
    """The zone with the fewest nodes so far."""
    return min(zones, key=used.count)


def refresh(call: Call, group: Document) -> None:
    """Work out endpoints, slots and members again, after the nodes or TLS changed."""
    shards: list[Document] = group["NodeGroups"]
    domain = f"{group['Unique']}.{_short(call.region)}.cache.amazonaws.com"
    name, port, tls = group["ReplicationGroupId"], group["Port"], group["TransitEncryptionEnabled"]
    for index, shard in enumerate(shards):
        first, last = SLOTS * index // len(shards), SLOTS * (index + 1) // len(shards) - 1
        shard["Slots"] = f"{first}-{last}"
        for member in shard["NodeGroupMembers"]:
            host = (
                f"{member['CacheClusterId']}.{name}.{domain}"
                if tls
                else f"{member['CacheClusterId']}.{domain}"
            )
            member["ReadEndpoint"] = {"Address": host, "Port": port}
        if group["ClusterEnabled"]:
            continue
        hosts = ("master", "replica") if tls else ("", "-ro")
        for endpoint, part in zip(("PrimaryEndpoint", "ReaderEndpoint"), hosts, strict=True):
            host = f"{part}.{name}.{domain}" if tls else f"{name}{part}.{group['Unique']}.ng.0001."
            host = host if tls else f"{host}{_short(call.region)}.cache.amazonaws.com"
            shard[endpoint] = {"Address": host, "Port": port}
    if group["ClusterEnabled"]:
        host = f"clustercfg.{name}.{domain}" if tls else f"{name}.{group['Unique']}.clustercfg."
        host = host if tls else f"{host}{_short(call.region)}.cache.amazonaws.com"
        group["ConfigurationEndpoint"] = {"Address": host, "Port": port}
    group["MemberClusters"] = [m["CacheClusterId"] for shard in shards for m in shard["NodeGroupMembers"]]


def _short(region: str) -> str:
    """AWS's short name of a region: ``use1`` for us-east-1."""
    area, direction, number = region.rsplit("-", 2)
    words = {"northeast": "ne", "southeast": "se", "northwest": "nw", "southwest": "sw"}
    return f"{area.replace('-', '')}{words.get(direction, direction[0])}{number}"
