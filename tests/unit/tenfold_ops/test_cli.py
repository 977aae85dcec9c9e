"""The tenfold command: what a user's mistake looks like."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest


def tenfold(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tenfold_ops", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def test_the_version_is_the_distributions(tmp_path: Path) -> None:
    assert tenfold("--version", cwd=tmp_path).stdout == f"tenfold, version {metadata.version('tenfold')}\n"


@pytest.mark.parametrize("command", ["up", "preview", "down", "status", "stop", "reset"])
def test_outside_a_project_every_command_is_one_message_and_makes_nothing(
    tmp_path: Path, command: str
) -> None:
    result = tenfold("sandbox", command, cwd=tmp_path)
    assert result.returncode == 1
    assert result.stderr.startswith(f"error: no Pulumi.yaml in {tmp_path}")
    assert result.stdout == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["status", "stop", "reset"])
def test_without_a_sandbox_there_is_nothing_to_look_at_or_end(tmp_path: Path, command: str) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: app\nruntime: python\n")
    result = tenfold("sandbox", command, cwd=tmp_path)
    assert result.returncode == 1
    assert result.stderr.startswith(f"error: there is no sandbox in {tmp_path}")


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_a_port_that_is_none_is_refused_with_its_name_and_range(tmp_path: Path, port: str) -> None:
    result = tenfold("sandbox", "up", "--port", port, cwd=tmp_path)
    assert result.returncode == 2
    assert "Invalid value for '--port'" in result.stderr
    assert "Traceback" not in result.stderr
