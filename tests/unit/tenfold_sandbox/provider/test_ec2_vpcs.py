from __future__ import annotations

import ipaddress

from support.provider import Provider

VPC = "aws:ec2/vpc:Vpc"
SUBNET = "aws:ec2/subnet:Subnet"


def test_a_vpc_lives_its_whole_life(aws: Provider) -> None:
    inputs = {"cidrBlock": "10.0.0.0/16", "enableDnsHostnames": True, "tags": {"Name": "main"}}
    vpc = aws.cycle(VPC, inputs, change={"enableDnsHostnames": False, "tags": {"Name": "other"}})
    assert vpc.state["arn"] == f"arn:aws:ec2:us-east-1:123456789012:vpc/{vpc.id}"
    assert vpc.state["tagsAll"] == {"Name": "other"}
    assert vpc.state["ownerId"] == "123456789012"
    assert vpc.state["defaultSecurityGroupId"].startswith("sg-")
    assert vpc.state["mainRouteTableId"] == vpc.state["defaultRouteTableId"]
    assert vpc.state["defaultNetworkAclId"].startswith("acl-")


def test_a_vpc_attribute_that_the_program_no_longer_sets_returns_to_its_default(aws: Provider) -> None:
    vpc = aws.create(VPC, "reset", {"cidrBlock": "10.0.0.0/16", "enableDnsHostnames": True})
    vpc = aws.update(vpc, {"cidrBlock": "10.0.0.0/16"})
    answer = aws.client("ec2").describe_vpc_attribute(VpcId=vpc.id, Attribute="enableDnsHostnames")
    assert answer["EnableDnsHostnames"]["Value"] is False
    aws.delete(vpc)


def test_a_vpc_gets_and_loses_an_ipv6_block_in_place(aws: Provider) -> None:
    plain = {"cidrBlock": "10.0.0.0/16"}
    vpc = aws.create(VPC, "six", plain)
    assert vpc.state["ipv6CidrBlock"] == ""
    vpc = aws.update(vpc, {**plain, "assignGeneratedIpv6CidrBlock": True})
    assert ipaddress.ip_network(vpc.state["ipv6CidrBlock"]).prefixlen == 56
    assert vpc.state["ipv6AssociationId"].startswith("vpc-cidr-assoc-")
    aws.assert_settled(vpc, {**plain, "assignGeneratedIpv6CidrBlock": True})
    vpc = aws.update(vpc, {**plain, "assignGeneratedIpv6CidrBlock": False})
    assert vpc.state["ipv6CidrBlock"] == ""
    aws.delete(vpc)


def test_a_vpc_shows_a_drift_of_its_attributes(aws: Provider) -> None:
    inputs = {"cidrBlock": "10.0.0.0/16", "enableDnsSupport": True}
    vpc = aws.create(VPC, "drift", inputs)
    aws.client("ec2").modify_vpc_attribute(VpcId=vpc.id, EnableDnsSupport={"Value": False})
    seen = aws.read(vpc)
    assert seen is not None
    assert list(aws.diff(seen, inputs).diffs) == ["enableDnsSupport"]
    aws.delete(vpc)


def test_only_the_way_back_from_dedicated_tenancy_is_open(aws: Provider) -> None:
    vpc = aws.create(VPC, "tenancy", {"cidrBlock": "10.0.0.0/16", "instanceTenancy": "dedicated"})
    answer = aws.diff(vpc, {"cidrBlock": "10.0.0.0/16", "instanceTenancy": "default"})
    assert list(answer.replaces) == []
    vpc = aws.update(vpc, {"cidrBlock": "10.0.0.0/16", "instanceTenancy": "default"})
    answer = aws.diff(vpc, {"cidrBlock": "10.0.0.0/16", "instanceTenancy": "dedicated"})
    assert list(answer.replaces) == ["instanceTenancy"]
    aws.delete(vpc)


def test_a_subnet_changes_its_public_addresses_in_place_and_its_cidr_by_replacement(aws: Provider) -> None:
    vpc = aws.create(VPC, "v", {"cidrBlock": "10.1.0.0/16"})
    inputs = {"vpcId": vpc.id, "cidrBlock": "10.1.0.0/24", "availabilityZone": "us-east-1a"}
    subnet = aws.cycle(SUBNET, inputs, change={"mapPublicIpOnLaunch": True})
    answer = aws.diff(subnet, {**inputs, "mapPublicIpOnLaunch": True, "cidrBlock": "10.1.1.0/24"})
    assert list(answer.replaces) == ["cidrBlock"]
    aws.delete(vpc)


def test_a_subnet_keeps_every_setting_for_what_is_launched_in_it(aws: Provider) -> None:
    vpc = aws.create(VPC, "v", {"cidrBlock": "10.1.0.0/16", "assignGeneratedIpv6CidrBlock": True})
    settings = {
        "enableDns64": True,
        "enableResourceNameDnsARecordOnLaunch": True,
        "enableResourceNameDnsAaaaRecordOnLaunch": True,
        "privateDnsHostnameTypeOnLaunch": "resource-name",
        "assignIpv6AddressOnCreation": True,
    }
    block = str(next(ipaddress.IPv6Network(vpc.state["ipv6CidrBlock"]).subnets(new_prefix=64)))
    inputs = {"vpcId": vpc.id, "cidrBlock": "10.1.0.0/24", "ipv6CidrBlock": block, **settings}
    subnet = aws.cycle(SUBNET, inputs, change=dict.fromkeys(list(settings)[:3], False))
    assert subnet.state["__kept"] == []
    assert subnet.state["privateDnsHostnameTypeOnLaunch"] == "resource-name"
    aws.delete(vpc)


def test_a_subnet_gets_and_loses_an_ipv6_block_in_place(aws: Provider) -> None:
    vpc = aws.create(VPC, "v", {"cidrBlock": "10.1.0.0/16", "assignGeneratedIpv6CidrBlock": True})
    block = str(next(ipaddress.IPv6Network(vpc.state["ipv6CidrBlock"]).subnets(new_prefix=64)))
    plain = {"vpcId": vpc.id, "cidrBlock": "10.1.0.0/24"}
    subnet = aws.create(SUBNET, "six", plain)
    both = {**plain, "ipv6CidrBlock": block, "assignIpv6AddressOnCreation": True}
    subnet = aws.update(subnet, both)
    assert subnet.state["ipv6CidrBlock"] == block
    assert subnet.state["ipv6CidrBlockAssociationId"].startswith("subnet-cidr-assoc-")
    aws.assert_settled(subnet, both)
    subnet = aws.update(subnet, plain)
    assert subnet.state["ipv6CidrBlock"] == ""
    aws.delete(subnet)
    aws.delete(vpc)


def test_a_vpc_gets_a_further_ipv4_block(aws: Provider) -> None:
    vpc = aws.create(VPC, "v", {"cidrBlock": "10.1.0.0/16"})
    inputs = {"vpcId": vpc.id, "cidrBlock": "100.64.0.0/16"}
    block = aws.cycle("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", inputs)
    assert block.id.startswith("vpc-cidr-assoc-")
    answer = aws.diff(block, {**inputs, "cidrBlock": "100.65.0.0/16"})
    assert list(answer.replaces) == ["cidrBlock"]
    aws.delete(vpc)
