"""A load balancer logs its requests."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import LOAD_BALANCERS, application, control


def _check(balancer: Resource, context: Context) -> Iterator[str]:
    if application(balancer) and not balancer.get("accessLogs.enabled", False):
        yield "accessLogs is not on."


RULE = Rule(
    id="alb-access-logs",
    title="A load balancer logs its requests",
    severity=Severity.MEDIUM,
    why="Without it nobody can say who asked for what, or what was answered.",
    remedy="Set access_logs with enabled=True and a bucket that lets in Elastic Load Balancing.",
    reference=control("ELB.5"),
    practice="SEC04-BP01",
    types=LOAD_BALANCERS,
    check=_check,
)
