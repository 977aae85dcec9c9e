from __future__ import annotations

from dataclasses import replace
from typing import Any

from support.policies import judged, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.security.ssm_parameter_secrets import RULE
from tenfold_policies.values import UNKNOWN, Secret


def parameter(label: str, name: Any, value: Any, type_: str = "String") -> Resource:
    """As Pulumi's SDK sends it: the value is always a secret."""
    found = resource("aws:ssm/parameter:Parameter", label, name=name, value=value, type=type_)
    return replace(found, secrets=frozenset({"value"}))


def test_passes() -> None:
    assert judged(
        RULE,
        parameter("secure", "/prod/db/password", Secret("hunter2!"), "SecureString"),
        parameter("plain", "/prod/log-level", Secret("info")),
        parameter("later", "/prod/endpoint", UNKNOWN),
    ).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        parameter("name", "/prod/db/password", Secret("hunter2!")),
        parameter("form", "/prod/key", Secret("AKIAIOSFODNN7EXAMPLE")),
        parameter("list", "/prod/api_token", Secret("a,b"), "StringList"),
    )
    assert set(verdict.faults) == {"name", "form", "list"}
    assert "hunter2" not in str(verdict.faults)


def test_cannot_tell() -> None:
    verdict = judged(RULE, parameter("name", "/prod/db/password", UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"name"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:ssm/document:Document", name="password")).passes
