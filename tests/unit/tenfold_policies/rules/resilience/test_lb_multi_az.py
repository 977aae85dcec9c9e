from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.resilience.lb_multi_az import RULE
from tenfold_policies.values import UNKNOWN

LB, CLASSIC = "aws:lb/loadBalancer:LoadBalancer", "aws:elb/loadBalancer:LoadBalancer"
A, B = (
    resource("aws:ec2/subnet:Subnet", zone, id=f"subnet-{zone}", availabilityZone=f"us-east-1{zone}")
    for zone in "ab"
)


def test_passes() -> None:
    assert judged(RULE, A, B, resource(LB, subnets=["subnet-a", "subnet-b"])).passes
    assert judged(RULE, resource(CLASSIC, availabilityZones=["us-east-1a", "us-east-1b"])).passes


def test_fails() -> None:
    for one in (
        resource(LB, "lb", subnets=["subnet-a"]),
        resource("aws:alb/loadBalancer:LoadBalancer", "lb", subnets=["subnet-a"]),
        resource(CLASSIC, "lb", subnets=["subnet-a"]),
    ):
        assert judged(RULE, A, one).faults == {"lb": ["subnets are in 1 of 2 zones."]}
    zones = resource(CLASSIC, "lb", availabilityZones=["us-east-1a"])
    assert judged(RULE, zones).faults == {"lb": ["availabilityZones name 1 of 2 zones."]}


def test_cannot_tell() -> None:
    for unknown in (UNKNOWN, ["subnet-a", UNKNOWN], ["subnet-x", "subnet-y"]):
        verdict = judged(RULE, A, B, resource(LB, "lb", subnets=unknown))
        assert (verdict.faults, verdict.untold) == ({}, {"lb"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:lb/listener:Listener")).passes


def test_mapped_subnets_count() -> None:
    both: list[object] = [{"subnetId": "subnet-a"}, {"subnetId": UNKNOWN}]
    balancer: Resource = resource(LB, "lb", loadBalancerType="network", subnetMappings=both)
    assert judged(RULE, A, B, refers(balancer, "subnetMappings", A, B)).passes
    one = resource(LB, "lb", loadBalancerType="network", subnetMappings=both[:1])
    assert judged(RULE, A, one).faults


def test_what_comes_from_another_stack_cannot_be_told() -> None:
    other = resource("pulumi:pulumi:StackReference", "network")
    balancer = refers(resource(LB, "lb", subnets=UNKNOWN), "subnets", A, other)
    assert judged(RULE, A, other, balancer).untold == {"lb"}


def test_the_number_of_zones_can_be_chosen() -> None:
    assert judged(RULE, A, resource(LB, subnets=["subnet-a"]), parameters={"min_azs": 1}).passes
