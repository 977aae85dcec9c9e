from __future__ import annotations

import json
from typing import Any

import pytest

from support.policies import judged, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.security.resource_policy_not_public import RULE
from tenfold_policies.values import UNKNOWN

QUEUE = "aws:sqs/queuePolicy:QueuePolicy"
ACCOUNT = "123456789012"


def queue(principal: Any = "*", condition: Any = None, effect: str = "Allow", name: str = "jobs") -> Resource:
    statement = {"Sid": "Send", "Effect": effect, "Principal": principal, "Action": "sqs:*"}
    if condition is not None:
        statement["Condition"] = condition
    return resource(QUEUE, name, policy=json.dumps({"Statement": [statement]}))


def test_passes() -> None:
    assert judged(
        RULE,
        queue({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}),
        queue({"Service": "events.amazonaws.com"}, name="service"),
        queue("*", effect="Deny", name="tls"),
    ).passes


@pytest.mark.parametrize("principal", ["*", {"AWS": "*"}, {"AWS": [f"arn:aws:iam::{ACCOUNT}:root", "*"]}])
def test_fails(principal: Any) -> None:
    assert judged(RULE, queue(principal)).faults["jobs"] == [
        "statement Send of its policy allows everybody, and no condition narrows it."
    ]


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"aws:PrincipalOrgID": "o-1"}},
        {"ArnLike": {"AWS:SourceArn": f"arn:aws:s3:*:{ACCOUNT}:*"}},
        {"StringEquals": {"kms:CallerAccount": ACCOUNT, "kms:ViaService": "ec2.us-east-1.amazonaws.com"}},
        {"Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"}},
        {"ForAnyValue:StringEquals": {"aws:PrincipalOrgPaths": ["o-1/r-1/"]}},
        {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}},
    ],
)
def test_a_condition_that_leaves_out_strangers_narrows_it(condition: Any) -> None:
    assert judged(RULE, queue("*", condition)).passes


@pytest.mark.parametrize(
    "condition",
    [
        {"Bool": {"aws:SecureTransport": "true"}},
        {"StringLike": {"aws:SourceArn": "*"}},
        {"IpAddress": {"aws:SourceIp": ["192.0.2.0/24", "0.0.0.0/0"]}},
        {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}},
        {"ForAllValues:StringEquals": {"aws:PrincipalOrgPaths": ["o-1/r-1/"]}},
        {"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}},
    ],
)
def test_a_condition_that_strangers_meet_does_not(condition: Any) -> None:
    assert set(judged(RULE, queue("*", condition)).faults) == {"jobs"}


def test_cannot_tell() -> None:
    statements = [
        {"Effect": "Allow", "Principal": {"AWS": UNKNOWN}, "Action": "*"},
        {"Effect": "Allow", "Principal": "*", "Action": "sqs:*"},
    ]
    verdict = judged(
        RULE,
        resource(QUEUE, "whole", policy=UNKNOWN),
        resource(QUEUE, "part", policy={"Statement": statements[:1]}),
        resource(QUEUE, "both", policy={"Statement": statements}),
    )
    assert (set(verdict.faults), verdict.untold) == ({"both"}, {"whole", "part", "both"})


def test_a_condition_that_is_not_known_yet_may_narrow_it() -> None:
    statement = {"Effect": "Allow", "Principal": "*", "Condition": {"StringEquals": UNKNOWN}}
    verdict = judged(RULE, resource(QUEUE, "jobs", policy={"Statement": statement}))
    assert (verdict.faults, verdict.untold) == ({}, {"jobs"})


def test_what_is_no_policy_is_left_to_aws_to_refuse() -> None:
    assert judged(RULE, resource(QUEUE, policy="{")).passes


def test_does_not_apply() -> None:
    """What an identity may do names no principal; an endpoint's policy is for who is in the VPC."""
    document = json.dumps({"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*"}]})
    assert judged(
        RULE,
        resource("aws:iam/policy:Policy", policy=document),
        resource("aws:ec2/vpcEndpoint:VpcEndpoint", policy=document),
        resource("aws:sqs/queue:Queue"),
    ).passes


def test_everyone_but_a_few_is_everyone() -> None:
    statement = {
        "Effect": "Allow",
        "NotPrincipal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
        "Action": "sqs:*",
    }
    assert judged(RULE, resource(QUEUE, "jobs", policy={"Statement": statement})).faults
