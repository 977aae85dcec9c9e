"""A distribution is behind a web application firewall."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import DISTRIBUTION, control


def _check(distribution: Resource, context: Context) -> Iterator[str]:
    if not distribution.has("webAclId") and distribution.get("enabled", True):
        yield "webAclId is not set."


RULE = Rule(
    id="cloudfront-waf",
    title="A distribution is behind a web application firewall",
    severity=Severity.MEDIUM,
    why="Floods of requests and known attacks reach the servers, and are paid for.",
    remedy="Create an aws.wafv2.WebAcl with scope='CLOUDFRONT' in us-east-1, and set web_acl_id to its ARN.",
    reference=control("CloudFront.6"),
    practice="SEC05-BP03",
    types=(DISTRIBUTION,),
    check=_check,
)
