from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.resilience.elasticache_multi_az import RULE
from tenfold_policies.values import UNKNOWN

GROUP, CLUSTER = "aws:elasticache/replicationGroup:ReplicationGroup", "aws:elasticache/cluster:Cluster"


def test_passes() -> None:
    assert judged(RULE, resource(GROUP, multiAzEnabled=True)).passes


def test_fails() -> None:
    verdict = judged(RULE, resource(GROUP, "silent"), resource(CLUSTER, "single", engine="redis"))
    assert verdict.faults == {
        "silent": ["multiAzEnabled is off: primary and replicas may lie in one zone."],
        "single": ["It is a single node."],
    }


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(GROUP, "cache", multiAzEnabled=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"cache"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:elasticache/serverlessCache:ServerlessCache")).passes


def test_memcached_and_the_members_of_a_group_are_no_single_nodes() -> None:
    assert judged(RULE, resource(CLUSTER, engine="memcached", numCacheNodes=1)).passes
    assert judged(RULE, resource(CLUSTER, engine="redis", replicationGroupId=UNKNOWN)).passes


def test_a_standby_region_has_its_settings_from_the_first() -> None:
    assert judged(RULE, resource(GROUP, globalReplicationGroupId=UNKNOWN)).passes
