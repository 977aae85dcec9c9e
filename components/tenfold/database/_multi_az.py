"""A Multi-AZ DB cluster: RDS for PostgreSQL's own, which has nothing to do with Aurora."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, rds

from tenfold.component import Component
from tenfold.database import plan
from tenfold.database._groups import cluster_parameter_group
from tenfold.database._password import MasterPassword
from tenfold.database.parameters import Parameter
from tenfold.database.postgres_args import PostgresDatabaseArgs

MEMBERS = 3
"""A writer and two standbys that can be read: AWS makes no other."""


@dataclass(frozen=True)
class Surroundings:
    """What the database has made before its cluster."""

    password: MasterPassword
    key_arn: pulumi.Input[str]
    monitoring_role_arn: pulumi.Output[str]
    subnet_group_name: pulumi.Output[str]
    security_group_id: pulumi.Output[str]
    family: str
    parameters: Sequence[Parameter]
    final_snapshot: pulumi.Output[str] | None
    logs: Sequence[cloudwatch.LogGroup]


def make_cluster(component: Component, args: PostgresDatabaseArgs, given: Surroundings) -> rds.Cluster:
    """The cluster with its parameter group; its instances are AWS's, ``<name>-instance-1`` to ``-3``."""
    name = component.pulumi_resource_name
    parameters = cluster_parameter_group(component, given.family, given.parameters, args.region)
    return rds.Cluster(
        f"{name}-cluster",
        cluster_identifier=name,
        engine=args.engine,
        engine_version=args.engine_version,
        allow_major_version_upgrade=args.allow_major_version_upgrade,
        auto_minor_version_upgrade=args.auto_minor_version_upgrade,
        db_cluster_instance_class=args.instance_class,
        allocated_storage=args.storage_gib,
        storage_type="gp3",
        iops=args.iops or plan.gp3_iops(args.storage_gib),  # it can't be left out here
        storage_encrypted=True,
        kms_key_id=given.key_arn,
        database_name=args.database_name,
        port=plan.PORT,
        master_username=args.master_username,
        manage_master_user_password=given.password.managed,
        master_user_secret_kms_key_id=given.password.managed_key_arn,
        master_password=given.password.generated,
        iam_database_authentication_enabled=True,
        db_subnet_group_name=given.subnet_group_name,
        vpc_security_group_ids=[given.security_group_id],
        db_cluster_parameter_group_name=parameters.name,
        ca_certificate_identifier=args.ca_certificate,
        backup_retention_period=args.backup_retention_days,
        preferred_backup_window=str(args.backup_window),
        preferred_maintenance_window=str(args.maintenance_window),
        copy_tags_to_snapshot=True,
        deletion_protection=args.deletion_protection,
        skip_final_snapshot=given.final_snapshot is None,
        final_snapshot_identifier=given.final_snapshot,
        delete_automated_backups=given.final_snapshot is None,
        enabled_cloudwatch_logs_exports=list(plan.POSTGRES_LOGS),
        database_insights_mode=args.insights,
        performance_insights_enabled=True,
        performance_insights_kms_key_id=given.key_arn,
        performance_insights_retention_period=args.insights.retention_days,
        monitoring_interval=args.monitoring_interval_seconds,
        monitoring_role_arn=given.monitoring_role_arn,
        apply_immediately=args.apply_immediately,
        region=args.region,
        tags=component.tags_for(),
        opts=component.child(protect=args.deletion_protection, depends_on=[*given.logs]),
    )
