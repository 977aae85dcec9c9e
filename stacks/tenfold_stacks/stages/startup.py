"""Stage startup, 1 to 100,000 users: everything in one region, and nothing in one zone only."""

from __future__ import annotations

import pulumi

from tenfold import (
    AuroraDatabase,
    AuroraDatabaseArgs,
    Bucket,
    BucketArgs,
    Cache,
    CacheArgs,
    EksCluster,
    EksClusterArgs,
    Network,
    NetworkArgs,
    NodePool,
)
from tenfold_stacks.settings import StackSettings


class Startup:
    """A network over three zones; in it a cluster, a database and a cache that survive a zone; a bucket."""

    def __init__(self, settings: StackSettings) -> None:
        self.settings = settings
        self.network = self._network()
        self.cluster = self._cluster()
        self.database = self._database()
        self.cache = self._cache()
        self.bucket = self._bucket()

    def _name(self, role: str) -> str:
        """AWS names are unique in an account and region, so the environment is part of them."""
        return f"{self.settings.environment}-{role}"

    def _network(self) -> Network:
        settings = self.settings
        return Network(
            self._name("network"),
            NetworkArgs(
                cidr=settings.cidr,
                zones=settings.network.zones,
                nat=settings.network.nat,
                reserved_cidrs=settings.network.reserved_cidrs,
                flow_log_retention_days=settings.log_retention_days,
                deletion_protection=settings.deletion_protection,
                region=settings.region,
                tags=settings.all_tags,
            ),
        )

    def _cluster(self) -> EksCluster:
        settings, sizes = self.settings, self.settings.cluster
        pool = NodePool(
            instance_types=sizes.instance_types,
            min_size=sizes.min_nodes,
            max_size=sizes.max_nodes,
            spot_percentage=0,  # three nodes at least, and all of them in use: none to spare
            autoscaled=False,  # nothing scales the nodes at this stage: their number is the settings'
        )
        return EksCluster(
            self._name("cluster"),
            EksClusterArgs(
                subnet_ids=self.network.private_subnet_ids,
                version=sizes.version,
                pools={"general": pool},
                admins=sizes.admins,
                public_access_cidrs=sizes.public_access_cidrs or None,
                log_retention_days=settings.log_retention_days,
                deletion_protection=settings.deletion_protection,
                region=settings.region,
                tags=settings.all_tags,
            ),
        )

    def _database(self) -> AuroraDatabase:
        settings, sizes = self.settings, self.settings.database
        return AuroraDatabase(
            self._name("database"),
            AuroraDatabaseArgs(
                vpc_id=self.network.vpc_id,
                subnet_ids=self.network.isolated_subnet_ids,
                availability_zones=self.network.zones,
                allowed_security_groups=self._cluster_nodes(),
                instance_class=sizes.instance_class,
                reader_count=sizes.readers,
                backup_retention_days=sizes.backup_retention_days,
                log_retention_days=settings.log_retention_days,
                deletion_protection=settings.deletion_protection,
                final_snapshot=settings.deletion_protection,
                region=settings.region,
                tags=settings.all_tags,
            ),
        )

    def _cache(self) -> Cache:
        settings, sizes = self.settings, self.settings.cache
        return Cache(
            self._name("cache"),
            CacheArgs(
                vpc_id=self.network.vpc_id,
                subnet_ids=self.network.isolated_subnet_ids,
                allowed_security_groups=self._cluster_nodes(),
                node_type=sizes.node_type,
                replicas_per_shard=sizes.replicas,
                snapshot_retention_days=sizes.snapshot_retention_days,
                log_retention_days=settings.log_retention_days,
                deletion_protection=settings.deletion_protection,
                final_snapshot=settings.deletion_protection,
                region=settings.region,
                tags=settings.all_tags,
            ),
        )

    def _bucket(self) -> Bucket:
        settings = self.settings
        return Bucket(
            self._name("files"),
            BucketArgs(
                noncurrent_expiration_days=settings.bucket.noncurrent_days,
                deletion_protection=settings.deletion_protection,
                region=settings.region,
                tags=settings.all_tags,
            ),
        )

    def _cluster_nodes(self) -> dict[str, pulumi.Input[str]]:
        return {"cluster": self.cluster.cluster_security_group_id}
