from __future__ import annotations

import pytest

from support.policies import judged, resource
from tenfold_policies.rules.security.lb_tls_policy import RULE
from tenfold_policies.values import UNKNOWN

LISTENER = "aws:lb/listener:Listener"


@pytest.mark.parametrize(
    "policy",
    [
        "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
        "ELBSecurityPolicy-TLS13-1-3-2021-06",
        "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
        "ELBSecurityPolicy-TLS-1-2-Ext-2018-06",
        "ELBSecurityPolicy-FS-1-2-Res-2020-10",
    ],
)
def test_passes(policy: str) -> None:
    assert judged(RULE, resource(LISTENER, protocol="HTTPS", sslPolicy=policy)).passes


@pytest.mark.parametrize(
    ("policy", "version"),
    [
        ("ELBSecurityPolicy-2016-08", "1.0"),
        ("ELBSecurityPolicy-FS-2018-06", "1.0"),
        ("ELBSecurityPolicy-TLS13-1-0-2021-06", "1.0"),
        ("ELBSecurityPolicy-TLS-1-1-2017-01", "1.1"),
        (None, "1.0"),
    ],
)
def test_fails(policy: str | None, version: str) -> None:
    (message,) = judged(RULE, resource(LISTENER, "web", protocol="TLS", sslPolicy=policy)).faults["web"]
    assert f"speaks TLS {version}" in message


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(LISTENER, "web", protocol="HTTPS", sslPolicy=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"web"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource(LISTENER, protocol="HTTP")).passes


def test_tls_1_3_can_be_asked_for() -> None:
    web = resource(LISTENER, "web", protocol="HTTPS", sslPolicy="ELBSecurityPolicy-TLS13-1-2-2021-06")
    assert set(judged(RULE, web, parameters={"min_version": "1.3"}).faults) == {"web"}
