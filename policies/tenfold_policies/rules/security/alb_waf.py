"""A load balancer on the internet is behind a web application firewall."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import LOAD_BALANCERS, application, control

_ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation"


def _check(balancer: Resource, context: Context) -> Iterator[str]:
    if not application(balancer) or balancer.get("internal", False):
        return
    if not context.stack.attached(balancer, _ASSOCIATION, "resourceArn"):
        yield "it is on the internet, and no WebAclAssociation names it."


RULE = Rule(
    id="alb-waf",
    title="A load balancer on the internet is behind a web application firewall",
    severity=Severity.LOW,
    why="Floods of requests and known attacks reach the servers.",
    remedy="Add an aws.wafv2.WebAclAssociation, or let in CloudFront alone and have the firewall there.",
    reference=control("ELB.16"),
    practice="SEC05-BP03",
    types=LOAD_BALANCERS,
    check=_check,
    relational=True,
)
