"""A preview with policy packs, run by the real CLI and read from what it writes for programs."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tenfold_sandbox.errors import SandboxError

from ..cost_graphs import DEPLOYED, Pulumi, Source, compared
from .packs import Given, Pack

# The CLI shows the flag --event-log, which Pulumi's Automation API uses, only with this.
_MORE_FLAGS = {"PULUMI_DEBUG_COMMANDS": "true"}
_NO_STACK = "no stack named"
_FAILED = "error: preview failed"
"""What the engine says for a broken mandatory rule: no error of its own."""
_MANDATORY = "mandatory"


@dataclass(frozen=True)
class Finding:
    """What a rule says."""

    pack: str
    rule: str
    level: str
    severity: str
    urn: str
    message: str

    @property
    def name(self) -> str:
        return self.urn.rpartition("::")[2]

    @property
    def type(self) -> str:
        """The resource's own type, without those of the components that it is in."""
        return self.urn.split("::")[2].rpartition("$")[2] if self.urn.count("::") > 2 else ""


@dataclass(frozen=True)
class Review:
    """What a preview found out."""

    stack: str
    planned: Source
    deployed: Source | None
    """What it is compared with; None if nothing is deployed."""
    changes: Mapping[str, int]
    """How many resources are to be created, updated, …."""
    lost: Sequence[str]
    """Types and names of what is to be deleted or replaced."""
    findings: Sequence[Finding]
    errors: Sequence[str]
    """Why the preview failed, if it did otherwise than by a rule."""

    @property
    def mandatory(self) -> list[Finding]:
        return [each for each in self.findings if each.level == _MANDATORY]

    @property
    def advisory(self) -> list[Finding]:
        return [each for each in self.findings if each.level != _MANDATORY]


def review(pulumi: Pulumi, stack: str, packs: Sequence[Pack], given: Given, folder: Path) -> Review:
    """Preview a stack with packs.

    Args:
        folder: an empty one, for the files that the CLI reads and writes.

    Raises:
        SandboxError: the state that is deployed is not to be had.
    """
    given = replace(given, deployed=_export(pulumi, stack, folder / "deployed.json"))
    events = folder / "events.jsonl"
    words = [word for number, pack in enumerate(packs) for word in _flags(pack, given, folder, number)]
    done = subprocess.run(
        [
            *(pulumi.program, "preview", "--stack", stack, "--non-interactive"),
            *("--json", "--show-sames", "--event-log", str(events), *words),
        ],
        env={**pulumi.environment, **_MORE_FLAGS},
        capture_output=True,
        text=True,
        check=False,
    )
    document = _document(done.stdout)
    # The cost model takes no preview that failed; what failed otherwise than by a rule is in the errors.
    planned = Source(stack, json.dumps({**document, "diagnostics": []}))
    steps: Sequence[Mapping[str, Any]] = document.get("steps") or ()
    return Review(
        stack=stack,
        planned=planned,
        deployed=compared(pulumi, planned, stack, DEPLOYED) if given.deployed else None,
        changes=document.get("changeSummary") or {},
        lost=[_told(each) for each in steps if each.get("op") in ("delete", "replace")],
        findings=list(_findings(events)),
        errors=list(_errors(done, document)),
    )


def _export(pulumi: Pulumi, stack: str, file: Path) -> Path | None:
    """The deployed state's file, if anything is deployed."""
    try:
        text = pulumi.export(stack)
    except SandboxError as error:
        if _NO_STACK in str(error):
            return None  # the preview says it too, where that is a mistake
        raise
    if not json.loads(text)["deployment"].get("resources"):
        return None
    file.write_text(text, "utf-8")
    return file


def _flags(pack: Pack, given: Given, folder: Path, number: int) -> Iterator[str]:
    config = folder / f"pack-{number}.json"
    config.write_text(json.dumps(pack.completed(given)), "utf-8")
    yield from ("--policy-pack", str(pack.folder), "--policy-pack-config", str(config))


def _document(text: str) -> dict[str, Any]:
    try:
        return json.loads(text)
    except ValueError:
        return {}  # it failed before it began: stderr says why


def _findings(events: Path) -> Iterator[Finding]:
    if not events.exists():
        return
    for line in events.read_text("utf-8").splitlines():
        said = json.loads(line).get("policyEvent")
        if said:
            yield Finding(
                pack=said["policyPackName"],
                rule=said["policyName"],
                level=said["enforcementLevel"],
                severity=said.get("severity", ""),
                urn=said.get("resourceUrn", ""),
                message=said["message"].strip(),
            )


def _errors(done: subprocess.CompletedProcess[str], document: Mapping[str, Any]) -> Iterator[str]:
    if not done.returncode:
        return
    told: Sequence[Mapping[str, Any]] = document.get("diagnostics") or ()
    said = [str(each.get("message", "")).strip() for each in told if each.get("severity") == "error"]
    yield from (each for each in said if each != _FAILED)
    if not said:
        yield done.stderr.strip() or f"`pulumi preview` ends with {done.returncode}."


def _told(step: Mapping[str, Any]) -> str:
    _, _, types, name = str(step["urn"]).split("::", 3)
    return f"{step['op']} `{name}` ({types.rpartition('$')[2]})"
