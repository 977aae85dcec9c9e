"""What the user says about any database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum, StrEnum
from typing import ClassVar, Self

from pydantic import Field, model_validator

from tenfold.args import Args, Input, Label, LogRetentionDays
from tenfold.database import plan
from tenfold.database.alarms import DatabaseAlarms
from tenfold.database.parameters import Engine, planned_parameters
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


class Proxy(Args):
    """RDS Proxy before the database: it keeps connections open, shares them, and rides out a failover.

    Clients must use TLS. The proxy logs in with the master user's secret and with those of ``secret_arns``.
    """

    secret_arns: Mapping[Label, Input[str]] = Field(default_factory=dict[Label, Input[str]])
    """Secrets with ``username`` and ``password`` of further users that may come through the proxy, by a name
    of your choice. The database's key must encrypt them, or AWS's own for Secrets Manager."""
    iam_authentication: bool = False
    """True has clients log in to the proxy with an IAM token, and with nothing else."""
    read_only_endpoint: bool = True
    """A second endpoint that leads to readers. Aurora with a reader and a Multi-AZ cluster have it; RDS Proxy
    knows no read replicas of an instance."""
    max_connections_percent: int = Field(default=90, ge=1, le=100)
    """Percent of ``max_connections`` that the proxy may open; the rest is left to migrations and people."""
    max_idle_connections_percent: int = Field(default=50, ge=0, le=100)
    """Percent of ``max_connections`` that it keeps open while they are idle: AWS's default."""
    connection_borrow_timeout_seconds: int = Field(default=30, ge=0, le=300)
    """Seconds that a client waits for a connection before it gets an error: a failover's length, after which
    waiting helps no longer. AWS's default is 120."""
    idle_client_timeout_seconds: int = Field(default=1_800, ge=1, le=28_800)
    """Seconds after which an idle client is cut off: AWS's default."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.max_idle_connections_percent > self.max_connections_percent:
            raise InvalidInputError(
                "Proxy.max_idle_connections_percent",
                self.max_idle_connections_percent,
                f"{self.max_connections_percent} at most: max_connections_percent",
                "Lower it.",
            )
        return self


class DatabaseArgs(Args):
    """What AuroraDatabaseArgs and PostgresDatabaseArgs share."""

    engine: ClassVar[Engine]

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
    database_name: str = Field(default="app", pattern=r"^[a-z][a-z0-9_]{0,62}$")
    """First database. Changing it replaces the database."""
    master_username: str = Field(default="postgres", pattern=r"^[a-z][a-z0-9_]{0,15}$")
    """Master user. Changing it replaces the database."""
    managed_password: bool
    """Whether RDS makes the master password and rotates it."""
    password_version: int = Field(default=1, ge=1)
    """Raise it by one to change the master password, in the database and the secret in one update. Not where
    RDS manages it, and changes it every week."""
    parameters: Mapping[str, str] = Field(default_factory=dict[str, str])
    """The engine's parameters, over tested defaults: forced TLS, slow queries (a second), lock waits,
    spilled sorts and autovacuum logged, transactions that idle for five minutes ended, work_mem by the
    class's memory. A static one takes effect at the next restart. One that the version doesn't have is
    refused."""
    proxy: Proxy | None = None
    """RDS Proxy before the database, for many short connections, such as those of functions."""
    kms_key_arn: Input[str] | None = None
    """Key for storage, backups, insights and the secret; None makes one. Changing it replaces the
    database."""
    backup_retention_days: int = Field(default=14, ge=1, le=35)
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
    alarm_topic_arn: Input[str] | None = None
    """SNS topic of the region that every alarm, failover and failure notifies; None makes no alarms, since
    nobody would hear them."""
    alarms: DatabaseAlarms = DatabaseAlarms()
    """From when on the alarms go off."""
    dashboard: bool = True
    """A CloudWatch dashboard of what the alarms watch."""
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
        if self.managed_password and self.password_version > 1:
            raise InvalidInputError(
                f"{owner}.password_version",
                self.password_version,
                "nothing while managed_password is on",
                "RDS changes the password every week; for one at once: aws secretsmanager rotate-secret.",
            )
        planned_parameters(f"{owner}.parameters", self.engine, self.engine_version, self.parameters)
        check_windows(f"{owner}.maintenance_window", self.backup_window, self.maintenance_window)
        if isinstance(self.availability_zones, Sequence):
            plan.check_zones(f"{owner}.availability_zones", self.availability_zones)
        return self
