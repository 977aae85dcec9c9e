from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.lambda_not_public import RULE
from tenfold_policies.values import UNKNOWN

URL = "aws:lambda/functionUrl:FunctionUrl"
PERMISSION = "aws:lambda/permission:Permission"


def test_passes() -> None:
    assert judged(
        RULE,
        resource(URL, authorizationType="AWS_IAM"),
        resource(PERMISSION, principal="events.amazonaws.com"),
        resource(PERMISSION, "organisation", principal="*", principalOrgId=UNKNOWN),
    ).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        resource(URL, "url", authorizationType="NONE"),
        resource(PERMISSION, "permission", principal="*"),
    )
    assert set(verdict.faults) == {"url", "permission"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(PERMISSION, "permission", principal=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"permission"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:lambda/function:Function")).passes
