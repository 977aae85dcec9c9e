"""A sandbox's folder and its project."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path

import pytest

from tenfold_sandbox.errors import SandboxError
from tenfold_sandbox.session.folder import Folder, Project


def project_in(folder: Path, text: str = "name: app\nruntime: python\n") -> Project:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Pulumi.yaml").write_text(text)
    return Project(folder / "Pulumi.yaml")


def test_the_project_is_the_nearest_one_above(tmp_path: Path) -> None:
    project_in(tmp_path)
    inner = project_in(tmp_path / "inner")
    (tmp_path / "inner" / "a" / "b").mkdir(parents=True)
    assert Project.find(tmp_path / "inner" / "a" / "b") == inner


def test_a_folder_of_no_project_is_named_in_the_message(tmp_path: Path) -> None:
    with pytest.raises(SandboxError, match=rf"no Pulumi\.yaml in {tmp_path}"):
        Project.find(tmp_path)


@pytest.mark.parametrize("text", ["", "runtime: python\n", "- a\n", "name: [\n"])
def test_a_project_file_that_names_no_project_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SandboxError, match=r"Pulumi\.yaml"):
        _ = project_in(tmp_path, text).name


def test_options_of_a_runtime_that_is_a_mere_name_are_empty(tmp_path: Path) -> None:
    assert project_in(tmp_path).runtime_options == {}


def test_configured_stacks_are_those_with_a_file(tmp_path: Path) -> None:
    project = project_in(tmp_path, "name: app\nruntime: python\nstackConfigDir: config\n")
    (tmp_path / "config").mkdir()
    for name in ("prod", "dev"):
        (tmp_path / "config" / f"Pulumi.{name}.yaml").touch()
    assert project.configured_stacks() == ["dev", "prod"]


def test_a_new_sandbox_is_private_and_git_does_not_see_it(tmp_path: Path) -> None:
    folder = Folder.of(project_in(tmp_path / "with space"))
    subprocess.run(["git", "init", "--quiet", folder.root.parents[1]], check=True)
    folder.create()
    assert stat.S_IMODE(folder.root.stat().st_mode) == 0o700
    assert stat.S_IMODE(folder.passphrase.stat().st_mode) == 0o600
    command = ["git", "-C", str(folder.root.parents[1]), "status", "--short", "--untracked-files=all"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "?? Pulumi.yaml\n"


def test_creating_a_sandbox_again_keeps_its_passphrase(tmp_path: Path) -> None:
    folder = Folder.of(project_in(tmp_path))
    folder.create()
    passphrase = folder.passphrase.read_text()
    folder.create()
    assert folder.passphrase.read_text() == passphrase
    assert len(passphrase) >= 32


@pytest.mark.parametrize("runtime", ["yaml", "{name: yaml, options: {compiler: cue}}"])
def test_the_runtime_is_known_with_and_without_options(tmp_path: Path, runtime: str) -> None:
    assert project_in(tmp_path, f"name: app\nruntime: {runtime}\n").runtime == "yaml"
