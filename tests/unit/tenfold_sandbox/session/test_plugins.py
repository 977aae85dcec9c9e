"""The provider plugins and the shim in a sandbox."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from tenfold_sandbox.errors import SandboxError
from tenfold_sandbox.session.folder import Folder, Project
from tenfold_sandbox.session.plugins import install_plugins


def sandbox_of(folder: Path, runtime: str) -> tuple[Folder, Project]:
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text(f"name: app\nruntime: {runtime}\n")
    project = Project(folder / "Pulumi.yaml")
    Folder.of(project).create()
    return Folder.of(project), project


def test_plugins_have_the_versions_of_the_sandboxs_own_sdks(tmp_path: Path) -> None:
    folder, project = sandbox_of(tmp_path / "p", "python")
    install_plugins(folder, project)
    installed = {plugin.name for plugin in folder.plugins.iterdir()}
    assert installed >= {
        f"resource-{name}-v{metadata.version(f'pulumi-{name}')}" for name in ("aws", "kubernetes", "random")
    }


def test_a_provider_that_is_not_emulated_is_recorded(tmp_path: Path) -> None:
    folder, project = sandbox_of(tmp_path / "p", "python")
    install_plugins(folder, project)
    (script,) = folder.plugins.glob("resource-kubernetes-*/pulumi-resource-kubernetes")
    assert " tenfold_sandbox.recording " in script.read_text()


def test_plugins_have_the_versions_of_the_programs_virtual_environment(tmp_path: Path) -> None:
    folder, project = sandbox_of(tmp_path / "p", "{name: python, options: {virtualenv: venv}}")
    site = project.folder / "venv" / "lib" / "python3.12" / "site-packages" / "pulumi_aws"
    site.mkdir(parents=True)
    (site / "pulumi-plugin.json").write_text('{"resource": true, "name": "aws", "version": "6.1.2"}')
    (project.folder / "venv" / "bin").mkdir()
    (project.folder / "venv" / "bin" / "python").touch()
    install_plugins(folder, project)
    assert [plugin.name for plugin in folder.plugins.iterdir()] == ["resource-aws-v6.1.2"]


def test_a_virtual_environment_that_is_not_there_is_named(tmp_path: Path) -> None:
    folder, project = sandbox_of(tmp_path / "p", "{name: python, options: {virtualenv: venv}}")
    with pytest.raises(SandboxError, match=r"virtualenv: .*/p/venv holds no bin/python"):
        install_plugins(folder, project)


def test_a_plugin_starts_from_a_path_with_spaces_and_knows_its_version(tmp_path: Path) -> None:
    folder, project = sandbox_of(tmp_path / "with space", "python")
    install_plugins(folder, project)
    python = tmp_path / "a python"
    python.write_text('#!/bin/sh\nprintf "%s|" "$TENFOLD_SANDBOX_PLUGIN_VERSION" "$@"\n')
    python.chmod(0o755)
    version = metadata.version("pulumi-aws")
    plugin = folder.plugins / f"resource-aws-v{version}" / "pulumi-resource-aws"
    command, environment = [plugin, "127.0.0.1:1 x"], {**os.environ, "TENFOLD_SANDBOX_PYTHON": str(python)}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    module = "-P|-m|tenfold_sandbox.session.plugin|tenfold_sandbox.provider"
    assert result.stdout == f"{version}|{module}|127.0.0.1:1 x|"


@pytest.mark.parametrize(
    ("program", "left"), [("pass", 0), ("import os; os.kill(os.getpid(), 9)", 1), ("1/0", 1)]
)
def test_a_plugin_leaves_a_trace_only_when_it_is_cut_short(tmp_path: Path, program: str, left: int) -> None:
    folder, _ = sandbox_of(tmp_path / "p", "python")
    (tmp_path / "provider_stand_in.py").write_text(program)
    environment = {**os.environ, "TENFOLD_SANDBOX": str(folder.root), "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-P", "-m", "tenfold_sandbox.session.plugin", "provider_stand_in"]
    subprocess.run(command, env=environment, capture_output=True, check=False)
    assert len(list(folder.running.iterdir())) == left


def test_the_aws_cli_asks_the_sandbox_whatever_the_service(tmp_path: Path) -> None:
    folder, project = sandbox_of(tmp_path / "with space", "python")
    install_plugins(folder, project)
    users = tmp_path / "users"
    users.mkdir()
    (users / "aws").write_text('#!/bin/sh\nprintf "%s|" "$@"\n')
    (users / "aws").chmod(0o755)
    environment = {"PATH": f"{folder.bin}:{users}:/usr/bin:/bin", "AWS_ENDPOINT_URL": "http://127.0.0.1:1"}
    result = subprocess.run(
        ["aws", "sqs", "list-queues"], env=environment, capture_output=True, text=True, check=True
    )
    assert result.stdout == "--endpoint-url|http://127.0.0.1:1|sqs|list-queues|"
