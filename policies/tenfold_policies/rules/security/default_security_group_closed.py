"""A VPC's default security group lets nothing in or out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import VPC, control

_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"


def _check(resource: Resource, context: Context) -> Iterator[str]:
    if resource.type == VPC:
        if not context.stack.attached(resource, _GROUP, "vpcId"):
            yield "its default security group is as AWS made it: its members reach each other and the world."
        return
    open_ = [each for each in ("ingress", "egress") if resource.get(each)]
    if open_:
        yield f"it has rules for {' and '.join(open_)}."


def _remediate(resource: Resource, parameters: Any) -> Mapping[str, Any] | None:
    if resource.type == VPC or not (resource.get("ingress") or resource.get("egress")):
        return None
    return {"ingress": [], "egress": []}


RULE = Rule(
    id="default-security-group-closed",
    title="A VPC's default security group lets nothing in or out",
    severity=Severity.MEDIUM,
    why="What is created without a security group gets this one, and with it more access than anyone meant.",
    remedy="Add an aws.ec2.DefaultSecurityGroup with the vpc_id and no rules.",
    reference=control("EC2.2"),
    practice="SEC05-BP02",
    types=(VPC, _GROUP),
    check=_check,
    relational=True,
    remediate=_remediate,
)
