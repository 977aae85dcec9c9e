"""Nobody may do everything."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.security._names import control
from tenfold_policies.rules.security._policies import (
    IDENTITY_POLICIES,
    allows,
    identity_statements,
    label,
    texts,
)
from tenfold_policies.values import each_of

_ATTACHMENTS = {
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "policyArn",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": "policyArn",
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": "policyArn",
    "aws:iam/policyAttachment:PolicyAttachment": "policyArn",
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": "policyArns",
    "aws:iam/role:Role": "managedPolicyArns",
}


class AdminPolicies(Parameters):
    """What counts as everything."""

    managed_policies: tuple[str, ...] = ("AdministratorAccess", "IAMFullAccess")
    """AWS's managed policies that nobody gets; with IAMFullAccess one gives oneself the rest."""


def _check(resource: Resource, context: Context) -> Iterator[str]:
    if resource.type in _ATTACHMENTS:
        for arn in texts(resource, _ATTACHMENTS[resource.type]):
            if arn.rpartition("/")[2] in context.parameters.managed_policies:
                yield f"it attaches {arn.rpartition('/')[2]}."
    if resource.type in IDENTITY_POLICIES:
        yield from each_of(identity_statements(resource), _statement)


def _statement(statement: Resource) -> Iterator[str]:
    if not allows(statement) or not any(each == "*" for each in texts(statement, "Resource")):
        return
    if statement.get("NotAction") is not None:
        yield f"{label(statement)} allows all that it doesn't name (NotAction) on every resource."
    elif any(each in ("*", "*:*") for each in texts(statement, "Action")):
        yield f"{label(statement)} allows every action on every resource."


RULE = Rule(
    id="iam-no-admin-policy",
    title="Nobody may do everything",
    severity=Severity.CRITICAL,
    why="Whoever takes over that identity owns the account, its backups and its logs included.",
    remedy="Name the actions and resources that are needed; IAM Access Analyzer makes a policy of what was "
    "used.",
    reference=control("IAM.1"),
    practice="SEC03-BP02",
    types=tuple(dict.fromkeys((*IDENTITY_POLICIES, *_ATTACHMENTS))),
    check=_check,
    parameters=AdminPolicies,
)
