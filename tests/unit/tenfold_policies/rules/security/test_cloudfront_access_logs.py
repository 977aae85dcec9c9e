from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.rules.security.cloudfront_access_logs import RULE
from tenfold_policies.values import UNKNOWN

CDN = resource("aws:cloudfront/distribution:Distribution", "cdn")
SOURCE = "aws:cloudwatch/logDeliverySource:LogDeliverySource"


def test_passes() -> None:
    assert judged(RULE, CDN, refers(resource(SOURCE, resourceArn=UNKNOWN), "resourceArn", CDN)).passes
    assert judged(RULE, resource(CDN.type, loggingConfig={"bucket": UNKNOWN})).passes


def test_fails() -> None:
    other = resource(CDN.type, "other")
    source = refers(resource(SOURCE, resourceArn=UNKNOWN), "resourceArn", other)
    assert set(judged(RULE, CDN, other, source).faults) == {"cdn"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, CDN, resource(SOURCE, "stray", resourceArn=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"cdn"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:cloudfront/function:Function")).passes
