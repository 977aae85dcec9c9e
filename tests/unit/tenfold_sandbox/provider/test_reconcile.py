from __future__ import annotations

import functools
import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from support.ground import make_network, make_role
from support.provider import Provider, emulator
from tenfold_sandbox.provider.aws import Aws, Ledger
from tenfold_sandbox.provider.reconcile import reconcile_ledger

VPC = "aws:ec2/vpc:Vpc"
SUBNET = "aws:ec2/subnet:Subnet"
CLUSTER = "aws:eks/cluster:Cluster"


@pytest.fixture(scope="module")
def aws() -> Iterator[Provider]:
    """An emulator of its own: a reconciliation removes whatever the test does not name."""
    with emulator() as endpoint:
        yield Provider(endpoint)


@pytest.fixture(autouse=True)
def empty_ledger(aws: Provider) -> Iterator[None]:
    yield
    ledger = Ledger(aws.endpoint)
    for entry in ledger.entries():
        ledger.forget(entry["entry"])


@functools.cache
def _api(endpoint: str) -> Aws:
    return Aws(endpoint)


def _killed_before_completion(
    aws: Provider, token: str, inputs: dict[str, Any], service: str, operation: str, params: dict[str, Any]
) -> dict[str, Any]:
    """What is left when the provider dies after AWS has created and before it has written down the id."""
    api = _api(aws.endpoint)
    entry = Ledger(aws.endpoint).intend(aws.urn(token, "lost"), token, aws.region, inputs)
    with api.on_behalf_of(entry):
        return api.call(service, operation, params, aws.region)


def _lost_vpc(aws: Provider, cidr: str) -> str:
    params = {"CidrBlock": cidr}
    response = _killed_before_completion(aws, VPC, {"cidrBlock": cidr}, "ec2", "CreateVpc", params)
    return response["Vpc"]["VpcId"]


def _vpcs(aws: Provider) -> set[str]:
    return {vpc["VpcId"] for vpc in aws.client("ec2").describe_vpcs()["Vpcs"]}


def test_an_intent_without_an_answer_is_forgotten(aws: Provider) -> None:
    before = _vpcs(aws)
    Ledger(aws.endpoint).intend(aws.urn(VPC, "v"), VPC, "us-east-1", {"cidrBlock": "10.0.0.0/16"})
    assert reconcile_ledger(aws.endpoint, set()) == []
    assert Ledger(aws.endpoint).entries() == []
    assert _vpcs(aws) == before


def test_what_was_created_but_not_written_down_is_removed(aws: Provider) -> None:
    lost = _lost_vpc(aws, "10.0.0.0/16")
    assert reconcile_ledger(aws.endpoint, set()) == [
        f"removed {VPC} {lost}, which the killed command had created but not written down"
    ]
    assert lost not in _vpcs(aws)
    assert Ledger(aws.endpoint).entries() == []


def test_what_was_completed_but_is_in_no_state_is_removed(aws: Provider) -> None:
    vpc = aws.create(VPC, "v", {"cidrBlock": "10.0.0.0/16"})
    assert len(reconcile_ledger(aws.endpoint, set())) == 1
    assert aws.read(vpc) is None


def test_what_the_state_knows_stays_and_may_be_renamed_later(aws: Provider) -> None:
    vpc = aws.create(VPC, "v", {"cidrBlock": "10.0.0.0/16"})
    assert reconcile_ledger(aws.endpoint, {(vpc.urn, vpc.id)}) == []
    assert reconcile_ledger(aws.endpoint, {(aws.urn(VPC, "renamed"), vpc.id)}) == []
    assert aws.read(vpc) is not None
    aws.delete(vpc)


def test_the_same_name_in_another_region_is_another_resource(aws: Provider) -> None:
    token, inputs = "aws:cloudwatch/logGroup:LogGroup", {"name": "/app"}
    here = aws.create(token, "here", inputs)
    there = aws.create(token, "there", {**inputs, "region": "us-west-2"})
    assert len(reconcile_ledger(aws.endpoint, {(here.urn, here.id)})) == 1
    assert aws.read(here) is not None
    assert aws.read(there) is None
    aws.delete(here)


def test_what_was_settled_before_stays_although_no_state_knows_it(aws: Provider) -> None:
    vpc = aws.create(VPC, "v", {"cidrBlock": "10.0.0.0/16"})
    request = urllib.request.Request(f"{aws.endpoint}/tenfold/settle", b"{}", method="POST")
    with urllib.request.urlopen(request) as response:
        assert json.load(response) == {"open": 0}
    lost = _lost_vpc(aws, "10.1.0.0/16")
    assert [line.split()[2] for line in reconcile_ledger(aws.endpoint, set())] == [f"{lost},"]
    assert aws.read(vpc) is not None
    aws.delete(vpc)


def test_the_newest_goes_first_so_that_nothing_stands_in_the_way(aws: Provider) -> None:
    vpc = _lost_vpc(aws, "10.0.0.0/16")
    params = {"VpcId": vpc, "CidrBlock": "10.0.0.0/24"}
    inputs = {"vpcId": vpc, "cidrBlock": "10.0.0.0/24"}
    _killed_before_completion(aws, SUBNET, inputs, "ec2", "CreateSubnet", params)
    assert [line.split()[1] for line in reconcile_ledger(aws.endpoint, set())] == [SUBNET, VPC]


def test_what_is_gone_already_is_forgotten_without_a_word(aws: Provider) -> None:
    lost = _lost_vpc(aws, "10.0.0.0/16")
    aws.client("ec2").delete_vpc(VpcId=lost)
    assert reconcile_ledger(aws.endpoint, set()) == []
    assert Ledger(aws.endpoint).entries() == []


def test_what_can_not_be_removed_is_told_and_tried_again(aws: Provider) -> None:
    vpc = _lost_vpc(aws, "10.0.0.0/16")
    subnet = aws.client("ec2").create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    (line,) = reconcile_ledger(aws.endpoint, set())
    assert line.startswith(f"could not remove {VPC} {vpc}, which the killed command had created: AWS refused")
    aws.client("ec2").delete_subnet(SubnetId=subnet)
    assert len(reconcile_ledger(aws.endpoint, set())) == 1
    assert vpc not in _vpcs(aws)


def test_deletion_protection_does_not_keep_what_no_state_knows(aws: Provider) -> None:
    aws.create(
        CLUSTER,
        "lost",
        {
            "name": "lost",
            "roleArn": make_role(aws, "lost", "eks.amazonaws.com"),
            "vpcConfig": {"subnetIds": make_network(aws, 9).subnets},
            "deletionProtection": True,
        },
    )
    assert [line.split()[0] for line in reconcile_ledger(aws.endpoint, set())] == ["removed"]
    assert aws.client("eks").list_clusters()["clusters"] == []
