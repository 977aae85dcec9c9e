from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.lb_https_only import RULE
from tenfold_policies.values import UNKNOWN

LISTENER = "aws:lb/listener:Listener"
REDIRECT = {"type": "redirect", "redirect": {"protocol": "HTTPS", "statusCode": "HTTP_301"}}


def test_passes() -> None:
    assert judged(
        RULE,
        resource(LISTENER, protocol="HTTPS", defaultActions=[{"type": "forward"}]),
        resource(LISTENER, "plain", protocol="HTTP", port=80, defaultActions=[REDIRECT]),
    ).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        resource(
            "aws:alb/listener:Listener", "forward", protocol="HTTP", defaultActions=[{"type": "forward"}]
        ),
        resource(
            LISTENER,
            "same",
            protocol="HTTP",
            defaultActions=[{"type": "redirect", "redirect": {"port": "81"}}],
        ),
    )
    assert set(verdict.faults) == {"forward", "same"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(LISTENER, "plain", protocol="HTTP", defaultActions=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"plain"})


def test_does_not_apply() -> None:
    """A Network Load Balancer passes on what it doesn't understand, TLS included."""
    assert judged(RULE, resource(LISTENER, protocol="TCP", defaultActions=[{"type": "forward"}])).passes
