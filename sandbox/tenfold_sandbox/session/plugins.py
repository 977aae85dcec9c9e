"""What the CLI finds in the sandbox: the provider plugins, and ``pulumi`` itself behind a shim."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

from .folder import Folder, Project

_PROVIDERS = {"aws": "tenfold_sandbox.provider", "random": "tenfold_sandbox.random_provider"}


def install_plugins(folder: Folder, project: Project) -> None:
    """Put a plugin there for each provider SDK that the program's interpreter has, with the SDK's version.

    Plugins of other versions stay: a stack's state may name them.
    """
    for name, module in _PROVIDERS.items():
        version = sdk_version(project, f"pulumi-{name}")
        if version is not None:
            plugin = folder.plugins / f"resource-{name}-v{version}"
            plugin.mkdir(exist_ok=True)
            _write_script(plugin / f"pulumi-resource-{name}", module)
    _write_script(folder.bin / "pulumi", "tenfold_sandbox.session.shim")


def sdk_version(project: Project, distribution: str) -> str | None:
    """The version of a provider's SDK that the program imports; None when it has none."""
    if project.virtualenv is None:
        path = sys.path
    else:
        path = [str(each) for each in project.virtualenv.glob("lib/python*/site-packages")]
    found = next(iter(metadata.distributions(name=distribution, path=path)), None)
    return found.version if found else None


def _write_script(file: Path, module: str) -> None:
    text = f'#!/bin/sh\nexec "$TENFOLD_SANDBOX_PYTHON" -P -m {module} "$@"\n'
    if not file.exists() or file.read_text() != text:
        unfinished = file.with_name(f".{file.name}")
        unfinished.write_text(text)
        unfinished.chmod(0o755)
        unfinished.replace(file)
