"""A distribution refuses old versions of TLS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.security._names import DISTRIBUTION, control


class TlsVersion(Parameters):
    """How old a version may be."""

    min_version: Literal["1.2", "1.3"] = "1.2"
    """The oldest version of TLS to accept."""


def _check(distribution: Resource, context: Context) -> Iterator[str]:
    if distribution.get("viewerCertificate.cloudfrontDefaultCertificate", False):
        yield "it has CloudFront's default certificate, with which it speaks TLS 1.0."
        return
    policy = distribution.get("viewerCertificate.minimumProtocolVersion", "TLSv1")
    version = policy.removeprefix("TLSv").partition("_")[0]
    if policy == "SSLv3" or version < context.parameters.min_version:
        yield f"minimumProtocolVersion is {policy}."


RULE = Rule(
    id="cloudfront-minimum-tls",
    title="A distribution refuses old versions of TLS",
    severity=Severity.HIGH,
    why="TLS 1.0 and 1.1 can be broken by who sits on the way, and PCI DSS forbids them.",
    remedy="Give it a certificate of its own (acm_certificate_arn) and "
    "minimum_protocol_version='TLSv1.2_2021' or later.",
    reference=control("CloudFront.15"),
    practice="SEC09-BP02",
    types=(DISTRIBUTION,),
    check=_check,
    parameters=TlsVersion,
)
