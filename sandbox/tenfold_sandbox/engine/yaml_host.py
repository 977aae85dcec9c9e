"""Pulumi's YAML language host, built beside the engine when a YAML program first asks for it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ..errors import SandboxError
from .build import OLDEST_GO, BuildError, compiled
from .install import Engine, cache_folder, clean_environment, exclusive
from .progress import Progress

YAML_HOST = "pulumi-language-yaml"
VERSION = "1.28.0"

_MODULE = Path(__file__).with_name("gomod_yaml")
_MODULE_NAME = "github.com/pulumi/pulumi-yaml"


def ensure_yaml_host(engine: Engine, environment: Mapping[str, str], progress: Progress) -> None:
    """Put the host beside an engine that has none, where the CLI and the host itself look for hosts.

    Raises SandboxError that says what to install.
    """
    host = engine.folder / YAML_HOST
    if os.access(host, os.X_OK):
        return
    if not engine.own_host:
        raise SandboxError(
            f"{engine.pulumi} has no {YAML_HOST} beside it. Install the complete Pulumi CLI "
            "(https://www.pulumi.com/docs/install), and run this again."
        )
    environment = clean_environment(environment)
    cache = cache_folder(environment)
    with exclusive(cache, lambda: progress.say("Another process installs the engine: waiting for it.")):
        if not os.access(host, os.X_OK):
            _build(host, cache, environment, progress)


def _build(host: Path, cache: Path, environment: Mapping[str, str], progress: Progress) -> None:
    flags = f"-s -w -X {_MODULE_NAME}/pkg/version.Version=v{VERSION}"
    package = f"{_MODULE_NAME}/cmd/{YAML_HOST}"
    what = f"Pulumi's YAML language host v{VERSION}"
    try:
        with (
            tempfile.TemporaryDirectory(prefix=".building-", dir=cache) as root,
            compiled(_MODULE, Path(root), package, flags, environment, progress, what=what) as built,
        ):
            built.program.rename(host)
    except BuildError as error:
        oldest = ".".join(map(str, OLDEST_GO))
        raise SandboxError(
            f"{what} could not be built: {error}\n"
            "A YAML program needs it. Install the Pulumi CLI (https://www.pulumi.com/docs/install) or Go "
            f"{oldest} or newer (https://go.dev/dl), and run this again."
        ) from error
