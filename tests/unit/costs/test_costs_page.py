"""The page of what each stage costs is reckoned, from previews that are of the stacks as they are."""

from __future__ import annotations

import json
import lzma
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from support.scripts import docs_script
from tenfold_ops.cost_bill import STAGE_RANGES
from tenfold_ops.cost_usage import profile
from tenfold_stacks.names import Environment, Stage
from tenfold_stacks.sizes import sizes_of

ROOT = Path(__file__).parents[3]
SNAPSHOTS = ROOT / "tests/unit/tenfold_stacks/snapshots"
RENEW = "run: python docs/costs_graphs.py"
each_stack = pytest.mark.parametrize(
    ("stage", "environment"), [(stage, environment) for stage in Stage for environment in Environment]
)


@pytest.fixture(scope="module")
def page() -> ModuleType:
    return docs_script("costs_page")


def preview(stage: Stage, environment: Environment) -> dict[str, Any]:
    file = Path(__file__).with_name(f"{stage}-{environment}.json.xz")
    return json.loads(lzma.decompress(file.read_bytes()))


def test_page_and_picture_are_what_prices_usage_and_model_come_to(page: ModuleType) -> None:
    for file, text in page.files():
        assert file.read_text() == text, f"{file.name} differs; run: python docs/costs_page.py"


@each_stack
def test_the_previews_are_of_the_stacks_sizes(stage: Stage, environment: Environment) -> None:
    assert preview(stage, environment)["sizes"] == sizes_of(stage, environment), RENEW


@each_stack
def test_the_previews_have_the_stacks_resources(stage: Stage, environment: Environment) -> None:
    states = [step["newState"] for step in preview(stage, environment)["steps"]]
    found = {f"{each['type']} {each['urn'].rpartition('::')[2]}" for each in states}
    lines = (SNAPSHOTS / f"{stage}-{environment}.txt").read_text().splitlines()
    assert {line.partition(" > ")[2] for line in lines} - found == set(), RENEW


@each_stack
def test_the_model_knows_every_resource_of_the_stacks_and_every_price(
    page: ModuleType, stage: Stage, environment: Environment
) -> None:
    found = page.stacks()[stage][environment].estimates.expected
    assert dict(found.unknown) == {}
    assert found.missing == ()


@pytest.mark.parametrize("stage", Stage)
def test_a_stages_bill_is_in_the_range_that_is_promised(page: ModuleType, stage: Stage) -> None:
    least, most = STAGE_RANGES[stage]
    assert least <= page.together(page.stacks(), stage).expected <= most


def test_each_figure_of_the_usage_is_some_resources(page: ModuleType) -> None:
    """A name that fits nothing would leave its figures out of every bill."""
    scale = page.stacks()[Stage.SCALE][Environment.PROD].graph
    not_yet = {  # in no stack before the stage that spans two regions
        "aws:rds/globalCluster:GlobalCluster",
        "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup",
    }
    for entry in profile().resources:
        if entry.type not in not_yet:
            assert any(entry.fits(each) for each in scale), (entry.type, entry.name)


def test_the_picture_needs_no_network_and_says_its_amounts_in_words(page: ModuleType) -> None:
    text = page.picture(page.stacks())
    root = ET.fromstring(text)
    assert root.get("role") == "img"
    title, about = root[0].text, root[1].text
    assert title is not None
    assert about is not None
    assert all(f"{stage}: $" in about for stage in Stage)
    assert "href" not in text
    assert "url(" not in text
