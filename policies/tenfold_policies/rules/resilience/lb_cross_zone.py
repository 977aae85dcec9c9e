"""A load balancer sends requests to targets in each zone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.resilience._balancers import BALANCERS, CLASSIC, TARGET_GROUPS

_BALANCER, _CLASSIC = "enableCrossZoneLoadBalancing", "crossZoneLoadBalancing"
_TARGETS = "loadBalancingCrossZoneEnabled"  # "true", "false" or what the load balancer says


def _check(resource: Resource, context: Context) -> Iterator[str]:
    setting = _wrong(resource)
    if setting == _TARGETS:
        yield f"{setting} is false: the targets of a zone share that zone's requests, however few they are."
    elif setting:
        yield f"{setting} is off: a zone with few or ill targets gets as many requests as the others."


def _wrong(resource: Resource) -> str | None:
    """The setting that keeps requests in their zone, if there is one."""
    if resource.type in TARGET_GROUPS:
        return _TARGETS if str(resource.get(_TARGETS, "")).lower() == "false" else None
    if resource.type == CLASSIC:
        return None if resource.get(_CLASSIC, True) else _CLASSIC
    if resource.get("loadBalancerType", "application") == "application":
        return None  # always on
    return None if resource.get(_BALANCER, False) else _BALANCER


def _remediate(resource: Resource, parameters: Any) -> Mapping[str, Any] | None:
    setting = _wrong(resource)
    return {setting: "use_load_balancer_configuration" if setting == _TARGETS else True} if setting else None


RULE = Rule(
    id="lb-cross-zone",
    title="A load balancer sends requests to targets in each zone",
    severity=Severity.MEDIUM,
    why="Clients spread over the load balancer's zones, not over its targets: those of a zone with few "
    "targets are overrun, and requests fail there though others idle.",
    remedy="Set enable_cross_zone_load_balancing=True, and leave the target group's setting to it.",
    reference="https://docs.aws.amazon.com/elasticloadbalancing/latest/network/"
    "edit-target-group-attributes.html",
    practice="REL10-BP01",
    types=(*BALANCERS, CLASSIC, *TARGET_GROUPS),
    check=_check,
    remediate=_remediate,
)
