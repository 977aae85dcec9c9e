"""What both databases stand on: key, network, monitoring, logs, and the name of the last snapshot."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
import pulumi_random as random
from pulumi_aws import cloudwatch, iam, rds

from tenfold.component import Component
from tenfold.database import plan
from tenfold.database._proxy import Target, make_proxy
from tenfold.database.args import DatabaseArgs
from tenfold.database.parameters import Parameter, family, planned_parameters
from tenfold.parts.iam import Statement, secret_statements
from tenfold.parts.keys import key_arn
from tenfold.parts.security_groups import closed_security_group


class DatabaseComponent(Component):
    """Base of the databases. Its outputs are those of the ``Database`` protocol."""

    endpoint: pulumi.Output[str]
    """Host name of the writer."""
    reader_endpoint: pulumi.Output[str]
    """Host name for reads."""
    port: pulumi.Output[int]
    secret_arn: pulumi.Output[str]
    """Secrets Manager secret with the keys ``username`` and ``password`` of the master user."""
    security_group_id: pulumi.Output[str]
    proxy_endpoint: pulumi.Output[str] | None = None
    """Host name of the proxy, which leads to the writer; None without a proxy."""
    proxy_reader_endpoint: pulumi.Output[str] | None = None
    """Host name of the proxy that leads to readers; None without it."""

    def __init__(self, name: str, args: DatabaseArgs, opts: pulumi.ResourceOptions | None) -> None:
        plan.check_name(type(self).__name__, name)
        super().__init__(name, args.tags, opts, deletion_protection=args.deletion_protection)
        self._shared = args
        self._logins: list[tuple[pulumi.Output[str], pulumi.Output[str]]] = []
        self._key_arn = key_arn(
            self,
            args.kms_key_arn,
            description=f"Storage, backups, insights and secret of the database {name}",
            region=args.region,
            protect=args.deletion_protection,
        )
        self._subnet_group = rds.SubnetGroup(
            f"{name}-subnets",
            name=name,
            description=f"Subnets of the database {name}",
            subnet_ids=args.subnet_ids,
            region=args.region,
            tags=self.tags_for("subnets"),
            opts=self.child(),
        )
        self._security_group = closed_security_group(
            self,
            vpc_id=args.vpc_id,
            port=plan.PORT,
            sources=args.allowed_security_groups,
            description=f"Access to the database {name}",
            clients="PostgreSQL from",
            region=args.region,
        )
        self.security_group_id = self._security_group.id

    def secret_statements(self) -> Sequence[Statement]:
        """What a role needs to read the master user's password, as a migration does."""
        return secret_statements([self.secret_arn], self._key_arn)

    def connect_statements(self, username: str) -> Sequence[Statement]:
        """What a role needs to log in as this user of the database, with an IAM token for a password.

        The user has to be made in the database and be granted ``rds_iam`` (Amazon RDS User Guide, "Creating a
        database account using IAM authentication").
        """
        arns = [
            pulumi.Output.all(arn, id_).apply(lambda known: plan.connect_arn(known[0], known[1], username))
            for arn, id_ in self._logins
        ]
        return [Statement(actions=["rds-db:connect"], resources=arns)]

    def _allow_login(self, arn: pulumi.Output[str], resource_id: pulumi.Output[str]) -> None:
        """Have ``connect_statements`` name this cluster, instance or proxy."""
        self._logins.append((arn, resource_id))

    def _family(self) -> str:
        return family(self._shared.engine, self._shared.engine_version)

    def _parameters(self) -> Sequence[Parameter]:
        args = self._shared
        field = f"{type(args).__name__}.parameters"
        return planned_parameters(field, args.engine, args.engine_version, args.parameters)

    def _make_proxy(self, target: Target) -> None:
        """The proxy, where one is wanted."""
        args = self._shared
        if args.proxy is None:
            return
        made = make_proxy(self, args, args.proxy, target)
        self.proxy_endpoint, self.proxy_reader_endpoint = made.endpoint, made.reader_endpoint
        self._allow_login(made.arn, made.arn.apply(lambda arn: arn.split(":")[-1]))

    def _monitoring_role_arn(self) -> pulumi.Output[str]:
        """The role by which RDS writes the operating system's metrics, known once it has its policy."""
        role = iam.Role(
            f"{self._name}-monitoring-role",
            assume_role_policy=self._subnet_group.arn.apply(plan.monitoring_trust),
            tags=self.tags_for("monitoring-role"),
            opts=self.child(),
        )
        attachment = iam.RolePolicyAttachment(
            f"{self._name}-monitoring-policy",
            role=role.name,
            policy_arn=plan.MONITORING_POLICY,
            opts=self.child(),
        )
        return pulumi.Output.all(role.arn, attachment.id).apply(lambda known: str(known[0]))

    def _log_groups(self, kind: str, identifier: str, logs: Sequence[str]) -> list[cloudwatch.LogGroup]:
        """The groups that RDS writes to, made before it makes them without a retention."""
        role = identifier.removeprefix(self._name).lstrip("-")
        stem = f"{role}-" if role else ""
        return [
            cloudwatch.LogGroup(
                f"{identifier}-{log}-logs",
                name=f"/aws/rds/{kind}/{identifier}/{log}",
                retention_in_days=self._shared.log_retention_days,
                region=self._shared.region,
                tags=self.tags_for(f"{stem}{log}-logs"),
                opts=self.child(),
            )
            for log in logs
        ]

    def _final_snapshot(self) -> pulumi.Output[str] | None:
        """A name that is stable over updates, yet new when a database of the same name is made again."""
        # Made in any case, so that environments with and without a last snapshot have the same topology.
        suffix = random.RandomId(f"{self._name}-snapshot-suffix", byte_length=4, opts=self.child())
        if not self._shared.final_snapshot:
            return None
        return pulumi.Output.concat(self._name, "-final-", suffix.hex)

    def _zone(self, ordinal: int) -> pulumi.Output[str]:
        zones = pulumi.Output.from_input(self._shared.availability_zones)
        return zones.apply(lambda known: plan.zone_of(ordinal, known))
