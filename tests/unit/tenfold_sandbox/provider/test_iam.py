from __future__ import annotations

import json
from typing import Any

from support.provider import Provider

ROLE = "aws:iam/role:Role"
POLICY = "aws:iam/policy:Policy"
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"


def trust(service: str) -> str:
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def allow(*actions: str) -> str:
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def role(aws: Provider, name: str, **inputs: Any) -> Any:
    return aws.create(ROLE, name, {"assumeRolePolicy": trust("ec2.amazonaws.com"), **inputs})


def test_a_role_lives_its_whole_life(aws: Provider) -> None:
    inputs = {
        "assumeRolePolicy": trust("ec2.amazonaws.com"),
        "description": "nodes",
        "path": "/nodes/",
        "inlinePolicies": [{"name": "read", "policy": allow("s3:GetObject", "s3:ListBucket")}],
        "managedPolicyArns": [READ_ONLY],
        "forceDetachPolicies": True,
        "tags": {"Name": "nodes"},
    }
    change = {
        "assumeRolePolicy": trust("lambda.amazonaws.com"),
        "description": "functions",
        "maxSessionDuration": 7200,
        "permissionsBoundary": READ_ONLY,
        "inlinePolicies": [{"name": "write", "policy": allow("s3:PutObject")}],
        "managedPolicyArns": ["arn:aws:iam::aws:policy/PowerUserAccess"],
    }
    made = aws.cycle(ROLE, inputs, change=change, name="lived")
    assert made.state["arn"] == f"arn:aws:iam::123456789012:role/nodes/{made.id}"
    assert made.id.startswith("lived-")
    assert made.state["name"] == made.id
    assert made.state["uniqueId"].startswith("AROA")


def test_a_role_s_policies_are_changed_and_not_added_to(aws: Provider) -> None:
    inputs = {
        "assumeRolePolicy": trust("ec2.amazonaws.com"),
        "inlinePolicies": [{"name": "a", "policy": allow("s3:GetObject")}],
        "managedPolicyArns": [READ_ONLY],
    }
    made = aws.create(ROLE, "owner", inputs)
    change = {"inlinePolicies": [{"name": "b", "policy": allow("s3:PutObject")}], "managedPolicyArns": []}
    made = aws.update(made, {**inputs, **change})
    iam = aws.client("iam")
    assert iam.list_role_policies(RoleName=made.id)["PolicyNames"] == ["b"]
    assert iam.list_attached_role_policies(RoleName=made.id)["AttachedPolicies"] == []
    aws.delete(made)


def test_what_the_role_s_policy_means_counts_and_not_how_it_is_written(aws: Provider) -> None:
    made = role(aws, "meaning")
    spaced = json.dumps(json.loads(trust("ec2.amazonaws.com")), indent=2)
    assert not list(aws.diff(made, {"assumeRolePolicy": spaced}).diffs)
    aws.delete(made)


def test_a_refresh_sees_a_trust_policy_that_somebody_changed(aws: Provider) -> None:
    made = role(aws, "drifts")
    aws.client("iam").update_assume_role_policy(
        RoleName=made.id, PolicyDocument=trust("ecs-tasks.amazonaws.com")
    )
    seen = aws.read(made)
    assert seen is not None
    assert list(aws.diff(seen, {"assumeRolePolicy": trust("ec2.amazonaws.com")}).diffs) == [
        "assumeRolePolicy"
    ]
    aws.delete(made)


def test_a_role_s_inline_policy_lives_its_whole_life(aws: Provider) -> None:
    owner = role(aws, "inline")
    made = aws.cycle(
        "aws:iam/rolePolicy:RolePolicy",
        {"role": owner.id, "name": "p", "policy": allow("s3:GetObject")},
        change={"policy": allow("s3:PutObject")},
    )
    assert made.id == f"{owner.id}:p"
    aws.delete(owner)


def test_an_attachment_is_named_by_role_and_policy_and_replaced_by_either(aws: Provider) -> None:
    owner = role(aws, "attached")
    token, inputs = (
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        {"role": owner.id, "policyArn": READ_ONLY},
    )
    made = aws.cycle(token, inputs)
    assert made.id == f"{owner.id}/{READ_ONLY}"
    assert list(aws.diff(made, {**inputs, "policyArn": "arn:aws:iam::aws:policy/PowerUserAccess"}).replaces)
    aws.delete(owner)


def test_exclusive_attachments_drop_what_they_do_not_name(aws: Provider) -> None:
    owner = role(aws, "exclusive")
    iam = aws.client("iam")
    iam.attach_role_policy(RoleName=owner.id, PolicyArn="arn:aws:iam::aws:policy/PowerUserAccess")
    token, inputs = (
        "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
        {"roleName": owner.id, "policyArns": [READ_ONLY]},
    )
    made = aws.create(token, "x", inputs)
    attached = iam.list_attached_role_policies(RoleName=owner.id)["AttachedPolicies"]
    assert [each["PolicyArn"] for each in attached] == [READ_ONLY]
    aws.assert_settled(made, inputs)
    aws.update(made, {**inputs, "policyArns": []})
    assert iam.list_attached_role_policies(RoleName=owner.id)["AttachedPolicies"] == []
    aws.delete(owner)


def test_a_policy_changes_by_a_new_version_and_never_runs_out_of_them(aws: Provider) -> None:
    inputs = {"policy": allow("s3:GetObject"), "description": "d", "tags": {"a": "b"}}
    made = aws.create(POLICY, "versions", inputs)
    for count in range(6):
        made = aws.update(made, {**inputs, "policy": allow(f"s3:Get{count}")})
    assert json.loads(made.state["policy"])["Statement"][0]["Action"] == ["s3:Get5"]
    assert len(aws.client("iam").list_policy_versions(PolicyArn=made.id)["Versions"]) == 5
    aws.delete(made)
    aws.cycle(POLICY, inputs, change={"policy": allow("s3:PutObject"), "tags": {"a": "c"}})


def test_a_policy_attachment_holds_roles_users_and_groups(aws: Provider) -> None:
    one, two = role(aws, "held-one"), role(aws, "held-two")
    policy = aws.create(POLICY, "held", {"policy": allow("s3:GetObject")})
    inputs = {"policyArn": policy.id, "roles": [one.id], "name": "everyone"}
    made = aws.create("aws:iam/policyAttachment:PolicyAttachment", "p", inputs)
    aws.assert_settled(made, inputs)
    made = aws.update(made, {**inputs, "roles": [two.id]})
    assert made.state["roles"] == [two.id]
    aws.delete(made)
    assert aws.read(made) is None
    aws.delete(policy)
    aws.delete(one)
    aws.delete(two)


def test_a_user_and_what_belongs_to_it_live_their_whole_lives(aws: Provider) -> None:
    user = aws.create("aws:iam/user:User", "u", {"forceDestroy": True})
    key = aws.cycle("aws:iam/accessKey:AccessKey", {"user": user.id}, change={"status": "Inactive"})
    assert len(key.state["secret"]) >= 40
    aws.cycle("aws:iam/userPolicyAttachment:UserPolicyAttachment", {"user": user.id, "policyArn": READ_ONLY})
    aws.cycle("aws:iam/userPolicy:UserPolicy", {"user": user.id, "policy": allow("s3:*"), "name": "all"})
    aws.create("aws:iam/accessKey:AccessKey", "left", {"user": user.id})
    aws.delete(user)
    assert aws.read(user) is None
    aws.cycle("aws:iam/user:User", {"tags": {"a": "b"}}, change={"path": "/people/", "tags": {}})
    aws.cycle("aws:iam/group:Group", {"name": "admins"}, change={"path": "/people/"})


def test_an_instance_profile_changes_its_role_in_place(aws: Provider) -> None:
    one, two = role(aws, "profiled-one"), role(aws, "profiled-two")
    made = aws.cycle(
        "aws:iam/instanceProfile:InstanceProfile",
        {"role": one.id, "tags": {"a": "b"}},
        change={"role": two.id},
    )
    assert made.state["role"] == two.id
    assert made.state["arn"] == f"arn:aws:iam::123456789012:instance-profile/{made.id}"
    aws.delete(one)
    aws.delete(two)


def test_an_identity_provider_s_url_loses_its_scheme_as_in_aws(aws: Provider) -> None:
    token = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"
    inputs = {
        "url": "https://token.actions.githubusercontent.com",
        "clientIdLists": ["sts.amazonaws.com"],
        "thumbprintLists": ["6938fd4d98bab03faadb97b34396831e3780aea1"],
    }
    made = aws.cycle(token, inputs, change={"clientIdLists": ["other"]})
    assert made.id.endswith(":oidc-provider/token.actions.githubusercontent.com")
    assert made.state["url"] == "token.actions.githubusercontent.com"


def test_a_service_linked_role_takes_its_name_from_its_service(aws: Provider) -> None:
    made = aws.cycle(
        "aws:iam/serviceLinkedRole:ServiceLinkedRole",
        {"awsServiceName": "autoscaling.amazonaws.com"},
        change={"description": "d"},
    )
    assert made.state["name"] == "AWSServiceRoleForAutoScaling"


def test_a_prefix_goes_into_the_name_and_is_nothing_that_aws_forgot(aws: Provider) -> None:
    made = role(aws, "prefixed", namePrefix="team-")
    assert made.id.startswith("team-")
    assert made.state["__kept"] == []
    other = {"assumeRolePolicy": trust("ec2.amazonaws.com"), "namePrefix": "other-"}
    assert "name" in list(aws.diff(made, other).replaces)
    aws.delete(made)
