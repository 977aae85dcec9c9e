from __future__ import annotations

from typing import Any

from support.policies import judged, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.security.cloudfront_origin_tls import RULE
from tenfold_policies.values import UNKNOWN

DISTRIBUTION = "aws:cloudfront/distribution:Distribution"


def cdn(name: str, policy: Any, *protocols: str, viewer: str = "https-only") -> Resource:
    origin = {"originProtocolPolicy": policy, "originSslProtocols": list(protocols or ["TLSv1.2"])}
    return resource(
        DISTRIBUTION,
        name,
        origins=[{"originId": "api", "customOriginConfig": origin}],
        defaultCacheBehavior={"viewerProtocolPolicy": viewer},
    )


def test_passes() -> None:
    assert judged(RULE, cdn("https", "https-only"), cdn("match", "match-viewer")).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        cdn("plain", "http-only"),
        cdn("match", "match-viewer", viewer="allow-all"),
        cdn("old", "https-only", "TLSv1.2", "TLSv1"),
    )
    assert set(verdict.faults) == {"plain", "match", "old"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, cdn("cdn", UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"cdn"})


def test_does_not_apply() -> None:
    """A bucket by its own name, and an origin inside the VPC."""
    origins = [{"originId": "files", "domainName": UNKNOWN}, {"vpcOriginConfig": {"vpcOriginId": UNKNOWN}}]
    assert judged(RULE, resource(DISTRIBUTION, origins=origins)).passes
