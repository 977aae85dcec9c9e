"""DNS fails over: both records are there, and the failure is seen and followed fast."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from tenfold_policies.resource import Resource, Stack
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.resilience._matching import matching

_RECORD = "aws:route53/record:Record"
_CHECK = "aws:route53/healthCheck:HealthCheck"
_ROLE = "failoverRoutingPolicies.0.type"
# They don't ask an endpoint, so that an interval means nothing to them.
_OTHER_CHECKS = ("CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL")


class _Parameters(Parameters):
    interval_seconds: int = Field(default=10, ge=10, le=30)
    """Seconds between two health checks: 10 or 30."""
    max_threshold: int = Field(default=3, ge=1, le=10)
    """Failures in a row at most that make an endpoint unhealthy."""
    max_ttl_seconds: int = Field(default=60, ge=0)
    """Seconds at most for which resolvers may keep an answer."""


def _check(record: Resource, context: Context) -> Iterator[str]:
    stack, wanted = context.stack, context.parameters
    role = record.get(_ROLE)
    if role is None:
        return
    ttl = record.get("ttl", 0)
    if ttl > wanted.max_ttl_seconds:
        yield f"ttl is {ttl} seconds, of at most {wanted.max_ttl_seconds}."
    if role != "PRIMARY":
        return
    yield from _of_check(record, context)
    others = [each for each in stack.of(_RECORD) if each is not record]
    if not matching(others, lambda each: _is_secondary_of(each, record)):
        yield "There is no SECONDARY record of its name and type."


def _of_check(record: Resource, context: Context) -> Iterator[str]:
    wanted = context.parameters
    if not record.has("healthCheckId"):
        if not record.get("aliases.0.evaluateTargetHealth", False):
            yield "It has neither a health check nor evaluateTargetHealth: it never fails over."
        return
    for check in _checks_of(record, context.stack):
        if check.get("type") in _OTHER_CHECKS:
            continue
        interval, threshold = check.get("requestInterval", 30), check.get("failureThreshold", 3)
        if interval > wanted.interval_seconds or threshold > wanted.max_threshold:
            yield (
                f"Its health check {check.name} asks every {interval} s and wants {threshold} failures, "
                f"of at most {wanted.interval_seconds} and {wanted.max_threshold}."
            )


def _checks_of(record: Resource, stack: Stack) -> list[Resource]:
    value = record.known("healthCheckId")
    return stack.referred(record, "healthCheckId", _CHECK) or [
        each for each in stack.of(_CHECK) if value and each.known("id") == value
    ]


def _is_secondary_of(other: Resource, record: Resource) -> bool:
    if other.get(_ROLE) != "SECONDARY" or other.get("type") != record.get("type"):
        return False
    same_zone = other.references.get("zoneId") == record.references.get("zoneId")
    return same_zone and other.get("name") == record.get("name")


RULE = Rule(
    id="route53-failover-pair",
    title="DNS fails over: both records are there, and a failure is seen and followed fast",
    severity=Severity.HIGH,
    why="Detection is interval times threshold, and clients follow after the TTL: with the defaults of 30 "
    "seconds, 3 failures and 300 seconds it takes over six minutes until the standby gets requests.",
    remedy="Make a PRIMARY record with a health check (request_interval=10, failure_threshold=3) or an "
    "alias that evaluates its target's health, and a SECONDARY one of the same name, with a ttl of 60 or "
    "less.",
    reference="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-configuring.html",
    practice="REL11-BP02",
    types=(_RECORD,),
    check=_check,
    parameters=_Parameters,
    relational=True,
)
