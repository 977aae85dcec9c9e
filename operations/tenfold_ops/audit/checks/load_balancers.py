"""Load balancers that serve nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..facts.load_balancers import LoadBalancer
from ..finding import Finding, Kind, Terms, Unsure
from ..prices import Part


def idle_load_balancers(facts: Sequence[LoadBalancer], terms: Terms) -> Iterator[Finding | Unsure]:
    """Load balancers without requests, or without a target that could answer one."""
    for each in facts:
        if young := terms.young(each.created):
            yield Unsure(Kind.IDLE_LOAD_BALANCER, each.resource, young)
        elif why := _idle(each, terms):
            yield Finding(
                Kind.IDLE_LOAD_BALANCER,
                each.resource,
                f"{each.kind}: {why}",
                terms.prices.monthly(each.resource.region, [_part(each)]),
                "Delete it with its DNS records and target groups, or find out why its targets are gone. One "
                "that Kubernetes made goes with its Service, Ingress or Gateway.",
            )
        elif not sum(each.requests):
            reason = terms.uncovered(each.requests or each.healthy)
            yield Unsure(Kind.IDLE_LOAD_BALANCER, each.resource, reason)


def _idle(each: LoadBalancer, terms: Terms) -> str:
    """Why nobody is served; empty if someone is, or if that can't be told.

    Requests are reported only while there are any (Elastic Load Balancing user guides: CloudWatch metrics).
    So their absence tells of no request only where the number of healthy targets shows that figures come at
    all; where it doesn't, nothing is told.
    """
    healthy_known = not terms.uncovered(each.healthy)
    requests_known = healthy_known or not terms.uncovered(each.requests)
    if requests_known and not sum(each.requests):
        return f"no {each.unit} {terms.window}"
    if healthy_known and not max(each.healthy):
        return f"no healthy target {terms.window}"
    if each.targets == 0:
        return "no target is registered"
    return ""


def _part(each: LoadBalancer) -> Part:
    if each.kind == "classic":
        return Part("aws:elb/loadBalancer:LoadBalancer")
    inputs = {
        "loadBalancerType": each.kind,
        "internal": each.internal,
        "subnets": [str(number) for number in range(each.zones)],
    }
    return Part("aws:lb/loadBalancer:LoadBalancer", inputs)
