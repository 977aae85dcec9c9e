from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from support.policies import judged, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.cost.cost_increase_threshold import RULE
from tenfold_policies.values import UNKNOWN

STACK = resource("pulumi:pulumi:Stack", "shop-prod")


def node(name: str, type_: Any = "m7g.large") -> Resource:
    return resource("aws:ec2/instance:Instance", name, instanceType=type_, region="us-east-1")


@pytest.fixture
def deployed(tmp_path: Path) -> str:
    """Ten nodes: about $602 a month."""
    states = [
        {"urn": each.urn, "type": each.type, "custom": True, "inputs": dict(each.properties)}
        for each in [node(f"node-{number}") for number in range(10)]
    ]
    file = tmp_path / "state.json"
    file.write_text(json.dumps({"version": 3, "deployment": {"resources": states}}))
    return str(file)


def nodes(count: int, *more: Resource) -> list[Resource]:
    return [STACK, *(node(f"node-{number}") for number in range(count)), *more]


def test_passes(deployed: str) -> None:
    for count in (1, 10, 11):
        assert judged(RULE, *nodes(count), parameters={"deployed": deployed}).passes


def test_fails(deployed: str) -> None:
    (message,) = judged(RULE, *nodes(13), parameters={"deployed": deployed}).faults["shop-prod"]
    assert message.startswith("the change raises its cost by ")
    assert "node-10 +60." in message


def test_cannot_tell(deployed: str) -> None:
    verdict = judged(RULE, *nodes(10, node("new", UNKNOWN)), parameters={"deployed": deployed})
    assert (verdict.faults, verdict.untold) == ({}, {"shop-prod"})


def test_does_not_apply() -> None:
    assert judged(RULE, *nodes(10)).passes


def test_a_change_is_too_dear_only_above_both_thresholds(deployed: str) -> None:
    assert judged(RULE, *nodes(13), parameters={"deployed": deployed, "usd": 1000}).passes
    assert judged(RULE, *nodes(13), parameters={"deployed": deployed, "percent": 50}).passes
    tight = {"deployed": deployed, "usd": 0, "percent": 0}
    assert set(judged(RULE, *nodes(11), parameters=tight).faults) == {"shop-prod"}


def test_a_state_that_is_cut_off_is_a_mistake_of_the_configuration(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    file.write_text('{"deployment": {"resources": [{"urn": ')
    with pytest.raises(ValidationError, match=r"state\.json is cut off"):
        RULE.parse({"deployed": str(file)})
