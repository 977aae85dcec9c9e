"""RDS and Aurora: instances, serverless capacity, storage, I/O, backups, proxies, insights."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ..charges import CannotTellError, Charge, Kind, Range, Subject, derived, prices, use

CLUSTER = "aws:rds/cluster:Cluster"
GLOBAL_CLUSTER = "aws:rds/globalCluster:GlobalCluster"
GP3_BASELINE_IOPS = Decimal(3000)
GP3_LARGE_BASELINE_IOPS = Decimal(12_000)
GP3_LARGE_GB = Decimal(400)
"""From this size on a gp3 volume of RDS is striped and includes four times the IOPS (Amazon RDS user guide:
Amazon RDS DB instance storage)."""
MULTI_AZ_CLUSTER_INSTANCES = Decimal(3)
"""A writer and two readable standbys, each charged as a single-AZ instance (usage.ai: RDS Multi-AZ DB
cluster)."""
_DAILY_CHANGE = Range(Decimal("0.01"), Decimal("0.02"), Decimal("0.05"))
_BACKUP = derived(
    "GB of backups beyond the size of the database, which is free",
    "1, 2 or 5 % of the storage for each day of retention after the first",
)
_SERVERLESS_SHARE = Range(Decimal(0), Decimal("0.25"), Decimal(1))
_INSIGHTS = use("million calls of the Performance Insights API beyond the free one", 0, 0, 0)
_EXTENDED = use("vCPUs that run a version under extended support (its first two years)", 0, 0, 0)
_GB = use("GB of data", 10, 100, 1000)


def vcpus(instance_class: str) -> Decimal:
    """vCPUs of an instance class of the T, M or R families, whose sizes mean the same (Amazon RDS user guide:
    DB instance classes)."""
    size = instance_class.rpartition(".")[2]
    if size in ("micro", "small", "medium", "large"):
        return Decimal(2)
    found = re.fullmatch(r"(\d*)xlarge", size)
    if found is None:
        raise CannotTellError(f"the vCPUs of {instance_class} are not known")
    return Decimal(4 * int(found[1] or 1))


@prices(
    CLUSTER,
    gb_stored=_GB,
    million_ios=use("million read and write I/Os", 1, 50, 500),
    backup_gb=_BACKUP,
)
def cluster(subject: Subject) -> Iterator[Charge]:
    """Aurora's storage, I/O and backups, which all instances share; or a Multi-AZ DB cluster of RDS."""
    engine = subject.text("engine", default="aurora")
    if not engine.startswith("aurora"):
        yield from _multi_az_cluster(subject, engine)
        return
    optimized = _mode(subject) == "io-optimized"
    stored = subject.use("gb_stored")
    yield Charge("storage", "Aurora", f"storage {_mode(subject)}", "GB-month", stored)
    if not optimized:
        ios = subject.use("million_ios")
        yield Charge("I/O", "Aurora", "io-requests standard", "million-requests", ios)
    yield Charge("backups", "Aurora", "backup-storage", "GB-month", _backup(subject, stored))


def _multi_az_cluster(subject: Subject, engine: str) -> Iterator[Charge]:
    size = subject.required("dbClusterInstanceClass")
    hours = subject.hours * MULTI_AZ_CLUSTER_INSTANCES
    yield _instance("writer and two standbys", size, f"{engine} single-az", hours)
    stored = subject.number("allocatedStorage")
    kind = subject.text("storageType", default="io1")
    gigabytes = stored * MULTI_AZ_CLUSTER_INSTANCES
    yield Charge(f"storage ({kind})", "RDS", f"{kind}-storage single-az", "GB-month", gigabytes)
    iops = subject.number("iops") * MULTI_AZ_CLUSTER_INSTANCES
    if kind != "gp3" and iops:
        yield Charge("IOPS", "RDS", f"{kind}-iops single-az", "IOPS-month", iops)
    yield Charge("backups", "RDS", "backup-storage", "GB-month", _backup(subject, stored))


@prices(
    "aws:rds/clusterInstance:ClusterInstance",
    acus=derived("Aurora capacity units on average", "the least, a quarter of the way up, the most"),
    million_insights_calls=_INSIGHTS,
    extended_support_vcpus=_EXTENDED,
)
def cluster_instance(subject: Subject) -> Iterator[Charge]:
    """One instance of an Aurora cluster, provisioned or serverless."""
    owner = subject.related("clusterIdentifier", CLUSTER)
    engine = subject.text("engine", default="aurora-postgresql")
    size = subject.required("instanceClass")
    mode = _mode(owner) if owner else "standard"
    advanced = "advanced" in (_insights(subject), _insights(owner) if owner else "")
    if size == "db.serverless":
        hours = _acus(subject, owner) * subject.hours
        yield Charge("capacity", "Aurora", f"serverless-v2-acu {mode}", "ACU-hour", hours)
        if advanced:
            sku = "database-insights advanced serverless"
            yield Charge("Database Insights", "CloudWatch", sku, "ACU-hour", hours)
    else:
        sku, family = f"{size} {engine} {mode}", size.rpartition(".")[0]
        yield Charge(
            "instance", "Aurora", sku, "hour", subject.hours, kind=Kind.AURORA, family=f"{family} {engine}"
        )
        if advanced:
            yield _database_insights(subject, size)
    yield from _extras(subject)


@prices(
    "aws:rds/instance:Instance",
    backup_gb=_BACKUP,
    million_insights_calls=_INSIGHTS,
    extended_support_vcpus=_EXTENDED,
)
def instance(subject: Subject) -> Iterator[Charge]:
    """An RDS instance with its storage, in one zone or two. A replica has its source's engine and size."""
    source = subject.related("replicateSourceDb", "aws:rds/instance:Instance") or subject
    engine = subject.text("engine") or source.required("engine")
    size = subject.required("instanceClass")
    zones = "multi-az" if subject.flag("multiAz") else "single-az"
    yield _instance("instance", size, f"{engine} {zones}", subject.hours)
    yield from _storage(subject, source, zones)
    if _insights(subject) == "advanced":
        yield _database_insights(subject, size)
    yield from _extras(subject)


def _storage(subject: Subject, source: Subject, zones: str) -> Iterator[Charge]:
    stored = subject.number("allocatedStorage") or source.number("allocatedStorage")
    if not stored:
        raise CannotTellError("allocatedStorage is not known before the update")
    iops = subject.number("iops")
    kind = subject.text("storageType") or source.text("storageType") or ("io1" if iops else "gp2")
    yield Charge(f"storage ({kind})", "RDS", f"{kind}-storage {zones}", "GB-month", stored)
    if kind == "gp3":
        baseline = GP3_LARGE_BASELINE_IOPS if stored >= GP3_LARGE_GB else GP3_BASELINE_IOPS
        more = max(iops - baseline, Decimal(0))
        if more:
            yield Charge("IOPS", "RDS", f"gp3-iops-above-baseline {zones}", "IOPS-month", more)
    elif iops:
        yield Charge("IOPS", "RDS", f"{kind}-iops {zones}", "IOPS-month", iops)
    if subject.number("backupRetentionPeriod") > 0:
        yield Charge("backups", "RDS", "backup-storage", "GB-month", _backup(subject, stored))


@prices(
    GLOBAL_CLUSTER,
    million_replicated_writes=use("million write I/Os that go to each other region", 1, 20, 200),
)
def global_cluster(subject: Subject) -> Iterator[Charge]:
    """Replicated writes of one secondary region; the clusters in it are resources of their own."""
    writes = subject.use("million_replicated_writes")
    sku = "global-database replicated-write-io"
    yield Charge("replicated writes", "Aurora", sku, "million-requests", writes)


@prices(
    "aws:rds/proxy:Proxy",
    vcpus=derived(
        "vCPUs of the instances behind it", "those of the graph's instance that the target names, else 2"
    ),
    acus=use("Aurora capacity units behind it instead of vCPUs", 0, 0, 0),
)
def proxy(subject: Subject) -> Iterator[Charge]:
    """Charged by the vCPUs of the databases behind it, two at least (Amazon RDS Proxy pricing)."""
    behind = subject.use("vcpus", lambda: Range.same(max(_vcpus_behind(subject), Decimal(2))))
    yield Charge("vCPUs behind it", "RDS", "rds-proxy", "vCPU-hour", behind * subject.hours)
    acus = subject.use("acus")
    if acus:
        yield Charge(
            "ACUs behind it", "RDS", "rds-proxy aurora-serverless-v2", "ACU-hour", acus * subject.hours
        )


@prices("aws:rds/clusterSnapshot:ClusterSnapshot", gb_stored=_GB)
def cluster_snapshot(subject: Subject) -> Iterator[Charge]:
    yield Charge("snapshot", "Aurora", "backup-storage", "GB-month", subject.use("gb_stored"))


@prices("aws:rds/snapshot:Snapshot", gb_stored=_GB)
def snapshot(subject: Subject) -> Iterator[Charge]:
    yield Charge("snapshot", "RDS", "backup-storage", "GB-month", subject.use("gb_stored"))


@prices("aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication", gb_stored=_GB)
def replicated_backups(subject: Subject) -> Iterator[Charge]:
    """Backups kept in another region; each GB crosses once."""
    stored = subject.use("gb_stored")
    yield Charge("backups", "RDS", "backup-storage", "GB-month", stored)
    yield Charge("copied between regions", "DataTransfer", "inter-region", "GB", stored)


def _instance(what: str, size: str, sku: str, hours: Decimal) -> Charge:
    family, engine = size.rpartition(".")[0], sku.partition(" ")[0]
    return Charge(
        what, "RDS", f"{size} {sku}", "hour", hours, kind=Kind.DATABASE, family=f"{family} {engine}"
    )


def _mode(owner: Subject) -> str:
    return "io-optimized" if owner.text("storageType") == "aurora-iopt1" else "standard"


def _insights(subject: Subject) -> str:
    return subject.text("databaseInsightsMode")


def _database_insights(subject: Subject, size: str) -> Charge:
    hours = vcpus(size) * subject.hours
    return Charge("Database Insights", "CloudWatch", "database-insights advanced", "vCPU-hour", hours)


def _acus(subject: Subject, owner: Subject | None) -> Decimal:
    def capacity() -> Range:
        if owner is None:
            raise CannotTellError("its cluster is not in the graph, so its capacity is not known")
        scaling = "serverlessv2ScalingConfiguration"
        most = Decimal(owner.required(scaling, "maxCapacity"))
        least = owner.number(scaling, "minCapacity")
        return Range(*(least + (most - least) * share for share in _SERVERLESS_SHARE))

    return subject.use("acus", capacity)


def _backup(subject: Subject, stored: Decimal) -> Decimal:
    def changed() -> Range:
        days = max(subject.number("backupRetentionPeriod", default=1) - 1, Decimal(0))
        return Range(*(stored * days * share for share in _DAILY_CHANGE))

    return subject.use("backup_gb", changed)


def _extras(subject: Subject) -> Iterator[Charge]:
    calls, extended = subject.use("million_insights_calls"), subject.use("extended_support_vcpus")
    if calls:
        yield Charge("Performance Insights", "RDS", "performance-insights api", "million-requests", calls)
    if extended:
        hours = extended * subject.hours
        yield Charge("extended support", "RDS", "extended-support year-1-2", "vCPU-hour", hours)


def _vcpus_behind(subject: Subject) -> Decimal:
    """vCPUs of the databases that the graph's targets of this proxy name."""
    total = Decimal(0)
    for resource in subject.graph.by_type.get("aws:rds/proxyTarget:ProxyTarget", ()):
        target = Subject(resource, subject.graph, subject.case)
        of = subject.graph.referred(resource, "dbProxyName", subject.resource.type)
        if of is None or of.urn != subject.resource.urn:
            continue
        one = target.related("dbInstanceIdentifier", "aws:rds/instance:Instance")
        many = target.related("dbClusterIdentifier", CLUSTER)
        sizes = [one.text("instanceClass")] if one else _classes(many) if many else []
        total += sum((vcpus(size) for size in sizes if size not in ("", "db.serverless")), Decimal(0))
    return total


def _classes(owner: Subject) -> list[str]:
    members = owner.graph.by_type.get("aws:rds/clusterInstance:ClusterInstance", ())
    mine = [
        each for each in members if owner.graph.referred(each, "clusterIdentifier", CLUSTER) == owner.resource
    ]
    return [str(each.inputs.get("instanceClass") or "") for each in mine]
