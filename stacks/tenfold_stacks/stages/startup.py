"""Stage startup, 1 to 100,000 users: everything in one region, and nothing in one zone only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

import pulumi

from tenfold import (
    AlarmTopic,
    AlarmTopicArgs,
    AuroraDatabase,
    AuroraDatabaseArgs,
    BackupPlan,
    BackupPlanArgs,
    Bucket,
    BucketArgs,
    Budget,
    BudgetArgs,
    Cache,
    CacheArgs,
    EksCluster,
    EksClusterArgs,
    Network,
    NetworkArgs,
    NodePool,
    PostgresDatabase,
    PostgresDatabaseArgs,
)
from tenfold.backup import BackupCopy, BackupRule
from tenfold.budget import AnomalyDetection, CostTag
from tenfold.observability import Subscription
from tenfold_stacks.edge import Edge
from tenfold_stacks.names import BudgetScope, DatabaseEngine
from tenfold_stacks.settings import StackSettings


class Place(TypedDict):
    """Where a component is, and what its tags say."""

    region: str
    tags: Mapping[str, str]


class Startup:
    """A network over three zones; in it a cluster, a database and a cache that survive a zone; a bucket;
    backups in a locked vault and in another region; a budget; the topic that all of their alarms go to; and,
    for a domain, an edge before them.

    A later stage revises these args and adds components of its own.
    """

    def __init__(self, settings: StackSettings) -> None:
        self.settings = settings
        self.place = Place(region=settings.region, tags=settings.all_tags)
        self.alarms = AlarmTopic(self.name("alarms"), self.alarm_args())
        self.network = Network(self.name("network"), self.network_args())
        self.cluster = EksCluster(self.name("cluster"), self.cluster_args())
        self.database = self._database()
        self.cache = Cache(self.name("cache"), self.cache_args())
        self.bucket = Bucket(self.name("files"), self.bucket_args())
        self.backup = BackupPlan(self.name("backup"), self.backup_args())
        self.budget = Budget(
            self.name("budget"),
            self.budget_args(),
            pulumi.ResourceOptions(
                protect=settings.deletion_protection
            ),  # a destroy that is refused leaves it
        )
        self.edge = Edge(self) if settings.edge.domain else None

    def name(self, role: str) -> str:
        """AWS names are unique in an account and region, so the environment is part of them."""
        return f"{self.settings.environment}-{role}"

    def alarm_args(self) -> AlarmTopicArgs:
        told = {name: Subscription(endpoint=address) for name, address in self.settings.alarm_emails.items()}
        return AlarmTopicArgs(subscriptions=told, **self.place)

    def network_args(self) -> NetworkArgs:
        settings = self.settings
        return NetworkArgs(
            cidr=settings.cidr,
            zones=settings.network.zones,
            nat=settings.network.nat,
            reserved_cidrs=settings.network.reserved_cidrs,
            flow_log_retention_days=settings.log_retention_days,
            alarm_topic_arn=self.alarms.topic_arn,
            deletion_protection=settings.deletion_protection,
            **self.place,
        )

    def cluster_args(self) -> EksClusterArgs:
        settings, sizes = self.settings, self.settings.cluster
        return EksClusterArgs(
            subnet_ids=self.network.private_subnet_ids,
            version=sizes.version,
            pools={"general": self.general_pool()},
            admins=sizes.admins,
            public_access_cidrs=sizes.public_access_cidrs or None,
            log_retention_days=settings.log_retention_days,
            alarm_topic_arn=self.alarms.topic_arn,
            deletion_protection=settings.deletion_protection,
            **self.place,
        )

    def general_pool(self) -> NodePool:
        sizes = self.settings.cluster
        return NodePool(
            instance_types=sizes.instance_types,
            min_size=sizes.min_nodes,
            max_size=sizes.max_nodes,
            spot_percentage=0,  # three nodes at least, and all of them in use: none to spare
            autoscaled=False,  # nothing scales the nodes at this stage: their number is the settings'
        )

    def _database(self) -> AuroraDatabase | PostgresDatabase:
        name = self.name("database")
        if self.settings.database.engine is DatabaseEngine.POSTGRES:
            return PostgresDatabase(name, self.postgres_args())
        return AuroraDatabase(name, self.aurora_args())

    def aurora_args(self) -> AuroraDatabaseArgs:
        return AuroraDatabaseArgs(reader_count=self.settings.database.readers, **self._database_args())

    def postgres_args(self) -> PostgresDatabaseArgs:
        return PostgresDatabaseArgs(
            read_replica_count=self.settings.database.readers, **self._database_args()
        )

    def _database_args(self) -> dict[str, Any]:
        """What both kinds of database are told."""
        settings, sizes = self.settings, self.settings.database
        return {
            "vpc_id": self.network.vpc_id,
            "subnet_ids": self.network.isolated_subnet_ids,
            "availability_zones": self.network.zones,
            "allowed_security_groups": self.cluster_nodes(),
            "instance_class": sizes.instance_class,
            "apply_immediately": sizes.apply_immediately,
            "backup_retention_days": sizes.backup_retention_days,
            "log_retention_days": settings.log_retention_days,
            "alarm_topic_arn": self.alarms.topic_arn,
            "deletion_protection": settings.deletion_protection,
            "final_snapshot": settings.deletion_protection,
            **self.place,
        }

    def cache_args(self) -> CacheArgs:
        settings, sizes = self.settings, self.settings.cache
        return CacheArgs(
            vpc_id=self.network.vpc_id,
            subnet_ids=self.network.isolated_subnet_ids,
            allowed_security_groups=self.cluster_nodes(),
            node_type=sizes.node_type,
            shard_count=sizes.shards,
            replicas_per_shard=sizes.replicas,
            snapshot_retention_days=sizes.snapshot_retention_days,
            log_retention_days=settings.log_retention_days,
            alarm_topic_arn=self.alarms.topic_arn,
            deletion_protection=settings.deletion_protection,
            final_snapshot=settings.deletion_protection,
            **self.place,
        )

    def bucket_args(self) -> BucketArgs:
        settings = self.settings
        return BucketArgs(
            noncurrent_expiration_days=settings.bucket.noncurrent_days,
            alarm_topic_arn=self.alarms.topic_arn,
            deletion_protection=settings.deletion_protection,
            **self.place,
        )

    def backup_args(self) -> BackupPlanArgs:
        settings = self.settings
        return BackupPlanArgs(
            resources={"database": database_arn(self.database)},
            rules={"daily": BackupRule(retention_days=settings.backup.retention_days)},
            copy_to=BackupCopy(region=settings.standby),
            alarm_topic_arn=self.alarms.topic_arn,
            deletion_protection=settings.deletion_protection,
            force_destroy=not settings.deletion_protection,  # after a day there are backups to remove
            **self.place,
        )

    def budget_args(self) -> BudgetArgs:
        sizes, tags = self.settings.budget, self.settings.all_tags
        shared = sizes.scope is BudgetScope.ENVIRONMENT
        return BudgetArgs(
            monthly_limit_usd=sizes.monthly_usd,
            tag=CostTag(key="environment", value=tags["environment"]) if shared else None,
            anomalies=AnomalyDetection(monitor_arn=sizes.anomaly_monitor_arn or None),
            alarm_topic_arn=self.alarms.topic_arn,
            tags=tags,
        )

    def cluster_nodes(self) -> dict[str, pulumi.Input[str]]:
        """Who may connect to what holds data."""
        return {"cluster": self.cluster.cluster_security_group_id}


def database_arn(database: AuroraDatabase | PostgresDatabase) -> pulumi.Output[str]:
    """What a backup plan names."""
    return database.cluster_arn if isinstance(database, AuroraDatabase) else database.instance_arn
