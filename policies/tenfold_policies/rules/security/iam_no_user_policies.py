"""Users have their rights by their groups."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import control

_SHARED = "aws:iam/policyAttachment:PolicyAttachment"
_OF_USERS = ("aws:iam/userPolicy:UserPolicy", "aws:iam/userPolicyAttachment:UserPolicyAttachment")


def _check(resource: Resource, context: Context) -> Iterator[str]:
    if resource.type != _SHARED:
        yield f"it gives rights to the user {resource.known('user', 'itself')} alone."
    elif resource.get("users"):
        yield "it gives rights to users directly."


RULE = Rule(
    id="iam-no-user-policies",
    title="Users have their rights by their groups",
    severity=Severity.LOW,
    why="Rights that hang on single users stay when their work changes, and nobody sees who may what.",
    remedy="Attach the policy to a group; better, let people in by IAM Identity Center and machines by "
    "roles.",
    reference=control("IAM.2"),
    practice="SEC02-BP06",
    types=(*_OF_USERS, _SHARED),
    check=_check,
)
