from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.resilience.subnets_multi_az import RULE
from tenfold_policies.values import UNKNOWN

VPC = resource("aws:ec2/vpc:Vpc", "network")


def subnets(*zones: object, **more: object) -> list[Resource]:
    return [
        refers(
            resource("aws:ec2/subnet:Subnet", f"subnet-{index}", availabilityZone=zone, **more), "vpcId", VPC
        )
        for index, zone in enumerate(zones)
    ]


def test_passes() -> None:
    assert judged(RULE, VPC, *subnets("us-east-1a", "us-east-1b", "us-east-1c", UNKNOWN)).passes


def test_fails() -> None:
    verdict = judged(RULE, VPC, *subnets("us-east-1a", "us-east-1b", "us-east-1b"))
    assert verdict.faults == {"network": ["Its subnets are in 2 of 3 zones (us-east-1a, us-east-1b)."]}


def test_cannot_tell() -> None:
    verdict = judged(RULE, VPC, *subnets("us-east-1a", "us-east-1b", UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"network"})


def test_does_not_apply() -> None:
    other = resource("aws:ec2/vpc:Vpc", "empty")
    assert judged(RULE, other, *subnets("us-east-1a")).passes


def test_what_is_unknown_may_be_too_little_whatever_it_is() -> None:
    assert judged(RULE, VPC, *subnets("us-east-1a", UNKNOWN)).faults


def test_a_local_zone_is_none_of_the_regions() -> None:
    zones = ("us-west-2a", "us-west-2b", "us-west-2-lax-1a")
    assert judged(RULE, VPC, *subnets(*zones)).faults


def test_the_number_of_zones_can_be_chosen() -> None:
    assert judged(RULE, VPC, *subnets("us-east-1a", "us-east-1b"), parameters={"min_azs": 2}).passes
