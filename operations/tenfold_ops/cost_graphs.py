"""Where ``tenfold cost`` gets a stack's resources from: a file, the sandbox's Pulumi, or the user's own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from tenfold_pricing.charges import nested
from tenfold_pricing.graph import Graph
from tenfold_pricing.reading import read_deployed, read_graph, read_text
from tenfold_sandbox.errors import SandboxError
from tenfold_sandbox.session.session import Session

from .cost_bill import STAGE_RANGES

DEPLOYED = "deployed"
STAGE = "tenfold:stage"
ENVIRONMENT = "tenfold:environment"


@dataclass(frozen=True)
class Pulumi:
    """A Pulumi CLI in its environment."""

    program: str
    environment: Mapping[str, str]
    place: str
    """What to call it in a message."""

    def json(self, *arguments: str) -> str:
        """What a command prints on stdout. Raises SandboxError with what it says when it fails."""
        done = subprocess.run(
            [self.program, *arguments, "--non-interactive"],
            env=dict(self.environment),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SandboxError(f"`pulumi {' '.join(arguments)}` fails {self.place}: {_reason(done)}")
        return done.stdout

    def preview(self, stack: str, config: Mapping[str, str] | None = None) -> str:
        """The preview's JSON, with what doesn't change.

        Args:
            config: values over those of the stack's file, by key or by path into one.
        """
        over = [word for key, value in (config or {}).items() for word in ("--config", f"{key}={value}")]
        paths = ["--config-path"] if over else []
        return self.json("preview", "--json", "--show-sames", "--stack", stack, *paths, *over)

    def export(self, stack: str) -> str:
        """The state's JSON; secrets stay encrypted."""
        return self.json("stack", "export", "--stack", stack)


def sandbox_pulumi(start: Path) -> Pulumi:
    """The sandbox's, which needs no account. Raises SandboxError."""
    session = Session.open(start)
    events = session.folder.logs / f"events-{os.getpid()}.jsonl"
    return Pulumi("pulumi", session.environment(events), "in the sandbox")


def own_pulumi() -> Pulumi:
    """The one on the PATH, with its own backend and the user's AWS account. Raises SandboxError."""
    program = shutil.which("pulumi")
    if program is None:
        raise SandboxError("there is no `pulumi` on the PATH. Install it, or leave out --own-pulumi.")
    return Pulumi(program, os.environ, "with your own Pulumi")


@dataclass(frozen=True)
class Source:
    """A stack's resources, and the JSON that says so."""

    name: str
    text: str
    deployed: bool = False
    """The stack as it is, not as it will be."""

    @cached_property
    def graph(self) -> Graph:
        """The stack's resources. Raises PricingError."""
        return (read_deployed if self.deployed else read_graph)(self.text, self.name)

    @cached_property
    def _config(self) -> Mapping[str, Any]:
        return nested(json.loads(self.text), "config") or {}

    @property
    def stage(self) -> str | None:
        """The growth stage that a preview's configuration names."""
        return self._config.get(STAGE)

    @property
    def environment(self) -> str | None:
        """The environment that it names."""
        return self._config.get(ENVIRONMENT)


def from_file(file: Path) -> Source:
    """A preview or state in a file. Raises PricingError."""
    return Source(str(file), read_text(file))


def from_stack(pulumi: Pulumi, stack: str, stage: str | None = None) -> Source:
    """A stack's preview, at another stage than its own if one is named. Raises SandboxError."""
    if stage is None:
        return Source(stack, pulumi.preview(stack))
    return Source(f"{stack} at stage {stage}", pulumi.preview(stack, {STAGE: stage}))


def compared(pulumi: Pulumi | None, source: Source, stack: str, with_what: str) -> Source:
    """What ``--compare`` names: the deployed state, a file, a stage of the same stack, or another stack.

    Raises:
        SandboxError: it is not to be had.
        PricingError: a file can't be read.
    """
    if with_what == DEPLOYED:
        return replace(source, name="what is deployed", deployed=True)
    if Path(with_what).is_file():
        return from_file(Path(with_what))
    if pulumi is None:
        raise SandboxError(f"--compare {with_what}: it is no file. With --graph, give `deployed` or a file.")
    if with_what in STAGE_RANGES:
        return from_stack(pulumi, stack, with_what)
    return from_stack(pulumi, with_what)


def _reason(done: subprocess.CompletedProcess[str]) -> str:
    """Why a command failed: what a preview's JSON says of it, else what it wrote on stderr."""
    try:
        diagnostics: Sequence[Mapping[str, Any]] = json.loads(done.stdout).get("diagnostics") or ()
    except (ValueError, AttributeError):
        diagnostics = ()
    errors = [str(each.get("message", "")) for each in diagnostics if each.get("severity") == "error"]
    said = "\n".join(errors) or done.stderr or done.stdout
    return said.strip() or f"exit code {done.returncode}"
