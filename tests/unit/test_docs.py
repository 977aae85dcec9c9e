from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs/generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_readmes_settings_are_the_codes(generate: ModuleType) -> None:
    readme = (ROOT / "README.md").read_text()
    assert generate.filled(readme) == readme, "run: make docs"


def test_the_page_of_what_is_emulated_is_the_tables(generate: ModuleType) -> None:
    assert (ROOT / "docs/emulated.md").read_text() == generate.emulated_page(), "run: make docs"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)\)", page.read_text())
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_ci_runs_the_readmes_own_test_command() -> None:
    assert "make test    # everything that CI runs" in (ROOT / "README.md").read_text()
    assert re.search(r"^exec make test$", (ROOT / ".ci/run").read_text(), re.M)
    assert re.search(r"^test: check\b", (ROOT / "Makefile").read_text(), re.M)
