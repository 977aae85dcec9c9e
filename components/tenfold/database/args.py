"""What the user says about a database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum, StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from tenfold.args import Args, Input, Label, LogRetentionDays
from tenfold.database import plan
from tenfold.errors import InvalidInputError
from tenfold.parts.windows import DailyWindow, WeeklyWindow, check_windows


class InsightsMode(StrEnum):
    """CloudWatch Database Insights: standard keeps 7 days free of charge, advanced 15 months at a price per
    vCPU."""

    STANDARD = "standard"
    ADVANCED = "advanced"

    @property
    def retention_days(self) -> int:
        """The retention that AWS demands for this mode."""
        return 465 if self is InsightsMode.ADVANCED else 7


class CaCertificate(StrEnum):
    """The authority that signs the server's certificate; both are valid beyond 2060."""

    RSA_2048 = "rds-ca-rsa2048-g1"
    ECC_384 = "rds-ca-ecc384-g1"


class MonitoringInterval(IntEnum):
    """Seconds between two samples of the operating system's metrics."""

    SECONDS_1 = 1
    SECONDS_5 = 5
    SECONDS_10 = 10
    SECONDS_15 = 15
    SECONDS_30 = 30
    SECONDS_60 = 60


class DatabaseArgs(Args):
    """What AuroraDatabaseArgs and PostgresDatabaseArgs share."""

    vpc_id: Input[str]
    """VPC of the subnets."""
    subnet_ids: Input[Sequence[Input[str]]]
    """Isolated subnets, in all of ``availability_zones``. Subnets may be added in place."""
    availability_zones: Input[Sequence[str]]
    """Zones in which instances are created, in turn. An instance that exists is never moved by a change of
    the list."""
    allowed_security_groups: Mapping[Label, Input[str]] = Field(default_factory=dict[Label, Input[str]])
    """Security groups that may connect, by a name of your choice. Nobody else can."""
    engine_version: str = "17"
    """PostgreSQL version. A major one, the default, takes AWS's default minor one and its patches; a minor
    one needs ``auto_minor_version_upgrade=False``. It can't go down."""
    instance_class: str = "db.r7g.large"
    """Instance class, changed in place with a failover. The default is the smallest Graviton class that AWS
    advises for production; ``db.t4g.medium`` will do for development."""
    database_name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")] = "app"
    """First database. Changing it replaces the database."""
    master_username: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,15}$")] = "postgres"
    """Master user. Changing it replaces the database."""
    kms_key_arn: Input[str] | None = None
    """Key for storage, backups, insights and the secret; None makes one. Changing it replaces the
    database."""
    backup_retention_days: Annotated[int, Field(ge=1, le=35)] = 14
    """Days that one can go back to, to the second. 35 is AWS's most."""
    backup_window: DailyWindow = DailyWindow()
    """When the daily backup is made, in UTC."""
    maintenance_window: WeeklyWindow = WeeklyWindow()
    """When AWS may restart an instance, and when changes that need it happen, in UTC."""
    auto_minor_version_upgrade: bool = True
    """Lets AWS install security fixes in the maintenance window."""
    allow_major_version_upgrade: bool = False
    """Permits a new major ``engine_version``, together with ``apply_immediately``. Take a snapshot, update,
    and set both back."""
    apply_immediately: bool = False
    """True makes changes at once, with their restart; False waits for the maintenance window."""
    insights: InsightsMode = InsightsMode.STANDARD
    """Database Insights mode, with Performance Insights in either."""
    monitoring_interval_seconds: MonitoringInterval = MonitoringInterval.SECONDS_60
    """Enhanced monitoring's interval: the longest, hence the cheapest."""
    ca_certificate: CaCertificate = CaCertificate.RSA_2048
    """Authority of the server's certificate. Every PostgreSQL driver takes RSA."""
    log_retention_days: LogRetentionDays = 90
    """Days that exported logs are kept: a quarter, the time most investigations look back."""
    deletion_protection: bool = True
    """Refuses deletion, in AWS and in Pulumi. To destroy the database, set it to False and update first."""
    final_snapshot: bool = True
    """Leaves a snapshot, and the automated backups until they age out, when the database is deleted."""
    region: str | None = None
    """AWS region; None is the provider's. Changing it replaces everything."""
    tags: Mapping[str, str] = Field(default_factory=dict[str, str])
    """Tags for everything that is created."""

    @model_validator(mode="after")
    def _check_shared(self) -> Self:
        owner = type(self).__name__
        plan.check_instance_class(f"{owner}.instance_class", self.instance_class)
        plan.check_engine_version(
            f"{owner}.engine_version", self.engine_version, self.auto_minor_version_upgrade
        )
        plan.check_major_upgrade(
            f"{owner}.allow_major_version_upgrade", self.allow_major_version_upgrade, self.apply_immediately
        )
        check_windows(f"{owner}.maintenance_window", self.backup_window, self.maintenance_window)
        if isinstance(self.availability_zones, Sequence):
            plan.check_zones(f"{owner}.availability_zones", self.availability_zones)
        return self


class ServerlessCapacity(Args):
    """Aurora Serverless v2: every instance scales between two limits."""

    min_acu: Annotated[float, Field(ge=0, le=256, multiple_of=0.5)] = 0.5
    """Least Aurora capacity units (2 GiB of memory each). 0 pauses when idle: the first query then waits."""
    max_acu: Annotated[float, Field(ge=1, le=256, multiple_of=0.5)] = 8
    """Most Aurora capacity units."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.max_acu < self.min_acu:
            raise InvalidInputError(
                "ServerlessCapacity.max_acu", self.max_acu, f"{self.min_acu} or more", "Raise it."
            )
        return self


class AuroraDatabaseArgs(DatabaseArgs):
    """An Aurora PostgreSQL cluster."""

    reader_count: Annotated[int, Field(ge=0, le=15)] = 1
    """Readers beside the writer; one takes over in about 30 s when the writer is lost. 0 means some ten
    minutes of outage instead; 15 is Aurora's most."""
    serverless: ServerlessCapacity | None = None
    """Serverless v2 limits for all instances, in place of ``instance_class``."""
    io_optimized: bool | None = None
    """Storage without a charge per request; cheaper once requests are over a quarter of the bill (AWS's
    figure). False goes back to the charge; None, the default, leaves a cluster's storage as it is and makes a
    new one's with the charge. Changed in place, to True once in 30 days."""
    managed_password: bool = True
    """True lets RDS make the master password and rotate it every week. AWS refuses that in a Global Database:
    False generates it here, unrotated, into a secret of the component's own. Changed in place, with a new
    ``secret_arn``."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.serverless and "instance_class" in self.model_fields_set:
            raise InvalidInputError(
                "AuroraDatabaseArgs.instance_class",
                self.instance_class,
                "nothing while serverless is set",
                "Remove one of the two.",
            )
        return self


class PostgresDatabaseArgs(DatabaseArgs):
    """An RDS for PostgreSQL instance with a standby and read replicas."""

    multi_az: bool = True
    """Keeps a standby in another zone, which takes over in one to two minutes."""
    read_replica_count: Annotated[int, Field(ge=0, le=15)] = 0
    """Read replicas in the same region, one zone after the other; 15 is RDS's most."""
    replica_instance_class: str | None = None
    """Instance class of the replicas; None takes ``instance_class``."""
    storage_gib: Annotated[int, Field(ge=20, le=65_536)] = 100
    """Storage at first, in GiB of gp3. It can only grow."""
    max_storage_gib: Annotated[int, Field(ge=22, le=65_536)] = 1_000
    """Where automatic growth of storage ends, in GiB."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.replica_instance_class is not None:
            plan.check_instance_class(
                "PostgresDatabaseArgs.replica_instance_class", self.replica_instance_class
            )
        if self.max_storage_gib * 10 < self.storage_gib * 11:
            raise InvalidInputError(
                "PostgresDatabaseArgs.max_storage_gib",
                self.max_storage_gib,
                f"{-(-self.storage_gib * 11 // 10)} or more",
                "RDS demands a tenth above storage_gib.",
            )
        return self
