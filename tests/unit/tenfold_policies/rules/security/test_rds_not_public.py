from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.rds_not_public import RULE
from tenfold_policies.values import UNKNOWN

INSTANCE = "aws:rds/instance:Instance"
MEMBER = "aws:rds/clusterInstance:ClusterInstance"


def test_passes() -> None:
    assert judged(RULE, resource(INSTANCE), resource(MEMBER, publiclyAccessible=False)).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        resource(INSTANCE, "instance", publiclyAccessible=True, replicateSourceDb="shop"),
        resource(MEMBER, "member", publiclyAccessible=True),
    )
    assert set(verdict.faults) == {"instance", "member"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(INSTANCE, "db", publiclyAccessible=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"db"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:rds/proxy:Proxy", publiclyAccessible=True)).passes


def test_it_is_mended_by_turning_it_off() -> None:
    assert RULE.remediate is not None
    assert RULE.remediate(resource(INSTANCE, publiclyAccessible=True), None) == {"publiclyAccessible": False}
    assert RULE.remediate(resource(INSTANCE), None) is None
