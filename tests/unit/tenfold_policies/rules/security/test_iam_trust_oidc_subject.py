from __future__ import annotations

from typing import Any

import pytest

from support.policies import judged, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.security.iam_trust_oidc_subject import RULE
from tenfold_policies.values import UNKNOWN

GITHUB = "token.actions.githubusercontent.com"


def role(
    subject: Any = None, provider: Any = f"arn:aws:iam::123456789012:oidc-provider/{GITHUB}"
) -> Resource:
    keys = {f"{GITHUB}:aud": "sts.amazonaws.com", **({} if subject is None else {f"{GITHUB}:sub": subject})}
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": provider},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringLike": keys},
    }
    return resource("aws:iam/role:Role", "role", assumeRolePolicy={"Statement": [statement]})


def test_passes() -> None:
    assert judged(RULE, role("repo:company/shop:*")).passes
    assert judged(RULE, role(["repo:company/shop:ref:refs/heads/main"])).passes


@pytest.mark.parametrize("subject", [None, "*", ["repo:company/shop:*", "repo:*"]])
def test_fails(subject: Any) -> None:
    assert set(judged(RULE, role(subject)).faults) == {"role"}


def test_cannot_tell() -> None:
    for unknown in (role(UNKNOWN), role("repo:company/shop:*", UNKNOWN)):
        verdict = judged(RULE, unknown)
        assert (verdict.faults, verdict.untold) == ({}, {"role"})


def test_does_not_apply() -> None:
    """Cognito and SAML name their users otherwise; services have no token."""
    anyone = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "sts:AssumeRole",
    }  # iam-trust-not-public's to say
    assert judged(RULE, resource("aws:iam/role:Role", assumeRolePolicy={"Statement": anyone})).passes
    assert judged(RULE, role(None, "cognito-identity.amazonaws.com")).passes
    assert judged(RULE, role(None, "arn:aws:iam::123456789012:saml-provider/office")).passes
    statement = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
    assert judged(RULE, resource("aws:iam/role:Role", assumeRolePolicy={"Statement": statement})).passes
