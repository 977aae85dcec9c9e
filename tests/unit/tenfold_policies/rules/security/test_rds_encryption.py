from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.rds_encryption import RULE
from tenfold_policies.values import UNKNOWN

INSTANCE = "aws:rds/instance:Instance"
CLUSTER = "aws:rds/cluster:Cluster"
GLOBAL = "aws:rds/globalCluster:GlobalCluster"


def test_passes() -> None:
    assert judged(
        RULE, *(resource(each, storageEncrypted=True) for each in (INSTANCE, CLUSTER, GLOBAL))
    ).passes


def test_fails() -> None:
    names = {INSTANCE: "instance", CLUSTER: "cluster", GLOBAL: "global"}
    assert set(judged(RULE, *(resource(*each) for each in names.items())).faults) == set(names.values())


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(INSTANCE, "db", storageEncrypted=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"db"})


def test_does_not_apply() -> None:
    """An Aurora instance has no storage of its own."""
    assert judged(RULE, resource("aws:rds/clusterInstance:ClusterInstance")).passes


def test_a_replica_in_the_region_is_as_its_source_and_one_elsewhere_is_not() -> None:
    source = "arn:aws:rds:us-east-1:123456789012:db:shop"
    verdict = judged(
        RULE,
        resource(INSTANCE, "here", replicateSourceDb=UNKNOWN),
        resource(INSTANCE, "there", replicateSourceDb=source),
    )
    assert set(verdict.faults) == {"there"}


def test_what_is_made_of_a_snapshot_is_as_the_snapshot() -> None:
    assert judged(
        RULE,
        resource(INSTANCE, snapshotIdentifier="snapshot"),
        resource(CLUSTER, restoreToPointInTime={"sourceClusterIdentifier": UNKNOWN}),
        resource(GLOBAL, sourceDbClusterIdentifier=UNKNOWN),
    ).passes


def test_a_serverless_cluster_is_always_encrypted() -> None:
    assert judged(RULE, resource(CLUSTER, engineMode="serverless")).passes
