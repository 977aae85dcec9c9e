from __future__ import annotations

import json
from typing import Any

from support.policies import judged, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.security.iam_trust_not_public import RULE
from tenfold_policies.values import UNKNOWN


def role(principal: Any, name: str = "role", **more: Any) -> Resource:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", **more}
    return resource("aws:iam/role:Role", name, assumeRolePolicy=json.dumps({"Statement": [statement]}))


def test_passes() -> None:
    organisation = {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}
    assert judged(
        RULE,
        role({"Service": "ec2.amazonaws.com"}),
        role({"AWS": "arn:aws:iam::123456789012:root"}, "account"),
        role({"AWS": "*"}, "organisation", Condition=organisation),
    ).passes


def test_fails() -> None:
    external = {"StringEquals": {"sts:ExternalId": "shop"}}
    verdict = judged(
        RULE, role("*", "all"), role({"AWS": ["*"]}, "aws"), role("*", "external", Condition=external)
    )
    assert set(verdict.faults) == {"all", "aws", "external"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource("aws:iam/role:Role", "role", assumeRolePolicy=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"role"})


def test_does_not_apply() -> None:
    assert judged(RULE, role("*", Effect="Deny"), resource("aws:iam/user:User")).passes
