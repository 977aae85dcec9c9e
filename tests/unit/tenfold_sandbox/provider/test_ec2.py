from __future__ import annotations

from support.provider import Provider


def test_a_vpc_lives_its_whole_life(aws: Provider) -> None:
    inputs = {"cidrBlock": "10.0.0.0/16", "enableDnsHostnames": True, "tags": {"Name": "main"}}
    vpc = aws.cycle(
        "aws:ec2/vpc:Vpc", inputs, change={"enableDnsHostnames": False, "tags": {"Name": "other"}}
    )
    assert vpc.state["arn"] == f"arn:aws:ec2:us-east-1:123456789012:vpc/{vpc.id}"
    assert vpc.state["tagsAll"] == {"Name": "other"}
    assert vpc.state["defaultSecurityGroupId"].startswith("sg-")


def test_a_subnet_changes_its_public_addresses_in_place_and_its_cidr_by_replacement(aws: Provider) -> None:
    vpc = aws.create("aws:ec2/vpc:Vpc", "v", {"cidrBlock": "10.1.0.0/16"})
    inputs = {"vpcId": vpc.id, "cidrBlock": "10.1.0.0/24", "availabilityZone": "us-east-1a"}
    subnet = aws.cycle("aws:ec2/subnet:Subnet", inputs, change={"mapPublicIpOnLaunch": True})
    answer = aws.diff(subnet, {**inputs, "mapPublicIpOnLaunch": True, "cidrBlock": "10.1.1.0/24"})
    assert list(answer.replaces) == ["cidrBlock"]
    aws.delete(vpc)
