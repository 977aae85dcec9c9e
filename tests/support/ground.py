"""What resources under test stand on, made past the provider: networks and roles."""

from __future__ import annotations

import json
from dataclasses import dataclass

from support.provider import Provider


@dataclass(frozen=True)
class Network:
    """A VPC with a subnet in each of three zones, and two security groups."""

    vpc: str
    subnets: list[str]
    security_groups: list[str]


def make_network(aws: Provider, second_octet: int) -> Network:
    """A network in ``10.<second_octet>.0.0/16``."""
    ec2, block = aws.client("ec2"), f"10.{second_octet}"
    vpc = ec2.create_vpc(CidrBlock=f"{block}.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"{block}.{i}.0/24", AvailabilityZone=f"{aws.region}{zone}")
        for i, zone in enumerate("abc")
    ]
    groups = [
        ec2.create_security_group(VpcId=vpc, GroupName=name, Description=name) for name in ("first", "second")
    ]
    return Network(
        vpc, [each["Subnet"]["SubnetId"] for each in subnets], [each["GroupId"] for each in groups]
    )


def make_role(aws: Provider, name: str, service: str) -> str:
    """The ARN of a role that a service may assume."""
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    trust = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    return aws.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
