from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.alb_desync_mitigation import RULE
from tenfold_policies.values import UNKNOWN

BALANCER = "aws:lb/loadBalancer:LoadBalancer"
MONITOR = {"desyncMitigationMode": "monitor"}


def test_passes() -> None:
    strict = resource(BALANCER, "strict", desyncMitigationMode="strictest")
    assert judged(RULE, resource(BALANCER), strict).passes


def test_fails() -> None:
    assert set(judged(RULE, resource(BALANCER, "web", **MONITOR)).faults) == {"web"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(BALANCER, "web", desyncMitigationMode=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"web"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource(BALANCER, loadBalancerType="network", **MONITOR)).passes


def test_it_is_mended_by_the_default() -> None:
    assert RULE.remediate is not None
    assert RULE.remediate(resource(BALANCER, **MONITOR), None) == {"desyncMitigationMode": "defensive"}
    assert RULE.remediate(resource(BALANCER), None) is None
