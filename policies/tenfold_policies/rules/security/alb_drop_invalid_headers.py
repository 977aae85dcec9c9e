"""A load balancer drops headers that servers could read otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import LOAD_BALANCERS, application, control


def _check(balancer: Resource, context: Context) -> Iterator[str]:
    if _keeps(balancer):
        yield "dropInvalidHeaderFields is off."


def _keeps(balancer: Resource) -> bool:
    return application(balancer) and not balancer.get("dropInvalidHeaderFields", False)


def _remediate(balancer: Resource, parameters: Any) -> Mapping[str, Any] | None:
    return {"dropInvalidHeaderFields": True} if _keeps(balancer) else None


RULE = Rule(
    id="alb-drop-invalid-headers",
    title="A load balancer drops headers that servers could read otherwise",
    severity=Severity.MEDIUM,
    why="A header that the balancer and the server read differently lets one request hide behind another.",
    remedy="Set drop_invalid_header_fields=True.",
    reference=control("ELB.4"),
    practice="SEC05-BP03",
    types=LOAD_BALANCERS,
    check=_check,
    remediate=_remediate,
)
