from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.security.cloudfront_origin_access_control import RULE
from tenfold_policies.values import UNKNOWN


def cdn(**origin: object) -> Resource:
    return resource(
        "aws:cloudfront/distribution:Distribution", "cdn", origins=[{"originId": "files", **origin}]
    )


def test_passes() -> None:
    assert judged(RULE, cdn(domainName=UNKNOWN, originAccessControlId=UNKNOWN)).passes
    assert judged(RULE, cdn(domainName=UNKNOWN, s3OriginConfig={"originAccessIdentity": UNKNOWN})).passes


def test_fails() -> None:
    for domain in (
        "files.s3.amazonaws.com",
        "files.s3.us-east-1.amazonaws.com",
        "files.s3-eu-west-1.amazonaws.com",
    ):
        assert set(judged(RULE, cdn(domainName=domain)).faults) == {"cdn"}
        assert judged(RULE, cdn(domainName=domain, s3OriginConfig={"originAccessIdentity": ""})).faults


def test_cannot_tell() -> None:
    verdict = judged(RULE, cdn(domainName=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"cdn"})


def test_does_not_apply() -> None:
    assert judged(RULE, cdn(domainName=UNKNOWN, customOriginConfig={"httpPort": 80})).passes
    assert judged(RULE, cdn(domainName="api.example.com")).passes
