"""A load balancer is protected from deletion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.resilience._balancers import BALANCERS

_SETTING = "enableDeletionProtection"


def _check(balancer: Resource, context: Context) -> Iterator[str]:
    if not balancer.get(_SETTING, False):
        yield f"{_SETTING} is off: one call takes the service off the internet."


def _remediate(balancer: Resource, parameters: Any) -> Mapping[str, Any] | None:
    return None if balancer.get(_SETTING) else {_SETTING: True}


RULE = Rule(
    id="lb-deletion-protection",
    title="A load balancer is protected from deletion",
    severity=Severity.MEDIUM,
    why="A deleted load balancer comes back with another name and other addresses, which DNS, allow lists "
    "and certificates don't know.",
    remedy="Set enable_deletion_protection=True.",
    reference="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/"
    "edit-load-balancer-attributes.html",
    practice="SEC08-BP04",
    types=BALANCERS,
    check=_check,
    remediate=_remediate,
)
