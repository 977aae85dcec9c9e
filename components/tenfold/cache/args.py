"""What the user says about a cache."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from tenfold.args import Args, Input, Label, LogRetentionDays
from tenfold.cache import plan
from tenfold.parts.windows import DailyWindow, WeeklyWindow, check_windows


class CacheEngine(StrEnum):
    """The cache's engine. Redis OSS can become Valkey in place, not the other way."""

    VALKEY = "valkey"
    REDIS = "redis"


class EvictionPolicy(StrEnum):
    """What is given up when memory is full."""

    VOLATILE_LRU = "volatile-lru"
    ALLKEYS_LRU = "allkeys-lru"
    VOLATILE_LFU = "volatile-lfu"
    ALLKEYS_LFU = "allkeys-lfu"
    VOLATILE_TTL = "volatile-ttl"
    NO_EVICTION = "noeviction"


class CacheArgs(Args):
    """A cache in cluster mode. Fields that replace it when changed say so."""

    vpc_id: Input[str]
    """VPC of the subnets."""
    subnet_ids: Input[Sequence[Input[str]]]
    """Isolated subnets in two zones or more. Subnets may be added in place."""
    allowed_security_groups: Mapping[Label, Input[str]] = Field(default_factory=dict[Label, Input[str]])
    """Security groups that may connect, by a name of your choice. Nobody else can."""
    engine: CacheEngine = CacheEngine.VALKEY
    """Valkey by default: the open successor of Redis OSS, at a fifth less per node in AWS's price list."""
    engine_version: str | None = None
    """Version, up to the minor one, such as ``8.2``; None takes 8.2 for Valkey, 7.1 for Redis. A major one
    needs ``apply_immediately``, since its parameter group replaces one in use. Going down replaces the cache.
    So does staying behind where AWS has moved it up (``auto_minor_version_upgrade``), once a refresh has seen
    it: name the new version here."""
    node_type: str = "cache.r7g.large"
    """Node type, changed in place. The default is the smallest memory-optimised Graviton type;
    ``cache.t4g.small`` will do for development."""
    shard_count: Annotated[int, Field(ge=1, le=500)] = 1
    """Shards, over which the keys are spread. Shards are added and removed in place, with the cache in
    use."""
    replicas_per_shard: Annotated[int, Field(ge=0, le=5)] = 1
    """Copies of each shard in other zones; one takes over when a primary is lost. 0 loses the shard's keys
    instead; 5 is ElastiCache's most. Replicas are added and removed in place."""
    eviction_policy: EvictionPolicy = EvictionPolicy.VOLATILE_LRU
    """What is given up when memory is full; by default the least recently used of the keys that expire
    anyway."""
    access: str = plan.APP_ACCESS
    """What the application's user may do, as an access string. All but dangerous commands by default."""
    kms_key_arn: Input[str] | None = None
    """Key for the data at rest and the secret; None makes one. Changing it replaces the cache."""
    snapshot_retention_days: Annotated[int, Field(ge=0, le=35)] = 7
    """Days that daily snapshots are kept; 0 makes none."""
    snapshot_window: DailyWindow = DailyWindow()
    """When the daily snapshot is made, in UTC."""
    maintenance_window: WeeklyWindow = WeeklyWindow()
    """When AWS may replace nodes, and when a change of node type happens, in UTC."""
    auto_minor_version_upgrade: bool = True
    """Lets AWS install minor versions in the maintenance window."""
    apply_immediately: bool = False
    """True makes changes at once; False waits for the maintenance window. Shards and replicas never wait."""
    log_retention_days: LogRetentionDays = 90
    """Days that the slow log and the engine's log are kept: a quarter, as with the other components."""
    deletion_protection: bool = True
    """Refuses deletion in Pulumi; ElastiCache itself has no such switch. To destroy the cache, set it to
    False and update first."""
    final_snapshot: bool = True
    """Leaves a snapshot when the cache is deleted."""
    region: str | None = None
    """AWS region; None is the provider's. Changing it replaces everything."""
    tags: Mapping[str, str] = Field(default_factory=dict[str, str])
    """Tags for everything that is created."""

    @property
    def version(self) -> str:
        """The engine version in force."""
        return self.engine_version or plan.DEFAULT_VERSIONS[self.engine]

    @model_validator(mode="after")
    def _check(self) -> Self:
        plan.check_node_type("CacheArgs.node_type", self.node_type)
        plan.check_engine_version("CacheArgs.engine_version", self.engine, self.version)
        check_windows("CacheArgs.maintenance_window", self.snapshot_window, self.maintenance_window)
        return self
