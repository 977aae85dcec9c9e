"""Which alarms and graphs a database has. Pure but for the args class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pydantic import Field

from tenfold.args import Args
from tenfold.parts.alarms import Alarm, Comparison, Metric, MissingData
from tenfold.parts.dashboard import Graph, Line

NAMESPACE = "AWS/RDS"
DEADLOCKS = "Deadlocks"

_GIB = 1 << 30


class DatabaseAlarms(Args):
    """From when on each alarm goes off; None leaves it out. They need ``alarm_topic_arn``."""

    cpu_percent: float | None = Field(default=90, gt=0, le=100)
    """CPU in percent, for five minutes: the figure of CloudWatch's recommended alarms."""
    free_memory_percent: float | None = Field(default=5, gt=0, le=100)
    """Free memory in percent of the class's, for five minutes. What PostgreSQL caches counts as used, so a
    healthy database has little; under a twentieth it begins to swap."""
    connections_percent: float | None = Field(default=80, gt=0, le=100)
    """Connections in percent of ``max_connections``, for five minutes: enough warning to add a proxy or
    mend a leak before logins fail."""
    replica_lag_seconds: float | None = Field(default=30, gt=0)
    """Seconds that a reader is behind, for five minutes: half of the 60 s at which CloudWatch recommends an
    alarm and at which an Aurora reader restarts itself."""
    deadlocks_per_minute: float | None = Field(default=5, gt=0)
    """Deadlocks a minute, in three minutes of five. A single one is retried and forgotten."""
    used_transaction_ids: float | None = Field(default=1_000_000_000, gt=0)
    """Age in transactions of the oldest that vacuum has not frozen: at two billion PostgreSQL stops taking
    writes. CloudWatch's recommended alarms have this figure too."""
    free_storage_percent: float | None = Field(default=5, gt=0, le=100)
    """Free storage in percent of ``storage_gib``, RDS only. Automatic growth begins below a tenth, so that
    under half of it growth has failed or ended. The figure stays that of ``storage_gib`` when storage has
    grown by itself: raise that to what there is by now for an alarm as early as before."""
    free_local_storage_gib: float | None = Field(default=2, gt=0)
    """Free GiB on an Aurora instance's own disk, which sorts and temporary tables fill; the smallest class
    has a few GiB, and queries fail when it is full. Serverless v2 has no such metric (Aurora User Guide,
    "Availability of Aurora metrics in the Amazon RDS console")."""
    volume_tib: float | None = Field(default=115, gt=0)
    """Size of Aurora's volume in TiB: nine tenths of the 128 TiB that it may have."""


def shared_alarms(
    limits: DatabaseAlarms,
    *,
    memory: float | None,
    connections: int | None,
    statistics: tuple[str, str],
    prefix: str = "",
) -> Iterator[Alarm]:
    """What every instance is watched for.

    Args:
        limits: the user's thresholds.
        memory: an instance's memory in GiB; unknown, it is not watched.
        connections: what ``max_connections`` comes to; unknown, they are not watched.
        statistics: for what must not be high, and not be low: ``Maximum`` and ``Minimum`` over a cluster find
            the instance that is worst off, whichever it is.
        prefix: of the roles.
    """
    high, low = statistics
    if limits.cpu_percent is not None:
        yield _alarm(
            f"{prefix}cpu",
            "The database's CPU is used up. Find the load in Database Insights; else take a bigger class.",
            limits.cpu_percent,
            Metric("CPUUtilization", high),
        )
    if limits.free_memory_percent is not None and memory is not None:
        yield _alarm(
            f"{prefix}memory",
            "The database runs out of memory. Lower work_mem or connections; else take a bigger class.",
            limits.free_memory_percent / 100 * memory * _GIB,
            Metric("FreeableMemory", low),
            Comparison.BELOW,
        )
    if limits.connections_percent is not None and connections is not None:
        yield _alarm(
            f"{prefix}connections",
            "The database is about to refuse logins. Look for a leak in the clients; else add a proxy.",
            float(int(limits.connections_percent / 100 * connections)),
            Metric("DatabaseConnections", high),
        )
    if limits.used_transaction_ids is not None:
        yield _alarm(
            f"{prefix}transaction-ids",
            "Vacuum falls behind. End old transactions and unused replication slots; run VACUUM FREEZE.",
            limits.used_transaction_ids,
            Metric("MaximumUsedTransactionIDs", "Maximum"),
        )


def aurora_alarms(
    limits: DatabaseAlarms, *, memory: float | None, connections: int | None, serverless: bool
) -> Iterator[Alarm]:
    """The alarms of a cluster: by its own dimension, so that they also see readers that come and go."""
    yield from shared_alarms(
        limits, memory=memory, connections=connections, statistics=("Maximum", "Minimum")
    )
    if limits.replica_lag_seconds is not None:
        yield _alarm(
            "replica-lag",
            "A reader is behind. Give it the writer's class, or take long queries off it.",
            limits.replica_lag_seconds * 1000,
            Metric("AuroraReplicaLag", "Maximum"),
            missing=MissingData.NOT_BREACHING,  # there may be no reader
        )
    if limits.deadlocks_per_minute is not None:
        yield _alarm(
            "deadlocks",
            _DEADLOCKS,
            limits.deadlocks_per_minute / 60,  # the metric is deadlocks a second
            Metric(DEADLOCKS, "Maximum"),
            breaching_periods=3,
        )
    if limits.free_local_storage_gib is not None and not serverless:
        yield _alarm(
            "local-storage",
            "An instance's own disk fills up. Look for large sorts, or take a bigger class.",
            limits.free_local_storage_gib * _GIB,
            Metric("FreeLocalStorage", "Minimum"),
            Comparison.BELOW,
        )
    if limits.volume_tib is not None:
        yield Alarm(
            role="volume",
            description="The cluster's volume nears its limit. Drop or archive data, or add a shard.",
            namespace=NAMESPACE,
            threshold=limits.volume_tib * _GIB * 1024,
            metric=Metric("VolumeBytesUsed", "Maximum"),
            period_seconds=300,  # AWS measures it every five minutes
            periods=1,
        )


def instance_alarms(
    limits: DatabaseAlarms,
    *,
    memory: float | None,
    connections: int | None,
    storage_gib: int,
    replica: bool,
    prefix: str = "",
) -> Iterator[Alarm]:
    """The alarms of an RDS instance, by its own dimension."""
    yield from shared_alarms(
        limits, memory=memory, connections=connections, statistics=("Average", "Average"), prefix=prefix
    )
    if limits.free_storage_percent is not None:
        yield _alarm(
            f"{prefix}storage",
            "Storage fills up and has not grown. Raise max_storage_gib; look for unused replication slots.",
            limits.free_storage_percent / 100 * storage_gib * _GIB,
            Metric("FreeStorageSpace"),
            Comparison.BELOW,
        )
    if replica and limits.replica_lag_seconds is not None:
        yield _alarm(
            f"{prefix}lag",
            "A replica is behind. Give it the primary's class, or take long queries off it.",
            limits.replica_lag_seconds,
            Metric("ReplicaLag"),
        )


def logged_deadlocks(limits: DatabaseAlarms, name: str) -> Iterator[Alarm]:
    """RDS for PostgreSQL has no metric of deadlocks: they are counted in its log.

    A count of lines of text has no dimensions, so the database's name is part of the namespace.
    """
    if limits.deadlocks_per_minute is not None:
        yield Alarm(
            role="deadlocks",
            description=_DEADLOCKS,
            namespace=f"Tenfold/RDS/{name}",
            threshold=limits.deadlocks_per_minute,
            metric=Metric(DEADLOCKS, "Sum"),
            breaching_periods=3,
            missing=MissingData.NOT_BREACHING,  # a minute without one has no data
        )


_DEADLOCKS = "Transactions block each other. The log names them: let all take their locks in one order."


def _alarm(
    role: str,
    description: str,
    threshold: float,
    metric: Metric,
    comparison: Comparison = Comparison.ABOVE,
    breaching_periods: int | None = None,
    missing: MissingData = MissingData.MISSING,
) -> Alarm:
    return Alarm(
        role=role,
        description=description,
        namespace=NAMESPACE,
        threshold=threshold,
        metric=metric,
        comparison=comparison,
        breaching_periods=breaching_periods,
        missing=missing,
    )


def graphs(
    alarms: Sequence[Alarm], instances: Mapping[str, Mapping[str, str]], more: Sequence[str] = ()
) -> list[Graph]:
    """A graph for each metric that is watched, and for more, with a line for every one of its sources.

    Args:
        alarms: what is watched; where all alarms of a metric agree, its graph shows their threshold.
        instances: the dimensions of each source, by its label.
        more: names of further metrics.
    """
    watched: dict[str, set[float]] = {}
    for alarm in alarms:
        if alarm.metric is not None and alarm.namespace == NAMESPACE:
            watched.setdefault(alarm.metric.name, set()).add(alarm.threshold)
    for name in more:
        watched.setdefault(name, set())
    return [
        Graph(
            title=name,
            lines=[Line(NAMESPACE, name, dimensions, label=label) for label, dimensions in instances.items()],
            threshold=next(iter(thresholds)) if len(thresholds) == 1 else None,
        )
        for name, thresholds in watched.items()
    ]
