from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.resilience.route53_failover_pair import RULE
from tenfold_policies.values import UNKNOWN

CHECK = resource("aws:route53/healthCheck:HealthCheck", "check", requestInterval=10, failureThreshold=3)


def record(role: object, called: str, /, **properties: object) -> Resource:
    settings = {"name": "shop.example.com", "type": "A", "zoneId": "Z1", "ttl": 60, **properties}
    return resource("aws:route53/record:Record", called, failoverRoutingPolicies=[{"type": role}], **settings)


def primary(check: Resource = CHECK, **properties: object) -> Resource:
    return refers(record("PRIMARY", "first", healthCheckId=UNKNOWN, **properties), "healthCheckId", check)


SECOND = record("SECONDARY", "second")


def test_passes() -> None:
    assert judged(RULE, CHECK, primary(), SECOND).passes


def test_fails() -> None:
    assert judged(RULE, CHECK, primary()).faults == {
        "first": ["There is no SECONDARY record of its name and type."]
    }
    assert judged(RULE, CHECK, primary(ttl=300), SECOND).faults == {
        "first": ["ttl is 300 seconds, of at most 60."]
    }
    assert judged(RULE, record("PRIMARY", "first"), SECOND).faults == {
        "first": ["It has neither a health check nor evaluateTargetHealth: it never fails over."]
    }
    slow = resource("aws:route53/healthCheck:HealthCheck", "slow")
    assert judged(RULE, slow, primary(slow), SECOND).faults == {
        "first": ["Its health check slow asks every 30 s and wants 3 failures, of at most 10 and 3."]
    }


def test_cannot_tell() -> None:
    for stack in (
        [primary(), record("SECONDARY", "second", name=UNKNOWN)],
        [primary(ttl=UNKNOWN), SECOND],
        [record(UNKNOWN, "first")],
    ):
        verdict = judged(RULE, CHECK, *stack)
        assert verdict.faults == {}
        assert "first" in verdict.untold


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:route53/record:Record", ttl=300)).passes


def test_a_secondary_of_another_name_or_zone_is_none() -> None:
    assert judged(
        RULE, CHECK, primary(), resource(SECOND.type, "x", **{**SECOND.properties, "name": "api.example.com"})
    ).faults
    zone = resource("aws:route53/zone:Zone")
    assert judged(RULE, CHECK, primary(), refers(SECOND, "zoneId", zone)).faults


def test_an_alias_that_evaluates_its_targets_health_needs_no_check() -> None:
    alias = record("PRIMARY", "first", ttl=None, aliases=[{"evaluateTargetHealth": True}])
    assert judged(RULE, alias, SECOND).passes


def test_a_check_that_asks_no_endpoint_has_no_interval() -> None:
    control = resource("aws:route53/healthCheck:HealthCheck", "control", type="RECOVERY_CONTROL")
    assert judged(RULE, control, primary(control), SECOND).passes


def test_the_times_can_be_chosen() -> None:
    slow = resource("aws:route53/healthCheck:HealthCheck", requestInterval=30, failureThreshold=5)
    parameters = {"interval_seconds": 30, "max_threshold": 5, "max_ttl_seconds": 300}
    assert judged(RULE, slow, primary(slow, ttl=300), SECOND, parameters=parameters).passes
