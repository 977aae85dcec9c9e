from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.resilience.nat_per_az import RULE
from tenfold_policies.values import UNKNOWN

SUBNET = "aws:ec2/subnet:Subnet"


def network(
    *zones: object, nats: int, nat_zone: object = "us-east-1a", mode: str = "zonal"
) -> list[Resource]:
    """A private subnet in each zone; the first zones have a NAT gateway, and the first serves the rest."""
    public = [
        resource(SUBNET, f"public-{each}", availabilityZone=zone)
        for each, zone in enumerate((nat_zone, *zones[1:nats]))
    ]
    gateways = [
        refers(
            resource("aws:ec2/natGateway:NatGateway", f"nat-{each}", availabilityMode=mode),
            "subnetId",
            subnet,
        )
        for each, subnet in enumerate(public)
    ]
    found = [*public, *gateways]
    for each, zone in enumerate(zones):
        private = resource(SUBNET, f"private-{each}", availabilityZone=zone)
        table = resource("aws:ec2/routeTable:RouteTable", f"table-{each}")
        route = refers(resource("aws:ec2/route:Route", f"route-{each}"), "routeTableId", table)
        route = refers(route, "natGatewayId", gateways[each if each < nats else 0])
        tie = resource("aws:ec2/routeTableAssociation:RouteTableAssociation", f"tie-{each}")
        tie = refers(refers(tie, "routeTableId", table), "subnetId", private)
        found += [private, table, route, tie]
    return found


def test_passes() -> None:
    assert judged(RULE, *network("us-east-1a", "us-east-1b", nats=2)).passes


def test_fails() -> None:
    verdict = judged(RULE, *network("us-east-1a", "us-east-1b", "us-east-1c", nats=1))
    assert verdict.faults == {
        "nat-0": ["It lies in us-east-1a and carries the traffic of us-east-1b, us-east-1c too."]
    }


def test_cannot_tell() -> None:
    for stack in (
        network("us-east-1a", UNKNOWN, nats=1),
        network("us-east-1a", "us-east-1b", nats=1, nat_zone=UNKNOWN),
    ):
        verdict = judged(RULE, *stack)
        assert (verdict.faults, verdict.untold) == ({}, {"nat-0"})


def test_does_not_apply() -> None:
    unused = refers(
        resource("aws:ec2/natGateway:NatGateway"), "subnetId", resource(SUBNET, availabilityZone=UNKNOWN)
    )
    assert judged(RULE, unused).passes


def test_a_regional_gateway_is_in_each_zone() -> None:
    assert judged(RULE, *network("us-east-1a", "us-east-1b", nats=1, mode="regional")).passes


def test_a_route_within_its_table_and_plain_ids_count_too() -> None:
    home = resource(SUBNET, "home", id="subnet-1", availabilityZone="us-east-1a")
    away = resource(SUBNET, "away", id="subnet-2", availabilityZone="us-east-1b")
    nat = resource("aws:ec2/natGateway:NatGateway", "nat", id="nat-1", subnetId="subnet-1")
    table = resource("aws:ec2/routeTable:RouteTable", id="table-1", routes=[{"natGatewayId": "nat-1"}])
    tie = resource(
        "aws:ec2/routeTableAssociation:RouteTableAssociation", routeTableId="table-1", subnetId="subnet-2"
    )
    assert set(judged(RULE, home, away, nat, table, tie).faults) == {"nat"}
