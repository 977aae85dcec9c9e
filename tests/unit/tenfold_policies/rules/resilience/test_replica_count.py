from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.resilience.replica_count import RULE
from tenfold_policies.values import UNKNOWN

INSTANCE, CLUSTER = "aws:rds/instance:Instance", "aws:rds/cluster:Cluster"
CRITICAL = {"data-class": "critical"}


def replicas(of: Resource, count: int) -> list[Resource]:
    return [
        refers(
            resource(INSTANCE, f"replica-{each}", replicateSourceDb=UNKNOWN, tags=CRITICAL),
            "replicateSourceDb",
            of,
        )
        for each in range(count)
    ]


def members(of: Resource, count: int) -> list[Resource]:
    type_ = "aws:rds/clusterInstance:ClusterInstance"
    return [refers(resource(type_, f"member-{each}"), "clusterIdentifier", of) for each in range(count)]


DB = resource(INSTANCE, "db", tags=CRITICAL)
AURORA = resource(CLUSTER, "aurora", engine="aurora-mysql", masterUsername="app", tags=CRITICAL)


def test_passes() -> None:
    assert judged(RULE, DB, *replicas(DB, 2)).passes
    assert judged(RULE, AURORA, *members(AURORA, 3)).passes


def test_fails() -> None:
    assert judged(RULE, DB, *replicas(DB, 1)).faults == {"db": ["It has 1 of 2 replicas."]}
    assert judged(RULE, AURORA).faults == {"aurora": ["It has 0 of 2 replicas."]}


def test_cannot_tell() -> None:
    for tags in (UNKNOWN, {"data-class": UNKNOWN}):
        verdict = judged(RULE, resource(INSTANCE, "db", tags=tags))
        assert (verdict.faults, verdict.untold) == ({}, {"db"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource(INSTANCE), resource(CLUSTER, engine="postgres", tags=CRITICAL)).passes
    assert judged(RULE, resource(INSTANCE, tags={"data-class": "scratch"})).passes


def test_a_standby_region_needs_no_replicas() -> None:
    standby = resource(CLUSTER, engine="aurora-mysql", globalClusterIdentifier="world", tags=CRITICAL)
    assert judged(RULE, standby).passes


def test_what_is_critical_and_how_many_can_be_chosen() -> None:
    parameters = {"tag": "tier", "classes": ["gold"], "min_replicas": 1}
    gold = resource(INSTANCE, "db", tags={"tier": "gold"})
    assert judged(RULE, gold, parameters=parameters).faults == {"db": ["It has 0 of 1 replicas."]}
    assert judged(RULE, DB, parameters=parameters).passes
