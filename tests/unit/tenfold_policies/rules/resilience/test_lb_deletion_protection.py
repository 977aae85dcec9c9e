from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.resilience.lb_deletion_protection import RULE
from tenfold_policies.values import UNKNOWN

LB = "aws:lb/loadBalancer:LoadBalancer"


def test_passes() -> None:
    assert judged(RULE, resource(LB, enableDeletionProtection=True)).passes


def test_fails() -> None:
    alias = resource("aws:alb/loadBalancer:LoadBalancer", "alias", enableDeletionProtection=False)
    assert set(judged(RULE, resource(LB, "silent"), alias).faults) == {"silent", "alias"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(LB, "lb", enableDeletionProtection=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"lb"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:elb/loadBalancer:LoadBalancer")).passes, "it has no such setting"


def test_it_is_mended_by_protection() -> None:
    assert RULE.remediate is not None
    assert RULE.remediate(resource(LB), None) == {"enableDeletionProtection": True}
    assert RULE.remediate(resource(LB, enableDeletionProtection=True), None) is None
