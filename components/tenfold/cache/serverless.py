"""ServerlessCache: an ElastiCache that has no nodes to choose."""

from __future__ import annotations

import pulumi
from pulumi_aws import elasticache

from tenfold.cache import alarms, plan
from tenfold.cache._foundation import CacheComponent
from tenfold.cache.serverless_args import ServerlessCacheArgs
from tenfold.parts.dashboards import make_dashboard
from tenfold.parts.metric_alarms import metric_alarms


class ServerlessCache(CacheComponent):
    """A Valkey or Redis OSS cache that grows and shrinks with its use, over several zones.

    A sibling of Cache rather than a mode of it: it has no nodes, shards, parameters, windows or logs, and one
    can't become the other in place. Both offer what ``CacheEndpoint`` says, so that what uses the one can use
    the other. It suits a load that comes and goes, or is not known yet; a steady one costs less with nodes.

    Creates a KMS key, a security group that is closed but for the named sources, two users (``default``,
    which is off, and ``app``, whose generated password lies in Secrets Manager and, encrypted, in the state),
    a user and a secret for each of ``users``, their group, and the cache: TLS always, encrypted at rest,
    daily snapshots; with ``alarm_topic_arn``, alarms on throttling, limits, evictions and hit rate; a
    dashboard.

    Clients speak cluster mode, as with Cache. Port 6379 reads and writes; ``reader_port`` reads what may be
    slightly older, at less latency. No Global Datastore: for that take Cache.

    Refuses minima above their maxima, versions without users and groups, and access strings with passwords.

    Replaced when changed: everything by name or region; the cache by its key and subnets; while
    ``deletion_protection`` is on Pulumi refuses such an update at preview.

    Cost: $0.084 per GB-hour and $0.0023 per million processing units with Valkey (us-east-1, on demand,
    aws.amazon.com/elasticache/pricing), 100 MB at least: $6 a month when idle. The key $1, each secret $0.40,
    the dashboard $3, each alarm $0.10 per metric.

    Availability: AWS's SLA is 99.99 % (aws.amazon.com/elasticache/sla), over several zones always.
    Replication is asynchronous here too, so that a failover can lose the last writes.
    """

    reader_port: pulumi.Output[int]
    """Port of the same host for reads that may be slightly old."""
    cache_name: pulumi.Output[str]
    cache_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: ServerlessCacheArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, args, opts, last_port=plan.READER_PORT)
        self._args = args
        cache = self._cache()
        self._watch(cache)
        self.endpoint = cache.endpoints.apply(lambda endpoints: str(endpoints[0].address))
        self.port = cache.endpoints.apply(lambda endpoints: int(endpoints[0].port))
        self.reader_port = cache.reader_endpoints.apply(lambda endpoints: int(endpoints[0].port))
        self.cache_name = cache.name
        self.cache_arn = self._arn = cache.arn
        self.register_outputs()

    def _cache(self) -> elasticache.ServerlessCache:
        args = self._args
        return elasticache.ServerlessCache(
            f"{self._name}-serverless-cache",
            name=self._name,
            description=f"Cache {self._name}",
            engine=args.engine,
            major_engine_version=args.version,
            cache_usage_limits=self._limits(),
            subnet_ids=args.subnet_ids,
            security_group_ids=[self.security_group_id],
            user_group_id=self._access.group.user_group_id,
            kms_key_id=self._key_arn,
            snapshot_retention_limit=args.snapshot_retention_days,
            daily_snapshot_time=args.daily_snapshot_time,
            region=args.region,
            tags=self.tags_for(),
            opts=self.child(protect=args.deletion_protection),
        )

    def _limits(self) -> elasticache.ServerlessCacheCacheUsageLimitsArgs | None:
        args = self._args
        data = units = None
        if args.minimum_data_gb is not None or args.maximum_data_gb is not None:
            data = elasticache.ServerlessCacheCacheUsageLimitsDataStorageArgs(
                unit="GB", minimum=args.minimum_data_gb, maximum=args.maximum_data_gb
            )
        if args.minimum_ecpu_per_second is not None or args.maximum_ecpu_per_second is not None:
            units = [
                elasticache.ServerlessCacheCacheUsageLimitsEcpuPerSecondArgs(
                    minimum=args.minimum_ecpu_per_second, maximum=args.maximum_ecpu_per_second
                )
            ]
        if data is None and units is None:
            return None
        return elasticache.ServerlessCacheCacheUsageLimitsArgs(data_storage=data, ecpu_per_seconds=units)

    def _watch(self, cache: elasticache.ServerlessCache) -> None:
        args = self._args
        dimensions = {"clusterId": self._name}
        metric_alarms(
            self,
            alarms.serverless_alarms(
                args.alarms,
                dimensions=dimensions,
                maximum_data_gb=args.maximum_data_gb,
                maximum_ecpu_per_second=args.maximum_ecpu_per_second,
            ),
            dimensions=dimensions,
            topic_arn=args.alarm_topic_arn,
            region=args.region,
        )
        if args.dashboard:
            make_dashboard(self, alarms.serverless_graphs(dimensions), arn=cache.arn, region=args.region)
