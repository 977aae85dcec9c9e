"""A function's environment holds no secret."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._secrets import in_variables


def _check(function: Resource, context: Context) -> Iterator[str]:
    yield from in_variables(function, "environment", function.get("environment.variables", {}).items())


RULE = Rule(
    id="lambda-environment-secrets",
    title="A function's environment holds no secret",
    severity=Severity.HIGH,
    why="Environment variables are shown in the console and to all who may read the function's "
    "configuration.",
    remedy="Put it into Secrets Manager, pass its ARN, and read it in the function (AWS's Parameters and "
    "Secrets extension caches it).",
    reference="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
    practice="SEC02-BP03",
    types=("aws:lambda/function:Function",),
    check=_check,
)
