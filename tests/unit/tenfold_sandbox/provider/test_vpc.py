from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from support.provider import Provider, Resource

INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"


@pytest.fixture(scope="module")
def group(aws: Provider) -> Iterator[Resource]:
    vpc = aws.create("aws:ec2/vpc:Vpc", "rules", {"cidrBlock": "10.0.0.0/16"})
    made = aws.create("aws:ec2/securityGroup:SecurityGroup", "rules", {"vpcId": vpc.id})
    yield made
    aws.delete(made)
    aws.delete(vpc)


@pytest.mark.parametrize("token", [INGRESS, EGRESS])
def test_a_rule_changes_its_ports_source_description_and_tags_in_place(
    aws: Provider, group: Resource, token: str
) -> None:
    inputs = {
        "securityGroupId": group.id,
        "ipProtocol": "tcp",
        "fromPort": 443,
        "toPort": 443,
        "cidrIpv4": "10.0.0.0/16",
        "description": "TLS",
        "tags": {"Name": "tls"},
    }
    change = {"toPort": 444, "cidrIpv4": "10.0.0.0/8", "description": "more", "tags": {"Name": "more"}}
    rule = aws.cycle(token, inputs, change=change)
    assert rule.id.startswith("sgr-")
    assert rule.state["securityGroupRuleId"] == rule.id
    assert rule.state["arn"] == f"arn:aws:ec2:us-east-1:123456789012:security-group-rule/{rule.id}"


@pytest.mark.parametrize(
    "source",
    [{"cidrIpv6": "::/0"}, {"referencedSecurityGroupId": "itself"}],
    ids=lambda source: next(iter(source)),
)
def test_a_rule_has_any_kind_of_source(aws: Provider, group: Resource, source: dict[str, str]) -> None:
    source = {name: group.id if value == "itself" else value for name, value in source.items()}
    aws.cycle(INGRESS, {"securityGroupId": group.id, "ipProtocol": "-1", **source})


def test_a_rule_goes_to_another_group_by_replacement(aws: Provider, group: Resource) -> None:
    inputs = {"securityGroupId": group.id, "ipProtocol": "-1", "cidrIpv4": "0.0.0.0/0"}
    rule = aws.create(EGRESS, "moved", inputs)
    answer = aws.diff(rule, {**inputs, "securityGroupId": "sg-1"})
    assert list(answer.replaces) == ["securityGroupId"]
    aws.delete(rule)


@pytest.mark.parametrize("sources", [{}, {"cidrIpv4": "10.0.0.0/8", "cidrIpv6": "::/0"}])
def test_a_rule_without_exactly_one_source_is_refused(
    aws: Provider, group: Resource, sources: dict[str, Any]
) -> None:
    inputs = {"securityGroupId": group.id, "ipProtocol": "-1", **sources}
    _, failures = aws.check(INGRESS, "wrong", inputs)
    assert "exactly one of cidrIpv4, cidrIpv6" in next(iter(failures.values()))


def test_a_rule_that_somebody_changes_is_drift(aws: Provider, group: Resource) -> None:
    inputs = {
        "securityGroupId": group.id,
        "ipProtocol": "tcp",
        "fromPort": 22,
        "toPort": 22,
        "cidrIpv4": "10.0.0.0/8",
    }
    rule = aws.create(INGRESS, "drift", inputs)
    changed = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIpv4": "0.0.0.0/0"}
    aws.client("ec2").modify_security_group_rules(
        GroupId=group.id,
        SecurityGroupRules=[{"SecurityGroupRuleId": rule.id, "SecurityGroupRule": changed}],
    )
    seen = aws.read(rule)
    assert seen is not None
    assert seen.inputs["cidrIpv4"] == "0.0.0.0/0"
    aws.delete(rule)
