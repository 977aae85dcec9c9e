"""Nobody may do everything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

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
        attached = _names(resource, _ATTACHMENTS[resource.type])
        yield from (
            f"it attaches {each}." for each in attached if each in context.parameters.managed_policies
        )
    if resource.type in IDENTITY_POLICIES:
        yield from each_of(identity_statements(resource), _statement)


def _names(resource: Resource, path: str) -> list[str]:
    """The names of the policies that it attaches, as far as they are known.

    An ARN that is not known yet is of a policy that the program makes: AWS's are there already.
    """
    given = resource.known(path, [])
    many = cast("list[Any]", given) if isinstance(given, list) else [given]
    return [each.rpartition("/")[2] for each in many if isinstance(each, str)]


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
