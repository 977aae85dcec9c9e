from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.alb_drop_invalid_headers import RULE
from tenfold_policies.values import UNKNOWN

BALANCER = "aws:lb/loadBalancer:LoadBalancer"
ON = {"dropInvalidHeaderFields": True}


def test_passes() -> None:
    assert judged(RULE, resource(BALANCER, **ON)).passes


def test_fails() -> None:
    assert set(judged(RULE, resource(BALANCER, "web")).faults) == {"web"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(BALANCER, "web", dropInvalidHeaderFields=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"web"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource(BALANCER, loadBalancerType="network")).passes


def test_it_is_mended_by_turning_it_on() -> None:
    assert RULE.remediate is not None
    assert RULE.remediate(resource(BALANCER), None) == ON
    assert RULE.remediate(resource(BALANCER, **ON), None) is None
