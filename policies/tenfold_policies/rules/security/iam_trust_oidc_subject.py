"""A role for a workload elsewhere names which workload."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._policies import allows, conditions, label, statements, texts
from tenfold_policies.values import UNKNOWN, Undecided, each_of

# What names nobody: any repository of GitHub's, any service account of a cluster.
_ANYBODY = ("*", "repo:*", "repo:*/*", "repo:*/*:*", "system:serviceaccount:*", "system:serviceaccount:*:*")


def _check(role: Resource, context: Context) -> Iterator[str]:
    yield from each_of(statements(role, "assumeRolePolicy"), _statement)


def _statement(statement: Resource) -> Iterator[str]:
    if not allows(statement) or not isinstance(statement.get("Principal"), dict):
        return
    if not any(":oidc-provider/" in each for each in texts(statement, "Principal.Federated")):
        return
    subjects = [value for _, key, value in conditions(statement) if key.endswith(":sub")]
    if not subjects:
        yield f"{label(statement)} of assumeRolePolicy has no condition on the token's subject (…:sub)."
    elif anybody := next(filter(None, map(_anybody, subjects)), None):
        yield f"{label(statement)} of assumeRolePolicy takes any subject: {anybody!r}."


def _anybody(value: Any) -> str | None:
    many = cast("list[Any]", value) if isinstance(value, list) else [value]
    found = next((each for each in many if each in _ANYBODY), None)
    if found is None and any(each is UNKNOWN for each in many):
        raise Undecided("Condition")
    return found


RULE = Rule(
    id="iam-trust-oidc-subject",
    title="A role for a workload outside AWS names which workload",
    severity=Severity.CRITICAL,
    why="Every repository of the same forge, or every pod of the cluster, can take on the role.",
    remedy="Add a condition on the provider's …:sub, such as repo:company/shop:environment:prod or "
    "system:serviceaccount:shop:api.",
    reference="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
    practice="SEC03-BP02",
    types=("aws:iam/role:Role",),
    check=_check,
)
