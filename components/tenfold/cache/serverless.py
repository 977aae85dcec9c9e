"""ServerlessCache: an ElastiCache that has no nodes to choose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pulumi
from pulumi_aws import elasticache

from tenfold.cache import alarms, plan
from tenfold.cache.access import AccessMaker
from tenfold.cache.serverless_args import ServerlessCacheArgs
from tenfold.component import Component
from tenfold.parts.dashboards import make_dashboard
from tenfold.parts.iam import Statement
from tenfold.parts.keys import key_arn
from tenfold.parts.metric_alarms import metric_alarms
from tenfold.parts.security_groups import closed_security_group


class ServerlessCache(Component):
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

    endpoint: pulumi.Output[str]
    """Host name at which a cluster-aware client learns of all nodes."""
    port: pulumi.Output[int]
    reader_port: pulumi.Output[int]
    """Port of the same host for reads that may be slightly old."""
    secret_arn: pulumi.Output[str]
    """Secrets Manager secret with the keys ``username`` and ``password`` of the application's user."""
    user_secret_arns: pulumi.Output[Mapping[str, str]]
    """The same for each of ``users`` that has a password, by its name."""
    user_names: pulumi.Output[Mapping[str, str]]
    """What each of ``users`` logs in as, by its name in the args: with IAM that is the user's id in AWS."""
    security_group_id: pulumi.Output[str]
    cache_name: pulumi.Output[str]
    cache_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: ServerlessCacheArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        plan.check_name(type(self).__name__, name)
        super().__init__(name, args.tags, opts, deletion_protection=args.deletion_protection)
        self._args = args
        key = key_arn(
            self,
            args.kms_key_arn,
            description=f"Data and secrets of the cache {name}",
            region=args.region,
            protect=args.deletion_protection,
        )
        security_group = closed_security_group(
            self,
            vpc_id=args.vpc_id,
            port=plan.PORT,
            last_port=plan.READER_PORT,
            sources=args.allowed_security_groups,
            description=f"Access to the cache {name}",
            clients="Cache clients in",
            region=args.region,
        )
        maker = AccessMaker(self, engine=args.engine, key_arn=key, region=args.region)
        self._access = maker.make(args.access, args.users)
        cache = self._cache(key, security_group.id)
        self._watch(cache)
        self.endpoint = cache.endpoints.apply(lambda endpoints: str(endpoints[0].address))
        self.port = cache.endpoints.apply(lambda endpoints: int(endpoints[0].port))
        self.reader_port = cache.reader_endpoints.apply(lambda endpoints: int(endpoints[0].port))
        self.secret_arn = self._access.secrets[plan.APP_USERNAME].arn
        self.user_secret_arns = self._access.user_secret_arns
        self.user_names = self._access.user_names
        self.security_group_id = security_group.id
        self.cache_name = cache.name
        self.cache_arn = cache.arn
        self.register_outputs(
            {
                "endpoint": self.endpoint,
                "port": self.port,
                "reader_port": self.reader_port,
                "secret_arn": self.secret_arn,
                "user_secret_arns": self.user_secret_arns,
                "user_names": self.user_names,
                "security_group_id": self.security_group_id,
                "cache_name": self.cache_name,
                "cache_arn": self.cache_arn,
            }
        )

    def secret_statements(self, user: str = plan.APP_USERNAME) -> Sequence[Statement]:
        """What a role needs to read the password of a user, by its name in the args."""
        return self._access.secret_statements(user)

    def connect_statements(self, user: str) -> Sequence[Statement]:
        """What a role needs to log in as a user of IAM, by its name in the args."""
        return self._access.connect_statements(user, self.cache_arn)

    def _cache(
        self, key: pulumi.Input[str], security_group_id: pulumi.Output[str]
    ) -> elasticache.ServerlessCache:
        args = self._args
        return elasticache.ServerlessCache(
            f"{self._name}-serverless-cache",
            name=self._name,
            description=f"Cache {self._name}",
            engine=args.engine,
            major_engine_version=args.version,
            cache_usage_limits=self._limits(),
            subnet_ids=args.subnet_ids,
            security_group_ids=[security_group_id],
            user_group_id=self._access.group.user_group_id,
            kms_key_id=key,
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
