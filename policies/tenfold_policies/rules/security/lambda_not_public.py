"""Nobody calls a function unasked."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import control

_URL = "aws:lambda/functionUrl:FunctionUrl"
_PERMISSION = "aws:lambda/permission:Permission"
_NARROWING = ("sourceArn", "sourceAccount", "principalOrgId")


def _check(resource: Resource, context: Context) -> Iterator[str]:
    if resource.type == _URL:
        if resource.get("authorizationType") == "NONE":
            yield "authorizationType is 'NONE': whoever has the address calls the function."
    elif resource.get("principal") == "*" and not any(map(resource.has, _NARROWING)):
        yield "principal is '*', and none of sourceArn, sourceAccount and principalOrgId narrows it."


RULE = Rule(
    id="lambda-not-public",
    title="Nobody calls a function without being asked who they are",
    severity=Severity.HIGH,
    why="Strangers run the code, with its role's rights and at your cost.",
    remedy="Set authorization_type='AWS_IAM' and put CloudFront with an origin access control, or a load "
    "balancer, before it; name the principal in a permission.",
    reference=control("Lambda.1"),
    practice="SEC03-BP07",
    types=(_URL, _PERMISSION),
    check=_check,
)
