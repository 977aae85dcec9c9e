"""Records of a zone as resources of whatever component they belong to."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
from pulumi_aws import route53

from tenfold.component import Component
from tenfold.edge import names
from tenfold.edge.dns.args import DnsRecord, HostedZone, RecordType, Routing


def record(component: Component, role: str, zone_id: pulumi.Input[str], name: str, wanted: DnsRecord) -> None:
    """One record with values.

    Args:
        component: its parent.
        role: its part of the child's name.
        zone_id: where it lies.
        name: its full name.
        wanted: the rest.
    """
    args = route53.RecordArgs(
        zone_id=zone_id,
        name=name,
        type=wanted.type,
        records=list(wanted.values),
        ttl=wanted.ttl_seconds,
    )
    _create(component, role, args, wanted.routing)


def alias_records(
    component: Component,
    domain_names: Sequence[str],
    zones: Sequence[HostedZone],
    *,
    target_name: pulumi.Input[str],
    target_zone_id: pulumi.Input[str],
    follow_health: bool,
    ipv6: bool,
    routing: Routing | None,
) -> None:
    """A and, with IPv6, AAAA records of each name that follow an AWS resource's addresses.

    Their names don't hold the routing's identifier, so that it can be added, and removed, in place.

    Args:
        component: their parent.
        domain_names: full names, each in one of the zones.
        zones: the zones.
        target_name: the resource's DNS name.
        target_zone_id: the zone of that name, which AWS gives with it.
        follow_health: whether the target's own health takes the record out.
        ipv6: whether the target answers over IPv6.
        routing: how the records share their names with those of other components.
    """
    by_name = {zone.name: zone for zone in zones}
    alias = route53.RecordAliasArgs(
        name=target_name, zone_id=target_zone_id, evaluate_target_health=follow_health
    )
    for domain_name in domain_names:
        zone = by_name[names.zone_of(domain_name, by_name) or ""]
        for type_ in (RecordType.A, RecordType.AAAA) if ipv6 else (RecordType.A,):
            args = route53.RecordArgs(zone_id=zone.zone_id, name=domain_name, type=type_, aliases=[alias])
            _create(component, f"{names.role(domain_name)}-{type_.lower()}", args, routing)


def _create(component: Component, role: str, args: route53.RecordArgs, routing: Routing | None) -> None:
    if routing is not None:
        args.set_identifier = routing.set_identifier
        args.health_check_id = routing.health_check_id
        if routing.failover is not None:
            args.failover_routing_policies = [
                route53.RecordFailoverRoutingPolicyArgs(type=routing.failover.value)
            ]
        if routing.weight is not None:
            args.weighted_routing_policies = [route53.RecordWeightedRoutingPolicyArgs(weight=routing.weight)]
        if routing.latency_region is not None:
            args.latency_routing_policies = [
                route53.RecordLatencyRoutingPolicyArgs(region=routing.latency_region)
            ]
    route53.Record(f"{component.pulumi_resource_name}-{role}", args, component.child())
