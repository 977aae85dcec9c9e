"""The Python that runs a program."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import SandboxError


@dataclass(frozen=True)
class Interpreter:
    """The Python that runs a program, and the virtual environment that it belongs to, if any."""

    python: Path
    virtualenv: Path | None = None

    def environment(self, base: dict[str, str]) -> dict[str, str]:
        """``base`` as the virtual environment's ``activate`` would leave it."""
        if self.virtualenv is None:
            return base
        path = f"{self.virtualenv / 'bin'}{os.pathsep}{base.get('PATH', '')}"
        kept = {name: value for name, value in base.items() if name != "PYTHONHOME"}
        return {**kept, "PATH": path, "VIRTUAL_ENV": str(self.virtualenv)}


def interpreter(root: Path, options: dict[str, Any]) -> Interpreter:
    """The interpreter that a project's runtime options ask for. Raises SandboxError when it isn't there."""
    named = options.get("virtualenv") or _toolchain_virtualenv(root, options.get("toolchain"))
    if not named:
        return Interpreter(Path(sys.executable))
    virtualenv = root / Path(named).expanduser()
    python = virtualenv / "bin" / "python"
    if not python.exists():
        raise SandboxError(
            f"runtime option virtualenv: {virtualenv} holds no bin/python. Create it with `python -m venv` "
            "and install the program's requirements into it, or correct the option in Pulumi.yaml."
        )
    return Interpreter(python, virtualenv)


def _toolchain_virtualenv(root: Path, toolchain: str | None) -> str | None:
    if toolchain == "uv":
        return os.environ.get("UV_PROJECT_ENVIRONMENT", ".venv")
    if toolchain == "poetry":
        poetry = shutil.which("poetry")
        command = [poetry or "poetry", "env", "info", "--path"]
        answer = (
            subprocess.run(command, cwd=root, capture_output=True, text=True, check=False) if poetry else None
        )
        if answer is None or answer.returncode:
            raise SandboxError(
                f"runtime option toolchain: poetry has no environment for {root}. Install poetry if it is "
                "missing, and run `poetry install` there."
            )
        return answer.stdout.strip()
    return None
