from __future__ import annotations

from typing import Any

from support.policies import judged, refers, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.cost.gateway_endpoints_for_s3_and_dynamodb import RULE
from tenfold_policies.values import UNKNOWN

VPC = resource("aws:ec2/vpc:Vpc", "vpc")
SUBNET = refers(resource("aws:ec2/subnet:Subnet", "a", vpcId=UNKNOWN), "vpcId", VPC)
NAT = refers(resource("aws:ec2/natGateway:NatGateway", "nat", subnetId=UNKNOWN), "subnetId", SUBNET)


def endpoint(service: Any, **more: Any) -> Resource:
    found = resource("aws:ec2/vpcEndpoint:VpcEndpoint", str(service), serviceName=service, **more)
    return refers(found, "vpcId", VPC)


S3, DYNAMODB = endpoint("com.amazonaws.us-east-1.s3"), endpoint("com.amazonaws.us-east-1.dynamodb")


def test_passes() -> None:
    assert judged(RULE, VPC, SUBNET, NAT, S3, DYNAMODB).passes


def test_fails() -> None:
    assert judged(RULE, VPC, SUBNET, NAT, S3).faults == {
        "vpc": ["it has NAT gateways, and no gateway endpoint for DynamoDB."]
    }
    paid = endpoint("com.amazonaws.us-east-1.s3", vpcEndpointType="Interface")
    assert judged(RULE, VPC, SUBNET, NAT, paid).faults == {
        "vpc": ["it has NAT gateways, and no gateway endpoint for S3 and DynamoDB."]
    }


def test_cannot_tell() -> None:
    assert judged(RULE, VPC, SUBNET, NAT, endpoint(UNKNOWN)).untold == {"vpc"}


def test_does_not_apply() -> None:
    assert judged(RULE, VPC, SUBNET).passes
