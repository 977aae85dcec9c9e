"""What Cache's arguments refuse, and in which words."""

from __future__ import annotations

from typing import Any

import pytest

from tenfold.cache import CacheArgs, CacheEngine, plan
from tenfold.database import DailyWindow
from tenfold.errors import InvalidInputError

NETWORK = {"vpc_id": "vpc-1", "subnet_ids": ["subnet-a", "subnet-b"]}


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
        plan.check_name(name)
