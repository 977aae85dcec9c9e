from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from support.provider import Provider, Resource
from tenfold_sandbox.values import UNKNOWN

GROUP = "aws:ec2/securityGroup:SecurityGroup"
DEFAULT = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
RULE = "aws:ec2/securityGroupRule:SecurityGroupRule"

HTTP = {"protocol": "tcp", "fromPort": 80, "toPort": 80, "cidrBlocks": ["10.0.0.0/8", "192.168.0.0/16"]}
ALL = {"protocol": "-1", "fromPort": 0, "toPort": 0, "cidrBlocks": ["0.0.0.0/0"]}


@pytest.fixture(scope="module")
def vpc(aws: Provider) -> Iterator[Resource]:
    made = aws.create("aws:ec2/vpc:Vpc", "security", {"cidrBlock": "10.0.0.0/16"})
    yield made
    aws.delete(made)


@pytest.fixture
def group(aws: Provider, vpc: Resource) -> Iterator[Resource]:
    made = aws.create(GROUP, "group", {"vpcId": vpc.id})
    yield made
    aws.delete(made)


def _live(aws: Provider, group: str) -> dict[str, Any]:
    return aws.client("ec2").describe_security_groups(GroupIds=[group])["SecurityGroups"][0]


def test_a_security_group_lets_nothing_out_unless_asked(aws: Provider, vpc: Resource) -> None:
    group = aws.create(GROUP, "closed", {"vpcId": vpc.id})
    assert _live(aws, group.id)["IpPermissionsEgress"] == []
    assert group.state["description"] == "Managed by Pulumi"
    assert group.state["name"].startswith("closed-")
    assert group.state["arn"].endswith(f":security-group/{group.id}")
    aws.delete(group)


def test_a_security_group_of_a_vpc_with_ipv6_lets_nothing_out_either(aws: Provider) -> None:
    six = {"cidrBlock": "10.0.0.0/16", "assignGeneratedIpv6CidrBlock": True}
    vpc = aws.create("aws:ec2/vpc:Vpc", "six", six)
    group = aws.create(GROUP, "closed", {"vpcId": vpc.id})
    assert _live(aws, group.id)["IpPermissionsEgress"] == []
    aws.delete(group)
    aws.delete(vpc)


def test_inline_rules_change_in_place(aws: Provider, vpc: Resource) -> None:
    other = aws.create(GROUP, "peer", {"vpcId": vpc.id})
    inputs = {"vpcId": vpc.id, "description": "web", "ingress": [HTTP], "egress": [ALL]}
    changed = [
        {**HTTP, "cidrBlocks": ["10.0.0.0/8"]},
        {"protocol": "tcp", "fromPort": 443, "toPort": 443, "ipv6CidrBlocks": ["::/0"], "description": "six"},
        {"protocol": "icmp", "fromPort": -1, "toPort": -1, "cidrBlocks": ["10.0.0.0/8"]},
        {"protocol": "tcp", "fromPort": 22, "toPort": 22, "self": True, "securityGroups": [other.id]},
    ]
    aws.cycle(GROUP, inputs, change={"ingress": changed, "egress": [], "tags": {"Name": "web"}})
    aws.delete(other)


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ({"protocol": "tcp", "fromPort": 80}, "ingress[0].toPort: every rule needs it"),
        ({"fromPort": 80, "toPort": 80}, "ingress[0].protocol: every rule needs it"),
        ({"protocol": "tcp", "fromPort": 80, "toPort": 99999}, "ingress[0].toPort: 99999 is no port"),
    ],
)
def test_a_rule_that_lacks_something_or_names_no_port_is_refused(
    aws: Provider, rule: dict[str, Any], told: str
) -> None:
    _, failures = aws.check(GROUP, "x", {"ingress": [{**rule, "cidrBlocks": ["0.0.0.0/0"]}]})
    assert told in failures[""]


def test_a_rule_that_is_not_known_yet_is_not_refused(aws: Provider) -> None:
    unknown = [UNKNOWN, {"protocol": "tcp", "fromPort": UNKNOWN, "toPort": UNKNOWN}]
    assert aws.check(GROUP, "x", {"ingress": unknown, "egress": UNKNOWN})[1] == {}


def test_a_rule_s_description_alone_changes_in_place(aws: Provider, vpc: Resource) -> None:
    rule = {**HTTP, "description": "before"}
    group = aws.create(GROUP, "described", {"vpcId": vpc.id, "ingress": [rule]})
    aws.update(group, {"vpcId": vpc.id, "ingress": [{**rule, "description": "after"}]})
    ranges = _live(aws, group.id)["IpPermissions"][0]["IpRanges"]
    assert {each["Description"] for each in ranges} == {"after"}
    aws.delete(group)


@pytest.mark.parametrize("change", [{"description": "other"}, {"name": "other"}, {"namePrefix": "other-"}])
def test_a_security_group_s_name_and_description_replace_it(
    aws: Provider, vpc: Resource, change: dict[str, str]
) -> None:
    group = aws.create(GROUP, "fixed", {"vpcId": vpc.id, "description": "one"})
    answer = aws.diff(group, {"vpcId": vpc.id, "description": "one", **change})
    assert len(answer.replaces) == 1
    aws.delete(group)


def test_a_rule_that_somebody_opens_is_drift_and_is_closed_by_the_next_update(
    aws: Provider, vpc: Resource
) -> None:
    inputs = {"vpcId": vpc.id, "ingress": [HTTP]}
    group = aws.create(GROUP, "opened", inputs)
    aws.client("ec2").authorize_security_group_ingress(
        GroupId=group.id,
        IpPermissions=[
            {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
        ],
    )
    seen = aws.read(group)
    assert seen is not None
    assert list(aws.diff(seen, inputs).diffs) == ["ingress"]
    aws.update(seen, inputs)
    assert [each["FromPort"] for each in _live(aws, group.id)["IpPermissions"]] == [80]
    aws.delete(group)


def test_a_source_that_somebody_removes_from_a_rule_is_drift(aws: Provider, vpc: Resource) -> None:
    inputs = {"vpcId": vpc.id, "ingress": [HTTP]}
    group = aws.create(GROUP, "narrowed", inputs)
    permission = {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}
    aws.client("ec2").revoke_security_group_ingress(GroupId=group.id, IpPermissions=[permission])
    seen = aws.read(group)
    assert seen is not None
    assert seen.inputs["ingress"][0]["cidrBlocks"] == ["192.168.0.0/16"]
    aws.delete(group)


def test_groups_whose_rules_name_each_other_go_when_rules_are_revoked_first(
    aws: Provider, vpc: Resource
) -> None:
    one = aws.create(GROUP, "one", {"vpcId": vpc.id, "revokeRulesOnDelete": True})
    two = aws.create(
        GROUP,
        "two",
        {
            "vpcId": vpc.id,
            "ingress": [{"protocol": "tcp", "fromPort": 1, "toPort": 1, "securityGroups": [one.id]}],
        },
    )
    aws.client("ec2").authorize_security_group_ingress(
        GroupId=one.id,
        IpPermissions=[
            {
                "IpProtocol": "tcp",
                "FromPort": 1,
                "ToPort": 1,
                "UserIdGroupPairs": [{"GroupId": two.id}],
            }
        ],
    )
    aws.client("ec2").revoke_security_group_ingress(
        GroupId=two.id, IpPermissions=_live(aws, two.id)["IpPermissions"]
    )
    aws.delete(one)
    aws.delete(two)
    assert aws.read(one) is None


def test_the_default_group_is_taken_over_and_emptied_and_its_deletion_leaves_it(aws: Provider) -> None:
    vpc = aws.create("aws:ec2/vpc:Vpc", "default", {"cidrBlock": "10.0.0.0/16"})
    inputs = {"vpcId": vpc.id, "ingress": [], "egress": [], "tags": {"Name": "none"}}
    group = aws.create(DEFAULT, "default", inputs)
    assert group.id == vpc.state["defaultSecurityGroupId"]
    live = _live(aws, group.id)
    assert (live["IpPermissions"], live["IpPermissionsEgress"]) == ([], [])
    assert live["Tags"] == [{"Key": "Name", "Value": "none"}]
    aws.assert_settled(group, inputs)
    opened = {**inputs, "ingress": [{"protocol": "-1", "fromPort": 0, "toPort": 0, "self": True}]}
    group = aws.update(group, opened)
    aws.assert_settled(group, opened)
    group = aws.update(group, {"vpcId": vpc.id})
    assert _live(aws, group.id)["IpPermissions"] == []
    aws.delete(group)
    assert aws.read(group) is not None
    aws.delete(vpc)


def test_the_default_vpc_s_group_is_found_without_a_vpc(aws: Provider) -> None:
    group = aws.create(DEFAULT, "unnamed", {})
    vpcs = aws.client("ec2").describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"]
    assert group.state["vpcId"] == vpcs[0]["VpcId"]


def test_a_rule_apart_is_one_for_all_its_sources(aws: Provider, group: Resource) -> None:
    inputs = {"type": "ingress", "securityGroupId": group.id, **HTTP}
    rule = aws.create(RULE, "rule", inputs)
    assert rule.id.startswith("sgrule-")
    aws.assert_settled(rule, inputs)
    rule = aws.update(rule, {**inputs, "description": "web"})
    aws.assert_settled(rule, {**inputs, "description": "web"})
    assert list(aws.diff(rule, {**inputs, "toPort": 81}).replaces) == ["toPort"]
    aws.delete(rule)
    assert aws.read(rule) is None


def test_a_rule_apart_is_imported_by_what_it_says(aws: Provider, group: Resource) -> None:
    inputs = {"type": "egress", "securityGroupId": group.id, **HTTP}
    rule = aws.create(RULE, "rule", inputs)
    found = aws.import_(RULE, "rule", f"{group.id}_egress_tcp_80_80_10.0.0.0/8_192.168.0.0/16")
    assert found is not None
    assert found.id == rule.id
    assert list(aws.diff(found, inputs).diffs) == []
    aws.delete(rule)


def test_a_rule_of_one_source_has_aws_s_id_too(aws: Provider, group: Resource) -> None:
    inputs = {
        "type": "ingress",
        "securityGroupId": group.id,
        "protocol": "-1",
        "fromPort": 0,
        "toPort": 0,
        "sourceSecurityGroupId": group.id,
    }
    rule = aws.create(RULE, "rule", inputs)
    assert rule.state["securityGroupRuleId"].startswith("sgr-")
    aws.assert_settled(rule, inputs)
    aws.delete(rule)


def test_a_rule_apart_loses_a_source_by_drift(aws: Provider, group: Resource) -> None:
    inputs = {"type": "ingress", "securityGroupId": group.id, **HTTP}
    rule = aws.create(RULE, "rule", inputs)
    permission = {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}
    aws.client("ec2").revoke_security_group_ingress(GroupId=group.id, IpPermissions=[permission])
    seen = aws.read(rule)
    assert seen is not None
    assert list(aws.diff(seen, inputs).replaces) == ["cidrBlocks"]
    aws.delete(seen)
