"""Elastic IP addresses and NAT gateways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ..figures import Query, Series
from ..finding import Resource
from .asking import Described, Place, tags

_OF_AMAZON = "amazon"
"""The pool of addresses that AWS charges for; a company's own addresses are free (Amazon VPC pricing)."""


@dataclass(frozen=True)
class Address:
    """One Elastic IP address of AWS's."""

    resource: Resource
    ip: str
    attached: bool


@dataclass(frozen=True)
class NatGateway:
    """One gateway that is available.

    ``zones`` is how many it serves if it is a regional one, else None; ``addresses`` its public ones, and
    ``routes`` the number of route tables that lead to it.
    """

    resource: Resource
    created: datetime
    zones: int | None
    addresses: int
    routes: int
    connections: Series
    packets_out: Series
    packets_in: Series


@dataclass(frozen=True)
class Ways:
    """All of a region."""

    addresses: Sequence[Address]
    nat_gateways: Sequence[NatGateway]


def read(place: Place) -> Ways:
    addresses = [
        Address(
            _resource(place, each.get("AllocationId") or each["PublicIp"], each),
            each["PublicIp"],
            attached=bool(
                each.get("AssociationId") or each.get("InstanceId") or each.get("NetworkInterfaceId")
            ),
        )
        for each in place.all("ec2", "describe_addresses", "Addresses")
        if each.get("PublicIpv4Pool", _OF_AMAZON) == _OF_AMAZON
    ]
    return Ways(addresses, _nat_gateways(place))


def _nat_gateways(place: Place) -> list[NatGateway]:
    described = [
        each
        for each in place.all("ec2", "describe_nat_gateways", "NatGateways")
        if each["State"] == "available"
    ]
    if not described:
        return []
    routes = Counter(
        identity
        for table in place.all("ec2", "describe_route_tables", "RouteTables")
        for identity in {route.get("NatGatewayId") for route in table["Routes"]}
        if identity
    )
    queries = {each["NatGatewayId"]: _queries(each["NatGatewayId"]) for each in described}
    series = place.figures.of(query for some in queries.values() for query in some)
    found: list[NatGateway] = []
    for each in described:
        identity, at = each["NatGatewayId"], each.get("NatGatewayAddresses") or ()
        connections, out, back = (series[query] for query in queries[identity])
        zones = {address.get("AvailabilityZone") or address.get("AvailabilityZoneId") for address in at}
        found.append(
            NatGateway(
                _resource(place, identity, each),
                each["CreateTime"],
                max(len(zones), 1) if each.get("AvailabilityMode") == "regional" else None,
                sum(bool(address.get("PublicIp")) for address in at),
                routes[identity],
                connections,
                out,
                back,
            )
        )
    return found


def _queries(identity: str) -> tuple[Query, ...]:
    """What Compute Optimizer goes by (its user guide: Viewing idle resource recommendations)."""
    dimensions = (("NatGatewayId", identity),)
    return tuple(
        Query("AWS/NATGateway", metric, dimensions, statistic)
        for metric, statistic in (
            ("ActiveConnectionCount", "Maximum"),
            ("PacketsInFromSource", "Sum"),
            ("PacketsInFromDestination", "Sum"),
        )
    )


def _resource(place: Place, identity: str, described: Described) -> Resource:
    labels = tags(described)
    return Resource(identity, place.region, labels.get("Name", ""), labels)
