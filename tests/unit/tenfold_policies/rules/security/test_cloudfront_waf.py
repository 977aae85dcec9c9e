from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.cloudfront_waf import RULE
from tenfold_policies.values import UNKNOWN

DISTRIBUTION = "aws:cloudfront/distribution:Distribution"


def test_passes() -> None:
    assert judged(RULE, resource(DISTRIBUTION, enabled=True, webAclId=UNKNOWN)).passes


def test_fails() -> None:
    verdict = judged(RULE, resource(DISTRIBUTION, "unset"), resource(DISTRIBUTION, "empty", webAclId=""))
    assert set(verdict.faults) == {"unset", "empty"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(DISTRIBUTION, "cdn", enabled=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"cdn"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource(DISTRIBUTION, enabled=False)).passes
