from __future__ import annotations

from typing import Any

import pytest

from support.policies import judged, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.security.security_group_open_ingress import RULE
from tenfold_policies.values import UNKNOWN

GROUP = "aws:ec2/securityGroup:SecurityGroup"
RULE_TYPE = "aws:ec2/securityGroupRule:SecurityGroupRule"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"


def ingress(port: Any, cidr: Any = "0.0.0.0/0", name: str = "rule", protocol: str = "tcp") -> Resource:
    return resource(INGRESS, name, cidrIpv4=cidr, ipProtocol=protocol, fromPort=port, toPort=port)


def test_passes() -> None:
    assert judged(
        RULE,
        ingress(443),
        ingress(22, "10.0.0.0/8", "office"),
        resource(INGRESS, "group", ipProtocol="-1", referencedSecurityGroupId=UNKNOWN),
        resource(
            GROUP, ingress=[{"protocol": "tcp", "fromPort": 80, "toPort": 80, "cidrBlocks": ["0.0.0.0/0"]}]
        ),
    ).passes


@pytest.mark.parametrize("cidr", ["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1"])
def test_fails(cidr: str) -> None:
    inline = {"protocol": "tcp", "fromPort": 0, "toPort": 65535, "cidrBlocks": [cidr]}
    six = {"type": "ingress", "protocol": "-1", "fromPort": 0, "toPort": 0, "ipv6CidrBlocks": ["::/0"]}
    verdict = judged(
        RULE,
        ingress(22, cidr, "ssh"),
        resource(GROUP, "inline", ingress=[{"protocol": "tcp", "self": True}, inline]),
        resource(RULE_TYPE, "six", **six),
    )
    assert verdict.faults == {
        "ssh": [f"{cidr} reaches port 22 (tcp)."],
        "inline": [f"{cidr} reaches ports 0 to 65535 (tcp)."],
        "six": ["::/0 reaches every port."],
    }


def test_cannot_tell() -> None:
    verdict = judged(RULE, ingress(22, UNKNOWN, "source"), ingress(UNKNOWN, name="port"))
    assert (verdict.faults, verdict.untold) == ({}, {"source", "port"})


def test_does_not_apply() -> None:
    """What goes out, and a ping."""
    assert judged(
        RULE,
        resource(RULE_TYPE, type="egress", protocol="-1", cidrBlocks=["0.0.0.0/0"]),
        ingress(-1, protocol="icmp"),
        resource("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", cidrIpv4="0.0.0.0/0"),
    ).passes


def test_the_ports_can_be_chosen() -> None:
    assert judged(RULE, ingress(25), parameters={"ports": [25]}).passes
    assert judged(RULE, ingress(443), parameters={"ports": [25]}).faults


def test_an_unknown_source_hides_no_open_one() -> None:
    rules = [
        {"protocol": "tcp", "fromPort": 22, "toPort": 22, "cidrBlocks": [UNKNOWN]},
        {"protocol": "tcp", "fromPort": 22, "toPort": 22, "cidrBlocks": [UNKNOWN, "0.0.0.0/0"]},
    ]
    verdict = judged(RULE, resource(GROUP, "group", ingress=rules))
    assert (len(verdict.faults["group"]), verdict.untold) == (1, {"group"})
