"""What several tests build in the emulated AWS."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from .conftest import Clients

_networks = itertools.count(16)


@dataclass(frozen=True)
class Network:
    """A VPC with one subnet in each of three zones."""

    vpc_id: str
    subnet_ids: list[str]


def make_network(clients: Clients, region: str = "us-east-1") -> Network:
    """A VPC of its own with three subnets."""
    ec2 = clients("ec2", region)
    second = next(_networks)
    vpc_id = ec2.create_vpc(CidrBlock=f"10.{second}.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(
            VpcId=vpc_id, CidrBlock=f"10.{second}.{index}.0/24", AvailabilityZone=f"{region}{zone}"
        )
        for index, zone in enumerate("abc")
    ]
    return Network(vpc_id, [made["Subnet"]["SubnetId"] for made in subnets])


def make_role(clients: Clients, name: str, service: str = "eks.amazonaws.com") -> str:
    """A role that the service may assume."""
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    trust = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    return clients("iam").create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]


@contextmanager
def refusal(code: str, *words: str) -> Iterator[dict[str, Any]]:
    """The block's call is refused with this code and a message that has these words."""
    with pytest.raises(ClientError) as caught:
        yield {}
    error = caught.value.response["Error"]
    assert error["Code"] == code, error
    assert all(word in error["Message"] for word in words), error["Message"]
