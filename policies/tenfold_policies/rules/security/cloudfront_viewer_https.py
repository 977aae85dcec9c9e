"""A distribution answers over HTTPS only."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import DISTRIBUTION, control
from tenfold_policies.values import each_of


def _check(distribution: Resource, context: Context) -> Iterator[str]:
    for path in ("defaultCacheBehavior", "orderedCacheBehaviors"):
        yield from each_of(distribution.parts(path), _behavior)


def _behavior(behavior: Resource) -> Iterator[str]:
    if behavior.get("viewerProtocolPolicy") == "allow-all":
        yield f"viewerProtocolPolicy is 'allow-all' for {behavior.known('pathPattern', 'all other paths')}."


RULE = Rule(
    id="cloudfront-viewer-https",
    title="A distribution answers over HTTPS only",
    severity=Severity.HIGH,
    why="Cookies and pages cross the internet for anyone on the way to read and change.",
    remedy="Set viewer_protocol_policy to 'redirect-to-https' or 'https-only' in every behavior.",
    reference=control("CloudFront.3"),
    practice="SEC09-BP02",
    types=(DISTRIBUTION,),
    check=_check,
)
