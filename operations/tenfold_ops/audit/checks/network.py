"""Waste in addresses and NAT gateways."""

from __future__ import annotations

from collections.abc import Iterator

from ..facts.network import NatGateway, Ways
from ..finding import Finding, Kind, Terms, Unsure, counted
from ..prices import Part

ADDRESS = Part("aws:ec2/eip:Eip")


def unattached_addresses(facts: Ways, terms: Terms) -> Iterator[Finding]:
    """Addresses that lead nowhere."""
    for each in facts.addresses:
        if not each.attached:
            yield Finding(
                Kind.UNATTACHED_ADDRESS,
                each.resource,
                f"{each.ip} is associated with nothing",
                terms.prices.monthly(each.resource.region, [ADDRESS]),
                "Release it, unless partners have it in their allow lists.",
            )


def idle_nat_gateways(facts: Ways, terms: Terms) -> Iterator[Finding | Unsure]:
    """Gateways without a connection and a packet, either way."""
    for each in facts.nat_gateways:
        if young := terms.young(each.created):
            yield Unsure(Kind.IDLE_NAT_GATEWAY, each.resource, young)
        elif reason := terms.uncovered(each.connections, each.packets_out, each.packets_in):
            yield Unsure(Kind.IDLE_NAT_GATEWAY, each.resource, reason)
        elif not (max(each.connections) or sum(each.packets_out) or sum(each.packets_in)):
            yield Finding(
                Kind.IDLE_NAT_GATEWAY,
                each.resource,
                f"no connection and no packet {terms.window}; {_routes(each)}",
                terms.prices.monthly(each.resource.region, _parts(each)),
                "Delete it with its addresses, unless it stands by for a failover."
                + (" Point the routes elsewhere first." if each.routes else ""),
            )


def _routes(gateway: NatGateway) -> str:
    return f"{counted(gateway.routes, 'route table')} with a route to it"


def _parts(gateway: NatGateway) -> list[Part]:
    """The gateway, in each zone that it serves, and its addresses."""
    token, addresses = "aws:ec2/natGateway:NatGateway", [ADDRESS] * gateway.addresses
    if gateway.zones is None:
        return [Part(token), *addresses]
    zones = [{"availabilityZone": str(number)} for number in range(gateway.zones)]
    return [Part(token, {"availabilityMode": "regional", "availabilityZoneAddresses": zones}), *addresses]
