"""What a review reads of what the CLI writes, with a CLI that writes what it is told."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tenfold_ops.ci.packs import Given, packs_of
from tenfold_ops.ci.review import Review, review
from tenfold_ops.cost_graphs import Pulumi
from tenfold_sandbox.errors import SandboxError

FAKE = """
import json, os, pathlib, sys
here = pathlib.Path(__file__).parent
said = json.loads((here / "said.json").read_text())
words = sys.argv[1:]
verb = words[0]
(here / f"{verb}.words").write_text(json.dumps(words))
if verb == "preview":
    assert os.environ["PULUMI_DEBUG_COMMANDS"]
    events = "".join(json.dumps(each) + "\\n" for each in said["events"])
    pathlib.Path(words[words.index("--event-log") + 1]).write_text(events)
    configs = [json.loads(pathlib.Path(words[i + 1]).read_text()) for i, w in enumerate(words)
               if w == "--policy-pack-config"]
    (here / "configs.json").write_text(json.dumps(configs))
print(said[verb]["out"])
sys.stderr.write(said[verb]["err"])
sys.exit(said[verb]["code"])
"""
URN = "urn:pulumi:prod::shop::aws:s3/bucket:Bucket::files"
STATE = {"deployment": {"resources": [{"urn": URN, "type": "aws:s3/bucket:Bucket", "custom": True}]}}
EMPTY: dict[str, Any] = {"deployment": {}}
EVENT = {
    "policyEvent": {
        "resourceUrn": URN,
        "message": "It is wrong.\n",
        "policyName": "rule",
        "policyPackName": "pack",
        "enforcementLevel": "mandatory",
        "severity": "high",
    }
}


def reviewed(
    folder: Path,
    *,
    preview: dict[str, Any] | None = None,
    code: int = 0,
    err: str = "",
    state: dict[str, Any] | None = EMPTY,
    export_error: str = "",
    events: list[Any] | None = None,
) -> Review:
    fake = folder / "pulumi"
    program = folder / "fake.py"
    program.write_text(FAKE)
    # Not Python's path in the first line, which takes no space.
    fake.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{program}" "$@"\n')
    fake.chmod(0o755)
    said = {
        "preview": {"out": json.dumps(preview or {}), "err": err, "code": code},
        "stack": {"out": json.dumps(state), "err": export_error, "code": 1 if export_error else 0},
        "events": events or [],
    }
    (folder / "said.json").write_text(json.dumps(said))
    pulumi = Pulumi(str(fake), {}, "in a test")
    return review(pulumi, "prod", packs_of(["cost"], []), Given(), folder)


def test_a_preview_that_no_rule_stops(tmp_path: Path) -> None:
    found = reviewed(tmp_path, preview={"steps": [], "changeSummary": {"create": 1}}, events=[{"other": {}}])
    assert (found.errors, found.findings, found.changes, found.deployed) == ([], [], {"create": 1}, None)


def test_a_broken_rule_is_a_finding_and_no_error(tmp_path: Path) -> None:
    said = {"steps": [], "diagnostics": [{"severity": "error", "message": "error: preview failed\n"}]}
    found = reviewed(tmp_path, preview=said, code=1, events=[EVENT])
    assert found.errors == []
    (fault,) = found.mandatory
    assert (fault.rule, fault.name, fault.type, fault.message) == (
        "rule",
        "files",
        "aws:s3/bucket:Bucket",
        "It is wrong.",
    )
    assert list(found.planned.graph) == []  # the cost model takes the preview


def test_a_program_that_fails_is_an_error_with_what_it_says(tmp_path: Path) -> None:
    said = {
        "diagnostics": [
            {"severity": "error", "message": "error: boo\n"},
            {"severity": "info", "message": "-"},
        ]
    }
    assert reviewed(tmp_path, preview=said, code=255).errors == ["error: boo"]


def test_what_fails_before_the_preview_is_told_from_stderr(tmp_path: Path) -> None:
    assert reviewed(tmp_path, code=255, err="error: configuring policy pack\n").errors == [
        "error: configuring policy pack"
    ]
    assert reviewed(tmp_path, code=3).errors == ["`pulumi preview` ends with 3."]


def test_the_bills_rules_compare_with_what_is_deployed(tmp_path: Path) -> None:
    found = reviewed(tmp_path, preview={"steps": []}, state=STATE)
    assert found.deployed is not None
    (config,) = json.loads((tmp_path / "configs.json").read_text())
    assert json.loads(Path(config["cost-increase-threshold"]["deployed"]).read_text()) == STATE


@pytest.mark.parametrize("said", [{"state": EMPTY}, {"export_error": "error: no stack named 'prod' found"}])
def test_without_anything_deployed_nothing_is_compared(tmp_path: Path, said: dict[str, Any]) -> None:
    assert reviewed(tmp_path, preview={"steps": []}, **said).deployed is None
    assert json.loads((tmp_path / "configs.json").read_text()) == [{}]


def test_a_state_that_is_not_to_be_had_ends_the_review(tmp_path: Path) -> None:
    with pytest.raises(SandboxError, match="no access"):
        reviewed(tmp_path, export_error="error: no access")


def test_deletions_and_replacements_are_named(tmp_path: Path) -> None:
    steps = [{"op": op, "urn": URN} for op in ("same", "replace", "delete", "create-replacement")]
    found = reviewed(tmp_path, preview={"steps": steps})
    assert found.lost == ["replace `files` (aws:s3/bucket:Bucket)", "delete `files` (aws:s3/bucket:Bucket)"]
