from __future__ import annotations

import json
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from tenfold import InvalidInputError
from tenfold_stacks.names import Environment
from tenfold_stacks.schema import file_schema
from tenfold_stacks.settings import parse

ROOT = Path(__file__).parents[3]
MINIMAL = {"environment": "dev", "stage": "startup"}


def refused(**given: Any) -> str:
    with pytest.raises(InvalidInputError) as caught:
        parse({**MINIMAL, **given}, "us-east-1")
    return str(caught.value)


def test_a_file_need_only_name_its_environment_and_stage() -> None:
    assert parse(MINIMAL, "us-east-1").database.instance_class == "db.t4g.medium"


def test_the_file_overrides_one_size_and_leaves_its_neighbours() -> None:
    settings = parse({**MINIMAL, "database": {"readers": 3}}, "us-east-1")
    assert settings.database.readers == 3
    assert settings.database.instance_class == "db.t4g.medium"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"stage": "huge"}, "tenfold:stage: 'huge' is refused. Allowed: startup, growth, scale"),
        ({"environment": "qa"}, "tenfold:environment: 'qa' is refused. Allowed: dev, staging, prod"),
        ({"natt": "single"}, "tenfold:natt: 'single' is refused"),
        ({"cluster": {"minNode": 3}}, "tenfold:cluster.minNode: 3 is refused"),
        ({"network": {"nat": ["single", "regional"]}}, "tenfold:network.nat: ['single', 'regional']"),
        ({"database": {"readers": 0}}, "tenfold:database.readers: 0 is refused"),
    ],
)
def test_what_is_refused_is_named_as_the_file_writes_it(given: dict[str, Any], told: str) -> None:
    assert told in refused(**given)


def test_no_two_environments_or_regions_share_addresses() -> None:
    ranges = [
        IPv4Network(parse({"environment": each, "stage": "startup"}, region).cidr)
        for each in Environment
        for region in ("us-east-1", "us-west-2", "eu-west-1")
    ]
    assert not any(one.overlaps(two) for one in ranges for two in ranges if one is not two)


@pytest.mark.parametrize("environment", Environment)
def test_the_committed_files_obey_the_schema_that_editors_use(environment: Environment) -> None:
    content = yaml.safe_load((ROOT / f"Pulumi.{environment}.yaml").read_text())
    assert list(Draft202012Validator(file_schema()).iter_errors(content)) == []
    assert content["config"]["tenfold:environment"] == environment


def test_the_schema_refuses_a_misspelt_key() -> None:
    content = {"config": {"aws:region": "us-east-1", "tenfold:stag": "startup"}}
    assert list(Draft202012Validator(file_schema()).iter_errors(content))


def test_the_committed_schema_is_the_settings_own() -> None:
    committed = json.loads((ROOT / "docs/stack-settings.schema.json").read_text())
    assert committed == file_schema(), (
        "run: python -m tenfold_stacks.schema > docs/stack-settings.schema.json"
    )
