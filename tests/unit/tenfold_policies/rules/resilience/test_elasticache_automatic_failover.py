from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.resilience.elasticache_automatic_failover import RULE
from tenfold_policies.values import UNKNOWN

GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"


def test_passes() -> None:
    assert judged(RULE, resource(GROUP, automaticFailoverEnabled=True, replicasPerNodeGroup=1)).passes
    assert judged(RULE, resource(GROUP, automaticFailoverEnabled=True)).passes


def test_fails() -> None:
    off = "automaticFailoverEnabled is off: when the primary is lost, a person has to promote a replica."
    verdict = judged(
        RULE,
        resource(GROUP, "silent"),
        resource(GROUP, "alone", automaticFailoverEnabled=True, numCacheClusters=1),
        resource(GROUP, "shards", automaticFailoverEnabled=True, numNodeGroups=2, replicasPerNodeGroup=0),
    )
    none = "It has no replica to fail over to."
    assert verdict.faults == {"silent": [off], "alone": [none], "shards": [none]}


def test_cannot_tell() -> None:
    for unknown in (
        {"automaticFailoverEnabled": UNKNOWN},
        {"automaticFailoverEnabled": True, "replicasPerNodeGroup": UNKNOWN},
    ):
        verdict = judged(RULE, resource(GROUP, "cache", **unknown))
        assert (verdict.faults, verdict.untold) == ({}, {"cache"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:elasticache/cluster:Cluster", engine="memcached")).passes


def test_a_standby_region_has_its_settings_from_the_first() -> None:
    assert judged(RULE, resource(GROUP, globalReplicationGroupId=UNKNOWN)).passes
