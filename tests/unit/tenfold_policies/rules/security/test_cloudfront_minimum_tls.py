from __future__ import annotations

import pytest

from support.policies import judged, resource
from tenfold_policies.rules.security.cloudfront_minimum_tls import RULE
from tenfold_policies.values import UNKNOWN

DISTRIBUTION = "aws:cloudfront/distribution:Distribution"


@pytest.mark.parametrize("version", ["TLSv1.2_2018", "TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025"])
def test_passes(version: str) -> None:
    assert judged(RULE, resource(DISTRIBUTION, viewerCertificate={"minimumProtocolVersion": version})).passes


@pytest.mark.parametrize(
    "certificate",
    [
        {"cloudfrontDefaultCertificate": True},
        {"acmCertificateArn": UNKNOWN},
        {"minimumProtocolVersion": "TLSv1.1_2016"},
        {"minimumProtocolVersion": "TLSv1_2016"},
        {"minimumProtocolVersion": "SSLv3"},
    ],
)
def test_fails(certificate: dict[str, object]) -> None:
    assert set(judged(RULE, resource(DISTRIBUTION, "cdn", viewerCertificate=certificate)).faults) == {"cdn"}


def test_cannot_tell() -> None:
    certificate = {"minimumProtocolVersion": UNKNOWN}
    verdict = judged(RULE, resource(DISTRIBUTION, "cdn", viewerCertificate=certificate))
    assert (verdict.faults, verdict.untold) == ({}, {"cdn"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:cloudfront/function:Function")).passes


def test_tls_1_3_can_be_asked_for() -> None:
    cdn = resource(DISTRIBUTION, "cdn", viewerCertificate={"minimumProtocolVersion": "TLSv1.2_2025"})
    assert set(judged(RULE, cdn, parameters={"min_version": "1.3"}).faults) == {"cdn"}
