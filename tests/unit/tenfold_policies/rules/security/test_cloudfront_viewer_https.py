from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.cloudfront_viewer_https import RULE
from tenfold_policies.values import UNKNOWN

DISTRIBUTION = "aws:cloudfront/distribution:Distribution"
HTTPS = {"viewerProtocolPolicy": "redirect-to-https"}
PLAIN = {"viewerProtocolPolicy": "allow-all", "pathPattern": "/static/*"}


def test_passes() -> None:
    assert judged(
        RULE,
        resource(
            DISTRIBUTION,
            defaultCacheBehavior=HTTPS,
            orderedCacheBehaviors=[{"viewerProtocolPolicy": "https-only"}],
        ),
    ).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        resource(DISTRIBUTION, "default", defaultCacheBehavior=PLAIN),
        resource(DISTRIBUTION, "path", defaultCacheBehavior=HTTPS, orderedCacheBehaviors=[HTTPS, PLAIN]),
    )
    assert set(verdict.faults) == {"default", "path"}
    assert "/static/*" in verdict.faults["path"][0]


def test_cannot_tell() -> None:
    unknown = {"viewerProtocolPolicy": UNKNOWN}
    verdict = judged(RULE, resource(DISTRIBUTION, "cdn", defaultCacheBehavior=unknown))
    assert (verdict.faults, verdict.untold) == ({}, {"cdn"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:cloudfront/cachePolicy:CachePolicy")).passes


def test_a_behavior_that_is_not_known_hides_no_fault_of_the_next() -> None:
    behaviors = [{"viewerProtocolPolicy": UNKNOWN}, PLAIN]
    cdn = resource(DISTRIBUTION, "cdn", defaultCacheBehavior=HTTPS, orderedCacheBehaviors=behaviors)
    verdict = judged(RULE, cdn)
    assert (set(verdict.faults), verdict.untold) == ({"cdn"}, {"cdn"})
