"""A load balancer doesn't pass on requests that can be read in two ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import LOAD_BALANCERS, application, control


def _check(balancer: Resource, context: Context) -> Iterator[str]:
    if _monitors(balancer):
        yield "desyncMitigationMode is 'monitor': such requests are counted, and passed on."


def _monitors(balancer: Resource) -> bool:
    return application(balancer) and balancer.get("desyncMitigationMode", "defensive") == "monitor"


def _remediate(balancer: Resource, parameters: Any) -> Mapping[str, Any] | None:
    return {"desyncMitigationMode": "defensive"} if _monitors(balancer) else None


RULE = Rule(
    id="alb-desync-mitigation",
    title="A load balancer doesn't pass on requests that can be read in two ways",
    severity=Severity.MEDIUM,
    why="One user's request can be smuggled into another's connection.",
    remedy="Leave desync_mitigation_mode at 'defensive', or set 'strictest'.",
    reference=control("ELB.12"),
    practice="SEC05-BP03",
    types=LOAD_BALANCERS,
    check=_check,
    remediate=_remediate,
)
