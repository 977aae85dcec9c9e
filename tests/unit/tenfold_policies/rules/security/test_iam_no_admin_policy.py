from __future__ import annotations

import json
from typing import Any

import pytest

from support.policies import judged, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.security.iam_no_admin_policy import RULE
from tenfold_policies.values import UNKNOWN

POLICY = "aws:iam/policy:Policy"
ROLE = "aws:iam/role:Role"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def policy(**statement: Any) -> Resource:
    return resource(POLICY, "policy", policy=json.dumps({"Statement": [{**ALL, **statement}]}))


def test_passes() -> None:
    assert judged(
        RULE,
        policy(Action=["s3:GetObject"], Resource="*"),
        resource(ATTACHMENT, policyArn="arn:aws:iam::aws:policy/ReadOnlyAccess"),
    ).passes


@pytest.mark.parametrize(
    "statement", [{}, {"Action": ["sqs:SendMessage", "*:*"]}, {"Resource": ["arn:aws:s3:::x", "*"]}]
)
def test_fails(statement: dict[str, Any]) -> None:
    assert set(judged(RULE, policy(**statement)).faults) == {"policy"}


def test_an_inline_policy_and_an_attached_one_fail_too() -> None:
    inline = [{"name": "all", "policy": json.dumps({"Statement": ALL})}]
    verdict = judged(
        RULE,
        resource(ROLE, "inline", inlinePolicies=inline),
        resource(ROLE, "managed", managedPolicyArns=[ADMIN]),
        resource(ATTACHMENT, "attached", policyArn=ADMIN),
    )
    assert set(verdict.faults) == {"inline", "managed", "attached"}


def test_all_but_a_few_is_nearly_all() -> None:
    statement = {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}
    assert judged(RULE, resource(POLICY, policy={"Statement": [statement]})).faults


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(POLICY, "policy", policy=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"policy"})


def test_what_is_attached_and_not_known_yet_is_a_policy_of_the_programs() -> None:
    assert judged(RULE, resource(ATTACHMENT, policyArn=UNKNOWN)).passes
    assert judged(RULE, resource(ROLE, managedPolicyArns=[UNKNOWN, ADMIN])).faults


def test_does_not_apply() -> None:
    assert judged(RULE, policy(Effect="Deny"), resource("aws:kms/key:Key", policy=json.dumps(ALL))).passes


def test_the_managed_policies_can_be_chosen() -> None:
    power = resource(ATTACHMENT, "power", policyArn="arn:aws:iam::aws:policy/PowerUserAccess")
    assert judged(RULE, power).passes
    assert judged(RULE, power, parameters={"managed_policies": ["PowerUserAccess"]}).faults
