from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.iam_no_user_policies import RULE
from tenfold_policies.values import UNKNOWN

SHARED = "aws:iam/policyAttachment:PolicyAttachment"


def test_passes() -> None:
    assert judged(RULE, resource(SHARED, groups=["developers"], roles=["api"], users=[])).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        resource("aws:iam/userPolicy:UserPolicy", "inline", user=UNKNOWN),
        resource("aws:iam/userPolicyAttachment:UserPolicyAttachment", "attached", user="ada"),
        resource(SHARED, "shared", users=["ada"]),
    )
    assert set(verdict.faults) == {"inline", "attached", "shared"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(SHARED, "shared", users=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"shared"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:iam/groupPolicyAttachment:GroupPolicyAttachment", group="all")).passes
