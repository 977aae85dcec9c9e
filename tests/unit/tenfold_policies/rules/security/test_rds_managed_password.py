from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.rds_managed_password import RULE
from tenfold_policies.values import UNKNOWN

INSTANCE = "aws:rds/instance:Instance"
CLUSTER = "aws:rds/cluster:Cluster"


def test_passes() -> None:
    assert judged(RULE, resource(INSTANCE, manageMasterUserPassword=True)).passes
    assert judged(RULE, resource(CLUSTER, masterPasswordWo=UNKNOWN)).passes


def test_fails() -> None:
    verdict = judged(
        RULE, resource(INSTANCE, "known", password="x"), resource(CLUSTER, "unknown", masterPassword=UNKNOWN)
    )
    assert set(verdict.faults) == {"known", "unknown"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(INSTANCE, "db", manageMasterUserPassword=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"db"})


def test_does_not_apply() -> None:
    """A replica, and a standby region's cluster, have their source's users."""
    assert judged(RULE, resource(INSTANCE, replicateSourceDb="shop")).passes
    assert judged(RULE, resource(CLUSTER, globalClusterIdentifier=UNKNOWN)).passes
