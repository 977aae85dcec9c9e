"""What differs between environments: sizes and counts, nothing else. A later stage lies over those before it.

A stack's configuration file overrides any of them. Prices behind the choices are AWS's list prices for
us-east-1, on demand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from tenfold_stacks.names import Environment, Stage

# Each environment gets a /10 with room for every region (tenfold.network.plan.region_cidr), so that dev,
# staging and prod can be connected to each other, or to an office, without a collision.
RANGES = {
    Environment.PROD: "10.0.0.0/10",
    Environment.STAGING: "10.64.0.0/10",
    Environment.DEV: "10.128.0.0/10",
}

_STARTUP: dict[Environment, dict[str, Any]] = {
    Environment.DEV: {
        "deletionProtection": False,
        "logRetentionDays": 7,
        "network": {"nat": "single"},
        "cluster": {"instanceTypes": ["t4g.large", "m7g.large", "m6g.large"], "minNodes": 3, "maxNodes": 4},
        "database": {"instanceClass": "db.t4g.medium", "readers": 1, "backupRetentionDays": 1},
        "cache": {"nodeType": "cache.t4g.small", "replicas": 1, "snapshotRetentionDays": 1},
        "bucket": {"noncurrentDays": 7},
        "backup": {"retentionDays": 7},
        "budget": {"monthlyUsd": 750},
    },
    Environment.STAGING: {
        "deletionProtection": True,
        "logRetentionDays": 30,
        "network": {"nat": "single"},
        "cluster": {"instanceTypes": ["m7g.large", "m6g.large", "m8g.large"], "minNodes": 3, "maxNodes": 6},
        "database": {"instanceClass": "db.t4g.large", "readers": 1, "backupRetentionDays": 7},
        "cache": {"nodeType": "cache.t4g.medium", "replicas": 1, "snapshotRetentionDays": 3},
        "bucket": {"noncurrentDays": 30},
        "backup": {"retentionDays": 14},
        "budget": {"monthlyUsd": 1000},
    },
    Environment.PROD: {
        "deletionProtection": True,
        "logRetentionDays": 90,
        "network": {"nat": "one_per_zone"},
        "cluster": {
            "instanceTypes": ["m7g.xlarge", "m6g.xlarge", "m8g.xlarge"],
            "minNodes": 3,
            "maxNodes": 9,
        },
        "database": {"instanceClass": "db.r7g.large", "readers": 2, "backupRetentionDays": 35},
        "cache": {"nodeType": "cache.r7g.large", "replicas": 2, "snapshotRetentionDays": 7},
        "bucket": {"noncurrentDays": 90},
        "backup": {"retentionDays": 35},
        "budget": {"monthlyUsd": 3000},
    },
}

_GROWTH: dict[Environment, dict[str, Any]] = {
    Environment.DEV: {
        "cluster": {"maxNodes": 6, "onDemandBase": 3},
        "database": {"readers": 3, "maxReaders": 4},
        "cache": {"nodeType": "cache.m7g.large", "shards": 1, "maxShards": 2},
        "budget": {"monthlyUsd": 1500},
    },
    Environment.STAGING: {
        "cluster": {"maxNodes": 12, "onDemandBase": 3},
        "database": {"readers": 3, "maxReaders": 4},
        "cache": {"nodeType": "cache.m7g.large", "shards": 1, "maxShards": 3},
        "budget": {"monthlyUsd": 1500},
    },
    Environment.PROD: {
        "cluster": {"minNodes": 12, "maxNodes": 120, "onDemandBase": 9},
        "database": {"instanceClass": "db.r7g.8xlarge", "readers": 3, "maxReaders": 8},
        "cache": {"nodeType": "cache.r7g.xlarge", "shards": 3, "maxShards": 12},
        "budget": {"monthlyUsd": 35_000},
    },
}

_SCALE: dict[Environment, dict[str, Any]] = {
    Environment.DEV: {
        "shards": {"instanceClass": "db.t4g.medium"},
        "budget": {"monthlyUsd": 5000},
    },
    Environment.STAGING: {
        "shards": {"instanceClass": "db.t4g.large"},
        "budget": {"monthlyUsd": 5000},
    },
    Environment.PROD: {
        "cluster": {"minNodes": 200, "maxNodes": 450, "onDemandBase": 60},
        "database": {"instanceClass": "db.r7g.16xlarge", "maxReaders": 15},
        "cache": {"nodeType": "cache.r7g.2xlarge", "shards": 12, "maxShards": 48},
        "shards": {"labels": list("abcdefgh"), "instanceClass": "db.r7g.8xlarge", "readers": 2},
        "budget": {"monthlyUsd": 250_000},
    },
}

_BY_STAGE = {Stage.STARTUP: _STARTUP, Stage.GROWTH: _GROWTH, Stage.SCALE: _SCALE}


def sizes_of(stage: Stage, environment: Environment) -> dict[str, Any]:
    """The settings of an environment at a stage: the stage's over those of the stages before it."""
    found: dict[str, Any] = {}
    for each in Stage:
        found = merged(found, _BY_STAGE[each][environment])
        if each is stage:
            break
    return found


def merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """One mapping over another, down to the values."""
    result = dict(base)
    for key, value in over.items():
        both = isinstance(result.get(key), Mapping) and isinstance(value, Mapping)
        result[key] = merged(result[key], cast("Mapping[str, Any]", value)) if both else value
    return result
