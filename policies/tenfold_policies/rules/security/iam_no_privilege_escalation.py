"""Nobody may give themselves more rights."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._policies import (
    IDENTITY_POLICIES,
    allows,
    conditional,
    identity_statements,
    label,
    texts,
)
from tenfold_policies.values import each_of

# Each of them alone, on every resource, leads to any right there is in the account.
_ESCALATING = (
    "iam:PassRole",
    "iam:CreatePolicyVersion",
    "iam:SetDefaultPolicyVersion",
    "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",
    "iam:AttachGroupPolicy",
    "iam:PutRolePolicy",
    "iam:PutUserPolicy",
    "iam:PutGroupPolicy",
    "iam:AddUserToGroup",
    "iam:UpdateAssumeRolePolicy",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:UpdateLoginProfile",
    "sts:AssumeRole",
)


def _check(resource: Resource, context: Context) -> Iterator[str]:
    yield from each_of(identity_statements(resource), _statement)


def _statement(statement: Resource) -> Iterator[str]:
    if not allows(statement) or not any(each == "*" for each in texts(statement, "Resource")):
        return
    # "*" and "iam:*" are other rules' to say.
    patterns = [
        each.lower() for each in texts(statement, "Action") if each.partition(":")[2] not in ("", "*")
    ]
    found = [each for each in _ESCALATING if any(fnmatchcase(each.lower(), pattern) for pattern in patterns)]
    if found and not conditional(statement):
        yield f"{label(statement)} allows {', '.join(found)} on every resource."


RULE = Rule(
    id="iam-no-privilege-escalation",
    title="Nobody may give themselves more rights",
    severity=Severity.HIGH,
    why="Who may pass any role to a machine, or attach any policy, is an administrator by a detour.",
    remedy="Name the roles' or policies' ARNs as Resource; narrow iam:PassRole by iam:PassedToService.",
    reference="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
    practice="SEC03-BP05",
    types=IDENTITY_POLICIES,
    check=_check,
)
