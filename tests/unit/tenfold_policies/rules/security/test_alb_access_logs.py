from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.alb_access_logs import RULE
from tenfold_policies.values import UNKNOWN

BALANCER = "aws:lb/loadBalancer:LoadBalancer"


def test_passes() -> None:
    assert judged(RULE, resource(BALANCER, accessLogs={"enabled": True, "bucket": UNKNOWN})).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        resource("aws:alb/loadBalancer:LoadBalancer", "none"),
        resource(BALANCER, "off", accessLogs={"bucket": "logs"}),
    )
    assert set(verdict.faults) == {"none", "off"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(BALANCER, "lb", accessLogs={"enabled": UNKNOWN}))
    assert (verdict.faults, verdict.untold) == ({}, {"lb"})


def test_does_not_apply() -> None:
    """A Network Load Balancer logs TLS only, a Gateway Load Balancer nothing."""
    assert judged(
        RULE, *(resource(BALANCER, each, loadBalancerType=each) for each in ("network", "gateway"))
    ).passes
