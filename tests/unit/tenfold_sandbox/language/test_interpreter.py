"""The interpreter that a project's runtime options ask for."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tenfold_sandbox.errors import SandboxError
from tenfold_sandbox.language.interpreter import interpreter


def virtualenv(folder: Path) -> Path:
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").touch()
    return folder


def test_without_options_it_is_the_sandboxs_own(tmp_path: Path) -> None:
    found = interpreter(tmp_path, {})
    assert (found.python, found.virtualenv) == (Path(sys.executable), None)
    assert found.environment({"PATH": "/bin"}) == {"PATH": "/bin"}


def test_a_virtualenv_is_relative_to_the_projects_folder(tmp_path: Path) -> None:
    made = virtualenv(tmp_path / "my venv")
    assert interpreter(tmp_path, {"virtualenv": "my venv"}).python == made / "bin" / "python"


def test_uv_means_the_environment_beside_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UV_PROJECT_ENVIRONMENT", raising=False)
    made = virtualenv(tmp_path / ".venv")
    assert interpreter(tmp_path, {"toolchain": "uv"}).virtualenv == made


def test_poetry_is_asked_for_its_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = virtualenv(tmp_path / "cache" / "app-py3.12")
    poetry = tmp_path / "tools" / "poetry"
    poetry.parent.mkdir()
    poetry.write_text(f"#!/bin/sh\necho '{made}'\n")
    poetry.chmod(0o755)
    monkeypatch.setenv("PATH", f"{poetry.parent}:/bin:/usr/bin")
    assert interpreter(tmp_path, {"toolchain": "poetry"}).virtualenv == made


@pytest.mark.parametrize("tool", ["#!/bin/sh\nexit 1\n", None])
def test_poetry_without_an_environment_names_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tool: str | None
) -> None:
    if tool is not None:
        (tmp_path / "poetry").write_text(tool)
        (tmp_path / "poetry").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SandboxError, match="poetry install"):
        interpreter(tmp_path, {"toolchain": "poetry"})


def test_the_environment_is_as_activating_it_would_leave_it(tmp_path: Path) -> None:
    made = virtualenv(tmp_path / "venv")
    environment = interpreter(tmp_path, {"virtualenv": "venv"}).environment(
        {"PATH": "/bin", "PYTHONHOME": "/x"}
    )
    assert environment == {"PATH": f"{made / 'bin'}:/bin", "VIRTUAL_ENV": str(made)}
