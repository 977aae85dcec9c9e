from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.resilience.target_group_health_check import RULE
from tenfold_policies.values import UNKNOWN

TARGETS = "aws:lb/targetGroup:TargetGroup"


def test_passes() -> None:
    assert judged(RULE, resource(TARGETS, protocol="HTTP", healthCheck={"path": "/healthy"})).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        resource(TARGETS, "silent", protocol="HTTP"),
        resource("aws:alb/targetGroup:TargetGroup", "off", protocol="TCP", healthCheck={"enabled": False}),
        resource(TARGETS, "asks", protocol="TCP", healthCheck={"protocol": "HTTPS"}),
    )
    path = "healthCheck has no path: / may answer well while the service can't serve."
    assert verdict.faults == {
        "silent": [path],
        "off": ["healthCheck.enabled is off: requests go to targets that are dead."],
        "asks": [path],
    }


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(TARGETS, "targets", protocol="HTTP", healthCheck=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"targets"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource(TARGETS, targetType="lambda")).passes


def test_a_connection_is_check_enough_for_tcp() -> None:
    assert judged(RULE, resource(TARGETS, protocol="TCP"), resource(TARGETS, "dns", protocol="UDP")).passes


def test_a_path_that_is_not_known_yet_is_there() -> None:
    assert judged(RULE, resource(TARGETS, protocol="HTTP", healthCheck={"path": UNKNOWN})).passes
