"""How AWS adds and removes shards or replicas by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from pydantic import Field, model_validator

from tenfold.args import Args
from tenfold.errors import InvalidInputError

# ElastiCache User Guide, "Target metric for Auto Scaling": AWS takes no other target.


class ShardAutoscaling(Args):
    """Shards by load: for writes, and for more data than fits. Resharding takes minutes to hours and some of
    the CPU, so that the target leaves room."""

    min_shards: int = Field(ge=1, le=500)
    """Never fewer."""
    max_shards: int = Field(ge=1, le=500)
    """Never more: what you are ready to pay. Alarms are made for all of them."""
    cpu_target_percent: int | None = Field(default=60, ge=35, le=70)
    """The primaries' average engine CPU. None does not scale by it. Below the middle of AWS's 35 to 70 scales
    too early, at 70 resharding itself has no room."""
    memory_target_percent: int | None = Field(default=None, ge=35, le=70)
    """The memory in use; with data tiering, memory and SSD. None, the default, does not scale by it: a cache
    that evicts is full by design and would grow to its maximum. Sessions want it."""
    scale_in: bool = True
    """Removes shards too; False only adds."""
    cooldown_seconds: int = Field(default=600, ge=0, le=3600)
    """Least time between two changes: AWS's default."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        _check_bounds("ShardAutoscaling.max_shards", self.min_shards, self.max_shards)
        if self.cpu_target_percent is None and self.memory_target_percent is None:
            raise InvalidInputError(
                "ShardAutoscaling.cpu_target_percent",
                None,
                "a target here or in memory_target_percent",
                "Say by what to scale.",
            )
        return self

    def targets(self, tiered: bool) -> Mapping[str, tuple[str, int]]:
        """The predefined metric and its target, by the policy's role."""
        kind = "Capacity" if tiered else "Memory"
        found = {
            "cpu": ("ElastiCachePrimaryEngineCPUUtilization", self.cpu_target_percent),
            "memory": (
                f"ElastiCacheDatabase{kind}UsageCountedForEvictPercentage",
                self.memory_target_percent,
            ),
        }
        return {role: (metric, target) for role, (metric, target) in found.items() if target is not None}


class ReplicaAutoscaling(Args):
    """Replicas of each shard by load: for reads, where clients read from replicas."""

    min_replicas: int = Field(default=1, ge=1, le=5)
    """Never fewer; one is what failover takes."""
    max_replicas: int = Field(default=5, ge=1, le=5)
    """Never more. Alarms watch all of them."""
    cpu_target_percent: int = Field(default=60, ge=35, le=70)
    """The replicas' average engine CPU."""
    scale_in: bool = True
    """Removes replicas too; False only adds."""
    cooldown_seconds: int = Field(default=600, ge=0, le=3600)
    """Least time between two changes: AWS's default."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        _check_bounds("ReplicaAutoscaling.max_replicas", self.min_replicas, self.max_replicas)
        return self

    def targets(self, tiered: bool) -> Mapping[str, tuple[str, int]]:  # noqa: ARG002  # as ShardAutoscaling's
        """The predefined metric and its target, by the policy's role."""
        return {"cpu": ("ElastiCacheReplicaEngineCPUUtilization", self.cpu_target_percent)}


def _check_bounds(field: str, least: int, most: int) -> None:
    if least > most:
        raise InvalidInputError(field, most, f"{least} or more, as the minimum", "Raise it.")
