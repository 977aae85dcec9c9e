"""What the user says about an RDS for PostgreSQL database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import Field, model_validator

from tenfold.args import Args, Input, Label
from tenfold.database import plan
from tenfold.database.args import DatabaseArgs
from tenfold.database.parameters import Engine
from tenfold.errors import InvalidInputError


class Deployment(StrEnum):
    """How the database survives the loss of an instance or a zone."""

    SINGLE = "single"
    """One instance. Its loss is an outage of some minutes, that of its zone one until it is restored."""
    MULTI_AZ_INSTANCE = "multi-az-instance"
    """A standby in a second zone, which nobody can read, takes over in one to two minutes."""
    MULTI_AZ_CLUSTER = "multi-az-cluster"
    """Two standbys in two more zones, which can be read, take over in about 35 seconds. It takes classes with
    a disk of their own (``d``), such as db.m6gd.large, and has no storage autoscaling, replicas in other
    regions, or copies of its backups there (RDS User Guide, "Limitations of Multi-AZ DB clusters")."""


class CrossRegionReplica(Args):
    """A read replica in another region, which can be made a database of its own there.

    It has a key, a subnet group, a closed security group and a parameter group of its own region, and backups
    from the moment it is promoted. The secret is copied to its region. RDS upgrades only replicas of the
    primary's own region to a new major version with it (Amazon RDS User Guide, "How to perform a major
    version upgrade for RDS for PostgreSQL"): leave this one out for that, and add it again.
    """

    region: str
    """AWS region, another than the database's. Changing it replaces the replica."""
    vpc_id: Input[str]
    """VPC in that region."""
    subnet_ids: Input[Sequence[Input[str]]]
    """Isolated subnets of that VPC, in two zones or more."""
    allowed_security_groups: Mapping[Label, Input[str]] = Field(default_factory=dict[Label, Input[str]])
    """Security groups of that VPC that may connect, by a name of your choice."""
    kms_key_arn: Input[str] | None = None
    """Key of that region for the replica and the copy of the secret; None makes one there. Changing it
    replaces the replica."""
    instance_class: str | None = None
    """Instance class; None takes ``instance_class``, so that it could carry the load."""
    multi_az: bool = False
    """A standby beside the replica, which has it as soon as it is promoted."""
    alarm_topic_arn: Input[str] | None = None
    """SNS topic of that region: alarms notify topics of their own region only."""


class BackupReplication(Args):
    """Copies of the automated backups in another region, so that one can go back in time there too."""

    region: str
    """AWS region, another than the database's."""
    kms_key_arn: Input[str] | None = None
    """Key of that region; None makes one there."""
    retention_days: int = Field(default=7, ge=1, le=35)
    """Days that one can go back to there: RDS's default."""


class PostgresDatabaseArgs(DatabaseArgs):
    """An RDS for PostgreSQL database with standbys and read replicas."""

    engine: ClassVar[Engine] = Engine.POSTGRES
    deployment: Deployment = Deployment.MULTI_AZ_INSTANCE
    """How it survives the loss of an instance or a zone. Between the first two a change is in place; to and
    from the cluster it is another database, which Pulumi refuses while ``deletion_protection`` is on."""
    read_replica_count: int = Field(default=0, ge=0, le=15)
    """Read replicas in the same region, one zone after the other; 15 is RDS's most."""
    replica_instance_class: str | None = None
    """Instance class of the replicas; None takes ``instance_class``."""
    cross_region_replica: CrossRegionReplica | None = None
    """A replica in another region."""
    backup_replication: BackupReplication | None = None
    """Copies of the backups in another region."""
    storage_gib: int = Field(default=100, ge=20, le=65_536)
    """Storage at first, in GiB of gp3; a Multi-AZ cluster needs 400 or more. It can only grow."""
    max_storage_gib: int = Field(default=1_000, ge=22, le=65_536)
    """Where automatic growth of storage ends, in GiB. A Multi-AZ cluster does not grow by itself."""
    iops: int | None = Field(default=None, ge=3_000, le=64_000)
    """Input and output operations a second; None takes gp3's baseline, 3,000, or 12,000 from 400 GiB on."""
    throughput_mibps: int | None = Field(default=None, ge=125, le=4_000)
    """MiB a second; None takes gp3's baseline, 125, or 500 from 400 GiB on."""
    managed_password: bool = False
    """True lets RDS make the master password and rotate it every week, which AWS does neither with read
    replicas nor with blue/green updates. False generates it here, unrotated, into a secret of the component's
    own, so that replicas can be added at any time. Changed in place, with a new ``secret_arn``."""
    blue_green_update: bool = False
    """Makes changes that need a restart, such as a version, on a copy that then takes over within a minute
    or so, where otherwise the database is down for some minutes. Not with replicas (the provider's limit). A
    major version is copied by logical replication, for which ``rds.logical_replication`` must be ``1`` among
    the ``parameters`` and in effect before (Amazon RDS User Guide, "PostgreSQL replication methods for
    blue/green deployments")."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        owner = "PostgresDatabaseArgs"
        if self.replica_instance_class is not None:
            plan.check_instance_class(f"{owner}.replica_instance_class", self.replica_instance_class)
        grows = self.deployment is not Deployment.MULTI_AZ_CLUSTER
        if grows and self.max_storage_gib * 10 < self.storage_gib * 11:
            raise InvalidInputError(
                f"{owner}.max_storage_gib",
                self.max_storage_gib,
                f"{-(-self.storage_gib * 11 // 10)} or more",
                "RDS demands a tenth above storage_gib.",
            )
        plan.check_gp3(owner, self.storage_gib, self.iops, self.throughput_mibps)
        self._check_password()
        self._check_regions()
        self._check_cluster()
        self._check_blue_green()
        return self

    def _check_password(self) -> None:
        for field in ("read_replica_count", "cross_region_replica", "blue_green_update"):
            if self.managed_password and getattr(self, field):
                raise InvalidInputError(
                    "PostgresDatabaseArgs.managed_password",
                    True,
                    f"False with {field}, which AWS has not for a database whose password RDS manages",
                    "Set it to False, which is done in place and brings a new secret_arn; or take "
                    "AuroraDatabase, whose readers need no such choice.",
                )

    def _check_regions(self) -> None:
        for field, elsewhere in (
            ("cross_region_replica", self.cross_region_replica),
            ("backup_replication", self.backup_replication),
        ):
            if elsewhere is None:
                continue
            path = f"PostgresDatabaseArgs.{field}"
            plan.check_other_region(path, elsewhere.region, self.region or self._zones_region())
            plan.check_key_region(path, elsewhere.kms_key_arn, elsewhere.region)
        if self.cross_region_replica and self.allow_major_version_upgrade:
            raise InvalidInputError(
                "PostgresDatabaseArgs.allow_major_version_upgrade",
                True,
                "False beside cross_region_replica",
                "RDS takes only replicas of the primary's own region along to a new major version: leave the "
                "other out for the upgrade, and add it again afterwards.",
            )
        if self.cross_region_replica and self.cross_region_replica.instance_class:
            plan.check_instance_class(
                "PostgresDatabaseArgs.cross_region_replica.instance_class",
                self.cross_region_replica.instance_class,
            )

    def _zones_region(self) -> str | None:
        """The region that the zones tell, where they are known and the provider's region is meant."""
        zones = self.availability_zones
        return plan.region_of(zones[0]) if isinstance(zones, Sequence) and zones else None

    def _check_cluster(self) -> None:
        if self.deployment is not Deployment.MULTI_AZ_CLUSTER:
            return
        plan.check_cluster_class("PostgresDatabaseArgs.instance_class", self.instance_class)
        if isinstance(self.availability_zones, Sequence) and len(self.availability_zones) < 3:
            raise InvalidInputError(
                "PostgresDatabaseArgs.availability_zones",
                list(self.availability_zones),
                "three zones or more with deployment=MULTI_AZ_CLUSTER",
                "Its writer and two standbys stand in three: give a third, with a subnet in it.",
            )
        if self.storage_gib < plan.GP3_LARGE_GIB:
            raise InvalidInputError(
                "PostgresDatabaseArgs.storage_gib",
                self.storage_gib,
                f"{plan.GP3_LARGE_GIB} or more with deployment=MULTI_AZ_CLUSTER",
                f"Set storage_gib={plan.GP3_LARGE_GIB}, since the default is for instances: a cluster has to "
                "be told its iops, which gp3 lets be chosen from there on.",
            )
        replicas = ("read_replica_count", "replica_instance_class", "cross_region_replica")
        for field in (*replicas, "backup_replication"):
            if getattr(self, field):
                raise InvalidInputError(
                    f"PostgresDatabaseArgs.{field}",
                    getattr(self, field),
                    "nothing with deployment=MULTI_AZ_CLUSTER, whose two standbys can be read",
                    "Leave it out; or take MULTI_AZ_INSTANCE, or AuroraDatabase.",
                )
        if self.throughput_mibps is not None:
            raise InvalidInputError(
                "PostgresDatabaseArgs.throughput_mibps",
                self.throughput_mibps,
                "nothing with deployment=MULTI_AZ_CLUSTER, where RDS lets only iops be chosen",
                "Leave it out, and raise iops.",
            )
        if "max_storage_gib" in self.model_fields_set:
            raise InvalidInputError(
                "PostgresDatabaseArgs.max_storage_gib",
                self.max_storage_gib,
                "nothing with deployment=MULTI_AZ_CLUSTER, whose storage does not grow by itself",
                "Leave it out, and raise storage_gib when the alarm asks for it.",
            )

    def _check_blue_green(self) -> None:
        logical = self.parameters.get("rds.logical_replication") == "1"
        if self.blue_green_update and self.allow_major_version_upgrade and not logical:
            raise InvalidInputError(
                "PostgresDatabaseArgs.blue_green_update",
                True,
                "False for a major version without rds.logical_replication=1 in parameters",
                "Set the parameter and restart the database first: RDS copies it by logical replication.",
            )
        alone = self.deployment is not Deployment.MULTI_AZ_CLUSTER and not self.cross_region_replica
        if self.blue_green_update and (self.read_replica_count or not alone):
            raise InvalidInputError(
                "PostgresDatabaseArgs.blue_green_update",
                True,
                "False with read replicas or a Multi-AZ cluster",
                "The provider can't carry them over. Make the deployment by hand (aws rds "
                "create-blue-green-deployment), switch over, and update the program to what is then there.",
            )
