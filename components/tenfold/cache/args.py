"""What the user says about a cache."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from tenfold.args import Args, Input, Label, LogRetentionDays
from tenfold.cache import plan
from tenfold.cache.alarms import CacheAlarms
from tenfold.cache.autoscaling import ReplicaAutoscaling, ShardAutoscaling
from tenfold.cache.parameters import check_parameters
from tenfold.cache.users import CacheUser
from tenfold.errors import InvalidInputError
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
    ``cache.t4g.small`` will do for development. Types of the family r6gd keep what is rarely read on SSD
    (data tiering); a change from or to that family replaces the cache."""
    shard_count: int = Field(default=1, ge=1, le=500)
    """Shards, over which the keys are spread. Shards are added and removed in place, with the cache in use.
    With ``ShardAutoscaling``, what the cache begins with."""
    replicas_per_shard: int = Field(default=1, ge=0, le=5)
    """Copies of each shard in other zones; one takes over when a primary is lost. 0 loses the shard's keys
    instead; 5 is ElastiCache's most. Replicas are added and removed in place. With ``ReplicaAutoscaling``,
    what each shard begins with."""
    autoscaling: ShardAutoscaling | ReplicaAutoscaling | None = None
    """Lets AWS change the number of shards or of replicas by load. The fixed number then holds at creation
    only; without autoscaling again, it holds at once."""
    global_datastore_ready: bool = False
    """Refuses what would keep the cache from becoming the primary of a Global Datastore
    (``DisasterRecovery``) in place: burstable node types, no replica, autoscaling."""
    eviction_policy: EvictionPolicy = EvictionPolicy.VOLATILE_LRU
    """What is given up when memory is full; by default the least recently used of the keys that expire
    anyway. For sessions see docs/sessions.md. Data tiering takes the LRU policies and ``noeviction`` only."""
    reserved_memory_percent: int | None = Field(default=None, ge=0, le=100)
    """Memory kept free for snapshots and failovers; None takes what AWS recommends: 25, small types 30, micro
    types 50. 50 for many writes with data tiering."""
    parameters: Mapping[str, str] = Field(default_factory=dict[str, str])
    """Further parameters of the engine's family, by AWS's names, such as ``{"timeout": "300"}``. Names that
    the family does not know, or that nobody may set, are refused."""
    access: str = plan.APP_ACCESS
    """What the application's user, ``app``, may do, as an access string. All but dangerous commands by
    default."""
    users: Mapping[Label, CacheUser] = Field(default_factory=dict[Label, CacheUser])
    """Further users by name, each with a secret of its own, or with IAM."""
    kms_key_arn: Input[str] | None = None
    """Key for the data at rest and the secret; None makes one. Changing it replaces the cache."""
    snapshot_retention_days: int = Field(default=7, ge=0, le=35)
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
    notification_topic_arn: Input[str] | None = None
    """SNS topic of the region that ElastiCache tells its events: failovers, replaced nodes, changes,
    snapshots. None tells nobody. The alarms' topic will do, but each daily snapshot is told too."""
    alarm_topic_arn: Input[str] | None = None
    """SNS topic of the region that every alarm notifies; None makes no alarms, since nobody would hear
    them."""
    alarms: CacheAlarms = CacheAlarms()
    """From when on the alarms go off."""
    dashboard: bool = True
    """Make a CloudWatch dashboard of all nodes: CPU, memory, evictions, hit rate, lag, connections."""
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

    @property
    def family(self) -> str:
        """The family of its parameters."""
        return plan.parameter_group_family(self.engine, self.version)

    @property
    def most_shards(self) -> int:
        """How many shards there may be."""
        scaling = self.autoscaling
        return scaling.max_shards if isinstance(scaling, ShardAutoscaling) else self.shard_count

    @property
    def most_nodes(self) -> int:
        """How many nodes a shard may have."""
        scaling = self.autoscaling
        replicas = (
            scaling.max_replicas if isinstance(scaling, ReplicaAutoscaling) else self.replicas_per_shard
        )
        return 1 + replicas

    @model_validator(mode="after")
    def _check(self) -> Self:
        plan.check_node_type("CacheArgs.node_type", self.node_type)
        plan.check_engine_version("CacheArgs.engine_version", self.engine, self.version)
        plan.check_access("CacheArgs.access", self.access)
        plan.check_usernames("CacheArgs.users", list(self.users))
        check_parameters("CacheArgs.parameters", self.family, self.parameters)
        check_windows("CacheArgs.maintenance_window", self.snapshot_window, self.maintenance_window)
        return self

    @model_validator(mode="after")
    def _check_scaling(self) -> Self:
        scaling = self.autoscaling
        if scaling is not None:
            plan.check_scalable("CacheArgs.node_type", self.node_type)
        if isinstance(scaling, ShardAutoscaling):
            bounds = scaling.min_shards, self.shard_count, scaling.max_shards
            plan.check_between("CacheArgs.shard_count", *bounds)
        if isinstance(scaling, ReplicaAutoscaling):
            bounds = scaling.min_replicas, self.replicas_per_shard, scaling.max_replicas
            plan.check_between("CacheArgs.replicas_per_shard", *bounds)
        return self

    @model_validator(mode="after")
    def _check_combinations(self) -> Self:
        if plan.is_tiered(self.node_type) and self.eviction_policy not in plan.TIERED_POLICIES:
            raise InvalidInputError(
                "CacheArgs.eviction_policy",
                self.eviction_policy.value,
                f"with data tiering: {', '.join(plan.TIERED_POLICIES)}",
                "Choose one of these, or a node type of another family than r6gd.",
            )
        if self.global_datastore_ready:
            plan.check_global_datastore(
                "CacheArgs.global_datastore_ready",
                node_type=self.node_type,
                replicas_per_shard=self.replicas_per_shard,
                autoscaled=self.autoscaling is not None,
            )
        return self
