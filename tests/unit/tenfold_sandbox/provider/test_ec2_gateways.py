from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from support.provider import Provider, Resource

IGW = "aws:ec2/internetGateway:InternetGateway"
EIP = "aws:ec2/eip:Eip"
NAT = "aws:ec2/natGateway:NatGateway"


@pytest.fixture(scope="module")
def vpc(aws: Provider) -> Iterator[Resource]:
    made = aws.create("aws:ec2/vpc:Vpc", "gateways", {"cidrBlock": "10.0.0.0/16"})
    yield made
    aws.delete(made)


@pytest.fixture(scope="module")
def subnet(aws: Provider, vpc: Resource) -> Iterator[Resource]:
    inputs = {"vpcId": vpc.id, "cidrBlock": "10.0.0.0/24", "availabilityZone": "us-east-1a"}
    made = aws.create("aws:ec2/subnet:Subnet", "gateways", inputs)
    yield made
    aws.delete(made)


def test_an_internet_gateway_is_attached_and_detached_with_its_vpc(aws: Provider, vpc: Resource) -> None:
    inputs = {"vpcId": vpc.id, "tags": {"Name": "way"}}
    gateway = aws.cycle(IGW, inputs, change={"tags": {"Name": "other"}})
    assert gateway.state["arn"] == f"arn:aws:ec2:us-east-1:123456789012:internet-gateway/{gateway.id}"


def test_an_internet_gateway_moves_to_another_vpc_in_place(aws: Provider, vpc: Resource) -> None:
    other = aws.create("aws:ec2/vpc:Vpc", "other", {"cidrBlock": "10.2.0.0/16"})
    gateway = aws.create(IGW, "moving", {"vpcId": vpc.id})
    gateway = aws.update(gateway, {"vpcId": other.id})
    found = aws.client("ec2").describe_internet_gateways(InternetGatewayIds=[gateway.id])
    assert [each["VpcId"] for each in found["InternetGateways"][0]["Attachments"]] == [other.id]
    aws.delete(gateway)
    aws.delete(other)


def test_an_internet_gateway_detached_by_somebody_shows_as_drift(aws: Provider, vpc: Resource) -> None:
    gateway = aws.create(IGW, "torn", {"vpcId": vpc.id})
    aws.client("ec2").detach_internet_gateway(InternetGatewayId=gateway.id, VpcId=vpc.id)
    seen = aws.read(gateway)
    assert seen is not None
    repaired = aws.update(seen, {"vpcId": vpc.id})
    assert repaired.state["vpcId"] == vpc.id
    aws.delete(repaired)


def test_an_egress_only_gateway_lives_its_whole_life(aws: Provider, vpc: Resource) -> None:
    inputs = {"vpcId": vpc.id, "tags": {"Name": "out"}}
    gateway = aws.cycle(
        "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway", inputs, change={"tags": {"Name": "o"}}
    )
    assert gateway.id.startswith("eigw-")


def test_an_address_shows_its_names(aws: Provider) -> None:
    address = aws.cycle(EIP, {"domain": "vpc", "tags": {"Name": "a"}}, change={"tags": {"Name": "b"}})
    assert address.id.startswith("eipalloc-")
    assert address.state["allocationId"] == address.id
    dashed = address.state["publicIp"].replace(".", "-")
    assert address.state["publicDns"] == f"ec2-{dashed}.compute-1.amazonaws.com"


def test_an_address_goes_to_an_interface_and_leaves_it_in_place(
    aws: Provider, vpc: Resource, subnet: Resource
) -> None:
    ec2 = aws.client("ec2")
    gateway = aws.create(IGW, "needed", {"vpcId": vpc.id})
    interface = ec2.create_network_interface(SubnetId=subnet.id)["NetworkInterface"]["NetworkInterfaceId"]
    address = aws.create(EIP, "moving", {"domain": "vpc"})
    address = aws.update(address, {"domain": "vpc", "networkInterface": interface})
    assert address.state["associationId"].startswith("eipassoc-")
    aws.assert_settled(address, {"domain": "vpc", "networkInterface": interface})
    address = aws.update(address, {"domain": "vpc"})
    assert not address.state.get("associationId")
    association = aws.cycle(
        "aws:ec2/eipAssociation:EipAssociation",
        {"allocationId": address.id, "networkInterfaceId": interface},
    )
    assert association.id.startswith("eipassoc-")
    ec2.delete_network_interface(NetworkInterfaceId=interface)
    aws.delete(address)
    aws.delete(gateway)


def test_a_zonal_nat_gateway_shows_its_address(aws: Provider, subnet: Resource) -> None:
    address = aws.create(EIP, "nat", {"domain": "vpc"})
    inputs: dict[str, Any] = {
        "subnetId": subnet.id,
        "allocationId": address.id,
        "connectivityType": "public",
        "tags": {"Name": "nat"},
    }
    gateway = aws.cycle(NAT, inputs, change={"tags": {"Name": "other"}})
    assert gateway.state["publicIp"] == address.state["publicIp"]
    assert gateway.state["privateIp"].startswith("10.0.0.")
    assert gateway.state["networkInterfaceId"].startswith("eni-")
    assert list(aws.diff(gateway, {**inputs, "subnetId": "subnet-1"}).replaces) == ["subnetId"]
    aws.delete(address)


def test_a_private_nat_gateway_has_no_public_address(aws: Provider, subnet: Resource) -> None:
    gateway = aws.cycle(NAT, {"subnetId": subnet.id, "connectivityType": "private"})
    assert gateway.state["privateIp"].startswith("10.0.0.")
    assert not gateway.state.get("publicIp")


def test_a_regional_nat_gateway_stands_in_the_vpc_and_has_addresses_by_zone(
    aws: Provider, vpc: Resource
) -> None:
    internet = aws.create(IGW, "regional", {"vpcId": vpc.id})
    inputs = {"vpcId": vpc.id, "availabilityMode": "regional", "connectivityType": "public"}
    gateway = aws.cycle(NAT, inputs, change={"tags": {"Name": "nat"}})
    assert gateway.state["regionalNatGatewayAddresses"]
    assert gateway.state["autoProvisionZones"] == "enabled"
    assert list(aws.diff(gateway, {**inputs, "availabilityMode": "zonal"}).replaces) == ["availabilityMode"]
    aws.delete(internet)
