from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.snapshots_not_public import RULE
from tenfold_policies.values import UNKNOWN

SNAPSHOT = "aws:rds/snapshot:Snapshot"
BLOCK = "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess"
IMAGE = "aws:ec2/amiLaunchPermission:AmiLaunchPermission"


def test_passes() -> None:
    assert judged(
        RULE,
        resource(SNAPSHOT),
        resource(SNAPSHOT, "shared", sharedAccounts=["123456789012"]),
        resource(BLOCK, state="block-all-sharing"),
        resource(IMAGE, accountId="123456789012"),
    ).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        resource("aws:rds/clusterSnapshot:ClusterSnapshot", "database", sharedAccounts=["all"]),
        resource(BLOCK, "volumes", state="unblocked"),
        resource(IMAGE, "image", group="all"),
    )
    assert set(verdict.faults) == {"database", "volumes", "image"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(SNAPSHOT, "db", sharedAccounts=[UNKNOWN]))
    assert (verdict.faults, verdict.untold) == ({}, {"db"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:elasticache/replicationGroup:ReplicationGroup")).passes
