"""Cache: an ElastiCache replication group, who may reach it, and who may log in."""

from __future__ import annotations

import pulumi
import pulumi_random as random
from pulumi_aws import cloudwatch, elasticache

from tenfold.cache import alarms, plan
from tenfold.cache._foundation import CacheComponent
from tenfold.cache.args import CacheArgs
from tenfold.cache.autoscaling import ShardAutoscaling
from tenfold.cache.scaling import autoscale
from tenfold.parts.dashboards import make_dashboard
from tenfold.parts.metric_alarms import metric_alarms


class Cache(CacheComponent):
    """A Valkey or Redis OSS cache with its replicas in other zones.

    Creates a KMS key, a subnet group, a security group that is closed but for the named sources, a parameter
    group, log groups with retention for the slow log and the engine's log, two users (``default``, which is
    off, and ``app``, whose generated password lies in Secrets Manager and, encrypted, in the state), a user
    and a secret for each of ``users``, their group, and the replication group: cluster mode, TLS required,
    encrypted at rest, automatic failover over several zones, daily snapshots. With ``autoscaling``, the
    target and its policies; with ``alarm_topic_arn``, alarms on each shard's CPU, memory, evictions,
    replication lag, connections and hit rate; a dashboard.

    It is in cluster mode from the first shard on, since that is what lets shards be added in place later.
    Clients must speak it: connect to ``endpoint`` with TLS and a cluster-aware client. docs/sessions.md shows
    how stateless services keep their sessions here. Roles get ``secret_statements`` or, for users of IAM,
    ``connect_statements``.

    It becomes the primary of a Global Datastore in place: ``global_datastore_ready`` holds it to what that
    takes.

    Refuses versions without users and groups, malformed node types, windows that meet, parameters that the
    engine's family does not know, access strings with passwords, and node types that autoscaling, data
    tiering or a Global Datastore does not take.

    In place: shards, replicas, node type, version, windows, retention, subnets, sources, users, parameters,
    autoscaling. Replaced when changed: everything by name or region; the cache by its key, and by a node type
    of the family r6gd against another; while ``deletion_protection`` is on Pulumi refuses such an update at
    preview.

    Cost: per node-hour, whatever it does: two ``cache.r7g.large``, the default, are $0.35 an hour with
    Valkey, $256 a month (us-east-1, on demand, aws.amazon.com/elasticache/pricing). Snapshots beyond the
    newest, $0.085 per GB and month; the key $1, each secret $0.40, the dashboard $3, each alarm $0.10 per
    metric: $1.40 for a shard of two nodes.

    Availability: AWS's SLA is 99.99 % with Multi-AZ and failover (aws.amazon.com/elasticache/sla), so with
    ``replicas_per_shard`` of one or more. When a primary is lost, a replica takes over within a minute or so;
    its shard does not take writes until then, and what had not reached the replica is lost: replication is
    asynchronous (ElastiCache User Guide, "Minimizing downtime in ElastiCache by using Multi-AZ").
    """

    configuration_endpoint: pulumi.Output[str]
    """The same as ``endpoint``, by the name that ElastiCache has for it."""
    replication_group_id: pulumi.Output[str]
    replication_group_arn: pulumi.Output[str]

    def __init__(self, name: str, args: CacheArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, args, opts)
        self._args = args
        group = self._replication_group()
        if args.autoscaling is not None:
            autoscale(self, group.id, args.autoscaling, plan.is_tiered(args.node_type), args.region)
        self._watch(group)
        self.endpoint = self.configuration_endpoint = group.configuration_endpoint_address
        self.port = group.port.apply(lambda port: port or plan.PORT)
        self.replication_group_id = group.id
        self.replication_group_arn = self._arn = group.arn
        self.register_outputs()

    def _watch(self, group: elasticache.ReplicationGroup) -> None:
        args, tiered = self._args, plan.is_tiered(self._args.node_type)
        size = {"shards": args.most_shards, "nodes": args.most_nodes}
        metric_alarms(
            self,
            alarms.cache_alarms(self._name, args.alarms, tiered=tiered, **size),
            dimensions={},
            topic_arn=args.alarm_topic_arn,
            region=args.region,
        )
        if args.dashboard:
            graphs = alarms.cache_graphs(self._name, args.alarms, tiered=tiered, **size)
            make_dashboard(self, graphs, arn=group.arn, region=args.region)

    def _parameter_group(self) -> elasticache.ParameterGroup:
        family = self._args.family
        return elasticache.ParameterGroup(
            f"{self._name}-parameters",
            name=f"{self._name}-{family}",  # a major version's group is made beside the one it replaces
            family=family,
            description=f"Parameters of the cache {self._name}",
            parameters=[
                elasticache.ParameterGroupParameterArgs(name=name, value=value)
                for name, value in self._parameters().items()
            ],
            region=self._args.region,
            tags=self.tags_for("parameters"),
            opts=self.child(),
        )

    def _parameters(self) -> dict[str, str]:
        args = self._args
        reserved = args.reserved_memory_percent
        if reserved is None:
            reserved = plan.reserved_memory_percent(args.node_type)
        return plan.parameters(args.eviction_policy, reserved, args.parameters)

    def _subnet_group(self) -> elasticache.SubnetGroup:
        return elasticache.SubnetGroup(
            f"{self._name}-subnets",
            name=self._name,
            description=f"Subnets of the cache {self._name}",
            subnet_ids=self._args.subnet_ids,
            region=self._args.region,
            tags=self.tags_for("subnets"),
            opts=self.child(),
        )

    def _log_delivery(self) -> list[elasticache.ReplicationGroupLogDeliveryConfigurationArgs]:
        return [
            elasticache.ReplicationGroupLogDeliveryConfigurationArgs(
                destination=cloudwatch.LogGroup(
                    f"{self._name}-{log_type}",
                    name=f"/aws/elasticache/{self._name}/{log_type}",
                    retention_in_days=self._args.log_retention_days,
                    region=self._args.region,
                    tags=self.tags_for(log_type),
                    opts=self.child(),
                ).name,
                destination_type="cloudwatch-logs",
                log_format="json",
                log_type=log_type,
            )
            for log_type in plan.LOG_TYPES
        ]

    def _final_snapshot(self) -> pulumi.Output[str] | None:
        """A name that is stable over updates, yet new when a cache of the same name is made again."""
        # Made in any case, so that environments with and without a last snapshot have the same topology.
        suffix = random.RandomId(f"{self._name}-snapshot-suffix", byte_length=4, opts=self.child())
        if not self._args.final_snapshot:
            return None
        return pulumi.Output.concat(self._name, "-final-", suffix.hex)

    def _replication_group(self) -> elasticache.ReplicationGroup:
        args = self._args
        return elasticache.ReplicationGroup(
            f"{self._name}-replication-group",
            replication_group_id=self._name,
            description=f"Cache {self._name}",
            engine=args.engine,
            engine_version=args.version,
            node_type=args.node_type,
            port=plan.PORT,
            cluster_mode="enabled",
            num_node_groups=args.shard_count,
            replicas_per_node_group=args.replicas_per_shard,
            data_tiering_enabled=plan.is_tiered(args.node_type) or None,
            automatic_failover_enabled=True,  # cluster mode demands it, even without replicas
            multi_az_enabled=args.replicas_per_shard > 0,
            subnet_group_name=self._subnet_group().name,
            security_group_ids=[self.security_group_id],
            parameter_group_name=self._parameter_group().name,
            at_rest_encryption_enabled=True,
            kms_key_id=self._key_arn,
            transit_encryption_enabled=True,
            transit_encryption_mode="required",
            user_group_ids=[self._access.group.user_group_id],
            log_delivery_configurations=self._log_delivery(),
            notification_topic_arn=args.notification_topic_arn,
            snapshot_retention_limit=args.snapshot_retention_days,
            snapshot_window=str(args.snapshot_window),
            maintenance_window=str(args.maintenance_window),
            final_snapshot_identifier=self._final_snapshot(),
            auto_minor_version_upgrade=args.auto_minor_version_upgrade,
            apply_immediately=args.apply_immediately,
            region=args.region,
            tags=self.tags_for(),
            opts=self.child(protect=args.deletion_protection, ignore_changes=self._left_to_aws()),
        )

    def _left_to_aws(self) -> list[str] | None:
        """What autoscaling changes behind the program's back."""
        if self._args.autoscaling is None:
            return None
        by_shards = isinstance(self._args.autoscaling, ShardAutoscaling)
        return ["numNodeGroups" if by_shards else "replicasPerNodeGroup"]
