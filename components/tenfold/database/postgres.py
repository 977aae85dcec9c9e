"""PostgresDatabase: an RDS for PostgreSQL instance, its standby and its read replicas."""

from __future__ import annotations

import pulumi
from pulumi_aws import rds

from tenfold.database import plan
from tenfold.database._foundation import DatabaseComponent
from tenfold.database.args import PostgresDatabaseArgs

_ENGINE = "postgres"


class PostgresDatabase(DatabaseComponent):
    """RDS for PostgreSQL: a primary with a standby in another zone, and read replicas one zone after the
    other.

    Creates a KMS key, a subnet group, a security group that is closed but for the named sources, a parameter
    group (TLS forced, slow queries and lock waits logged), log groups with retention, a role for enhanced
    monitoring, a secret with a generated password, the primary (Multi-AZ, encrypted gp3 that grows by itself,
    IAM login, backups with point-in-time recovery, Database Insights) and ``read_replica_count`` replicas.

    The password is generated here and kept in Secrets Manager, and encrypted in the state: RDS refuses read
    replicas of an instance whose password it manages itself (Amazon RDS User Guide, "Password management with
    Secrets Manager", limitations). So the first replica can be added without changing the secret.

    Refuses fewer than two zones, a pinned minor version that AWS may move, windows that meet, and a storage
    limit less than a tenth above the storage.

    In place: replicas, classes, storage, versions, windows, retention, subnets, sources, Multi-AZ. Replaced
    by: region, key, database name, master user; while ``deletion_protection`` is on Pulumi refuses such an
    update at preview. AWS's SLA is 99.95 % with Multi-AZ (aws.amazon.com/rds/sla).

    Keep the name. A new one is another database to Pulumi, which deletes this one. With an alias the provider
    would rename the instance in place, but the update fails: RDS moves an instance into no other subnet group
    of the same VPC, and the new name brings one.
    """

    reader_endpoints: pulumi.Output[list[str]]
    """Host names of all read replicas; ``reader_endpoint`` is the first."""
    instance_identifier: pulumi.Output[str]
    instance_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: PostgresDatabaseArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, args, opts)
        self._args = args
        self._monitoring = self._monitoring_role_arn()
        self._parameters = self._parameter_group()
        self._password = self._generated_password()
        secret = self._make_secret(self._password)
        primary = self._primary()
        replicas = [self._replica(ordinal, primary) for ordinal in range(1, 1 + args.read_replica_count)]
        self.endpoint = primary.address
        self.reader_endpoints = pulumi.Output.all(*[replica.address for replica in replicas])
        self.reader_endpoint = replicas[0].address if replicas else primary.address
        self.port = primary.port
        self.secret_arn = secret.arn
        self.instance_identifier = primary.identifier
        self.instance_arn = primary.arn
        self._register(
            reader_endpoints=self.reader_endpoints,
            instance_identifier=self.instance_identifier,
            instance_arn=self.instance_arn,
        )

    def _parameter_group(self) -> rds.ParameterGroup:
        family = plan.parameter_group_family(_ENGINE, self._args.engine_version)
        return rds.ParameterGroup(
            f"{self._name}-parameters",
            name=f"{self._name}-{family}",  # a major version's group is made beside the one it replaces
            family=family,
            description=f"Parameters of the database {self._name}",
            parameters=[
                rds.ParameterGroupParameterArgs(
                    name=each.name, value=each.value, apply_method=each.apply_method
                )
                for each in plan.PARAMETERS
            ],
            region=self._args.region,
            tags=self.tags_for("parameters"),
            opts=self.child(),
        )

    def _primary(self) -> rds.Instance:
        args, final_snapshot = self._args, self._final_snapshot()
        primary = self._instance_args("primary", self._name, args.instance_class)
        primary.engine = _ENGINE
        primary.engine_version = args.engine_version
        primary.allow_major_version_upgrade = args.allow_major_version_upgrade
        primary.multi_az = args.multi_az
        primary.db_name = args.database_name
        primary.username = args.master_username
        primary.password = self._password
        primary.allocated_storage = args.storage_gib
        primary.kms_key_id = self._key_arn
        primary.db_subnet_group_name = self._subnet_group.name
        primary.backup_retention_period = args.backup_retention_days
        primary.backup_window = str(args.backup_window)
        primary.deletion_protection = args.deletion_protection
        primary.skip_final_snapshot = final_snapshot is None
        primary.final_snapshot_identifier = final_snapshot
        primary.delete_automated_backups = final_snapshot is None
        logs = self._log_groups("instance", self._name, plan.POSTGRES_LOGS)
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
            storage_encrypted=True,
            max_allocated_storage=args.max_storage_gib,
            vpc_security_group_ids=[self._security_group.id],
            publicly_accessible=False,
            parameter_group_name=self._parameters.name,
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
