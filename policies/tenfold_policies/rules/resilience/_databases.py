"""Databases: which are the ones that hold the only data, and which follow another."""

from __future__ import annotations

from tenfold_policies.resource import Resource, Stack

INSTANCE = "aws:rds/instance:Instance"
CLUSTER = "aws:rds/cluster:Cluster"
CLUSTER_INSTANCE = "aws:rds/clusterInstance:ClusterInstance"
GLOBAL_CLUSTER = "aws:rds/globalCluster:GlobalCluster"
TABLE = "aws:dynamodb/table:Table"
OTHER_CLUSTERS = ("aws:docdb/cluster:Cluster", "aws:neptune/cluster:Cluster")
"""They have the same arguments as Aurora's clusters."""

_ORIGINS = ("masterUsername", "snapshotIdentifier", "restoreToPointInTime", "s3Import")


def follows(database: Resource) -> bool:
    """Whether it is a read replica, or the cluster of a standby region: what it holds is held elsewhere.

    A standby's cluster joins a global database without a user or a snapshot of its own: AWS refuses both.
    """
    if database.type == INSTANCE:
        return database.has("replicateSourceDb")
    if database.has("replicationSourceIdentifier"):
        return True
    return database.has("globalClusterIdentifier") and not any(map(database.has, _ORIGINS))


def is_aurora(cluster: Resource) -> bool:
    """Whether a cluster's instances are resources of their own, as Aurora's are.

    A Multi-AZ DB cluster has its three instances by itself, Aurora Serverless v1 none.
    """
    return str(cluster.get("engine", "")).startswith("aurora") and cluster.known("engineMode") != "serverless"


def members(cluster: Resource, stack: Stack) -> list[Resource]:
    """A cluster's instances."""
    return stack.referring(cluster, CLUSTER_INSTANCE, "clusterIdentifier")


def replicas(instance: Resource, stack: Stack) -> list[Resource]:
    """An instance's read replicas."""
    return stack.referring(instance, INSTANCE, "replicateSourceDb")
