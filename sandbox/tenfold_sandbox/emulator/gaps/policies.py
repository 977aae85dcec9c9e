"""Checks of policy documents that AWS makes and moto leaves out."""

from __future__ import annotations

import json
from typing import Any

from ..messages import Document
from . import Call, refuse
from .references import role


def parse_policy(text: str, code: str) -> list[Document]:
    """The statements of a policy, or AWS's refusal with this error code."""
    try:
        statements = [dict(item) for item in _listed(dict(json.loads(text)).get("Statement"))]
    except (ValueError, TypeError):
        refuse(code, "Policies must be valid JSON and the first byte must be '{'")
    if not statements:
        refuse(code, "Missing required field Statement")
    for statement in statements:
        if statement.get("Effect") not in ("Allow", "Deny"):
            refuse(code, "Each statement must have the Effect Allow or Deny")
        if not {"Action", "NotAction"} & statement.keys():
            refuse(code, "Missing required field Action")
    return statements


def check_principals(call: Call, statements: list[Document], code: str) -> None:
    """Refuse a resource policy's statements without a principal, or with a role that doesn't exist."""
    for statement in statements:
        if not {"Principal", "NotPrincipal"} & statement.keys():
            refuse(code, "Missing required field Principal")
        ours = f":iam::{call.account_id}:role/"
        for principal in principals(statement):
            if ours in principal and role(call, principal) is None:
                refuse(code, f"Invalid principal in policy: {principal} does not exist")


def principals(statement: Document) -> list[str]:
    """All principals of a statement: ARNs, services, or ``*``."""
    principal = statement.get("Principal", statement.get("NotPrincipal", {}))
    if isinstance(principal, str):
        return [principal]
    return [str(value) for values in principal.values() for value in _listed(values)]


def actions(statement: Document) -> list[str]:
    """All actions that a statement names."""
    return [str(value) for value in _listed(statement.get("Action"))]


def resources(statement: Document) -> list[str]:
    """All resources of a statement."""
    return [str(value) for value in _listed(statement.get("Resource", statement.get("NotResource", [])))]


def is_public(statement: Document) -> bool:
    """Whether the statement lets anyone in, without a condition."""
    return statement["Effect"] == "Allow" and "*" in principals(statement) and not statement.get("Condition")


def allows_service(statements: list[Document], service: str) -> bool:
    """Whether some statement allows anything to an AWS service such as ``logs.us-east-1.amazonaws.com``."""
    allowed = [name for item in statements if item["Effect"] == "Allow" for name in principals(item)]
    return "*" in allowed or service in allowed or f"{service.split('.')[0]}.amazonaws.com" in allowed


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]  # JSON
