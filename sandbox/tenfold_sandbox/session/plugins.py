"""What the CLI finds in the sandbox: the provider plugins, and ``pulumi`` itself behind a shim."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from ..language.interpreter import interpreter
from .folder import Folder, Project

# The AWS CLI's version 1 asks AWS itself for some services, whatever AWS_ENDPOINT_URL says. The sandbox's own
# folder is the first of PATH: without it, `aws` is the user's.
_AWS = """#!/bin/sh
PATH=${PATH#*:}
exec aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"
"""

_EMULATED = {"aws": "tenfold_sandbox.provider", "random": "tenfold_sandbox.random_provider"}


def install_plugins(folder: Folder, project: Project) -> None:
    """Put a plugin there for each provider SDK that the program's interpreter has, with the SDK's version.

    A provider that the sandbox does not emulate gets a plugin that records. Plugins of other versions stay:
    a stack's state may name them. Raises SandboxError when the interpreter that Pulumi.yaml names is missing.
    """
    virtualenv = interpreter(project.folder, project.runtime_options).virtualenv
    for name, version in provider_sdks(virtualenv).items():
        module = _EMULATED.get(name, "tenfold_sandbox.recording")
        plugin = folder.plugins / f"resource-{name}-v{version}"
        plugin.mkdir(exist_ok=True)
        # The engine warns of a plugin that doesn't name the version it asked for.
        setting = f"TENFOLD_SANDBOX_PLUGIN_VERSION={version} "
        _write_script(plugin / f"pulumi-resource-{name}", f"tenfold_sandbox.session.plugin {module}", setting)
    _write_script(folder.bin / "pulumi", "tenfold_sandbox.session.shim")
    _write(folder.bin / "aws", _AWS)


def provider_sdks(virtualenv: Path | None) -> dict[str, str]:
    """The provider SDKs of a virtual environment, or else of the sandbox's own: name and version.

    Each says so itself in the ``pulumi-plugin.json`` of its package.
    """
    if virtualenv is not None:
        path = [str(each) for each in virtualenv.glob("lib/python*/site-packages")]
    else:
        path = [each for each in sys.path if each]
    found: dict[str, str] = {}
    for file in (file for each in path for file in Path(each).glob("pulumi_*/pulumi-plugin.json")):
        described = json.loads(file.read_text())
        if described.get("resource") and described.get("version"):
            found.setdefault(described["name"], described["version"])
    return found


def _write_script(file: Path, module: str, setting: str = "") -> None:
    _write(file, f'#!/bin/sh\n{setting}exec "$TENFOLD_SANDBOX_PYTHON" -P -m {module} "$@"\n')


def _write(file: Path, text: str) -> None:
    if not file.exists() or file.read_text() != text:
        unfinished = file.with_name(f".{file.name}")
        unfinished.write_text(text)
        unfinished.chmod(0o755)
        unfinished.replace(file)
