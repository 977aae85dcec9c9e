"""ElastiCache: nodes, serverless caches, snapshots."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..charges import Charge, Kind, Range, Subject, derived, prices, use

SERVERLESS_LEAST_GB = {"valkey": Decimal("0.1"), "redis": Decimal(1), "memcached": Decimal(1)}
"""GB that a serverless cache is charged for at least (Amazon ElastiCache pricing)."""

_BACKUP = use("GB of snapshots beyond the newest one, which is free", 0, 5, 50)


def _nodes(subject: Subject, node_type: str, engine: str, count: Decimal) -> Charge:
    family = node_type.rpartition(".")[0]
    hours = count * subject.hours
    sku = f"{node_type} {engine}"
    return Charge("nodes", "ElastiCache", sku, "hour", hours, kind=Kind.CACHE, family=family)


@prices("aws:elasticache/replicationGroup:ReplicationGroup", backup_gb=_BACKUP)
def replication_group(subject: Subject) -> Iterator[Charge]:
    """Shards times one primary and its replicas. A secondary of a global datastore inherits its type."""
    engine = subject.text("engine", default="redis")
    shards = subject.number("numNodeGroups", default=1)
    replicas = subject.number("replicasPerNodeGroup", default=0)
    clusters = subject.number("numCacheClusters", default=0)
    node_type = subject.required("nodeType")
    yield _nodes(subject, node_type, engine, clusters or shards * (1 + replicas))
    if subject.number("snapshotRetentionLimit") > 0:
        backup = subject.use("backup_gb")
        yield Charge("snapshots", "ElastiCache", "backup-storage", "GB-month", backup)


@prices("aws:elasticache/cluster:Cluster", backup_gb=_BACKUP)
def cache_cluster(subject: Subject) -> Iterator[Charge]:
    group = subject.related("replicationGroupId", "aws:elasticache/replicationGroup:ReplicationGroup")
    source = group or subject
    engine = source.text("engine", default="redis" if group else "memcached")
    count = subject.number("numCacheNodes", default=1)
    yield _nodes(subject, source.required("nodeType"), engine, count)


@prices(
    "aws:elasticache/serverlessCache:ServerlessCache",
    gb_stored=derived("GB of data, on average", "the engine's least charge, 2 and 10 GB"),
    million_ecpus=use("million ECPUs, one for each kB of a simple request", 10, 100, 1000),
    backup_gb=use("GB of snapshots", 0, 2, 10),
)
def serverless_cache(subject: Subject) -> Iterator[Charge]:
    engine = subject.required("engine")
    least = SERVERLESS_LEAST_GB.get(engine, Decimal(1))
    stored = max(least, subject.use("gb_stored", lambda: Range(least, Decimal(2), Decimal(10))))
    ecpus = subject.use("million_ecpus")
    yield Charge("data", "ElastiCache", f"serverless-data {engine}", "GB-hour", stored * subject.hours)
    yield Charge("requests", "ElastiCache", f"serverless-ecpu {engine}", "million-requests", ecpus)
    if subject.number("snapshotRetentionLimit") > 0:
        yield Charge("snapshots", "ElastiCache", "backup-storage", "GB-month", subject.use("backup_gb"))


@prices(
    "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup",
    gb_replicated=use("GB replicated to other regions", 10, 100, 1000),
)
def global_replication_group(subject: Subject) -> Iterator[Charge]:
    replicated = subject.use("gb_replicated")
    yield Charge("replication between regions", "DataTransfer", "inter-region", "GB", replicated)
