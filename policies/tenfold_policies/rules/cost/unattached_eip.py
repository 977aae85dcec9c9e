"""An Elastic IP address is attached to something."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.cost._names import NAT_GATEWAY

_ASSOCIATION = "aws:ec2/eipAssociation:EipAssociation"
_USERS = (
    NAT_GATEWAY,
    _ASSOCIATION,
    "aws:lb/loadBalancer:LoadBalancer",
    "aws:alb/loadBalancer:LoadBalancer",
    "aws:transfer/server:Server",
    "kubernetes:core/v1:Service",
)


def _check(address: Resource, context: Context) -> Iterator[str]:
    if address.has("instance") or address.has("networkInterface"):
        return
    if any(context.stack.referring(address, type_) for type_ in _USERS):
        return
    for each in context.stack.of(_ASSOCIATION):
        if not each.references:
            each.get("allocationId")
    yield "nothing in the stack uses it."


RULE = Rule(
    id="unattached-eip",
    title="An Elastic IP address is attached to something",
    severity=Severity.LOW,
    why="Every public IPv4 address is charged by the hour, whether or not anything answers there.",
    remedy="Give it to a NAT gateway, a load balancer or an instance, or remove it.",
    reference="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html",
    practice="COST04-BP03",
    types=("aws:ec2/eip:Eip",),
    check=_check,
    relational=True,
)
