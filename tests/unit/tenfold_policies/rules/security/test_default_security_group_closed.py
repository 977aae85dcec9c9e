from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.rules.security.default_security_group_closed import RULE
from tenfold_policies.values import UNKNOWN

VPC = resource("aws:ec2/vpc:Vpc", "network")
GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
OPEN = [{"protocol": "-1", "fromPort": 0, "toPort": 0, "self": True}]


def test_passes() -> None:
    closed = resource(GROUP, vpcId=UNKNOWN, ingress=[], egress=[])
    assert judged(RULE, VPC, refers(closed, "vpcId", VPC)).passes
    assert judged(RULE, VPC, refers(resource(GROUP), "vpcId", VPC)).passes


def test_fails() -> None:
    assert set(judged(RULE, VPC).faults) == {"network"}
    opened = refers(resource(GROUP, "default", ingress=OPEN, egress=OPEN), "vpcId", VPC)
    assert judged(RULE, VPC, opened).faults == {"default": ["it has rules for ingress and egress."]}


def test_cannot_tell() -> None:
    verdict = judged(RULE, VPC, resource(GROUP, "default", vpcId=UNKNOWN, ingress=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"network", "default"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:ec2/securityGroup:SecurityGroup", ingress=OPEN)).passes


def test_it_is_mended_by_no_rules() -> None:
    assert RULE.remediate is not None
    assert RULE.remediate(resource(GROUP, ingress=OPEN), None) == {"ingress": [], "egress": []}
    assert RULE.remediate(resource(GROUP), None) is None
