from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.resilience.db_deletion_protection import RULE
from tenfold_policies.values import UNKNOWN

INSTANCE, CLUSTER = "aws:rds/instance:Instance", "aws:rds/cluster:Cluster"
TABLE, WORLD = "aws:dynamodb/table:Table", "aws:rds/globalCluster:GlobalCluster"


def test_passes() -> None:
    assert judged(
        RULE,
        resource(CLUSTER, deletionProtection=True),
        resource(TABLE, "table", deletionProtectionEnabled=True),
    ).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        resource(INSTANCE, "off", deletionProtection=False),
        resource(CLUSTER, "silent"),
        resource(WORLD, "world"),
        resource(TABLE, "table", deletionProtection=True),
    )
    assert set(verdict.faults) == {"off", "silent", "world", "table"}
    assert verdict.faults["table"] == ["deletionProtectionEnabled is off: one call deletes it."]


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(CLUSTER, "db", deletionProtection=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"db"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:rds/clusterInstance:ClusterInstance")).passes


def test_what_follows_another_database_can_be_made_anew() -> None:
    assert judged(RULE, resource(INSTANCE, replicateSourceDb=UNKNOWN)).passes
    assert judged(RULE, resource(CLUSTER, globalClusterIdentifier="world")).passes


def test_it_is_mended_by_protection() -> None:
    assert RULE.remediate is not None
    assert RULE.remediate(resource(CLUSTER), None) == {"deletionProtection": True}
    assert RULE.remediate(resource(TABLE), None) == {"deletionProtectionEnabled": True}
    assert RULE.remediate(resource(CLUSTER, deletionProtection=True), None) is None
    assert RULE.remediate(resource(INSTANCE, replicateSourceDb="db"), None) is None
