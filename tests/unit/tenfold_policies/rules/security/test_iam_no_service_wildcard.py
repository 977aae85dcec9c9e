from __future__ import annotations

import json
from typing import Any

from support.policies import judged, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.security.iam_no_service_wildcard import RULE
from tenfold_policies.values import UNKNOWN


def policy(action: Any, resource_: Any = "*", **more: Any) -> Resource:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource_, **more}
    return resource("aws:iam/rolePolicy:RolePolicy", "policy", policy=json.dumps({"Statement": [statement]}))


def test_passes() -> None:
    assert judged(RULE, policy(["ec2:Describe*", "s3:Get*"])).passes
    assert judged(RULE, policy("s3:*", "arn:aws:s3:::files/*")).passes


def test_fails() -> None:
    (message,) = judged(RULE, policy(["ec2:Describe*", "s3:*", "sqs:*"])).faults["policy"]
    assert message == "a statement allows s3:*, sqs:* on every resource."


def test_cannot_tell() -> None:
    statement = {"Effect": "Allow", "Action": "s3:*", "Resource": UNKNOWN}
    unknown = resource("aws:iam/policy:Policy", "policy", policy={"Statement": [statement]})
    verdict = judged(RULE, unknown)
    assert (verdict.faults, verdict.untold) == ({}, {"policy"})


def test_does_not_apply() -> None:
    """A statement under a condition; one that allows everything is iam-no-admin-policy's."""
    tag = {"StringEquals": {"aws:ResourceTag/team": "shop"}}
    assert judged(RULE, policy("ec2:*", Condition=tag)).passes
    assert judged(RULE, policy("*")).passes
    assert judged(RULE, policy("s3:*", Effect="Deny")).passes


def test_services_can_be_exempt() -> None:
    parameters = {"exempt_services": ["cloudwatch"]}
    assert judged(RULE, policy("cloudwatch:*"), parameters=parameters).passes
    assert judged(RULE, policy("logs:*"), parameters=parameters).faults
