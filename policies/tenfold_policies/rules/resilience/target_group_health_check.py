"""A target group asks its targets whether they can serve."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.resilience._balancers import TARGET_GROUPS

_WEB = ("HTTP", "HTTPS")


def _check(group: Resource, context: Context) -> Iterator[str]:
    if group.get("targetType", "instance") == "lambda":
        return  # checks are off by default there, and each of them is an invocation that is paid
    if not group.get("healthCheck.enabled", True):
        yield "healthCheck.enabled is off: requests go to targets that are dead."
    elif _protocol(group) in _WEB and not group.has("healthCheck.path"):
        yield "healthCheck has no path: / may answer well while the service can't serve."


def _protocol(group: Resource) -> str:
    """The protocol of the check, by default HTTP for web targets and TCP for others."""
    said = group.get("healthCheck.protocol")
    return str(said or ("HTTP" if group.get("protocol") in _WEB else "TCP"))


RULE = Rule(
    id="target-group-health-check",
    title="A target group asks its targets whether they can serve",
    severity=Severity.MEDIUM,
    why="A load balancer takes a target out of service by its health check only. Without a path that means "
    "something, it goes on sending requests to a process that can only fail them.",
    remedy="Set health_check with a path that tests whether this target can serve.",
    reference="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/"
    "target-group-health-checks.html",
    practice="REL11-BP01",
    types=TARGET_GROUPS,
    check=_check,
)
