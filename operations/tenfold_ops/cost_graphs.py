"""Where ``tenfold cost`` gets a stack's resources from: a file, the sandbox's Pulumi, or the user's own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tenfold_pricing.charges import nested
from tenfold_pricing.graph import Graph
from tenfold_pricing.reading import read_deployed, read_graph, read_text
from tenfold_sandbox.errors import SandboxError
from tenfold_sandbox.session.session import Session

DEPLOYED = "deployed"
STAGE = "tenfold:stage"


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

    def preview(self, stack: str) -> str:
        """The preview's JSON, with what doesn't change."""
        return self.json("preview", "--json", "--show-sames", "--stack", stack)

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
    """A stack's resources: what will be, and the JSON that says so."""

    name: str
    text: str

    @property
    def graph(self) -> Graph:
        """The stack as it will be. Raises PricingError."""
        return read_graph(self.text, self.name)

    @property
    def deployed(self) -> Graph:
        """The stack as it is. Raises PricingError."""
        return read_deployed(self.text, self.name)

    @property
    def stage(self) -> str | None:
        """The growth stage that a preview's configuration names."""
        return nested(json.loads(self.text), "config", STAGE)


def from_file(file: Path) -> Source:
    """A preview or state in a file. Raises PricingError."""
    return Source(str(file), read_text(file))


def from_stack(pulumi: Pulumi, stack: str) -> Source:
    """A stack's preview. Raises SandboxError."""
    return Source(stack, pulumi.preview(stack))


def compared(pulumi: Pulumi | None, source: Source, with_what: str) -> Graph:
    """What ``--compare`` names: the deployed state, a file, or another stack.

    Raises:
        SandboxError, PricingError: it is not to be had.
    """
    if with_what == DEPLOYED:
        return source.deployed
    if Path(with_what).is_file():
        return from_file(Path(with_what)).graph
    if pulumi is None:
        raise SandboxError(f"--compare {with_what}: it is no file. With --graph, give `deployed` or a file.")
    return from_stack(pulumi, with_what).graph


def _reason(done: subprocess.CompletedProcess[str]) -> str:
    """Why a command failed: what a preview's JSON says of it, else what it wrote on stderr."""
    try:
        diagnostics: Sequence[Mapping[str, Any]] = json.loads(done.stdout).get("diagnostics") or ()
    except (ValueError, AttributeError):
        diagnostics = ()
    errors = [str(each.get("message", "")) for each in diagnostics if each.get("severity") == "error"]
    said = "\n".join(errors) or done.stderr or done.stdout
    return said.strip() or f"exit code {done.returncode}"
