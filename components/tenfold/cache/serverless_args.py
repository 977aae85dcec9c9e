"""What the user says about a serverless cache."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self

from pydantic import Field, model_validator

from tenfold.args import Args, Input, Label
from tenfold.cache import plan
from tenfold.cache.alarms import ServerlessCacheAlarms
from tenfold.cache.args import CacheEngine
from tenfold.cache.users import CacheUser
from tenfold.errors import InvalidInputError
from tenfold.parts.windows import TimeOfDay

# ElastiCache User Guide, "Setting scaling limits to manage costs".


class ServerlessCacheArgs(Args):
    """A cache without nodes. Fields that replace it when changed say so."""

    vpc_id: Input[str]
    """VPC of the subnets."""
    subnet_ids: Input[Sequence[Input[str]]]
    """Isolated subnets in two or three zones. A change replaces the cache."""
    allowed_security_groups: Mapping[Label, Input[str]] = Field(default_factory=dict[Label, Input[str]])
    """Security groups that may connect, by a name of your choice. Nobody else can."""
    engine: CacheEngine = CacheEngine.VALKEY
    """Valkey by default, at a third less than Redis OSS in AWS's price list. Redis OSS can become Valkey in
    place, not the other way."""
    major_engine_version: str | None = None
    """Major version, such as ``8``; None takes 8 for Valkey, 7 for Redis. AWS moves it up within. It can go
    up in place; down replaces the cache."""
    minimum_data_gb: int | None = Field(default=None, ge=1, le=5000)
    """Data that is paid for in any case, so that it is there at once: before a known peak."""
    maximum_data_gb: int | None = Field(default=None, ge=1, le=5000)
    """Data that the cache never exceeds, in GB; keys with an expiry are evicted from there on. None is AWS's
    5,000, whatever they cost."""
    minimum_ecpu_per_second: int | None = Field(default=None, ge=1000, le=15_000_000)
    """ElastiCache processing units a second that are paid for in any case, so that they are there at once: a
    cache doubles its throughput in ten minutes or so."""
    maximum_ecpu_per_second: int | None = Field(default=None, ge=1000, le=15_000_000)
    """Processing units a second that the cache never exceeds; commands are refused from there on. One is a
    read or write of 1 KB. None is AWS's 15,000,000."""
    access: str = plan.APP_ACCESS
    """What the application's user, ``app``, may do, as an access string. All but dangerous commands by
    default."""
    users: Mapping[Label, CacheUser] = Field(default_factory=dict[Label, CacheUser])
    """Further users by name, each with a secret of its own, or with IAM."""
    kms_key_arn: Input[str] | None = None
    """Key for the data at rest and the secrets; None makes one. Changing it replaces the cache."""
    snapshot_retention_days: int = Field(default=7, ge=0, le=35)
    """Days that daily snapshots are kept; 0 makes none."""
    daily_snapshot_time: TimeOfDay = "03:00"
    """When the daily snapshot begins, in UTC."""
    alarm_topic_arn: Input[str] | None = None
    """SNS topic of the region that every alarm notifies; None makes no alarms, since nobody would hear
    them."""
    alarms: ServerlessCacheAlarms = ServerlessCacheAlarms()
    """From when on the alarms go off."""
    dashboard: bool = True
    """Make a CloudWatch dashboard: data, processing units, throttling, evictions, hit rate, latency."""
    deletion_protection: bool = True
    """Refuses deletion in Pulumi; ElastiCache itself has no such switch. To destroy the cache, set it to
    False and update first. The provider makes no last snapshot of a serverless cache: make one by hand."""
    region: str | None = None
    """AWS region; None is the provider's. Changing it replaces everything."""
    tags: Mapping[str, str] = Field(default_factory=dict[str, str])
    """Tags for everything that is created."""

    @property
    def version(self) -> str:
        """The major version in force."""
        return self.major_engine_version or plan.DEFAULT_VERSIONS[self.engine].split(".")[0]

    @model_validator(mode="after")
    def _check(self) -> Self:
        plan.check_major_version("ServerlessCacheArgs.major_engine_version", self.engine, self.version)
        plan.check_access("ServerlessCacheArgs.access", self.access)
        plan.check_usernames("ServerlessCacheArgs.users", list(self.users))
        for kind in ("data_gb", "ecpu_per_second"):
            least: int | None = getattr(self, f"minimum_{kind}")
            most: int | None = getattr(self, f"maximum_{kind}")
            if least is not None and most is not None and least > most:
                raise InvalidInputError(
                    f"ServerlessCacheArgs.minimum_{kind}",
                    least,
                    f"up to {most}, as maximum_{kind}",
                    "Lower it, or raise the maximum.",
                )
        return self
