from __future__ import annotations

import json
from pathlib import Path

import pytest

from tenfold_ops.ci.packs import Given, packs_of
from tenfold_policies.rule import Domain
from tenfold_sandbox.errors import SandboxError

ALL = tuple(map(str, Domain))


@pytest.fixture
def given(tmp_path: Path) -> Given:
    return Given(usage=tmp_path / "usage.yaml", deployed=tmp_path / "state.json")


def test_the_rules_on_the_bill_are_told_of_the_files(given: Given) -> None:
    (cost,) = packs_of(["cost"], [])
    config = cost.completed(given)
    files = {"usage": str(given.usage), "deployed": str(given.deployed)}
    assert config["cost-increase-threshold"] == files
    assert config["stack-monthly-limit"] == {"usage": files["usage"]}
    assert "required-tags" not in config


def test_no_rule_compares_where_nothing_is_deployed(tmp_path: Path) -> None:
    (cost,) = packs_of(["cost"], [])
    config = cost.completed(Given(usage=tmp_path / "usage.yaml"))
    assert set(config["cost-increase-threshold"]) == {"usage"}
    assert cost.completed(Given()) == {}


def test_a_configuration_keeps_what_it_says_itself(tmp_path: Path, given: Given) -> None:
    file = tmp_path / "cost.json"
    told = {
        "stack-monthly-limit": "advisory",
        "cost-increase-threshold": {"usd": 5, "deployed": "/other.json"},
    }
    file.write_text(json.dumps(told))
    (cost,) = packs_of(["cost"], [f"cost={file}"])
    config = cost.completed(given)
    assert config["stack-monthly-limit"] == {"enforcementLevel": "advisory", "usage": str(given.usage)}
    assert config["cost-increase-threshold"]["usd"] == 5
    assert config["cost-increase-threshold"]["deployed"] == "/other.json"


def test_a_pack_of_somebody_else_is_a_folder_whose_configuration_is_left_alone(
    tmp_path: Path, given: Given
) -> None:
    (tmp_path / "PulumiPolicy.yaml").write_text("runtime: python\n")
    file = tmp_path / "own.json"
    file.write_text('{"stack-monthly-limit": "advisory"}')
    (pack,) = packs_of([str(tmp_path)], [f"{tmp_path}={file}"])
    assert pack.folder == tmp_path
    assert pack.completed(given) == {"stack-monthly-limit": "advisory"}


def test_a_pack_named_twice_runs_once() -> None:
    assert [each.domain for each in packs_of(["cost", "cost"], [])] == [Domain.COST]


@pytest.mark.parametrize(
    ("names", "config", "told"),
    [
        (["costs"], None, ["--pack costs", "cost, resilience, security", "PulumiPolicy.yaml"]),
        (ALL, "costs=file.json", ["--pack-config costs=file.json", "cost, resilience, security"]),
        (ALL, "cost", ["--pack-config cost", "PACK=FILE"]),
        (ALL, "cost=absent.json", ["absent.json", "can't be read"]),
    ],
)
def test_a_mistake_is_told_with_what_is_allowed(
    names: list[str], config: str | None, told: list[str]
) -> None:
    with pytest.raises(SandboxError) as refused:
        packs_of(names, [config] if config else [])
    assert all(each in str(refused.value) for each in told), refused.value


@pytest.mark.parametrize("text", ["{", "[]"])
def test_a_configuration_that_is_no_json_object_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "cost.json"
    file.write_text(text)
    with pytest.raises(SandboxError, match=r"cost\.json"):
        packs_of(ALL, [f"cost={file}"])
