"""What holds of GitHub's workflows without running them; tests/engine/test_ci.py runs their steps."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tenfold_ops.ci import ci

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / ".github/workflows").glob("*.yml"))
PREVIEW = ROOT / ".github/workflows/preview.yml"
DOCS = (ROOT / "docs/ci.md").read_text()


def read(file: Path) -> dict[str, Any]:
    document = yaml.safe_load(file.read_text())
    document["on"] = document.pop(True)  # YAML 1.1 reads the key `on` as true
    return document


def steps(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in document["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_action_is_pinned_by_its_commit_and_says_its_version(file: Path) -> None:
    lines = re.findall(r"uses: (.*)", file.read_text())
    assert lines
    assert [line for line in lines if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_input_is_pasted_into_a_script(file: Path) -> None:
    assert [step["run"] for step in steps(read(file)) if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_job_has_only_the_rights_that_it_names(file: Path) -> None:
    document = read(file)
    assert document["permissions"] == {}
    assert all(job["permissions"] and job["timeout-minutes"] for job in document["jobs"].values())


def test_what_runs_a_pull_requests_code_cannot_write_to_the_repository() -> None:
    preview, comment = read(PREVIEW)["jobs"]["preview"], read(PREVIEW)["jobs"]["comment"]
    assert preview["permissions"] == {"contents": "read", "id-token": "write"}
    (checkout,) = [each for each in preview["steps"] if "checkout" in each.get("uses", "")]
    assert checkout["with"]["persist-credentials"] is False
    assert comment["permissions"] == {"pull-requests": "write"}
    assert not any("checkout" in each.get("uses", "") for each in comment["steps"])


def test_every_input_has_a_type_a_description_and_a_default_unless_it_is_required() -> None:
    inputs = read(PREVIEW)["on"]["workflow_call"]["inputs"]
    assert all(each["type"] in ("string", "boolean") and each["description"] for each in inputs.values())
    assert [name for name, each in inputs.items() if "default" not in each] == ["stack"]
    used = set(re.findall(r"inputs\.([\w-]+)", PREVIEW.read_text()))
    assert used == set(inputs)


def test_the_workflow_calls_the_command_with_options_that_it_has() -> None:
    options = {flag for each in ci.params for flag in each.opts}
    (preview,) = [each["run"] for each in steps(read(PREVIEW)) if "tenfold ci" in each.get("run", "")]
    used = set(re.findall(r"--[a-z-]+", preview))
    assert used == options & used
    assert {"--stack", "--output", "--own-pulumi", "--usage", "--pack", "--pack-config"} <= used


def test_the_documented_caller_gives_inputs_that_there_are_and_the_rights_that_are_needed() -> None:
    (text,) = re.findall(r"```yaml\n(on:.*?)```", DOCS, re.S)
    (job,) = yaml.safe_load(text)["jobs"].values()
    inputs = read(PREVIEW)["on"]["workflow_call"]["inputs"]
    assert set(job["with"]) <= set(inputs)
    assert job["uses"].endswith("/.github/workflows/preview.yml@v0.1.0")
    needed = {
        key: value for each in read(PREVIEW)["jobs"].values() for key, value in each["permissions"].items()
    }
    assert job["permissions"] == needed
