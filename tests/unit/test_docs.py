from __future__ import annotations

import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest

from support.scripts import docs_script
from tenfold.component import Component
from tenfold.host.package import args_class, components
from tenfold.host.shapes import field_docs

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    return docs_script("generate")


def test_the_readmes_settings_are_the_codes(generate: ModuleType) -> None:
    readme = (ROOT / "README.md").read_text()
    assert generate.filled(readme) == readme, "run: make docs"


def test_the_page_of_what_is_emulated_is_the_tables(generate: ModuleType) -> None:
    assert (ROOT / "docs/emulated.md").read_text() == generate.emulated_page(), "run: make docs"


def test_the_page_of_the_rules_is_the_rules(generate: ModuleType) -> None:
    assert (ROOT / "docs/rules.md").read_text() == generate.rules_page(), "run: make docs"


def test_each_component_has_the_page_that_its_code_gives(generate: ModuleType) -> None:
    written = {each.name: each.read_text() for each in (ROOT / "docs/components").glob("*.md")}
    assert written == generate.pages(), "run: make docs"


@pytest.mark.parametrize("component", components().values(), ids=lambda each: each.__name__)
def test_a_component_says_what_it_costs_and_how_available_it_is(component: type[Component]) -> None:
    paragraphs = inspect.cleandoc(component.__doc__ or "").split("\n\n")
    for note in ("Cost:", "Availability:"):
        said = [each for each in paragraphs if each.startswith(note)]
        assert said, f"{component.__name__}'s docstring has no paragraph that begins with {note}"
        assert all(
            re.search(r"aws\.amazon\.com/|[A-Z][\w ]+ (User|Developer) Guide", each) for each in said
        ), f"{component.__name__}: {note} names no source"


@pytest.mark.parametrize("component", components().values(), ids=lambda each: each.__name__)
def test_every_argument_is_explained(component: type[Component]) -> None:
    args = args_class(component)
    assert set(args.model_fields) - set(field_docs(args)) == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)\)", page.read_text())
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_ci_runs_the_readmes_own_test_command() -> None:
    assert "make test    # everything that CI runs" in (ROOT / "README.md").read_text()
    assert re.search(r"^exec make test$", (ROOT / ".ci/run").read_text(), re.M)
    assert re.search(r"^test: check\b", (ROOT / "Makefile").read_text(), re.M)
