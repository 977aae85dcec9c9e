from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.rules.security.alb_waf import RULE
from tenfold_policies.values import UNKNOWN

BALANCER = resource("aws:lb/loadBalancer:LoadBalancer", "web", internal=False)
ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation"


def test_passes() -> None:
    assert judged(
        RULE, BALANCER, refers(resource(ASSOCIATION, resourceArn=UNKNOWN), "resourceArn", BALANCER)
    ).passes


def test_fails() -> None:
    other = resource("aws:alb/loadBalancer:LoadBalancer", "other")
    association = refers(resource(ASSOCIATION, resourceArn=UNKNOWN), "resourceArn", BALANCER)
    assert set(judged(RULE, BALANCER, other, association).faults) == {"other"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, BALANCER, resource(ASSOCIATION, resourceArn=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"web"})


def test_does_not_apply() -> None:
    inside = resource(BALANCER.type, "inside", internal=True)
    assert judged(RULE, inside, resource(BALANCER.type, loadBalancerType="network")).passes
