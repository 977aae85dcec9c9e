"""What the CLI finds in the sandbox: the provider plugins, and ``pulumi`` itself behind a shim."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

from ..language.interpreter import interpreter
from .folder import Folder, Project

_PROVIDERS = {"aws": "tenfold_sandbox.provider", "random": "tenfold_sandbox.random_provider"}


def install_plugins(folder: Folder, project: Project) -> None:
    """Put a plugin there for each provider SDK that the program's interpreter has, with the SDK's version.

    Plugins of other versions stay: a stack's state may name them. Raises SandboxError when the
    interpreter that Pulumi.yaml names isn't there.
    """
    virtualenv = interpreter(project.folder, project.runtime_options).virtualenv
    for name, module in _PROVIDERS.items():
        version = sdk_version(virtualenv, f"pulumi-{name}")
        if version is not None:
            plugin = folder.plugins / f"resource-{name}-v{version}"
            plugin.mkdir(exist_ok=True)
            # The engine warns of a plugin that doesn't name the version it asked for.
            setting = f"TENFOLD_SANDBOX_PLUGIN_VERSION={version} "
            _write_script(
                plugin / f"pulumi-resource-{name}", f"tenfold_sandbox.session.plugin {module}", setting
            )
    _write_script(folder.bin / "pulumi", "tenfold_sandbox.session.shim")


def sdk_version(virtualenv: Path | None, distribution: str) -> str | None:
    """A provider's SDK in a virtual environment, or else the sandbox's own; None when there is none."""
    path = [str(each) for each in virtualenv.glob("lib/python*/site-packages")] if virtualenv else sys.path
    found = next(iter(metadata.distributions(name=distribution, path=path)), None)
    return found.version if found else None


def _write_script(file: Path, module: str, setting: str = "") -> None:
    text = f'#!/bin/sh\n{setting}exec "$TENFOLD_SANDBOX_PYTHON" -P -m {module} "$@"\n'
    if not file.exists() or file.read_text() != text:
        unfinished = file.with_name(f".{file.name}")
        unfinished.write_text(text)
        unfinished.chmod(0o755)
        unfinished.replace(file)
