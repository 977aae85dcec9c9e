from __future__ import annotations

import json
from typing import Any

from support.policies import judged, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.security.ecs_environment_secrets import RULE
from tenfold_policies.values import UNKNOWN, Secret

TASK = "aws:ecs/taskDefinition:TaskDefinition"


def definitions(name: str, value: str, kind: str = "environment", key: str = "value") -> str:
    return json.dumps([{"name": "api", kind: [{"name": name, key: value}]}, {"name": "sidecar"}])


def task(text: Any) -> Resource:
    return resource(TASK, "task", containerDefinitions=text)


def test_passes() -> None:
    assert judged(RULE, task(definitions("LOG_LEVEL", "info"))).passes


def test_fails() -> None:
    verdict = judged(RULE, task(definitions("DB_PASSWORD", "hunter2!")))
    assert verdict.faults["task"] == [
        "DB_PASSWORD looks like a secret: its name is a secret's, its value is plain."
    ]
    assert judged(RULE, task(Secret(definitions("DB_PASSWORD", "hunter2!")))).faults


def test_cannot_tell() -> None:
    verdict = judged(RULE, task(UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"task"})


def test_does_not_apply() -> None:
    """What ECS takes from Secrets Manager itself, and what AWS refuses anyway."""
    assert judged(RULE, task("[")).passes
    assert judged(RULE, task(definitions("DB_PASSWORD", "arn:aws:…", "secrets", "valueFrom"))).passes
