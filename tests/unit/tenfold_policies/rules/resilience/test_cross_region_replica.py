from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.rules.resilience.cross_region_replica import RULE
from tenfold_policies.values import UNKNOWN

INSTANCE, CLUSTER = "aws:rds/instance:Instance", "aws:rds/cluster:Cluster"
TABLE, WORLD = "aws:dynamodb/table:Table", "aws:rds/globalCluster:GlobalCluster"
CRITICAL = {"data-class": "critical"}
DB = resource(INSTANCE, "db", region="us-east-1", tags=CRITICAL)
AURORA = resource(CLUSTER, "aurora", region="us-east-1", masterUsername="app", tags=CRITICAL)


def test_passes() -> None:
    replica = resource(INSTANCE, "replica", region="us-west-2", replicateSourceDb=UNKNOWN)
    assert judged(RULE, DB, refers(replica, "replicateSourceDb", DB)).passes
    world = refers(resource(WORLD, "world"), "sourceDbClusterIdentifier", AURORA)
    standby = resource(CLUSTER, "standby", region="us-west-2", globalClusterIdentifier=UNKNOWN)
    assert judged(RULE, AURORA, world, refers(standby, "globalClusterIdentifier", world)).passes
    assert judged(RULE, resource(TABLE, tags=CRITICAL, replicas=[{"regionName": "us-west-2"}])).passes


def test_fails() -> None:
    none = ["Nothing in another region follows it."]
    assert judged(RULE, AURORA).faults == {"aurora": none}
    near = resource(INSTANCE, "replica", region="us-east-1", replicateSourceDb=UNKNOWN)
    assert judged(RULE, DB, refers(near, "replicateSourceDb", DB)).faults == {"db": none}
    assert judged(RULE, resource(TABLE, "table", tags=CRITICAL)).faults == {
        "table": ["The table has no replicas."]
    }


def test_cannot_tell() -> None:
    somewhere = resource(INSTANCE, "replica", arn=UNKNOWN, replicateSourceDb=UNKNOWN)
    verdict = judged(RULE, DB, refers(somewhere, "replicateSourceDb", DB))
    assert (verdict.faults, verdict.untold) == ({}, {"db"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource(INSTANCE, region="us-east-1"), resource(TABLE)).passes


def test_the_standby_itself_needs_no_other() -> None:
    standby = resource(CLUSTER, region="us-west-2", globalClusterIdentifier="world", tags=CRITICAL)
    assert judged(RULE, standby).passes


def test_a_region_is_known_by_the_arn_too() -> None:
    replica = resource(INSTANCE, "replica", arn="arn:aws:rds:us-west-2:1:db:replica", replicateSourceDb="x")
    assert judged(RULE, DB, refers(replica, "replicateSourceDb", DB)).passes


def test_what_is_critical_can_be_chosen() -> None:
    parameters = {"tag": "rpo", "classes": ["minutes"]}
    wanted = resource(TABLE, "table", tags={"rpo": "minutes"})
    assert judged(RULE, wanted, parameters=parameters).faults
    assert judged(RULE, resource(TABLE, tags=CRITICAL), parameters=parameters).passes
