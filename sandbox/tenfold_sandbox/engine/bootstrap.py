"""Where the engine comes from: the user's PATH, the cache, the official download, or a build from source."""

from __future__ import annotations

import contextlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path

from ..errors import SandboxError
from .build import OLDEST_GO, BuildError, build
from .install import (
    VERSION,
    Engine,
    cache_folder,
    cached_engine,
    clean_environment,
    engine_in,
    exclusive,
    keep,
)
from .progress import Progress

DOWNLOAD_HOST = "get.pulumi.com"

_CONNECT_SECONDS = 3
_DOWNLOAD_SECONDS = 300
_VERSION_SECONDS = 30
_SHIM = (".tenfold", "sandbox", "bin")


def ensure_engine(environment: Mapping[str, str], progress: Progress) -> Engine:
    """The engine to use, installed into the user's cache when there is none.

    Asks in this order: a ``pulumi`` on PATH that is new enough, with its Python language host beside it;
    the cache; the official download, if its host answers within seconds; a build with Go. Neither
    ``~/.pulumi`` nor any ``PULUMI_*`` or ``AWS_*`` variable is read or written.

    Raises SandboxError that says what was tried and what to install.
    """
    environment = clean_environment(environment)
    tried: list[str] = []
    if engine := _on_path(environment, tried):
        return engine
    cache = cache_folder(environment)
    if engine := cached_engine(cache):
        return engine
    try:
        with exclusive(cache, lambda: progress.say("Another process installs the engine: waiting for it.")):
            engine = cached_engine(cache)
            engine = engine or _download(cache, environment, progress, tried)
            engine = engine or _build(cache, environment, progress, tried)
    except OSError as error:
        raise SandboxError(
            f"the engine can't be kept in {cache}: {error.strerror}. Set XDG_CACHE_HOME to a writable folder."
        ) from error
    if engine:
        return engine
    oldest = ".".join(map(str, OLDEST_GO))
    raise SandboxError(
        f"no Pulumi engine (v{VERSION} or newer, below v4) was found or could be installed:\n"
        + "".join(f"  - {reason}\n" for reason in tried)
        + f"Install the Pulumi CLI (https://www.pulumi.com/docs/install) or Go {oldest} or newer "
        "(https://go.dev/dl), and run this again."
    )


def _on_path(environment: Mapping[str, str], tried: list[str]) -> Engine | None:
    folders = [Path(entry) for entry in environment.get("PATH", "").split(":") if entry]
    others = [str(folder) for folder in folders if folder.parts[-3:] != _SHIM]
    found = shutil.which("pulumi", path=":".join(others))
    if found is None:
        tried.append("PATH: no `pulumi`")
        return None
    version = _version_of(found, environment)
    if version is None or not _accepted(version):
        tried.append(f"PATH: {found} is version {version or 'unknown'}")
        return None
    # The CLI looks for its hosts beside its own file, past any link.
    engine = engine_in(Path(found).resolve().parent, version)
    if engine is None:
        tried.append(f"PATH: {found} has no Python language host beside it")
    return engine


def _version_of(pulumi: str, environment: Mapping[str, str]) -> str | None:
    with tempfile.TemporaryDirectory() as home:
        own = {"PULUMI_HOME": home, "PULUMI_SKIP_UPDATE_CHECK": "true"}
        try:
            answer = subprocess.run(
                [pulumi, "version"],
                env={**environment, **own},
                cwd=home,
                capture_output=True,
                text=True,
                timeout=_VERSION_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
    version = re.match(r"v?(\d+\.\d+\.\d+)", answer.stdout)
    return version[1] if version else None


def _accepted(version: str) -> bool:
    parts = [int(part) for part in version.split(".")]
    return [int(part) for part in VERSION.split(".")] <= parts < [4]


def _download(
    cache: Path, environment: Mapping[str, str], progress: Progress, tried: list[str]
) -> Engine | None:
    if not _answers(DOWNLOAD_HOST):
        tried.append(f"download: {DOWNLOAD_HOST} does not answer")
        return None
    progress.say(f"Downloading Pulumi v{VERSION} from {DOWNLOAD_HOST} to {cache}.")
    try:
        engine = keep(cache, lambda root: _install(root, environment))
    except subprocess.SubprocessError as error:
        tried.append(f"download: {_last_line(error)}")
        return None
    if engine is None:
        tried.append("download: it holds no Python language host")
    return engine


def _install(root: Path, environment: Mapping[str, str]) -> None:
    """Run the official installer, in a process that can be ended, with a home that is not the user's."""
    program = (
        "import sys, semver; from pulumi.automation import PulumiCommand; "
        "PulumiCommand.install(root=sys.argv[1], version=semver.VersionInfo.parse(sys.argv[2]))"
    )
    home = root / "home"
    home.mkdir()
    own = {"PULUMI_HOME": str(home), "HOME": str(home)}
    subprocess.run(
        [sys.executable, "-P", "-c", program, str(root), VERSION],
        env={**environment, **own},
        cwd=home,
        capture_output=True,
        timeout=_DOWNLOAD_SECONDS,
        check=True,
    )
    shutil.rmtree(home)


def _answers(host: str) -> bool:
    """Whether a host takes a connection in time. A thread, since no time-out bounds a look-up of its name."""
    answered = threading.Event()

    def connect() -> None:
        with contextlib.suppress(OSError):
            socket.create_connection((host, 443), timeout=_CONNECT_SECONDS).close()
            answered.set()

    attempt = threading.Thread(target=connect, daemon=True)
    attempt.start()
    attempt.join(_CONNECT_SECONDS)
    return answered.is_set()


def _last_line(error: subprocess.SubprocessError) -> str:
    output = getattr(error, "stderr", None) or b""
    return (output.decode(errors="replace").strip().splitlines() or [str(error)])[-1]


def _build(
    cache: Path, environment: Mapping[str, str], progress: Progress, tried: list[str]
) -> Engine | None:
    try:
        return keep(cache, lambda root: build(root, environment, progress))
    except BuildError as error:
        tried.append(f"build: {error}")
        return None
