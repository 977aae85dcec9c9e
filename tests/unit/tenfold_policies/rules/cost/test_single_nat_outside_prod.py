from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.cost.single_nat_outside_prod import RULE
from tenfold_policies.values import UNKNOWN

VPC = resource("aws:ec2/vpc:Vpc", "vpc")


def subnet(name: str) -> Resource:
    return refers(resource("aws:ec2/subnet:Subnet", name, vpcId=UNKNOWN), "vpcId", VPC)


def gateway(name: str, in_: Resource) -> Resource:
    return refers(resource("aws:ec2/natGateway:NatGateway", name, subnetId=UNKNOWN), "subnetId", in_)


A, B = subnet("a"), subnet("b")


def regional(mode: object) -> Resource:
    found = resource("aws:ec2/natGateway:NatGateway", "nat", vpcId=UNKNOWN, availabilityMode=mode)
    return refers(found, "vpcId", VPC)


def test_passes() -> None:
    assert judged(RULE, VPC, A, B, gateway("one", A), environment="dev").passes


def test_fails() -> None:
    verdict = judged(RULE, VPC, A, B, gateway("one", A), gateway("two", B), environment="dev")
    assert verdict.faults == {"vpc": ["it has 2 NAT gateways."]}
    (message,) = judged(RULE, VPC, regional("regional"), environment="dev").faults["vpc"]
    assert "nat is regional" in message


def test_cannot_tell() -> None:
    assert judged(RULE, VPC, regional(UNKNOWN), environment="dev").untold == {"vpc"}


def test_does_not_apply() -> None:
    assert judged(RULE, VPC, A, B, gateway("one", A), gateway("two", B), environment="prod").passes


def test_two_vpcs_have_one_each() -> None:
    other = resource("aws:ec2/vpc:Vpc", "other")
    there = refers(resource("aws:ec2/subnet:Subnet", "c"), "vpcId", other)
    assert judged(
        RULE, VPC, other, A, there, gateway("one", A), gateway("two", there), environment="dev"
    ).passes
