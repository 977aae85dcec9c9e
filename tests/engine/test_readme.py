"""Every command of the README is run, in its order, in a copy of the project."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.sandbox import ROOT, Project, Result

README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.S)
COMMANDS = [
    line.split("  #")[0].strip()
    for language, block in BLOCKS
    if language == "sh"
    for line in block.splitlines()
    if line.strip()
]

# `make test` is this very run, and runs `make check` first (tests/unit/test_docs.py).
ELSEWHERE = {"make test", "make check"}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory, projects: list[Project]) -> Project:
    project = Project.of_stacks(tmp_path_factory.mktemp("readme"))
    projects.append(project)
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, project.folder)
    for name in ("requirements", "examples", "benchmarks", "policies", "tests"):
        (project.folder / name).symlink_to(ROOT / name)
    # As after `. .venv/bin/activate`.
    project.environment["PATH"] = f"{ROOT / '.venv/bin'}{os.pathsep}{os.environ['PATH']}"
    project.environment["TENFOLD_BENCH"] = "quick"
    return project


def run(project: Project, command: str) -> Result:
    words = shlex.split(command)
    if words[0] == "make":
        # The copy shares the checkout's environment, which is installed already.
        words[1:1] = ["-o", ".venv/run", "-o", ".venv/dev"]
    elif words[0] == "pulumi":  # with an AWS account in the README, with the emulated one here
        words = [*project.command("run", "--"), *words, *(["--yes"] if words[1] == "up" else [])]
    elif words[0] not in ("tenfold", "python", "."):
        pytest.fail(f"the README has a command that this test does not know: {command}")
    if words[0] == "python":
        words[0] = sys.executable
    done = subprocess.run(
        ["sh", "-c", command] if words[0] == "." else words,
        cwd=project.folder,
        env=project.environment,
        capture_output=True,
        text=True,
        timeout=600,
        stdin=subprocess.DEVNULL,
    )
    return Result(done.returncode, done.stdout, done.stderr)


def test_the_readme_has_the_commands_that_matter() -> None:
    assert {"make up", "make test", "make down STACK=prod", "pulumi up"} <= set(COMMANDS)


@pytest.mark.parametrize("command", [each for each in COMMANDS if each not in ELSEWHERE])
def test_a_command_of_the_readme_does_what_it_says(copy: Project, command: str) -> None:
    run(copy, command).ok()


def test_the_readmes_component_comes_up(tmp_path: Path, projects: list[Project]) -> None:
    (program,) = [block for language, block in BLOCKS if language == "python"]
    assert len([line for line in program.splitlines() if line.strip()]) <= 12
    project = Project.of_program(tmp_path, program)
    projects.append(project)
    project.up()
    assert len(project.outputs()["private_subnets"]) == 3
    project.sandbox("down")
