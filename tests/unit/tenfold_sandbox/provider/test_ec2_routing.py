from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from support.provider import Provider, Resource

TABLE = "aws:ec2/routeTable:RouteTable"
ROUTE = "aws:ec2/route:Route"
ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"


@pytest.fixture(scope="module")
def vpc(aws: Provider) -> Iterator[Resource]:
    made = aws.create("aws:ec2/vpc:Vpc", "routing", {"cidrBlock": "10.0.0.0/16"})
    yield made
    aws.delete(made)


@pytest.fixture(scope="module")
def subnet(aws: Provider, vpc: Resource) -> Iterator[Resource]:
    inputs = {"vpcId": vpc.id, "cidrBlock": "10.0.0.0/24", "availabilityZone": "us-east-1a"}
    made = aws.create("aws:ec2/subnet:Subnet", "routing", inputs)
    yield made
    aws.delete(made)


@pytest.fixture(scope="module")
def internet(aws: Provider, vpc: Resource) -> Iterator[Resource]:
    made = aws.create("aws:ec2/internetGateway:InternetGateway", "routing", {"vpcId": vpc.id})
    yield made
    aws.delete(made)


@pytest.fixture(scope="module")
def nat(aws: Provider, subnet: Resource) -> Iterator[Resource]:
    address = aws.create("aws:ec2/eip:Eip", "routing", {"domain": "vpc"})
    inputs = {"subnetId": subnet.id, "allocationId": address.id}
    made = aws.create("aws:ec2/natGateway:NatGateway", "routing", inputs)
    yield made
    aws.delete(made)
    aws.delete(address)


@pytest.fixture
def table(aws: Provider, vpc: Resource) -> Iterator[Resource]:
    made = aws.create(TABLE, "routing", {"vpcId": vpc.id})
    yield made
    aws.delete(made)


def test_a_route_table_without_inline_routes_ignores_those_of_others(
    aws: Provider, vpc: Resource, internet: Resource
) -> None:
    inputs = {"vpcId": vpc.id, "tags": {"Name": "public"}}
    table = aws.create(TABLE, "public", inputs)
    aws.client("ec2").create_route(
        RouteTableId=table.id, DestinationCidrBlock="0.0.0.0/0", GatewayId=internet.id
    )
    aws.assert_settled(table, inputs)
    aws.delete(table)
    table = aws.cycle(TABLE, inputs, change={"tags": {"Name": "other"}})
    assert table.state["arn"].endswith(f":route-table/{table.id}")


def test_inline_routes_are_added_turned_and_removed_in_place(
    aws: Provider, vpc: Resource, internet: Resource, nat: Resource
) -> None:
    before = [{"cidrBlock": "0.0.0.0/0", "gatewayId": internet.id}]
    after = [
        {"cidrBlock": "0.0.0.0/0", "natGatewayId": nat.id},
        {"ipv6CidrBlock": "::/0", "gatewayId": internet.id},
    ]
    aws.cycle(TABLE, {"vpcId": vpc.id, "routes": before}, change={"routes": after})


def test_a_route_that_somebody_adds_to_inline_ones_is_drift_and_goes_with_the_next_update(
    aws: Provider, vpc: Resource, internet: Resource
) -> None:
    inputs = {"vpcId": vpc.id, "routes": [{"cidrBlock": "0.0.0.0/0", "gatewayId": internet.id}]}
    table = aws.create(TABLE, "drifting", inputs)
    ec2 = aws.client("ec2")
    ec2.create_route(RouteTableId=table.id, DestinationCidrBlock="9.0.0.0/8", GatewayId=internet.id)
    seen = aws.read(table)
    assert seen is not None
    aws.update(seen, inputs)
    routes = ec2.describe_route_tables(RouteTableIds=[table.id])["RouteTables"][0]["Routes"]
    assert "9.0.0.0/8" not in [route.get("DestinationCidrBlock") for route in routes]
    aws.delete(table)


def test_a_route_turns_to_another_gateway_in_place(
    aws: Provider, table: Resource, internet: Resource, nat: Resource
) -> None:
    destination = {"routeTableId": table.id, "destinationCidrBlock": "0.0.0.0/0"}
    route = aws.create(ROUTE, "out", {**destination, "gatewayId": internet.id})
    assert route.id.startswith(f"r-{table.id}")
    assert (route.state["state"], route.state["origin"]) == ("active", "CreateRoute")
    turned = {**destination, "natGatewayId": nat.id}
    route = aws.update(route, turned)
    assert route.state["natGatewayId"] == nat.id
    aws.assert_settled(route, turned)
    answer = aws.diff(route, {**turned, "destinationCidrBlock": "10.9.0.0/16"})
    assert list(answer.replaces) == ["destinationCidrBlock"]
    aws.delete(route)
    assert aws.read(route) is None


def test_a_route_has_terraform_s_id_and_is_imported_by_table_and_destination(
    aws: Provider, table: Resource, internet: Resource
) -> None:
    inputs = {"routeTableId": table.id, "destinationCidrBlock": "0.0.0.0/0", "gatewayId": internet.id}
    route = aws.create(ROUTE, "out", inputs)
    assert route.id == f"r-{table.id}1080289494"
    found = aws.import_(ROUTE, "out", f"{table.id}_0.0.0.0/0")
    assert found is not None
    assert found.id == route.id
    assert list(aws.diff(found, inputs).diffs) == []
    aws.delete(route)


def test_an_ipv6_route_goes_out_by_an_egress_only_gateway(
    aws: Provider, vpc: Resource, table: Resource
) -> None:
    kind = "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway"
    gateway = aws.create(kind, "six", {"vpcId": vpc.id})
    inputs = {
        "routeTableId": table.id,
        "destinationIpv6CidrBlock": "::/0",
        "egressOnlyGatewayId": gateway.id,
    }
    route = aws.create(ROUTE, "six", inputs)
    aws.assert_settled(route, inputs)
    found = aws.import_(ROUTE, "six", f"{table.id}_::/0")
    assert found is not None
    assert found.inputs["egressOnlyGatewayId"] == gateway.id
    aws.delete(route)
    aws.delete(gateway)


def test_a_route_that_somebody_removed_is_gone(aws: Provider, table: Resource, internet: Resource) -> None:
    inputs = {"routeTableId": table.id, "destinationCidrBlock": "0.0.0.0/0", "gatewayId": internet.id}
    route = aws.create(ROUTE, "out", inputs)
    aws.client("ec2").delete_route(RouteTableId=table.id, DestinationCidrBlock="0.0.0.0/0")
    assert aws.read(route) is None
    aws.delete(route)


def test_a_subnet_is_given_another_route_table_in_place(
    aws: Provider, vpc: Resource, subnet: Resource, table: Resource
) -> None:
    other = aws.create(TABLE, "other", {"vpcId": vpc.id})
    association = aws.create(ASSOCIATION, "a", {"subnetId": subnet.id, "routeTableId": table.id})
    assert association.id.startswith("rtbassoc-")
    moved: dict[str, Any] = {"subnetId": subnet.id, "routeTableId": other.id}
    association = aws.update(association, moved)
    aws.assert_settled(association, moved)
    found = aws.import_(ASSOCIATION, "a", f"{subnet.id}/{other.id}")
    assert found is not None
    assert list(aws.diff(found, moved).diffs) == []
    assert list(aws.diff(association, {**moved, "subnetId": "subnet-1"}).replaces) == ["subnetId"]
    aws.delete(found)
    assert aws.read(association) is None
    aws.delete(other)


def test_the_main_route_table_comes_back_when_another_no_longer_is_main(
    aws: Provider, vpc: Resource, table: Resource
) -> None:
    kind = "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation"
    inputs = {"vpcId": vpc.id, "routeTableId": table.id}
    association = aws.create(kind, "main", inputs)
    assert association.state["originalRouteTableId"] == vpc.state["mainRouteTableId"]
    aws.assert_settled(association, inputs)
    aws.delete(association)
    seen = aws.read(vpc)
    assert seen is not None
    assert seen.state["mainRouteTableId"] == vpc.state["mainRouteTableId"]
    assert aws.read(association) is None


def test_the_default_route_table_is_taken_over_with_the_program_s_routes_alone(
    aws: Provider, internet: Resource
) -> None:
    ec2 = aws.client("ec2")
    vpc = aws.create("aws:ec2/vpc:Vpc", "taken", {"cidrBlock": "10.5.0.0/16"})
    table = vpc.state["defaultRouteTableId"]
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="9.0.0.0/8", GatewayId=internet.id)
    kind = "aws:ec2/defaultRouteTable:DefaultRouteTable"
    inputs = {"defaultRouteTableId": table, "routes": [], "tags": {"Name": "none"}}
    taken = aws.create(kind, "taken", inputs)
    assert taken.id == table
    assert len(ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"][0]["Routes"]) == 1
    aws.assert_settled(taken, inputs)
    found = aws.import_(kind, "taken", vpc.id)
    assert found is not None
    assert found.id == table
    aws.delete(taken)
    assert aws.read(taken) is not None, "AWS has no VPC without it"
    aws.delete(vpc)
