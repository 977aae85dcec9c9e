from __future__ import annotations

from dataclasses import replace

from support.policies import judged, refers, resource
from tenfold_policies.rules.resilience.global_db_secondary_has_instance import RULE
from tenfold_policies.values import UNKNOWN

CLUSTER, INSTANCE = "aws:rds/cluster:Cluster", "aws:rds/clusterInstance:ClusterInstance"
STANDBY = resource(CLUSTER, "standby", engine="aurora-postgresql", globalClusterIdentifier=UNKNOWN)


def test_passes() -> None:
    assert judged(RULE, STANDBY, refers(resource(INSTANCE), "clusterIdentifier", STANDBY)).passes


def test_fails() -> None:
    verdict = judged(RULE, STANDBY, resource(INSTANCE, clusterIdentifier="another"))
    assert verdict.faults == {
        "standby": ["It has no instance: its storage follows, and nothing can read it."]
    }


def test_cannot_tell() -> None:
    unknown = resource(CLUSTER, "standby", engine=UNKNOWN, globalClusterIdentifier="world")
    verdict = judged(RULE, unknown)
    assert (verdict.faults, verdict.untold) == ({}, {"standby"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource(CLUSTER, engine="aurora-postgresql", masterUsername="app")).passes


def test_the_first_cluster_is_another_rules() -> None:
    for origin in ({"masterUsername": "app"}, {"snapshotIdentifier": "last"}):
        first = resource(CLUSTER, engine="aurora-postgresql", globalClusterIdentifier="world", **origin)
        assert judged(RULE, first).passes


def test_what_aws_reports_of_a_standby_does_not_hide_it() -> None:
    given = {"engine": "aurora-postgresql", "globalClusterIdentifier": "world"}
    seen = replace(STANDBY, properties={**given, "masterUsername": "app"}, inputs=given)
    assert judged(RULE, seen).faults
