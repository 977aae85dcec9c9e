from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.rds_iam_authentication import RULE
from tenfold_policies.values import UNKNOWN

INSTANCE = "aws:rds/instance:Instance"
ON = {"iamDatabaseAuthenticationEnabled": True}


def test_passes() -> None:
    assert judged(RULE, resource("aws:rds/cluster:Cluster", engine="aurora-postgresql", **ON)).passes


def test_fails() -> None:
    assert set(judged(RULE, resource(INSTANCE, "db", engine="postgres")).faults) == {"db"}


def test_cannot_tell() -> None:
    unknown = resource(INSTANCE, "db", engine="postgres", iamDatabaseAuthenticationEnabled=UNKNOWN)
    verdict = judged(RULE, unknown)
    assert (verdict.faults, verdict.untold) == ({}, {"db"})


def test_does_not_apply() -> None:
    """Oracle can't; a replica, which names no engine, has its source's."""
    assert judged(
        RULE, resource(INSTANCE, engine="oracle-ee"), resource(INSTANCE, replicateSourceDb="db")
    ).passes


def test_it_is_mended_by_turning_it_on() -> None:
    assert RULE.remediate is not None
    assert RULE.remediate(resource(INSTANCE, engine="mysql"), None) == ON
    assert RULE.remediate(resource(INSTANCE, engine="mysql", **ON), None) is None
