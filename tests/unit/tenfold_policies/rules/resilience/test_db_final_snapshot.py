from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.resilience.db_final_snapshot import RULE
from tenfold_policies.values import UNKNOWN

INSTANCE, CLUSTER = "aws:rds/instance:Instance", "aws:rds/cluster:Cluster"


def test_passes() -> None:
    assert judged(RULE, resource(INSTANCE, skipFinalSnapshot=False), resource(CLUSTER)).passes


def test_fails() -> None:
    verdict = judged(RULE, resource(CLUSTER, "db", skipFinalSnapshot=True))
    assert verdict.faults == {"db": ["skipFinalSnapshot is on: its data goes with it."]}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(CLUSTER, "db", skipFinalSnapshot=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"db"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:rds/clusterInstance:ClusterInstance", skipFinalSnapshot=True)).passes


def test_what_follows_another_database_leaves_none() -> None:
    assert judged(RULE, resource(INSTANCE, skipFinalSnapshot=True, replicateSourceDb="db")).passes
    assert judged(RULE, resource(CLUSTER, skipFinalSnapshot=True, globalClusterIdentifier="world")).passes


def test_it_is_mended_by_a_snapshot_with_a_name() -> None:
    assert RULE.remediate is not None
    skipping = resource(CLUSTER, "Shop_DB", skipFinalSnapshot=True)
    assert RULE.remediate(skipping, None) == {
        "skipFinalSnapshot": False,
        "finalSnapshotIdentifier": "shop-db-final",
    }
    named = resource(CLUSTER, skipFinalSnapshot=True, finalSnapshotIdentifier="last")
    assert RULE.remediate(named, None) == {"skipFinalSnapshot": False}
    assert RULE.remediate(resource(CLUSTER), None) is None
