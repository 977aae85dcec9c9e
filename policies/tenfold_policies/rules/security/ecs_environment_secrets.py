"""A task's environment holds no secret."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, cast

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import control
from tenfold_policies.rules.security._secrets import in_variables


def _check(task: Resource, context: Context) -> Iterator[str]:
    given = task.get("containerDefinitions", "[]")
    try:
        definitions = cast("list[dict[str, Any]]", json.loads(given) if isinstance(given, str) else given)
    except ValueError:
        return  # AWS refuses it
    variables = [
        (str(each.get("name")), each.get("value"))
        for container in definitions
        for each in cast("list[dict[str, Any]]", container.get("environment") or [])
    ]
    yield from in_variables(task, "containerDefinitions", variables)


RULE = Rule(
    id="ecs-environment-secrets",
    title="A task's environment holds no secret",
    severity=Severity.HIGH,
    why="Environment variables are in every version of the task definition, for all who may read it.",
    remedy="Put it into Secrets Manager, and name its ARN under the container's 'secrets' instead.",
    reference=control("ECS.8"),
    practice="SEC02-BP03",
    types=("aws:ecs/taskDefinition:TaskDefinition",),
    check=_check,
)
