from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.resilience.db_backup_retention import RULE
from tenfold_policies.values import UNKNOWN

INSTANCE, CLUSTER = "aws:rds/instance:Instance", "aws:rds/cluster:Cluster"


def test_passes() -> None:
    assert judged(RULE, resource(INSTANCE, backupRetentionPeriod=35)).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        resource(INSTANCE, "none"),
        resource(CLUSTER, "one"),
        resource("aws:docdb/cluster:Cluster", "week", backupRetentionPeriod=7),
    )
    assert verdict.faults == {
        "none": ["backupRetentionPeriod is 0 days, of at least 35."],
        "one": ["backupRetentionPeriod is 1 days, of at least 35."],
        "week": ["backupRetentionPeriod is 7 days, of at least 35."],
    }


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(CLUSTER, "db", backupRetentionPeriod=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"db"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:rds/clusterInstance:ClusterInstance")).passes


def test_what_follows_another_database_needs_none() -> None:
    assert judged(RULE, resource(INSTANCE, replicateSourceDb=UNKNOWN)).passes
    assert judged(RULE, resource(CLUSTER, globalClusterIdentifier=UNKNOWN)).passes


def test_outside_production_a_week_is_enough() -> None:
    week = resource(CLUSTER, backupRetentionPeriod=7)
    assert judged(RULE, week, environment="staging").passes
    assert judged(RULE, week, environment="staging", parameters={"min_days": 8}).faults


def test_the_days_in_production_can_be_chosen() -> None:
    week = resource(CLUSTER, backupRetentionPeriod=7)
    assert judged(RULE, week, parameters={"min_days_prod": 7}).passes
