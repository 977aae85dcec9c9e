from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from support.provider import Provider, Resource

ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
FLOW_LOG = "aws:ec2/flowLog:FlowLog"
OPTIONS = "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions"
EXCLUSION = "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion"
PEERING = "aws:ec2/vpcPeeringConnection:VpcPeeringConnection"
DHCP = "aws:ec2/vpcDhcpOptions:VpcDhcpOptions"
DHCP_ASSOCIATION = "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation"


@pytest.fixture(scope="module")
def vpc(aws: Provider) -> Iterator[Resource]:
    made = aws.create(
        "aws:ec2/vpc:Vpc", "endpoints", {"cidrBlock": "10.0.0.0/16", "enableDnsHostnames": True}
    )
    yield made
    aws.delete(made)


@pytest.fixture(scope="module")
def subnets(aws: Provider, vpc: Resource) -> Iterator[list[str]]:
    made = [
        aws.create(
            "aws:ec2/subnet:Subnet",
            f"endpoints-{number}",
            {"vpcId": vpc.id, "cidrBlock": f"10.0.{number}.0/24", "availabilityZone": f"us-east-1{letter}"},
        )
        for number, letter in enumerate("ab")
    ]
    yield [each.id for each in made]
    for each in made:
        aws.delete(each)


@pytest.fixture(scope="module")
def log_group(aws: Provider) -> Iterator[str]:
    logs = aws.client("logs")
    logs.create_log_group(logGroupName="flow")
    yield "arn:aws:logs:us-east-1:123456789012:log-group:flow"
    logs.delete_log_group(logGroupName="flow")


@pytest.fixture(scope="module")
def role(aws: Provider) -> Iterator[str]:
    iam = aws.client("iam")
    service = {"Service": "vpc-flow-logs.amazonaws.com"}
    statement = {"Effect": "Allow", "Principal": service, "Action": "sts:AssumeRole"}
    trust = {"Version": "2012-10-17", "Statement": [statement]}
    made = iam.create_role(RoleName="flow", AssumeRolePolicyDocument=json.dumps(trust))
    yield made["Role"]["Arn"]
    iam.delete_role(RoleName="flow")


def test_a_gateway_endpoint_changes_its_tables_and_policy_in_place(aws: Provider, vpc: Resource) -> None:
    tables = [
        aws.create("aws:ec2/routeTable:RouteTable", f"t{number}", {"vpcId": vpc.id}) for number in range(2)
    ]
    inputs: dict[str, Any] = {
        "vpcId": vpc.id,
        "vpcEndpointType": "Gateway",
        "serviceName": "com.amazonaws.us-east-1.s3",
        "routeTableIds": [tables[0].id],
        "tags": {"Name": "s3"},
    }
    statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    change = {"routeTableIds": [tables[1].id], "policy": policy}
    endpoint = aws.cycle(ENDPOINT, inputs, change=change)
    assert endpoint.state["prefixListId"].startswith("pl-")
    assert endpoint.state["arn"].endswith(f":vpc-endpoint/{endpoint.id}")
    for table in tables:
        aws.delete(table)


def test_an_interface_endpoint_stands_in_its_subnets_and_has_names(
    aws: Provider, vpc: Resource, subnets: list[str]
) -> None:
    groups = [
        aws.create("aws:ec2/securityGroup:SecurityGroup", f"g{number}", {"vpcId": vpc.id})
        for number in range(2)
    ]
    inputs = {
        "vpcId": vpc.id,
        "vpcEndpointType": "Interface",
        "serviceName": "com.amazonaws.us-east-1.ecr.api",
        "privateDnsEnabled": True,
        "subnetIds": subnets[:1],
        "securityGroupIds": [groups[0].id],
        "tags": {"Name": "ecr"},
    }
    change = {"subnetIds": subnets, "securityGroupIds": [groups[1].id], "privateDnsEnabled": False}
    endpoint = aws.cycle(ENDPOINT, inputs, change=change)
    assert len(endpoint.state["networkInterfaceIds"]) == 2
    assert endpoint.state["dnsEntries"][0]["dnsName"].endswith(".vpce.amazonaws.com")
    assert endpoint.state["__kept"] == []
    for group in groups:
        aws.delete(group)


def test_an_endpoint_of_another_service_is_another_endpoint(aws: Provider, vpc: Resource) -> None:
    inputs = {"vpcId": vpc.id, "serviceName": "com.amazonaws.us-east-1.s3"}
    endpoint = aws.create(ENDPOINT, "fixed", inputs)
    answer = aws.diff(endpoint, {**inputs, "serviceName": "com.amazonaws.us-east-1.dynamodb"})
    assert list(answer.replaces) == ["serviceName"]
    aws.delete(endpoint)


def test_a_flow_log_goes_to_its_log_group_and_changes_by_replacement_only(
    aws: Provider, vpc: Resource, log_group: str, role: str
) -> None:
    inputs = {
        "vpcId": vpc.id,
        "trafficType": "ALL",
        "logDestinationType": "cloud-watch-logs",
        "logDestination": log_group,
        "iamRoleArn": role,
        "tags": {"Name": "flow"},
    }
    log = aws.cycle(FLOW_LOG, inputs, change={"tags": {"Name": "other"}})
    assert log.state["arn"].endswith(f":vpc-flow-log/{log.id}")
    assert log.state["__kept"] == []
    assert list(aws.diff(log, {**inputs, "trafficType": "REJECT"}).replaces) == ["trafficType"]


def test_public_access_is_blocked_for_the_region_and_its_deletion_turns_it_off(aws: Provider) -> None:
    options = aws.cycle(
        OPTIONS,
        {"internetGatewayBlockMode": "block-ingress"},
        change={"internetGatewayBlockMode": "block-bidirectional"},
    )
    assert options.id == "us-east-1"
    assert (options.state["awsRegion"], options.state["awsAccountId"]) == ("us-east-1", "123456789012")
    live = aws.client("ec2").describe_vpc_block_public_access_options()["VpcBlockPublicAccessOptions"]
    assert live["InternetGatewayBlockMode"] == "off"


def test_a_subnet_is_spared_from_the_block(aws: Provider, vpc: Resource, subnets: list[str]) -> None:
    inputs = {"subnetId": subnets[0], "internetGatewayExclusionMode": "allow-egress", "tags": {"Name": "a"}}
    change = {"internetGatewayExclusionMode": "allow-bidirectional", "tags": {"Name": "b"}}
    exclusion = aws.cycle(EXCLUSION, inputs, change=change)
    assert exclusion.id.startswith("vpcbpa-exclude-")
    assert exclusion.state["resourceArn"].endswith(f":subnet/{subnets[0]}")
    whole = aws.cycle(EXCLUSION, {"vpcId": vpc.id, "internetGatewayExclusionMode": "allow-egress"})
    assert list(aws.diff(whole, {**inputs, "subnetId": subnets[0]}).replaces) == ["subnetId", "vpcId"]


def test_a_peering_is_accepted_and_resolves_names_of_the_other_side(aws: Provider, vpc: Resource) -> None:
    other = aws.create("aws:ec2/vpc:Vpc", "peer", {"cidrBlock": "10.7.0.0/16"})
    inputs = {"vpcId": vpc.id, "peerVpcId": other.id, "autoAccept": True, "tags": {"Name": "peer"}}
    change = {"requester": {"allowRemoteVpcDnsResolution": True}, "tags": {"Name": "other"}}
    peering = aws.cycle(PEERING, inputs, change=change)
    assert peering.state["acceptStatus"] == "active"
    assert list(aws.diff(peering, {**inputs, **change, "peerVpcId": "vpc-1"}).replaces) == ["peerVpcId"]
    aws.delete(other)


def test_dhcp_options_are_the_vpc_s_until_they_go(aws: Provider, vpc: Resource) -> None:
    inputs = {
        "domainName": "example.internal",
        "domainNameServers": ["AmazonProvidedDNS"],
        "ntpServers": ["169.254.169.123"],
        "tags": {"Name": "dhcp"},
    }
    aws.cycle(DHCP, inputs, change={"tags": {"Name": "other"}})
    options = aws.create(DHCP, "used", inputs)
    association = aws.cycle(
        DHCP_ASSOCIATION, {"vpcId": vpc.id, "dhcpOptionsId": options.id}, importing=vpc.id
    )
    assert association.id == f"{options.id}-{vpc.id}"
    aws.delete(options)
