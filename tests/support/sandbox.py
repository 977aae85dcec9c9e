"""Use the sandbox as its user does: through its command, in a project folder of one's own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3

ROOT = Path(__file__).parents[2]
LIMIT_SECONDS = 300


@dataclass
class Result:
    """What a command said and how it ended."""

    code: int
    stdout: str
    stderr: str

    @property
    def text(self) -> str:
        return self.stdout + self.stderr

    def ok(self) -> Result:
        assert self.code == 0, self.text
        return self


@dataclass
class Project:
    """A Pulumi project in a folder whose path has a space in it."""

    folder: Path
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))

    @classmethod
    def of_program(cls, folder: Path, program: str, **config: str) -> Project:
        """A project of one file, with one stack, dev."""
        project = cls(folder / "a project")
        project.folder.mkdir(parents=True)
        (project.folder / "Pulumi.yaml").write_text("name: trial\nruntime: python\n")
        lines = [f"  {key.replace('__', ':')}: {value}" for key, value in config.items()]
        (project.folder / "Pulumi.dev.yaml").write_text(
            "\n".join(["config:", "  aws:region: us-east-1", *lines, ""])
        )
        project.write(program)
        return project

    @classmethod
    def of_stacks(cls, folder: Path) -> Project:
        """Tenfold's own stacks, away from the checkout's sandbox."""
        project = cls(folder / "ten fold")
        project.folder.mkdir(parents=True)
        for file in ROOT.glob("Pulumi*.yaml"):
            shutil.copy(file, project.folder)
        shutil.copytree(ROOT / "stacks", project.folder / "stacks")
        (project.folder / ".venv").symlink_to(ROOT / ".venv")
        return project

    def write(self, program: str) -> None:
        (self.folder / "__main__.py").write_text(program)

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "tenfold_ops", "sandbox", *arguments]

    def sandbox(self, *arguments: str, check: bool = True) -> Result:
        """``tenfold sandbox …``."""
        done = subprocess.run(
            self.command(*arguments),
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=LIMIT_SECONDS,
            stdin=subprocess.DEVNULL,
        )
        result = Result(done.returncode, done.stdout, done.stderr)
        return result.ok() if check else result

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """The same in the background, as the leader of a process group of its own."""
        return subprocess.Popen(
            self.command(*arguments),
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, *command: str, check: bool = True) -> Result:
        """Any command inside the sandbox."""
        return self.sandbox("run", "--", *command, check=check)

    def up(self, *, stack: str = "dev", check: bool = True) -> Result:
        """Without the preview that comes before, for speed; tests of refusals run it whole."""
        return self.sandbox("up", "--stack", stack, "--", "--skip-preview", check=check)

    def outputs(self, stack: str = "dev") -> dict[str, Any]:
        return json.loads(self.run("pulumi", "stack", "output", "--json", "--stack", stack).stdout)

    def resources(self, stack: str = "dev") -> list[dict[str, Any]]:
        """The state's resources."""
        exported = self.run("pulumi", "stack", "export", "--stack", stack).stdout
        return json.loads(exported)["deployment"].get("resources", [])

    def resource(self, name: str, stack: str = "dev") -> dict[str, Any]:
        """One resource of the state, by its logical name."""
        (found,) = [each for each in self.resources(stack) if each["urn"].rsplit("::", 1)[-1] == name]
        return found

    def preview(self, *arguments: str, stack: str = "dev") -> dict[str, list[str]]:
        """The names that each kind of step would touch, without what stays the same or is only looked at."""
        answer = self.run("pulumi", "preview", "--json", "--stack", stack, *arguments).stdout
        steps: dict[str, list[str]] = {}
        for step in json.loads(answer)["steps"]:
            if step["op"] not in ("same", "refresh"):
                steps.setdefault(step["op"], []).append(step["urn"].rsplit("::", 1)[-1])
        return steps

    @property
    def emulator(self) -> dict[str, Any]:
        return json.loads((self.folder / ".tenfold/sandbox/emulator.json").read_text())

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.emulator['port']}"

    def client(self, service: str, region: str = "us-east-1") -> Any:
        """A boto3 client: other eyes than the provider's."""
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=self.endpoint,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    def end(self) -> None:
        """End the emulator; the folder is the test's temporary one."""
        self.sandbox("stop", check=False)


def changed(result: Result | Sequence[str]) -> bool:
    """Whether an update changed something."""
    text = result.text if isinstance(result, Result) else "\n".join(result)
    return any(f" {verb}" in text for verb in ("created", "updated", "deleted", "replaced"))
