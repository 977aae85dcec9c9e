"""Caches of ElastiCache."""

from __future__ import annotations

from tenfold_policies.resource import Resource

REPLICATION_GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
CACHE_CLUSTER = "aws:elasticache/cluster:Cluster"
SERVERLESS = "aws:elasticache/serverlessCache:ServerlessCache"


def is_secondary(group: Resource) -> bool:
    """Whether it is the standby of a Global Datastore, which has its settings and its data from the first."""
    return group.has("globalReplicationGroupId")


def is_single(cluster: Resource) -> bool:
    """Whether it is a single Redis or Valkey node. Memcached has several, none of them another's copy."""
    return not cluster.has("replicationGroupId") and str(cluster.get("engine", "")) in ("redis", "valkey")


def copies(group: Resource) -> int | None:
    """Nodes that hold each piece of the data, the primary included; None where AWS's default applies."""
    if (nodes := group.given("numCacheClusters")) is not None:
        return int(nodes)
    replicas = group.given("replicasPerNodeGroup")
    return None if replicas is None else 1 + int(replicas)
