from __future__ import annotations

import json
from typing import Any

from support.policies import judged, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.security.iam_no_privilege_escalation import RULE
from tenfold_policies.values import UNKNOWN

POLICY = "aws:iam/policy:Policy"


def policy(action: Any, resource_: Any = "*", **more: Any) -> Resource:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource_, **more}
    return resource(POLICY, "policy", policy=json.dumps({"Statement": [statement]}))


def test_passes() -> None:
    assert judged(RULE, policy(["iam:GetRole", "iam:List*", "sts:GetCallerIdentity"])).passes
    assert judged(RULE, policy("iam:PassRole", "arn:aws:iam::123456789012:role/nodes")).passes


def test_fails() -> None:
    (message,) = judged(RULE, policy(["ec2:RunInstances", "iam:PassRole", "IAM:Put*Policy"])).faults["policy"]
    assert "iam:PassRole, iam:PutRolePolicy, iam:PutUserPolicy, iam:PutGroupPolicy" in message


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(POLICY, "policy", policy=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"policy"})


def test_does_not_apply() -> None:
    """Under a condition; and what other rules say of wildcards."""
    passed = {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}
    assert judged(RULE, policy("iam:PassRole", Condition=passed)).passes
    assert judged(RULE, policy(["*"])).passes
    assert judged(RULE, policy(["iam:*"])).passes
