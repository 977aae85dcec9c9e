from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.provider import Provider, Resource

ACL = "aws:ec2/networkAcl:NetworkAcl"
RULE = "aws:ec2/networkAclRule:NetworkAclRule"
ALLOW = {
    "ruleNo": 100,
    "action": "allow",
    "protocol": "tcp",
    "fromPort": 443,
    "toPort": 443,
    "cidrBlock": "10.0.0.0/8",
}
ANY = {
    "ruleNo": 200,
    "action": "allow",
    "protocol": "-1",
    "fromPort": 0,
    "toPort": 0,
    "cidrBlock": "0.0.0.0/0",
}


@pytest.fixture(scope="module")
def vpc(aws: Provider) -> Iterator[Resource]:
    made = aws.create("aws:ec2/vpc:Vpc", "acls", {"cidrBlock": "10.0.0.0/16"})
    yield made
    aws.delete(made)


@pytest.fixture(scope="module")
def subnet(aws: Provider, vpc: Resource) -> Iterator[Resource]:
    made = aws.create("aws:ec2/subnet:Subnet", "acls", {"vpcId": vpc.id, "cidrBlock": "10.0.0.0/24"})
    yield made
    aws.delete(made)


def test_an_acl_changes_its_rules_and_subnets_in_place(
    aws: Provider, vpc: Resource, subnet: Resource
) -> None:
    inputs = {"vpcId": vpc.id, "ingress": [ALLOW], "egress": [ANY], "tags": {"Name": "acl"}}
    change = {"ingress": [{**ALLOW, "toPort": 444}, ANY], "egress": [], "subnetIds": [subnet.id]}
    acl = aws.cycle(ACL, inputs, change=change)
    assert acl.id.startswith("acl-")
    assert acl.state["arn"].endswith(f":network-acl/{acl.id}")


def test_a_subnet_goes_back_to_the_default_acl(aws: Provider, vpc: Resource, subnet: Resource) -> None:
    acl = aws.create(ACL, "left", {"vpcId": vpc.id, "subnetIds": [subnet.id]})
    acl = aws.update(acl, {"vpcId": vpc.id, "subnetIds": []})
    default = aws.client("ec2").describe_network_acls(NetworkAclIds=[vpc.state["defaultNetworkAclId"]])
    associated = [each["SubnetId"] for each in default["NetworkAcls"][0]["Associations"]]
    assert subnet.id in associated
    aws.delete(acl)


def test_an_acl_s_entry_that_somebody_adds_is_drift(aws: Provider, vpc: Resource) -> None:
    inputs = {"vpcId": vpc.id, "ingress": [ALLOW]}
    acl = aws.create(ACL, "drift", inputs)
    aws.client("ec2").create_network_acl_entry(
        NetworkAclId=acl.id,
        RuleNumber=50,
        Egress=False,
        Protocol="-1",
        RuleAction="allow",
        CidrBlock="0.0.0.0/0",
    )
    seen = aws.read(acl)
    assert seen is not None
    assert list(aws.diff(seen, inputs).diffs) == ["ingress"]
    aws.delete(acl)


def test_the_default_acl_is_taken_over_with_the_program_s_rules_alone(aws: Provider) -> None:
    vpc = aws.create("aws:ec2/vpc:Vpc", "default-acl", {"cidrBlock": "10.0.0.0/16"})
    kind = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"
    inputs = {"defaultNetworkAclId": vpc.state["defaultNetworkAclId"], "ingress": [ALLOW]}
    acl = aws.create(kind, "default", inputs)
    aws.assert_settled(acl, inputs)
    live = aws.client("ec2").describe_network_acls(NetworkAclIds=[acl.id])["NetworkAcls"][0]["Entries"]
    assert [each["RuleNumber"] for each in live if each["RuleNumber"] < 32767] == [100]
    found = aws.import_(kind, "default", acl.id)
    assert found is not None
    assert list(aws.diff(found, inputs).diffs) == []
    aws.delete(acl)
    assert aws.read(acl) is not None
    aws.delete(vpc)


def test_a_rule_apart_is_imported_by_what_it_says(aws: Provider, vpc: Resource) -> None:
    acl = aws.create(ACL, "apart", {"vpcId": vpc.id})
    inputs = {
        "networkAclId": acl.id,
        "ruleNumber": 100,
        "protocol": "tcp",
        "ruleAction": "allow",
        "egress": True,
        "cidrBlock": "0.0.0.0/0",
        "fromPort": 443,
        "toPort": 443,
    }
    rule = aws.cycle(RULE, inputs, importing=f"{acl.id}:100:tcp:true")
    assert rule.id.startswith("nacl-")
    assert list(aws.diff(rule, {**inputs, "ruleAction": "deny"}).replaces) == ["ruleAction"]
    aws.delete(acl)


def test_an_acl_is_given_to_a_subnet_and_taken_away(aws: Provider, vpc: Resource, subnet: Resource) -> None:
    acl = aws.create(ACL, "given", {"vpcId": vpc.id})
    kind = "aws:ec2/networkAclAssociation:NetworkAclAssociation"
    inputs = {"networkAclId": acl.id, "subnetId": subnet.id}
    association = aws.create(kind, "given", inputs)
    aws.assert_settled(association, inputs)
    aws.delete(association)
    assert aws.read(association) is None
    aws.delete(acl)
