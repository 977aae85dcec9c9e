from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.rules.resilience.elasticache_backup import RULE
from tenfold_policies.values import UNKNOWN

GROUP, CLUSTER = "aws:elasticache/replicationGroup:ReplicationGroup", "aws:elasticache/cluster:Cluster"
SERVERLESS = "aws:elasticache/serverlessCache:ServerlessCache"


def test_passes() -> None:
    assert judged(RULE, resource(GROUP, snapshotRetentionLimit=1)).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        resource(GROUP, "silent"),
        resource(CLUSTER, "single", engine="valkey"),
        resource(SERVERLESS, "serverless", engine="valkey"),
    )
    assert set(verdict.faults) == {"silent", "single", "serverless"}
    assert verdict.faults["silent"] == ["snapshotRetentionLimit is 0 days, of at least 1."]


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(GROUP, "cache", snapshotRetentionLimit=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"cache"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource(CLUSTER, engine="memcached")).passes
    assert judged(RULE, resource(SERVERLESS, engine="memcached")).passes


def test_a_standby_region_has_its_data_from_the_first() -> None:
    assert judged(RULE, resource(GROUP, globalReplicationGroupId=UNKNOWN)).passes


def test_a_cache_without_data_of_its_own_is_known_by_its_tag() -> None:
    cache = resource(GROUP, "cache", tags={"data-class": "cache"})
    assert judged(RULE, cache).passes
    assert judged(RULE, cache, parameters={"exempt_classes": ["scratch"]}).faults
    assert judged(RULE, cache, parameters={"tag": "kind"}).faults


def test_a_cache_without_data_of_its_own_is_known_by_what_it_evicts() -> None:
    for policy, passes in (("allkeys-lru", True), ("volatile-lru", False)):
        parameters = resource(
            "aws:elasticache/parameterGroup:ParameterGroup",
            "parameters",
            name="mine",
            parameters=[{"name": "timeout", "value": "0"}, {"name": "maxmemory-policy", "value": policy}],
        )
        cache = resource(GROUP, "cache", parameterGroupName="mine")
        assert judged(RULE, parameters, cache).passes is passes
        dependent = refers(
            resource(GROUP, "cache", parameterGroupName=UNKNOWN), "parameterGroupName", parameters
        )
        assert judged(RULE, parameters, dependent).passes is passes


def test_the_days_can_be_chosen() -> None:
    assert judged(RULE, resource(GROUP, snapshotRetentionLimit=1), parameters={"min_days": 7}).faults
