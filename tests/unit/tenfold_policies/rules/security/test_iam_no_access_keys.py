from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.iam_no_access_keys import RULE
from tenfold_policies.values import UNKNOWN

KEY = "aws:iam/accessKey:AccessKey"


def test_passes() -> None:
    assert judged(RULE, resource(KEY, user="pipeline", status="Inactive")).passes


def test_fails() -> None:
    verdict = judged(RULE, resource(KEY, "state"), resource(KEY, "pgp", pgpKey="keybase:ada"))
    assert "lies in the state" in verdict.faults["state"][0]
    assert "lies in the state" not in verdict.faults["pgp"][0]


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(KEY, "key", status=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"key"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:iam/user:User")).passes
