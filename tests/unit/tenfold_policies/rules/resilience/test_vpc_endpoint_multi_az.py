from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.rules.resilience.vpc_endpoint_multi_az import RULE
from tenfold_policies.values import UNKNOWN

ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
A, B = (
    resource("aws:ec2/subnet:Subnet", zone, id=f"subnet-{zone}", availabilityZone=f"us-east-1{zone}")
    for zone in "ab"
)


def test_passes() -> None:
    endpoint = resource(ENDPOINT, vpcEndpointType="Interface", subnetIds=["subnet-a", "subnet-b"])
    assert judged(RULE, A, B, endpoint).passes


def test_fails() -> None:
    endpoint = resource(ENDPOINT, "api", vpcEndpointType="Interface", subnetIds=["subnet-a"])
    assert judged(RULE, A, B, endpoint).faults == {"api": ["subnetIds name subnets in 1 of 2 zones."]}


def test_cannot_tell() -> None:
    for ids in (UNKNOWN, ["subnet-a", "subnet-elsewhere"]):
        verdict = judged(RULE, A, B, resource(ENDPOINT, "api", vpcEndpointType="Interface", subnetIds=ids))
        assert (verdict.faults, verdict.untold) == ({}, {"api"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource(ENDPOINT), resource(ENDPOINT, "other", vpcEndpointType="Gateway")).passes
    balancer = resource(ENDPOINT, vpcEndpointType="GatewayLoadBalancer", subnetIds=["subnet-a"])
    assert judged(RULE, A, balancer).passes


def test_two_subnets_of_one_zone_are_one() -> None:
    twin = resource("aws:ec2/subnet:Subnet", "twin", id="subnet-twin", availabilityZone="us-east-1a")
    endpoint = resource(ENDPOINT, vpcEndpointType="Interface", subnetIds=["subnet-a", "subnet-twin"])
    assert judged(RULE, A, twin, endpoint).faults


def test_subnets_that_are_yet_to_be_made_are_known_by_where_their_ids_come_from() -> None:
    endpoint = resource(ENDPOINT, "api", vpcEndpointType="Interface", subnetIds=[UNKNOWN, UNKNOWN])
    assert judged(RULE, A, B, refers(endpoint, "subnetIds", A, B)).passes
    whole = resource(ENDPOINT, "api", vpcEndpointType="Interface", subnetIds=UNKNOWN)
    assert judged(RULE, A, refers(whole, "subnetIds", A)).faults
    assert judged(RULE, A, B, refers(whole, "subnetIds", A, B)).untold


def test_subnets_that_are_tied_to_it_and_configured_ones_count() -> None:
    endpoint = resource(ENDPOINT, "api", vpcEndpointType="Interface")
    ties = [
        refers(
            resource("aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation", zone),
            "vpcEndpointId",
            endpoint,
        )
        for zone in "ab"
    ]
    assert judged(RULE, endpoint, *ties).passes
    configured = [{"subnetId": "subnet-a"}, {"subnetId": "subnet-b"}]
    other = resource(ENDPOINT, vpcEndpointType="Interface", subnetConfigurations=configured)
    assert judged(RULE, A, B, other).passes


def test_the_number_of_zones_can_be_chosen() -> None:
    endpoint = resource(ENDPOINT, vpcEndpointType="Interface", subnetIds=["subnet-a"])
    assert judged(RULE, A, endpoint, parameters={"min_azs": 1}).passes
