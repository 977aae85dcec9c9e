"""Cache: an ElastiCache replication group, who may reach it, and who may log in."""

from __future__ import annotations

import pulumi
import pulumi_random as random
from pulumi_aws import cloudwatch, ec2, elasticache, secretsmanager

from tenfold.cache import plan
from tenfold.cache.args import CacheArgs
from tenfold.component import Component
from tenfold.naming import physical_name
from tenfold.parts.keys import key_arn
from tenfold.parts.security_groups import closed_security_group


class Cache(Component):
    """A Valkey or Redis OSS cache with its replicas in other zones.

    Creates a KMS key, a subnet group, a security group that is closed but for the named sources, a parameter
    group, log groups with retention for the slow log and the engine's log, two users (``default``, which is
    off, and ``app``, whose generated password lies in Secrets Manager and, encrypted, in the state), their
    group, and the replication group: cluster mode, TLS required, encrypted at rest, automatic failover over
    several zones, daily snapshots.

    It is in cluster mode from the first shard on, since that is what lets shards be added in place later.
    Clients must speak it: connect to ``configuration_endpoint`` with TLS and a cluster-aware client.

    Refuses versions without users and groups, malformed node types, and windows that meet.

    In place: shards, replicas, node type, version, windows, retention, subnets, sources. Replaced by: name,
    region, key; while ``deletion_protection`` is on Pulumi refuses such an update at preview. AWS's SLA is
    99.99 % with Multi-AZ and failover (aws.amazon.com/elasticache/sla), so with ``replicas_per_shard`` of one
    or more.
    """

    configuration_endpoint: pulumi.Output[str]
    """Host name at which a cluster-aware client learns of all shards and replicas."""
    port: pulumi.Output[int]
    secret_arn: pulumi.Output[str]
    """Secrets Manager secret with the keys ``username`` and ``password`` of the application's user."""
    security_group_id: pulumi.Output[str]
    replication_group_id: pulumi.Output[str]
    replication_group_arn: pulumi.Output[str]

    def __init__(self, name: str, args: CacheArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        plan.check_name(name)
        super().__init__(name, args.tags, opts)
        self._args = args
        self._key_arn = key_arn(
            self,
            args.kms_key_arn,
            description=f"Data and secret of the cache {name}",
            region=args.region,
            protect=args.deletion_protection,
        )
        security_group = closed_security_group(
            self,
            vpc_id=args.vpc_id,
            port=plan.PORT,
            sources=args.allowed_security_groups,
            description=f"Access to the cache {name}",
            clients="Cache clients in",
            region=args.region,
        )
        password = self._password(plan.APP_USERNAME)
        secret = self._secret(password)
        users = self._user_group(password)
        group = self._replication_group(security_group, users)
        self.configuration_endpoint = group.configuration_endpoint_address
        self.port = group.port.apply(lambda port: port or plan.PORT)
        self.secret_arn = secret.arn
        self.security_group_id = security_group.id
        self.replication_group_id = group.id
        self.replication_group_arn = group.arn
        self.register_outputs(
            {
                "configuration_endpoint": self.configuration_endpoint,
                "port": self.port,
                "secret_arn": self.secret_arn,
                "security_group_id": self.security_group_id,
                "replication_group_id": self.replication_group_id,
                "replication_group_arn": self.replication_group_arn,
            }
        )

    def _password(self, username: str) -> pulumi.Output[str]:
        return random.RandomPassword(
            f"{self._name}-{username}-password",
            length=64,
            special=False,  # 64 letters and digits are 381 bits, and fit into a URL
            opts=self.child(),
        ).result

    def _secret(self, password: pulumi.Output[str]) -> secretsmanager.Secret:
        secret = secretsmanager.Secret(
            f"{self._name}-secret",
            description=f"Application's user of the cache {self._name}",
            kms_key_id=self._key_arn,
            region=self._args.region,
            tags=self.tags_for("secret"),
            opts=self.child(),
        )
        secretsmanager.SecretVersion(
            f"{self._name}-secret-version",
            secret_id=secret.id,
            secret_string=pulumi.Output.json_dumps({"username": plan.APP_USERNAME, "password": password}),
            region=self._args.region,
            opts=self.child(),
        )
        return secret

    def _user(self, username: str, access: str, password: pulumi.Output[str]) -> elasticache.User:
        return elasticache.User(
            f"{self._name}-{username}-user",
            user_id=physical_name(self._name, username, limit=40),
            user_name=username,
            engine=self._args.engine,
            access_string=access,
            passwords=[password],
            region=self._args.region,
            tags=self.tags_for(f"{username}-user"),
            opts=self.child(),
        )

    def _user_group(self, password: pulumi.Output[str]) -> elasticache.UserGroup:
        # A group needs a user named "default", and Valkey's a password for each user, even one that is off.
        default = self._user("default", plan.NO_ACCESS, self._password("default"))
        app = self._user(plan.APP_USERNAME, self._args.access, password)
        return elasticache.UserGroup(
            f"{self._name}-users",
            user_group_id=self._name,
            engine=self._args.engine,
            user_ids=[default.user_id, app.user_id],
            region=self._args.region,
            tags=self.tags_for("users"),
            opts=self.child(),
        )

    def _parameter_group(self) -> elasticache.ParameterGroup:
        family = plan.parameter_group_family(self._args.engine, self._args.version)
        return elasticache.ParameterGroup(
            f"{self._name}-parameters",
            name=f"{self._name}-{family}",  # a major version's group is made beside the one it replaces
            family=family,
            description=f"Parameters of the cache {self._name}",
            parameters=[
                elasticache.ParameterGroupParameterArgs(name=name, value=value)
                for name, value in plan.parameters(self._args.eviction_policy).items()
            ],
            region=self._args.region,
            tags=self.tags_for("parameters"),
            opts=self.child(),
        )

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

    def _replication_group(
        self, security_group: ec2.SecurityGroup, users: elasticache.UserGroup
    ) -> elasticache.ReplicationGroup:
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
            automatic_failover_enabled=True,  # cluster mode demands it, even without replicas
            multi_az_enabled=args.replicas_per_shard > 0,
            subnet_group_name=self._subnet_group().name,
            security_group_ids=[security_group.id],
            parameter_group_name=self._parameter_group().name,
            at_rest_encryption_enabled=True,
            kms_key_id=self._key_arn,
            transit_encryption_enabled=True,
            transit_encryption_mode="required",
            user_group_ids=[users.user_group_id],
            log_delivery_configurations=self._log_delivery(),
            snapshot_retention_limit=args.snapshot_retention_days,
            snapshot_window=str(args.snapshot_window),
            maintenance_window=str(args.maintenance_window),
            final_snapshot_identifier=self._final_snapshot(),
            auto_minor_version_upgrade=args.auto_minor_version_upgrade,
            apply_immediately=args.apply_immediately,
            region=args.region,
            tags=self.tags_for(),
            opts=self.child(protect=args.deletion_protection),
        )
