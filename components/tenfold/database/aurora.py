"""AuroraDatabase: an Aurora PostgreSQL cluster, its writer and its readers."""

from __future__ import annotations

import pulumi
from pulumi_aws import appautoscaling, rds

from tenfold.database import plan, sizes
from tenfold.database._foundation import DatabaseComponent
from tenfold.database._groups import cluster_parameter_group
from tenfold.database._observation import CLUSTER_EVENTS, INSTANCE_EVENTS, Source, observe, tell_events
from tenfold.database._password import MasterPassword
from tenfold.database._proxy import Target
from tenfold.database.alarms import aurora_alarms
from tenfold.database.aurora_args import AuroraDatabaseArgs, ReaderAutoscaling

_GRAPHS = ("DBLoad", "ReadLatency", "WriteLatency", "CommitLatency", "BufferCacheHitRatio")
_STORAGE_TYPES = {True: "aurora-iopt1", False: "aurora", None: None}


class AuroraDatabase(DatabaseComponent):
    """An Aurora PostgreSQL cluster with its instances in different zones, and what watches over it.

    Creates a KMS key, a subnet group, a security group that is closed but for the named sources, a cluster
    parameter group (TLS forced; slow queries, lock waits, spilled sorts and autovacuum logged), log groups
    with retention, a role for enhanced monitoring, the cluster (encrypted, IAM login, backups with
    point-in-time recovery, Database Insights, a master password that RDS makes, keeps in Secrets Manager and
    rotates every week unless told otherwise), one writer, ``reader_count`` readers and a dashboard. Where
    they are asked for: readers that come and go with the load, RDS Proxy with endpoints for writes and
    reads, and, with a topic, alarms (CPU, memory, connections, transaction ids, replica lag, deadlocks, local
    storage, volume) and AWS's own events of failovers and failures.

    Refuses fewer than two zones, an instance class beside serverless limits, a parameter that the engine's
    family does not know, autoscaling without a reader to measure, a pinned minor version that AWS may move, a
    major upgrade that waits, and windows that meet.

    In place: readers, class, serverless limits, versions, parameters, proxy, windows, retention, subnets,
    sources. A reader is added without a restart. Replaced when changed: the cluster by name, region, key,
    database name or master user; while ``deletion_protection`` is on Pulumi refuses such an update at
    preview. The cluster can later join a Global Database as its writer in place: what AWS then notes on the
    cluster is not taken for drift. It needs ``managed_password=False`` for that (Aurora User Guide,
    "Password management with Amazon Aurora and AWS Secrets Manager", limitations).

    The provider has no blue/green update of Aurora clusters. For a major version with less downtime, make
    one by hand (``aws rds create-blue-green-deployment``, with ``rds.logical_replication`` in effect before),
    switch over, which keeps names and endpoints, and raise ``engine_version`` here: the update finds it done.

    Cost: us-east-1, on demand: an r7g.large $0.276 an hour, $201 a month, for the writer and each reader;
    storage $0.10 and backups beyond the volume's size $0.021 a GB and month; a million requests to storage
    $0.20 (aws.amazon.com/rds/aurora/pricing). The proxy $0.015 for each vCPU and hour; each alarm $0.10, the
    key $1 and a dashboard beyond three $3 a month. Each reader that autoscaling adds costs as the others.

    Availability: AWS's SLA is 99.99 % with instances in two zones or more (aws.amazon.com/rds/aurora/sla), so
    with ``reader_count`` of one or more. Storage is kept six times over three zones by Aurora itself. A
    reader takes over within 60 s, often within 30; behind RDS Proxy clients keep their connections (Aurora
    User Guide, "High availability for Amazon Aurora").
    """

    cluster_identifier: pulumi.Output[str]
    cluster_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: AuroraDatabaseArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, args, opts)
        self._args = args
        self._monitoring = self._monitoring_role_arn()
        password = MasterPassword(self, args, self._key_arn)
        cluster = self._cluster(password)
        instances = [self._instance(ordinal, cluster) for ordinal in range(1 + args.reader_count)]
        self._autoscale_readers(instances)
        self.endpoint = cluster.endpoint
        self.reader_endpoint = cluster.reader_endpoint
        self.port = cluster.port
        self.secret_arn = password.secret_arn(cluster)
        self.cluster_identifier = cluster.cluster_identifier
        self.cluster_arn = cluster.arn
        self._allow_login(cluster.arn, cluster.cluster_resource_id)
        self._make_proxy(
            Target(
                secret_arn=self.secret_arn,
                key_arn=self._key_arn,
                security_group=self._security_group,
                cluster_identifier=cluster.cluster_identifier,
                members=instances,
                readers=args.reader_count > 0 and args.proxy is not None and args.proxy.read_only_endpoint,
            )
        )
        self._observe(cluster, instances)
        self.register_outputs()

    def _cluster(self, password: MasterPassword) -> rds.Cluster:
        args, final_snapshot = self._args, self._final_snapshot()
        parameters = cluster_parameter_group(self, self._family(), self._parameters(), args.region)
        return rds.Cluster(
            f"{self._name}-cluster",
            cluster_identifier=self._name,
            engine=rds.EngineType(args.engine),
            engine_version=args.engine_version,
            allow_major_version_upgrade=args.allow_major_version_upgrade,
            database_name=args.database_name,
            port=plan.PORT,
            master_username=args.master_username,
            manage_master_user_password=password.managed,
            master_user_secret_kms_key_id=password.managed_key_arn,
            master_password=password.generated,
            iam_database_authentication_enabled=True,
            storage_encrypted=True,
            kms_key_id=self._key_arn,
            storage_type=_STORAGE_TYPES[args.io_optimized],
            db_subnet_group_name=self._subnet_group.name,
            vpc_security_group_ids=[self._security_group.id],
            db_cluster_parameter_group_name=parameters.name,
            serverlessv2_scaling_configuration=self._serverless(),
            backup_retention_period=args.backup_retention_days,
            preferred_backup_window=str(args.backup_window),
            preferred_maintenance_window=str(args.maintenance_window),
            copy_tags_to_snapshot=True,
            deletion_protection=args.deletion_protection,
            skip_final_snapshot=final_snapshot is None,
            final_snapshot_identifier=final_snapshot,
            delete_automated_backups=final_snapshot is None,
            enabled_cloudwatch_logs_exports=list(plan.AURORA_LOGS),
            database_insights_mode=args.insights,
            performance_insights_enabled=True,
            performance_insights_kms_key_id=self._key_arn,
            performance_insights_retention_period=args.insights.retention_days,
            monitoring_interval=args.monitoring_interval_seconds,
            monitoring_role_arn=self._monitoring,
            apply_immediately=args.apply_immediately,
            region=args.region,
            tags=self.tags_for(),
            opts=self.child(
                protect=args.deletion_protection,
                depends_on=[*self._log_groups("cluster", self._name, plan.AURORA_LOGS)],
                # AWS sets it when the cluster becomes a Global Database's writer; unset it would be detached.
                ignore_changes=["globalClusterIdentifier"],
            ),
        )

    def _serverless(self) -> rds.ClusterServerlessv2ScalingConfigurationArgs | None:
        limits = self._args.serverless
        if limits is None:
            return None
        return rds.ClusterServerlessv2ScalingConfigurationArgs(
            min_capacity=limits.min_acu,
            max_capacity=limits.max_acu,
            seconds_until_auto_pause=limits.auto_pause_seconds,
        )

    def _instance(self, ordinal: int, cluster: rds.Cluster) -> rds.ClusterInstance:
        """One instance. The first is the writer at creation; after a failover any may be."""
        args, role = self._args, f"instance-{ordinal}"
        return rds.ClusterInstance(
            f"{self._name}-{role}",
            identifier=f"{self._name}-{ordinal}",
            cluster_identifier=cluster.id,
            engine=rds.EngineType(args.engine),
            instance_class="db.serverless" if args.serverless else args.instance_class,
            db_subnet_group_name=self._subnet_group.name,
            availability_zone=self._zone(ordinal),
            publicly_accessible=False,
            auto_minor_version_upgrade=args.auto_minor_version_upgrade,
            ca_cert_identifier=args.ca_certificate,
            copy_tags_to_snapshot=True,
            # Also set on the cluster, for readers that autoscaling adds; left out here it would read as a
            # drift.
            monitoring_interval=args.monitoring_interval_seconds,
            monitoring_role_arn=self._monitoring,
            preferred_maintenance_window=str(args.maintenance_window),
            apply_immediately=args.apply_immediately,
            region=args.region,
            tags=self.tags_for(role),
            opts=self.child(ignore_changes=["availabilityZone"]),
        )

    def _autoscale_readers(self, instances: list[rds.ClusterInstance]) -> None:
        """More readers while they are busy; Application Auto Scaling removes only those that it added."""
        args, scaled = self._args, self._args.reader_autoscaling
        if scaled is None:
            return
        target = appautoscaling.Target(
            f"{self._name}-reader-scaling",
            service_namespace="rds",
            scalable_dimension="rds:cluster:ReadReplicaCount",
            resource_id=f"cluster:{self._name}",
            min_capacity=args.reader_count,
            max_capacity=scaled.max_readers,
            region=args.region,
            tags=self.tags_for("reader-scaling"),
            opts=self.child(depends_on=[*instances]),
        )
        appautoscaling.Policy(
            f"{self._name}-reader-scaling-policy",
            name=f"{self._name}-readers",
            policy_type="TargetTrackingScaling",
            service_namespace=target.service_namespace,
            scalable_dimension=target.scalable_dimension,
            resource_id=target.resource_id,
            target_tracking_scaling_policy_configuration=_tracking(scaled),
            region=args.region,
            opts=self.child(),
        )

    def _observe(self, cluster: rds.Cluster, instances: list[rds.ClusterInstance]) -> None:
        args, serverless = self._args, self._args.serverless
        memory = sizes.memory_gib(args.instance_class)
        connections = None if memory is None else sizes.max_connections(memory)
        if serverless is not None:
            memory = None  # it grows with the load, so that little of it is free by design
            connections = sizes.serverless_max_connections(serverless.min_acu, serverless.max_acu)
        connections = sizes.chosen_connections(args.parameters, connections)
        decided = list(
            aurora_alarms(
                args.alarms, memory=memory, connections=connections, serverless=serverless is not None
            )
        )
        whole = Source(self._name, {"DBClusterIdentifier": self._name}, decided)
        members = [
            Source(f"{self._name}-{ordinal}", {"DBInstanceIdentifier": f"{self._name}-{ordinal}"}, [])
            for ordinal in range(len(instances))
        ]
        observe(self, args, [whole, *members], cluster.arn, graphs=_GRAPHS)
        tell_events(
            self,
            args,
            role="cluster-events",
            source_type="db-cluster",
            source_ids=[cluster.id],
            categories=CLUSTER_EVENTS,
        )
        tell_events(
            self,
            args,
            role="instance-events",
            source_type="db-instance",
            source_ids=[instance.id for instance in instances],
            categories=INSTANCE_EVENTS,
        )


def _tracking(scaled: ReaderAutoscaling) -> appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationArgs:
    metric = appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecificationArgs(
        predefined_metric_type="RDSReaderAverageCPUUtilization"
    )
    return appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationArgs(
        predefined_metric_specification=metric,
        target_value=scaled.target_cpu_percent,
        scale_in_cooldown=scaled.scale_in_cooldown_seconds,
        scale_out_cooldown=scaled.scale_out_cooldown_seconds,
    )
