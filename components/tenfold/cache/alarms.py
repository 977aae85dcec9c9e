"""Which alarms and graphs a cache has. Pure but for the args classes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pydantic import Field

from tenfold.args import Args
from tenfold.cache import plan
from tenfold.parts.alarms import Alarm, Comparison, Metric, MissingData
from tenfold.parts.dashboard import Graph, Line

NAMESPACE = "AWS/ElastiCache"
# CloudWatch User Guide, "Create an alarm based on a metric math expression": an expression's most metrics.
_MOST_METRICS = 10
# Amazon CloudWatch service quotas: 2,500 metrics in a dashboard, which has six graphs of all nodes.
_MOST_LINES = 400


class CacheAlarms(Args):
    """From when on each alarm goes off; None leaves it out. They need ``alarm_topic_arn``. Each watches the
    worst node of one shard."""

    engine_cpu_percent: float | None = Field(default=90, gt=0, le=100)
    """CPU of the engine's main thread over five minutes: the figure of CloudWatch's recommended alarms."""
    memory_percent: float | None = Field(default=80, gt=0, le=100)
    """Memory in use of what the data may take, over five minutes; at 100 keys are evicted. The fifth that is
    left is time to add shards. With data tiering: memory and SSD together."""
    evictions_per_minute: float | None = Field(default=0, ge=0)
    """Keys given up for lack of memory, in each of five minutes: more than this many. By default any: an
    evicted session is a user who has to log in again. None for a cache that is meant to be full."""
    replication_lag_seconds: float | None = Field(default=10, gt=0)
    """How far a replica is behind, over five minutes: what a failover would lose. It is under a second in
    good health, so that ten are a replica that can't follow."""
    connections: int | None = Field(default=52_000, ge=1)
    """Clients of one node, over five minutes: four fifths of the 65,000 that a node takes (ElastiCache User
    Guide, "Engine specific parameters": ``maxclients``). Burstable types take 20,000 to 46,000."""
    hit_rate_percent: float | None = Field(default=99, gt=0, le=100)
    """Reads that found their key, in percent of all, over a quarter of an hour: less than this. Sessions that
    are read are there, so that a miss is a lost one; a cache before a database may well want less."""


class ServerlessCacheAlarms(Args):
    """From when on each alarm goes off; None leaves it out. They need ``alarm_topic_arn``."""

    throttled_commands_per_minute: float | None = Field(default=0, ge=0)
    """Commands refused since the load grew faster than the cache, or over its limit, in three minutes of
    five."""
    limit_percent: float | None = Field(default=80, gt=0, le=100)
    """Data, and processing units, in percent of ``maximum_data_gb`` and ``maximum_ecpu_per_second``, over
    five minutes. Without these limits there is no such alarm."""
    evictions_per_minute: float | None = Field(default=0, ge=0)
    """Keys given up since the data reached its limit, in each of five minutes: more than this many."""
    hit_rate_percent: float | None = Field(default=99, gt=0, le=100)
    """Reads that found their key, in percent of all, over a quarter of an hour: less than this."""


# Of a shard's worst node: role, metric, threshold's field, what is wrong and what to do.
_WATCHED = (
    (
        *("cpu", "EngineCPUUtilization", "engine_cpu_percent"),
        "The engine is busy: add shards for writes, replicas for reads.",
    ),
    (
        *("memory", "DatabaseMemoryUsageCountedForEvictPercentage", "memory_percent"),
        "Memory is nearly full: add shards or take a larger node type.",
    ),
    (
        *("evictions", "Evictions", "evictions_per_minute"),
        "Keys are given up for lack of memory: add shards or take a larger node type.",
    ),
    (
        *("lag", "ReplicationLag", "replication_lag_seconds"),
        "A replica falls behind; a failover would lose what it lacks. Look at writes and network.",
    ),
    (
        *("connections", "CurrConnections", "connections"),
        "Clients are near the node's limit: pool connections, or find who leaks them.",
    ),
)
_TIERED_MEMORY = "DatabaseCapacityUsageCountedForEvictPercentage"


def cache_alarms(name: str, limits: CacheAlarms, *, shards: int, nodes: int, tiered: bool) -> Iterator[Alarm]:
    """The alarms of every shard.

    Args:
        name: the replication group's id.
        limits: from when on they go off.
        shards: how many there are, or may be: one that is not there does not alarm.
        nodes: how many each shard has, or may have.
        tiered: whether data lies on SSD too.
    """
    for shard in range(1, shards + 1):
        ids = plan.node_ids(name, shard, nodes)
        for role, metric, field, description in _WATCHED:
            threshold: float | None = getattr(limits, field)
            if threshold is None or (role == "lag" and nodes == 1):
                continue
            watched = _TIERED_MEMORY if tiered and role == "memory" else metric
            yield _worst(f"shard-{shard}-{role}", description, watched, threshold, ids)
        if limits.hit_rate_percent is not None:
            yield _hit_rate(f"shard-{shard}-hit-rate", limits.hit_rate_percent, map(_node, ids))


def _worst(role: str, description: str, metric: str, threshold: float, ids: Sequence[str]) -> Alarm:
    metrics = {f"n{place}": Metric(metric, "Maximum", _node(id_)) for place, id_ in enumerate(ids, 1)}
    return Alarm(
        role=role,
        description=description,
        namespace=NAMESPACE,
        metrics=metrics,
        expression=f"MAX([{', '.join(metrics)}])",
        threshold=threshold,
        missing=MissingData.NOT_BREACHING,  # a shard that autoscaling has not made yet is no trouble
    )


def _hit_rate(role: str, threshold: float, dimensions: Iterator[Mapping[str, str]]) -> Alarm:
    """Hits of all nodes against all reads: an average of the nodes' rates would count an idle one as much.

    A shard of six nodes is watched on five of them, since an expression takes ten metrics.
    """
    owners = list(dimensions)[: _MOST_METRICS // 2]
    hits = {f"h{place}": Metric("CacheHits", "Sum", each) for place, each in enumerate(owners, 1)}
    misses = {f"m{place}": Metric("CacheMisses", "Sum", each) for place, each in enumerate(owners, 1)}
    found, missed = f"SUM([{', '.join(hits)}])", f"SUM([{', '.join(misses)}])"
    return Alarm(
        role=role,
        description="Reads miss: keys expire or are evicted too early, or were lost in a failover.",
        namespace=NAMESPACE,
        metrics={**hits, **misses},
        expression=f"100 * {found} / ({found} + {missed})",
        comparison=Comparison.BELOW,
        threshold=threshold,
        period_seconds=300,
        periods=3,
        missing=MissingData.NOT_BREACHING,  # nobody reads: there is nothing to miss
    )


def serverless_alarms(
    limits: ServerlessCacheAlarms,
    *,
    dimensions: Mapping[str, str],
    maximum_data_gb: int | None,
    maximum_ecpu_per_second: int | None,
) -> Iterator[Alarm]:
    """The alarms of a serverless cache, which has no nodes."""
    share = (limits.limit_percent or 0) / 100
    data = maximum_data_gb and limits.limit_percent and share * maximum_data_gb * 1e9
    units = maximum_ecpu_per_second and limits.limit_percent and share * maximum_ecpu_per_second * 60
    watched: tuple[tuple[str, Metric, float | None, int | None, str], ...] = (
        ("throttled", Metric("ThrottledCmds", "Sum"), limits.throttled_commands_per_minute, 3,
         "Commands are refused: raise the limit, or the minimum before a known peak."),
        ("data", Metric("BytesUsedForCache", "Maximum"), data, None,
         "Data nears its limit, from which on keys are evicted: raise maximum_data_gb."),
        ("ecpu", Metric("ElastiCacheProcessingUnits", "Sum"), units, None,
         "Load nears its limit, from which on commands are refused: raise maximum_ecpu_per_second."),
        ("evictions", Metric("Evictions", "Sum"), limits.evictions_per_minute, None,
         "Keys are given up: raise maximum_data_gb, or let keys expire earlier."),
    )  # fmt: skip
    for role, metric, threshold, breaching, description in watched:
        if threshold is not None:
            yield Alarm(
                role=role,
                description=description,
                namespace=NAMESPACE,
                metric=metric,
                threshold=threshold,
                breaching_periods=breaching,
                missing=MissingData.NOT_BREACHING,
            )
    if limits.hit_rate_percent is not None:
        yield _hit_rate("hit-rate", limits.hit_rate_percent, iter([dimensions]))


def cache_graphs(name: str, limits: CacheAlarms, *, shards: int, nodes: int, tiered: bool) -> Sequence[Graph]:
    """What the dashboard of a cache shows: a line for each node."""
    ids = [id_ for shard in range(1, shards + 1) for id_ in plan.node_ids(name, shard, nodes)][:_MOST_LINES]
    memory = _TIERED_MEMORY if tiered else "DatabaseMemoryUsageCountedForEvictPercentage"
    shown = (
        ("Engine CPU", "EngineCPUUtilization", "Maximum", limits.engine_cpu_percent, "%"),
        ("Memory", memory, "Maximum", limits.memory_percent, "%"),
        ("Evictions", "Evictions", "Sum", limits.evictions_per_minute, "keys a minute"),
        ("Hit rate", "CacheHitRate", "Average", limits.hit_rate_percent, "%"),
        ("Replication lag", "ReplicationLag", "Maximum", limits.replication_lag_seconds, "s"),
        ("Connections", "CurrConnections", "Maximum", limits.connections, "clients"),
    )
    return [
        Graph(title, [Line(NAMESPACE, metric, _node(id_), statistic, id_) for id_ in ids], threshold, unit)
        for title, metric, statistic, threshold, unit in shown
    ]


def serverless_graphs(dimensions: Mapping[str, str]) -> Sequence[Graph]:
    """What the dashboard of a serverless cache shows."""
    shown = (
        ("Data", "BytesUsedForCache", "Maximum", "bytes"),
        ("Processing units", "ElastiCacheProcessingUnits", "Sum", "ECPU a minute"),
        ("Throttled commands", "ThrottledCmds", "Sum", "commands a minute"),
        ("Evictions", "Evictions", "Sum", "keys a minute"),
        ("Hit rate", "CacheHitRate", "Average", "%"),
        ("Read latency", "SuccessfulReadRequestLatency", "p99", "microseconds"),
    )
    return [
        Graph(title, [Line(NAMESPACE, metric, dimensions, statistic)], unit=unit)
        for title, metric, statistic, unit in shown
    ]


def _node(id_: str) -> Mapping[str, str]:
    return {"CacheClusterId": id_}
