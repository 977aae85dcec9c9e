"""What Cache's arguments refuse, and in which words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tenfold.cache import CacheArgs, CacheEngine, CacheUser, ReplicaAutoscaling, ShardAutoscaling, plan
from tenfold.database import DailyWindow
from tenfold.errors import InvalidInputError

NETWORK = {"vpc_id": "vpc-1", "subnet_ids": ["subnet-a", "subnet-b"]}


SHARDS = ShardAutoscaling(min_shards=2, max_shards=4)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"node_type": "r7g.large"}, "CacheArgs.node_type"),
        ({"engine_version": "6.2"}, "CacheArgs.engine_version"),
        ({"engine_version": "8.2.1"}, "CacheArgs.engine_version"),
        ({"engine": "redis", "engine_version": "8.2"}, "CacheArgs.engine_version"),
        ({"engine": "memcached"}, "CacheArgs.engine"),
        ({"replicas_per_shard": 6}, "CacheArgs.replicas_per_shard"),
        ({"shard_count": 0}, "CacheArgs.shard_count"),
        ({"log_retention_days": 100}, "CacheArgs.log_retention_days"),
        ({"allowed_security_groups": {"<web>": "sg-1"}}, "CacheArgs.allowed_security_groups.<web>.[key]"),
        ({"snapshot_window": DailyWindow(start="05:30")}, "CacheArgs.maintenance_window"),
        ({"eviction_policy": "lru"}, "CacheArgs.eviction_policy"),
        ({"parameters": {"no-such": "1"}}, "CacheArgs.parameters.no-such"),
        ({"parameters": {"maxmemory-policy": "noeviction"}}, "CacheArgs.parameters.maxmemory-policy"),
        ({"parameters": {"activerehashing": "no"}}, "CacheArgs.parameters.activerehashing"),
        ({"parameters": {"lazyfree-lazy-eviction": "yes"}}, "CacheArgs.parameters.lazyfree-lazy-eviction"),
        ({"access": "on >secret ~* +@all"}, "CacheArgs.access"),
        ({"access": ""}, "CacheArgs.access"),
        ({"users": {"app": CacheUser(access="on +@read")}}, "CacheArgs.users.app"),
        ({"users": {"default": CacheUser(access="on +@read")}}, "CacheArgs.users.default"),
        ({"autoscaling": SHARDS, "shard_count": 1}, "CacheArgs.shard_count"),
        ({"autoscaling": SHARDS, "shard_count": 2, "node_type": "cache.t4g.small"}, "CacheArgs.node_type"),
        ({"autoscaling": SHARDS, "shard_count": 2, "node_type": "cache.r7g.4xlarge"}, "CacheArgs.node_type"),
        ({"autoscaling": ReplicaAutoscaling(), "replicas_per_shard": 0}, "CacheArgs.replicas_per_shard"),
        (
            {"node_type": "cache.r6gd.xlarge", "eviction_policy": "volatile-ttl"},
            "CacheArgs.eviction_policy",
        ),
        (
            {"global_datastore_ready": True, "node_type": "cache.t4g.small"},
            "CacheArgs.global_datastore_ready",
        ),
    ],
)
def test_a_bad_value_is_refused_under_the_field_s_own_name(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        CacheArgs(**{**NETWORK, **changed})
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("engine", "version", "family"),
    [(CacheEngine.VALKEY, "8.2", "valkey8"), (CacheEngine.REDIS, "7.1", "redis7")],
)
def test_each_engine_has_a_version_and_a_family(engine: CacheEngine, version: str, family: str) -> None:
    args = CacheArgs(**NETWORK, engine=engine)
    assert args.version == version
    assert plan.parameter_group_family(args.engine, args.version) == family


@pytest.mark.parametrize("name", ["Prod", "1prod", "a--b", "ab-", "sg-shop", "a" * 41, ""])
def test_names_that_elasticache_would_refuse_are_refused(name: str) -> None:
    with pytest.raises(InvalidInputError, match="Cache name"):
        plan.check_name("Cache", name)


def test_a_refused_access_string_does_not_show_its_password() -> None:
    with pytest.raises(InvalidInputError) as refused:
        CacheUser(access="on >hunter2 +@all")
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    "make",
    [
        lambda: ShardAutoscaling(min_shards=4, max_shards=2),
        lambda: ShardAutoscaling(min_shards=1, max_shards=2, cpu_target_percent=None),
        lambda: ShardAutoscaling(min_shards=1, max_shards=2, cpu_target_percent=71),
        lambda: ReplicaAutoscaling(min_replicas=3, max_replicas=2),
        lambda: ReplicaAutoscaling(max_replicas=6),
        lambda: ReplicaAutoscaling(cpu_target_percent=34),
    ],
)
def test_bounds_and_targets_that_aws_does_not_take_are_refused(make: Callable[[], object]) -> None:
    with pytest.raises(InvalidInputError, match=r"Autoscaling\."):
        make()


def test_an_unknown_parameter_s_refusal_names_the_nearest() -> None:
    with pytest.raises(InvalidInputError) as refused:
        CacheArgs(**NETWORK, parameters={"slowlog-slower-than": "1"})
    assert "slowlog-log-slower-than" in refused.value.remedy


def test_a_parameter_of_an_older_family_is_taken_there() -> None:
    args = CacheArgs(**NETWORK, engine=CacheEngine.REDIS, parameters={"lazyfree-lazy-eviction": "yes"})
    assert args.family == "redis7"
