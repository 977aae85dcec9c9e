"""Policies of identities and of resources, statement by statement."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from tenfold_policies.resource import Resource
from tenfold_policies.values import UNKNOWN, Undecided

IDENTITY_POLICIES = (
    "aws:iam/policy:Policy",
    "aws:iam/rolePolicy:RolePolicy",
    "aws:iam/userPolicy:UserPolicy",
    "aws:iam/groupPolicy:GroupPolicy",
    "aws:iam/role:Role",
)
"""The types that hold a policy of an identity; a role holds some inline."""

# By these keys a statement that is for everyone is for a few only (IAM User Guide, "Global condition
# context keys"; IAM Access Analyzer's "public"). What the caller chooses, as aws:Referer, is none of them.
_NARROWING = frozenset(
    {
        "aws:principalaccount",
        "aws:principalarn",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceip",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:sourceowner",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:userid",
        "aws:vpcsourceip",
        "elasticfilesystem:accessedviamounttarget",
        "kms:calleraccount",
        "s3:dataaccesspointaccount",
        "s3:dataaccesspointarn",
    }
)
_NARROWING_OPERATORS = ("stringequals", "stringlike", "arnequals", "arnlike", "ipaddress", "bool")
_EVERYTHING = ("*", "0.0.0.0/0", "::/0", "arn:*", "arn:aws:*")


def statements(resource: Resource, path: str) -> list[Resource]:
    """The statements of the policy at a path, which is JSON's text or an object; each read as a resource is.

    Raises:
        Undecided: the policy is known only after the update.
    """
    policy = resource.get(path)
    if isinstance(policy, str):
        try:
            policy = json.loads(policy)
        except ValueError:
            return []  # AWS refuses it
    if not isinstance(policy, Mapping):
        return []
    return replace(resource, properties=cast("Mapping[str, Any]", policy), inputs=None).parts("Statement")


def identity_statements(resource: Resource) -> list[Resource]:
    """The statements of a policy that says what an identity may do."""
    if resource.type == "aws:iam/role:Role":
        return [each for policy in resource.parts("inlinePolicies") for each in statements(policy, "policy")]
    return statements(resource, "policy")


def texts(statement: Resource, key: str) -> Iterator[str]:
    """The texts under a key, be it one or a list: what is known first.

    Raises:
        Undecided: at the end, if not all are known.
    """
    value = statement.get(key, [])
    many = cast("list[Any]", value) if isinstance(value, list) else [value]
    yield from (each for each in many if isinstance(each, str))
    if any(each is UNKNOWN for each in many):
        raise Undecided(key)


def allows(statement: Resource) -> bool:
    """Whether it allows."""
    return statement.get("Effect") == "Allow"


def conditional(statement: Resource) -> bool:
    """Whether it depends on a condition, of whatever kind."""
    return bool(statement.get("Condition", {}))


def label(statement: Resource) -> str:
    """How a message names it."""
    name = statement.known("Sid")
    return f"statement {name}" if name else "a statement"


def for_everyone(statement: Resource) -> bool:
    """Whether it allows something to everyone: no principal is named, no condition narrows it."""
    if not allows(statement):
        return False
    if statement.get("NotPrincipal") is None and not _anyone(statement):
        return False
    return not any(_narrows(*each) for each in conditions(statement))


def _anyone(statement: Resource) -> bool:
    principal = statement.get("Principal")
    key = "Principal.AWS" if isinstance(principal, Mapping) else "Principal"
    return any(each == "*" for each in texts(statement, key))


def conditions(statement: Resource) -> Iterator[tuple[str, str, Any]]:
    """Its conditions: operator and key in lower case, and the value.

    Raises:
        Undecided: the keys of an operator are known only after the update.
    """
    found = cast("Mapping[str, Any]", statement.get("Condition", {}))
    for operator, keys in found.items():
        if keys is UNKNOWN:
            raise Undecided("Condition")
        for key, value in cast("Mapping[str, Any]", keys).items():
            yield operator.lower(), key.lower(), value


def _narrows(operator: str, key: str, value: Any) -> bool:
    """Whether a condition leaves out strangers; ``…IfExists`` and ``ForAllValues`` let in the silent."""
    many = cast("list[Any]", value) if isinstance(value, list) else [value]
    return (
        key in _NARROWING
        and operator.removeprefix("foranyvalue:") in _NARROWING_OPERATORS
        and not any(each in _EVERYTHING for each in many if each is not UNKNOWN)
    )
