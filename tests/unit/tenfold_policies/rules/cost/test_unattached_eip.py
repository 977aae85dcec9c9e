from __future__ import annotations

import pytest

from support.policies import judged, refers, resource
from tenfold_policies.rules.cost.unattached_eip import RULE
from tenfold_policies.values import UNKNOWN

ADDRESS = resource("aws:ec2/eip:Eip", "ip", domain="vpc")


@pytest.mark.parametrize(
    ("type_", "property_"),
    [
        ("aws:ec2/natGateway:NatGateway", "allocationId"),
        ("aws:ec2/natGateway:NatGateway", "secondaryAllocationIds"),
        ("aws:ec2/eipAssociation:EipAssociation", "allocationId"),
        ("aws:lb/loadBalancer:LoadBalancer", "subnetMappings"),
    ],
)
def test_passes(type_: str, property_: str) -> None:
    assert judged(RULE, ADDRESS, refers(resource(type_, **{property_: UNKNOWN}), property_, ADDRESS)).passes


def test_fails() -> None:
    record = refers(resource("aws:route53/record:Record", records=[UNKNOWN]), "records", ADDRESS)
    assert judged(RULE, ADDRESS, record).faults == {"ip": ["nothing in the stack uses it."]}


def test_cannot_tell() -> None:
    association = resource("aws:ec2/eipAssociation:EipAssociation", allocationId=UNKNOWN)
    assert judged(RULE, ADDRESS, association).untold == {"ip"}


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:ec2/eip:Eip", instance=UNKNOWN)).passes
    assert judged(RULE, resource("aws:ec2/eip:Eip", networkInterface="eni-1")).passes
