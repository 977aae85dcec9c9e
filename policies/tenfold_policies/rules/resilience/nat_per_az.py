"""A NAT gateway serves the subnets of its own zone only."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource, Stack
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.resilience._zones import SUBNET, zone_of
from tenfold_policies.values import Undecided

_NAT = "aws:ec2/natGateway:NatGateway"
_TABLE = "aws:ec2/routeTable:RouteTable"
_ROUTE = "aws:ec2/route:Route"
_ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"


def _check(nat: Resource, context: Context) -> Iterator[str]:
    if nat.known("availabilityMode") == "regional":
        return  # it is in each zone by itself
    stack = context.stack
    served = _served(nat, stack)
    own = {zone_of(each) for each in _named(nat, "subnetId", SUBNET, stack)}
    if served and (len(own) != 1 or None in own):
        raise Undecided("subnetId")
    others = sorted({zone for each in served if (zone := zone_of(each)) and zone not in own})
    if others:
        yield f"It lies in {min(own, key=str)} and carries the traffic of {', '.join(others)} too."
    elif any(zone_of(each) is None for each in served):
        raise Undecided("availabilityZone")


def _served(nat: Resource, stack: Stack) -> list[Resource]:
    """The subnets whose traffic leaves through it."""
    routes = stack.referring(nat, _ROUTE, "natGatewayId")
    tables = [
        *stack.referring(nat, _TABLE, "routes"),
        *(table for route in routes for table in _named(route, "routeTableId", _TABLE, stack)),
    ]
    associations = {
        each.urn: each for table in tables for each in stack.referring(table, _ASSOCIATION, "routeTableId")
    }
    return [subnet for each in associations.values() for subnet in _named(each, "subnetId", SUBNET, stack)]


def _named(resource: Resource, property_: str, type_: str, stack: Stack) -> list[Resource]:
    """What a property names: by its origin, or by its id."""
    value = resource.known(property_)
    return stack.referred(resource, property_, type_) or [
        each for each in stack.of(type_) if value and each.known("id") == value
    ]


RULE = Rule(
    id="nat-per-az",
    title="A NAT gateway serves the subnets of its own zone only",
    severity=Severity.HIGH,
    why="A NAT gateway lives in one zone: when that is lost, every zone that goes out through it loses the "
    "internet and AWS's APIs, though its own machines are well. Traffic between zones costs extra, too.",
    remedy="Give each zone a NatGateway of its own and route its private subnets there.",
    reference="https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html",
    practice="REL10-BP01",
    types=(_NAT,),
    check=_check,
    relational=True,
)
