"""A distribution speaks TLS with its origins."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import DISTRIBUTION, control
from tenfold_policies.rules.security._policies import texts
from tenfold_policies.values import each_of

_OLD = ("SSLv3", "TLSv1", "TLSv1.1")


def _check(distribution: Resource, context: Context) -> Iterator[str]:
    yield from each_of(distribution.parts("origins"), lambda each: _origin(each, distribution))


def _origin(origin: Resource, distribution: Resource) -> Iterator[str]:
    if not origin.has("customOriginConfig"):
        return  # a bucket, or an origin inside the VPC, whose own resource says how
    name = origin.known("originId", "?")
    policy = origin.get("customOriginConfig.originProtocolPolicy")
    if policy == "http-only" or (policy == "match-viewer" and _plain(distribution)):
        yield f"originProtocolPolicy of the origin {name} is {policy!r}."
    old = [each for each in texts(origin, "customOriginConfig.originSslProtocols") if each in _OLD]
    if old and policy != "http-only":
        yield f"originSslProtocols of the origin {name} has {', '.join(old)}."


def _plain(distribution: Resource) -> bool:
    """Whether a viewer may speak plain HTTP."""
    many = [
        each
        for path in ("defaultCacheBehavior", "orderedCacheBehaviors")
        for each in distribution.parts(path)
    ]
    return any(each.get("viewerProtocolPolicy") == "allow-all" for each in many)


RULE = Rule(
    id="cloudfront-origin-tls",
    title="A distribution speaks TLS 1.2 with its origins",
    severity=Severity.MEDIUM,
    why="Between CloudFront and the origin the requests cross the internet once more.",
    remedy="Set origin_protocol_policy='https-only' and origin_ssl_protocols=['TLSv1.2'] for each origin.",
    reference=control("CloudFront.9"),
    practice="SEC09-BP02",
    types=(DISTRIBUTION,),
    check=_check,
)
