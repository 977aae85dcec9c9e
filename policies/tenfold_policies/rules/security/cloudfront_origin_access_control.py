"""A bucket behind CloudFront is read through CloudFront only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import DISTRIBUTION, control
from tenfold_policies.values import each_of

_BUCKET = re.compile(r"\.s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com(\.cn)?$")  # not a website's, s3-website


def _check(distribution: Resource, context: Context) -> Iterator[str]:
    yield from each_of(distribution.parts("origins"), _origin)


def _origin(origin: Resource) -> Iterator[str]:
    if origin.has("originAccessControlId") or origin.has("s3OriginConfig.originAccessIdentity"):
        return
    if origin.has("customOriginConfig") or origin.has("vpcOriginConfig"):
        return
    if _BUCKET.search(origin.get("domainName")):
        yield f"the origin {origin.known('originId', '?')} is a bucket without originAccessControlId."


RULE = Rule(
    id="cloudfront-origin-access-control",
    title="A bucket behind CloudFront is read through CloudFront only",
    severity=Severity.MEDIUM,
    why="The bucket must then be open to everybody, who go around the firewall, the signatures and the "
    "cache.",
    remedy="Create an aws.cloudfront.OriginAccessControl, name it in the origin, and allow only "
    "cloudfront.amazonaws.com with the distribution's ARN in the bucket's policy.",
    reference=control("CloudFront.13"),
    practice="SEC03-BP07",
    types=(DISTRIBUTION,),
    check=_check,
)
