"""RDS databases, with Aurora, and the snapshots that someone made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from ..figures import Query, Series
from ..finding import Resource
from ..prices import Part
from .asking import Described, Place, tags
from .sizes import Size, Sized, read_sizes

CLUSTER = "aws:rds/cluster:Cluster"
CLUSTER_INSTANCE = "aws:rds/clusterInstance:ClusterInstance"
INSTANCE = "aws:rds/instance:Instance"
SERVERLESS = "db.serverless"
_OTHERS = ("docdb", "neptune")
"""Services of their own that answer to RDS's API."""
_GB = 1024**3
_METRICS = (
    ("DatabaseConnections", "Maximum"),
    ("CPUUtilization", "Maximum"),
    ("FreeableMemory", "Minimum"),
    ("ServerlessDatabaseCapacity", "Average"),
)


@dataclass(frozen=True)
class Instance:
    """One instance of a database.

    Args:
        inputs: what it is charged by, as Pulumi calls it.
        connections: the most at a time, of each hour.
        cpu: percent, the most of each hour.
        free_bytes: of the memory, the least of each hour.
        capacity: Aurora capacity units, on average of each hour; empty if it isn't serverless.
    """

    id: str
    type: str
    inputs: Mapping[str, Any]
    connections: Series = ()
    cpu: Series = ()
    free_bytes: Series = ()
    capacity: Series = ()


@dataclass(frozen=True)
class Database:
    """An instance alone, or a cluster with its instances, which are sized and used together.

    Args:
        cluster: what a cluster is charged by; None for an instance alone.
        standby: it is the copy of one in another region, which nobody uses until that one fails.
        stored_bytes: of an Aurora cluster, hour by hour.
    """

    resource: Resource
    engine: str
    created: datetime
    instances: Sequence[Instance]
    cluster: Mapping[str, Any] | None = None
    standby: bool = False
    stored_bytes: Series = ()

    @property
    def aurora(self) -> bool:
        return self.engine.startswith("aurora")

    def parts(self, instead: Mapping[str, str] | None = None) -> list[Part]:
        """What is paid for, with other instance types in place of some."""
        swapped = instead or {}

        def charged(each: Instance) -> dict[str, Any]:
            return {**each.inputs, "instanceClass": swapped.get(each.type, each.type)}

        if self.cluster is None:
            return [Part(INSTANCE, charged(each)) for each in self.instances]
        if not self.aurora:  # a Multi-AZ DB cluster is charged by the class that the cluster names
            now = str(self.cluster["dbClusterInstanceClass"])
            return [Part(CLUSTER, {**self.cluster, "dbClusterInstanceClass": swapped.get(now, now)})]
        stored = Decimal(max(self.stored_bytes, default=0)) / _GB
        return [
            Part(CLUSTER, self.cluster, {"gb_stored": stored}),
            *(
                Part(CLUSTER_INSTANCE, charged(each), {"acus": _average(each.capacity)})
                for each in self.instances
            ),
        ]

    def sized(self, instance_type: str) -> Sized:
        """Its instances of one type."""
        return Sized(self.resource, instance_type, lambda other: self.parts({instance_type: other}))


@dataclass(frozen=True)
class Snapshot:
    """A snapshot that is kept until someone deletes it; ``gib`` None: of Aurora, which doesn't say."""

    resource: Resource
    of: str
    gib: int | None
    created: datetime


@dataclass(frozen=True)
class Databases:
    """All of a region, and the EC2 types that their classes are made of."""

    databases: Sequence[Database]
    snapshots: Sequence[Snapshot]
    sizes: Mapping[str, Size]

    @property
    def sized(self) -> Sequence[Sized]:
        return [
            each.sized(kind)
            for each in self.databases
            for kind in sorted({instance.type for instance in each.instances})
        ]


def read(place: Place) -> Databases:
    described = [
        each
        for each in place.all("rds", "describe_db_instances", "DBInstances")
        if each["Engine"] not in _OTHERS and each["DBInstanceStatus"] == "available"
    ]
    members: dict[str, list[Described]] = {}
    for each in described:
        members.setdefault(each.get("DBClusterIdentifier") or "", []).append(each)
    found = [_alone(place, each) for each in members.pop("", ())]
    if members:
        secondary = _secondary_clusters(place)
        for each in place.all("rds", "describe_db_clusters", "DBClusters"):
            mine = members.get(each["DBClusterIdentifier"])
            if mine and each["Status"] == "available":
                found.append(_cluster(place, each, mine, secondary))
    types = {instance.type for each in found for instance in each.instances} - {SERVERLESS}
    return Databases(_with_figures(place, found), _snapshots(place), read_sizes(place, types))


def _alone(place: Place, described: Described) -> Database:
    source: str = described.get("ReadReplicaSourceDBInstanceIdentifier") or ""
    return Database(
        _resource(place, described["DBInstanceIdentifier"], described),
        described["Engine"],
        described["InstanceCreateTime"],
        [_instance(described)],
        standby=source.startswith("arn:"),  # RDS names one of the same region by its identifier
    )


def _cluster(
    place: Place, described: Described, members: Sequence[Described], secondary: AbstractSet[str]
) -> Database:
    identity: str = described["DBClusterIdentifier"]
    inputs = {
        "clusterIdentifier": identity,
        "engine": described["Engine"],
        "storageType": described.get("StorageType"),
        "databaseInsightsMode": described.get("DatabaseInsightsMode"),
        "dbClusterInstanceClass": described.get("DBClusterInstanceClass"),
        "allocatedStorage": described.get("AllocatedStorage"),
        "iops": described.get("Iops") or 0,
    }
    return Database(
        _resource(place, identity, described),
        described["Engine"],
        described["ClusterCreateTime"],
        [_instance(each) for each in members],
        cluster=inputs,
        standby=described["DBClusterArn"] in secondary,
    )


def _instance(described: Described) -> Instance:
    inputs = {
        "engine": described["Engine"],
        "instanceClass": described["DBInstanceClass"],
        "clusterIdentifier": described.get("DBClusterIdentifier"),
        "multiAz": described.get("MultiAZ", False),
        "storageType": described.get("StorageType"),
        "allocatedStorage": described.get("AllocatedStorage"),
        # RDS tells the IOPS of gp2 too, which are not charged for.
        "iops": 0 if described.get("StorageType") == "gp2" else described.get("Iops") or 0,
        "storageThroughput": described.get("StorageThroughput") or 0,
        "databaseInsightsMode": described.get("DatabaseInsightsMode"),
    }
    return Instance(described["DBInstanceIdentifier"], described["DBInstanceClass"], inputs)


def _secondary_clusters(place: Place) -> set[str]:
    return {
        member["DBClusterArn"]
        for each in place.all("rds", "describe_global_clusters", "GlobalClusters")
        for member in each["GlobalClusterMembers"]
        if not member["IsWriter"]
    }


def _with_figures(place: Place, databases: Sequence[Database]) -> list[Database]:
    """The same with what CloudWatch has of them, asked for at once."""
    of_instance = {
        each.id: [
            Query("AWS/RDS", metric, (("DBInstanceIdentifier", each.id),), statistic)
            for metric, statistic in _METRICS
        ]
        for database in databases
        for each in database.instances
    }
    of_cluster = {
        each.resource.id: Query(
            "AWS/RDS", "VolumeBytesUsed", (("DBClusterIdentifier", each.resource.id),), "Average"
        )
        for each in databases
        if each.aurora
    }
    series = place.figures.of(
        [*(query for some in of_instance.values() for query in some), *of_cluster.values()]
    )

    def measured(instance: Instance) -> Instance:
        connections, cpu, free, capacity = (series[query] for query in of_instance[instance.id])
        return replace(instance, connections=connections, cpu=cpu, free_bytes=free, capacity=capacity)

    return [
        replace(
            each,
            instances=[measured(instance) for instance in each.instances],
            stored_bytes=series[of_cluster[each.resource.id]] if each.aurora else (),
        )
        for each in databases
    ]


def _snapshots(place: Place) -> list[Snapshot]:
    alone = place.all("rds", "describe_db_snapshots", "DBSnapshots", SnapshotType="manual")
    clusters = place.all("rds", "describe_db_cluster_snapshots", "DBClusterSnapshots", SnapshotType="manual")
    made = [
        *((each, "DBSnapshotIdentifier", "DBInstanceIdentifier") for each in alone),
        *((each, "DBClusterSnapshotIdentifier", "DBClusterIdentifier") for each in clusters),
    ]
    return [
        Snapshot(
            _resource(place, each[identity], each),
            each[source],
            None if each["Engine"].startswith("aurora") else each.get("AllocatedStorage"),
            each["SnapshotCreateTime"],
        )
        for each, identity, source in made
        if each["Engine"] not in _OTHERS and each.get("SnapshotCreateTime")
    ]


def _resource(place: Place, identity: str, described: Described) -> Resource:
    labels = tags(described, "TagList")
    return Resource(identity, place.region, labels.get("Name", ""), labels)


def _average(series: Series) -> Decimal:
    return Decimal(str(sum(series) / len(series))) if series else Decimal(0)
