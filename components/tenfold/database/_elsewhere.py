"""What PostgresDatabase keeps in another region: a read replica, and copies of the backups."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
from pulumi_aws import cloudwatch, ec2, rds

from tenfold.component import Component
from tenfold.database import plan
from tenfold.database._groups import instance_parameter_group
from tenfold.database.parameters import Parameter
from tenfold.database.postgres_args import BackupReplication, CrossRegionReplica, PostgresDatabaseArgs
from tenfold.parts.keys import key_arn
from tenfold.parts.security_groups import closed_security_group

ROLE = "remote"


def remote_key_arn(component: Component, args: PostgresDatabaseArgs) -> pulumi.Input[str] | None:
    """The key of the replica's region, where there is a replica."""
    remote = args.cross_region_replica
    if remote is None:
        return None
    return key_arn(
        component,
        remote.kms_key_arn,
        role=f"{ROLE}-key",
        description=f"Replica in {remote.region} of the database {component.pulumi_resource_name}",
        region=remote.region,
        protect=args.deletion_protection,
    )


class RemoteReplica:
    """The replica in another region, with a network side, parameters and logs of that region."""

    def __init__(
        self, component: Component, args: PostgresDatabaseArgs, remote: CrossRegionReplica, family: str
    ) -> None:
        self._component, self._args, self._remote, self._family = component, args, remote, family
        self.identifier = f"{component.pulumi_resource_name}-{ROLE}"

    def make(
        self,
        shared: rds.InstanceArgs,
        source_arn: pulumi.Output[str],
        remote_key: pulumi.Input[str],
        parameters: Sequence[Parameter],
    ) -> rds.Instance:
        """The replica itself.

        Args:
            shared: what it has in common with the primary.
            source_arn: the primary, which from another region goes by its ARN.
            remote_key: the key of this region.
            parameters: the primary's, so that it serves as well when it is promoted.
        """
        args, remote = self._args, self._remote
        group = instance_parameter_group(self._component, self._family, parameters, remote.region, ROLE)
        shared.region = remote.region
        shared.replicate_source_db = source_arn
        shared.kms_key_id = remote_key
        shared.performance_insights_kms_key_id = remote_key
        shared.storage_encrypted = None  # the key says it; the provider ignores this beside a source's ARN
        shared.multi_az = remote.multi_az
        shared.db_subnet_group_name = self._subnet_group().name
        shared.vpc_security_group_ids = [self._security_group().id]
        shared.parameter_group_name = group.name
        # Its own backups: a replica that is promoted without would begin with none.
        shared.backup_retention_period = args.backup_retention_days
        shared.backup_window = str(args.backup_window)
        shared.deletion_protection = args.deletion_protection
        shared.skip_final_snapshot = True  # it holds nothing that the primary has not
        options = self._component.child(protect=args.deletion_protection, depends_on=[*self._log_groups()])
        return rds.Instance(f"{self.identifier}-replica", shared, options)

    def _subnet_group(self) -> rds.SubnetGroup:
        return rds.SubnetGroup(
            f"{self.identifier}-subnets",
            name=self.identifier,
            description=f"Subnets of the database {self.identifier}",
            subnet_ids=self._remote.subnet_ids,
            region=self._remote.region,
            tags=self._component.tags_for(f"{ROLE}-subnets"),
            opts=self._component.child(),
        )

    def _security_group(self) -> ec2.SecurityGroup:
        return closed_security_group(
            self._component,
            vpc_id=self._remote.vpc_id,
            port=plan.PORT,
            sources=self._remote.allowed_security_groups,
            description=f"Access to the database {self.identifier}",
            clients="PostgreSQL from",
            region=self._remote.region,
            role=ROLE,
        )

    def _log_groups(self) -> list[cloudwatch.LogGroup]:
        return [
            cloudwatch.LogGroup(
                f"{self.identifier}-{log}-logs",
                name=f"/aws/rds/instance/{self.identifier}/{log}",
                retention_in_days=self._args.log_retention_days,
                region=self._remote.region,
                tags=self._component.tags_for(f"{ROLE}-{log}-logs"),
                opts=self._component.child(),
            )
            for log in plan.POSTGRES_LOGS
        ]


def replicate_backups(
    component: Component, args: PostgresDatabaseArgs, copies: BackupReplication, primary: rds.Instance
) -> None:
    """Copies of the automated backups and of the log, under a key of their region."""
    name = component.pulumi_resource_name
    rds.InstanceAutomatedBackupsReplication(
        f"{name}-backup-replication",
        source_db_instance_arn=primary.arn,
        kms_key_id=key_arn(
            component,
            copies.kms_key_arn,
            role="backup-key",
            description=f"Copies in {copies.region} of the backups of the database {name}",
            region=copies.region,
            protect=args.deletion_protection,
        ),
        retention_period=copies.retention_days,
        region=copies.region,
        opts=component.child(),
    )
