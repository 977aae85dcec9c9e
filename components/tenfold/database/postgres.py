"""PostgresDatabase: an RDS for PostgreSQL instance, its standby and its read replicas."""

from __future__ import annotations

import pulumi
from pulumi_aws import cloudwatch, rds, secretsmanager

from tenfold.database import plan
from tenfold.database._elsewhere import ROLE, RemoteReplica, remote_key_arn, replicate_backups
from tenfold.database._foundation import DatabaseComponent
from tenfold.database._groups import instance_parameter_group
from tenfold.database._multi_az import MEMBERS, Surroundings, make_cluster
from tenfold.database._observation import CLUSTER_EVENTS, tell_events
from tenfold.database._password import MasterPassword
from tenfold.database._proxy import Target
from tenfold.database._standalone import Watched, decide_alarms, observe_instances
from tenfold.database.postgres_args import Deployment, PostgresDatabaseArgs
from tenfold.parts.metric_alarms import metric_alarms


class PostgresDatabase(DatabaseComponent):
    """RDS for PostgreSQL with standbys, read replicas here and in another region, and what watches over them.

    Creates a KMS key, a subnet group, a security group that is closed but for the named sources, a parameter
    group (TLS forced; slow queries, lock waits, spilled sorts and autovacuum logged), log groups with
    retention, a role for enhanced monitoring, a secret with the master password, a dashboard, and the
    database (encrypted gp3, IAM login, backups with point-in-time recovery, Database Insights). That is a
    primary with a standby and ``read_replica_count`` replicas one zone after the other, or a Multi-AZ cluster
    whose two standbys can be read. Where they are asked for: a replica in another region with a key, network
    side, parameters and logs of its own and a copy of the secret; copies of the backups there; RDS Proxy;
    and, with a topic, alarms (CPU, memory, connections, transaction ids, storage, replica lag, deadlocks) and
    AWS's own events of failovers and failures.

    The password is generated here and kept in Secrets Manager, and encrypted in the state, so that the first
    replica can be added without another secret; ``password_version`` changes it. With ``managed_password``
    RDS makes it, keeps it in a secret of its own and rotates it every week, which it does for a database
    without replicas and blue/green updates alone (Amazon RDS User Guide, "Password management with Amazon RDS
    and AWS Secrets Manager", limitations). Give applications users of their own, or IAM login.

    Refuses fewer than two zones, a parameter that the engine's family does not know, a replica or copies in
    the database's own region or under a key of another, replicas or classes without a disk in a Multi-AZ
    cluster, a pinned minor version that AWS may move, windows that meet, what gp3 can't do, and a storage
    limit less than a tenth above the storage.

    In place: replicas, classes, storage, versions, parameters, proxy, windows, retention, subnets, sources, a
    standby. Replaced when changed: the database by region, key, database name, master user, or a change to
    or from a Multi-AZ cluster; while ``deletion_protection`` is on Pulumi refuses such an update at preview.

    Keep the name. A new one is another database to Pulumi, which deletes this one. With an alias the provider
    would rename the instance in place, but the update fails: RDS moves an instance into no other subnet group
    of the same VPC, and the new name brings one.

    Cost: us-east-1, on demand: an r7g.large $0.478 an hour with its standby, $349 a month, and $0.239 for
    each replica; backups beyond the storage's size $0.095 a GB and month (aws.amazon.com/rds/postgresql/
    pricing). The proxy $0.015 for each vCPU and hour; each alarm $0.10, a key $1, the secret $0.40 and a
    dashboard beyond three $3 a month. What goes to another region is charged as transfer.

    Availability: AWS's SLA is 99.95 % with a standby (aws.amazon.com/rds/sla). The standby takes over in one
    to two minutes, one of a Multi-AZ cluster within 35 s (Amazon RDS User Guide, "Multi-AZ DB instance
    deployments", "Multi-AZ DB cluster deployments").
    """

    reader_endpoints: pulumi.Output[list[str]]
    """Host names of all that can be read beside the primary; ``reader_endpoint`` is the first."""
    instance_identifier: pulumi.Output[str]
    """Identifier of the primary, or of the cluster."""
    instance_arn: pulumi.Output[str]
    """ARN of the primary, or of the cluster."""
    remote_endpoint: pulumi.Output[str] | None = None
    """Host name of the replica in another region; None without one."""

    def __init__(
        self, name: str, args: PostgresDatabaseArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, args, opts)
        self._args = args
        self._monitoring = self._monitoring_role_arn()
        self._password = MasterPassword(self, args, self._key_arn)
        self._remote_key_arn = remote_key_arn(self, args)
        if args.deployment is Deployment.MULTI_AZ_CLUSTER:
            self._build_cluster()
        else:
            self._build_instances()
        self.register_outputs()

    def _build_instances(self) -> None:
        args = self._args
        self._parameter_group = instance_parameter_group(
            self, self._family(), self._parameters(), args.region
        )
        primary_logs = self._log_groups("instance", self._name, plan.POSTGRES_LOGS)
        primary = self._primary(primary_logs)
        replicas = [self._replica(ordinal, primary) for ordinal in range(1, 1 + args.read_replica_count)]
        self.secret_arn = self._password.secret_arn(primary, self._secret_copies())
        self.endpoint = primary.address
        self.reader_endpoints = pulumi.Output.all(*[replica.address for replica in replicas])
        self.reader_endpoint = replicas[0].address if replicas else primary.address
        self.port = primary.port
        self.instance_identifier = primary.identifier
        self.instance_arn = primary.arn
        for instance in (primary, *replicas):
            self._allow_login(instance.arn, instance.resource_id)
        if args.backup_replication is not None:
            replicate_backups(self, args, args.backup_replication, primary)
        self._make_remote(primary)
        self._make_proxy(self._target(instance_identifier=primary.identifier))
        replica_class = args.replica_instance_class or args.instance_class
        watched = {self._name: Watched("", args.instance_class)} | {
            f"{self._name}-replica-{n}": Watched(f"replica-{n}-", replica_class)
            for n in range(1, 1 + args.read_replica_count)
        }
        observe_instances(
            self,
            args,
            watched,
            arn=primary.arn,
            source_ids=[instance.identifier for instance in (primary, *replicas)],
            log_group=primary_logs[0],
        )

    def _build_cluster(self) -> None:
        logs = self._log_groups("cluster", self._name, plan.POSTGRES_LOGS)
        cluster = make_cluster(
            self,
            self._args,
            Surroundings(
                password=self._password,
                key_arn=self._key_arn,
                monitoring_role_arn=self._monitoring,
                subnet_group_name=self._subnet_group.name,
                security_group_id=self._security_group.id,
                family=self._family(),
                parameters=self._parameters(),
                final_snapshot=self._final_snapshot(),
                logs=logs,
            ),
        )
        self.secret_arn = self._password.secret_arn(cluster)
        self.endpoint = cluster.endpoint
        self.reader_endpoint = cluster.reader_endpoint
        self.reader_endpoints = pulumi.Output.all(cluster.reader_endpoint)
        self.port = cluster.port
        self.instance_identifier = cluster.cluster_identifier
        self.instance_arn = cluster.arn
        self._allow_login(cluster.arn, cluster.cluster_resource_id)
        proxy = self._args.proxy
        self._make_proxy(
            self._target(
                cluster_identifier=cluster.cluster_identifier,
                readers=proxy is not None and proxy.read_only_endpoint,
            )
        )
        # AWS names the cluster's instances itself, always so.
        members = {f"{self._name}-instance-{n}": n for n in range(1, 1 + MEMBERS)}
        observe_instances(
            self,
            self._args,
            {each: Watched(f"instance-{n}-", self._args.instance_class) for each, n in members.items()},
            arn=cluster.arn,
            source_ids=[
                pulumi.Output.concat(cluster.cluster_identifier, f"-instance-{n}") for n in members.values()
            ],
            log_group=logs[0],
        )
        tell_events(
            self,
            self._args,
            role="cluster-events",
            source_type="db-cluster",
            source_ids=[cluster.id],
            categories=CLUSTER_EVENTS,
        )

    def _target(
        self,
        cluster_identifier: pulumi.Output[str] | None = None,
        instance_identifier: pulumi.Output[str] | None = None,
        readers: bool = False,
    ) -> Target:
        return Target(
            secret_arn=self.secret_arn,
            key_arn=self._key_arn,
            security_group=self._security_group,
            cluster_identifier=cluster_identifier,
            instance_identifier=instance_identifier,
            readers=readers,
        )

    def _secret_copies(self) -> list[secretsmanager.SecretReplicaArgs] | None:
        remote = self._args.cross_region_replica
        if remote is None:
            return None
        return [secretsmanager.SecretReplicaArgs(region=remote.region, kms_key_id=self._remote_key_arn)]

    def _primary(self, logs: list[cloudwatch.LogGroup]) -> rds.Instance:
        args, final_snapshot = self._args, self._final_snapshot()
        primary = self._instance_args("primary", self._name, args.instance_class)
        primary.engine = args.engine
        primary.engine_version = args.engine_version
        primary.allow_major_version_upgrade = args.allow_major_version_upgrade
        primary.multi_az = args.deployment is Deployment.MULTI_AZ_INSTANCE
        primary.blue_green_update = (
            rds.InstanceBlueGreenUpdateArgs(enabled=True) if args.blue_green_update else None
        )
        primary.db_name = args.database_name
        primary.username = args.master_username
        primary.manage_master_user_password = self._password.managed
        primary.master_user_secret_kms_key_id = self._password.managed_key_arn
        primary.password = self._password.generated
        primary.allocated_storage = args.storage_gib
        primary.kms_key_id = self._key_arn
        primary.db_subnet_group_name = self._subnet_group.name
        primary.backup_retention_period = args.backup_retention_days
        primary.backup_window = str(args.backup_window)
        primary.deletion_protection = args.deletion_protection
        primary.skip_final_snapshot = final_snapshot is None
        primary.final_snapshot_identifier = final_snapshot
        primary.delete_automated_backups = final_snapshot is None
        options = self.child(protect=args.deletion_protection, depends_on=[*logs])
        return rds.Instance(f"{self._name}-primary", primary, options)

    def _replica(self, ordinal: int, primary: rds.Instance) -> rds.Instance:
        """One replica. It holds nothing of its own, so it is neither protected nor kept as a snapshot."""
        args, role = self._args, f"replica-{ordinal}"
        identifier = f"{self._name}-{role}"
        replica = self._instance_args(role, identifier, args.replica_instance_class or args.instance_class)
        # By identifier, so that it shares the primary's subnet group: one of its own would need the ARN.
        replica.replicate_source_db = primary.identifier
        replica.availability_zone = self._zone(ordinal)
        replica.skip_final_snapshot = True
        logs = self._log_groups("instance", identifier, plan.POSTGRES_LOGS)
        options = self.child(depends_on=[*logs], ignore_changes=["availabilityZone"])
        return rds.Instance(identifier, replica, options)

    def _instance_args(self, role: str, identifier: str, instance_class: str) -> rds.InstanceArgs:
        """What the primary and its replicas share."""
        args = self._args
        return rds.InstanceArgs(
            identifier=identifier,
            instance_class=instance_class,
            port=plan.PORT,
            storage_type="gp3",
            iops=args.iops,
            storage_throughput=args.throughput_mibps,
            storage_encrypted=True,
            max_allocated_storage=args.max_storage_gib,
            vpc_security_group_ids=[self._security_group.id],
            publicly_accessible=False,
            parameter_group_name=self._parameter_group.name,
            iam_database_authentication_enabled=True,
            ca_cert_identifier=args.ca_certificate,
            auto_minor_version_upgrade=args.auto_minor_version_upgrade,
            maintenance_window=str(args.maintenance_window),
            copy_tags_to_snapshot=True,
            enabled_cloudwatch_logs_exports=list(plan.POSTGRES_LOGS),
            database_insights_mode=args.insights,
            performance_insights_enabled=True,
            performance_insights_kms_key_id=self._key_arn,
            performance_insights_retention_period=args.insights.retention_days,
            monitoring_interval=args.monitoring_interval_seconds,
            monitoring_role_arn=self._monitoring,
            apply_immediately=args.apply_immediately,
            region=args.region,
            tags=self.tags_for(role),
        )

    def _make_remote(self, primary: rds.Instance) -> None:
        args, remote = self._args, self._args.cross_region_replica
        if remote is None or self._remote_key_arn is None:
            return
        replica = RemoteReplica(self, args, remote, self._family())
        instance_class = remote.instance_class or args.instance_class
        shared = self._instance_args(ROLE, replica.identifier, instance_class)
        made = replica.make(shared, primary.arn, self._remote_key_arn, self._parameters())
        self.remote_endpoint = made.address
        self._allow_login(made.arn, made.resource_id)
        metric_alarms(
            self,
            decide_alarms(args, Watched(f"{ROLE}-", instance_class)),
            dimensions={"DBInstanceIdentifier": replica.identifier},
            topic_arn=remote.alarm_topic_arn,
            region=remote.region,
        )
