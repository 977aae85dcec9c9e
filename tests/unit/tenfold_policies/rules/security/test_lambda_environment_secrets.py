from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from support.policies import judged, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.security.lambda_environment_secrets import RULE
from tenfold_policies.values import UNKNOWN, Secret


def function(**variables: Any) -> Resource:
    return resource("aws:lambda/function:Function", "api", environment={"variables": variables})


@pytest.mark.parametrize(
    "variables",
    [
        {"LOG_LEVEL": "info", "TABLE": UNKNOWN},
        {"DB_SECRET": "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop"},
        {"DB_PASSWORD": "/prod/shop/db-password"},
        {"DB_SECRET": "prod/shop/db"},
        {"DB_PASSWORD": "{{resolve:secretsmanager:shop}}"},
        {"PASSWORD_MIN_LENGTH": "12", "TOKEN_TTL_SECONDS": "900", "SECRET_ARN": UNKNOWN},
        {"VERIFY_TOKEN": "true"},
        {"DATABASE_URL": "postgres://db.internal:5432/shop"},
        {"COMPASS": "north", "MONKEY": "banana"},
    ],
)
def test_passes(variables: dict[str, Any]) -> None:
    assert judged(RULE, function(**variables)).passes


@pytest.mark.parametrize(
    "variables",
    [
        {"DB_PASSWORD": "hunter2!"},
        {"dbPassword": "hunter2!"},
        {"STRIPE_API_KEY": "abcdef123456"},
        {"AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"},
        {"KEY": "AKIAIOSFODNN7EXAMPLE"},
        {"GIT": "ghp_" + "a" * 36},
        {"DATABASE_URL": "postgres://shop:hunter2@db.internal:5432/shop"},
        {"X": "-----BEGIN RSA PRIVATE KEY-----\nMIIE"},
        {"PLAIN": Secret("anything at all")},
    ],
)
def test_fails(variables: dict[str, Any]) -> None:
    (message,) = judged(RULE, function(LOG_LEVEL="info", **variables)).faults["api"]
    ((name, value),) = variables.items()
    assert message.startswith(f"{name} looks like a secret: ")
    assert str.__str__(value) not in message


def test_cannot_tell() -> None:
    verdict = judged(RULE, function(DB_PASSWORD=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"api"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:lambda/function:Function")).passes


def test_where_one_is_secret_those_that_say_so_are_named_else_the_environment() -> None:
    named = replace(
        function(LOG_LEVEL=Secret("info"), DB_PASSWORD=UNKNOWN), secrets=frozenset({"environment"})
    )
    assert judged(RULE, named).faults["api"] == [
        "DB_PASSWORD looks like a secret: its name is a secret's, and Pulumi keeps it as one."
    ]
    none = replace(function(LOG_LEVEL=Secret("info"), X=UNKNOWN), secrets=frozenset({"environment"}))
    assert judged(RULE, none).faults["api"] == ["environment holds a value that Pulumi keeps as a secret."]
