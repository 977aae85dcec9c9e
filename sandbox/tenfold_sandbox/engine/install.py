"""The folder that holds the engine, and the user's cache that keeps it per version."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

VERSION = "3.259.0"
"""The engine that the sandbox is tested with, and the oldest that it accepts."""

LANGUAGE_HOST = "pulumi-language-python"
EXEC_SCRIPT = "pulumi-language-python-exec"

_OWN_HOST = """#!/bin/sh
exec "$TENFOLD_SANDBOX_PYTHON" -P -m tenfold_sandbox.language "${0%/*}/pulumi-language-python-exec" "$@"
"""


@dataclass(frozen=True)
class Engine:
    """A Pulumi CLI with a Python language host beside it, where the CLI looks first."""

    folder: Path
    version: str
    own_host: bool
    """The host is the sandbox's own one, as nobody publishes the official one's source."""

    @property
    def pulumi(self) -> Path:
        return self.folder / "pulumi"


def clean_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without what is the user's own Pulumi or AWS setting."""
    return {name: value for name, value in environment.items() if not name.startswith(("PULUMI_", "AWS_"))}


def cache_folder(environment: Mapping[str, str]) -> Path:
    """Where engines are kept: ``$XDG_CACHE_HOME/tenfold/engine`` or ``~/.cache/tenfold/engine``."""
    base = environment.get("XDG_CACHE_HOME", "")
    # The XDG specification says that a relative path is to be ignored.
    root = (
        Path(base) if Path(base).is_absolute() else Path(environment.get("HOME", "~")).expanduser() / ".cache"
    )
    return root / "tenfold" / "engine"


def engine_in(folder: Path, version: str = VERSION) -> Engine | None:
    """The engine in a folder; None when the CLI or a language host is not there or can't be run."""
    if not all(os.access(folder / name, os.X_OK) for name in ("pulumi", LANGUAGE_HOST, EXEC_SCRIPT)):
        return None
    with (folder / LANGUAGE_HOST).open("rb") as host:
        return Engine(folder, version, own_host=b"tenfold_sandbox" in host.read(512))


def cached_engine(cache: Path) -> Engine | None:
    """The engine of the pinned version, if a complete one is kept."""
    engine = engine_in(cache / f"v{VERSION}" / "bin")
    if engine and engine.own_host and (engine.folder / LANGUAGE_HOST).read_text() != _OWN_HOST:
        write_own_host(engine.folder)  # another release of ours kept it
    return engine


def keep(cache: Path, fill: Callable[[Path], None]) -> Engine | None:
    """Let ``fill`` put an installation in a new folder, whose ``bin`` is then kept at once and whole.

    Returns None when what it left there is no engine; nothing is kept then.
    """
    building = Path(tempfile.mkdtemp(prefix=".building-", dir=cache))
    try:
        fill(building)
        if engine_in(building / "bin") is None:
            return None
        final = cache / f"v{VERSION}"
        shutil.rmtree(final, ignore_errors=True)  # an incomplete one, or it would have been used
        building.rename(final)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return cached_engine(cache)


def write_own_host(folder: Path) -> None:
    """Put the sandbox's language host into a folder."""
    host = folder / LANGUAGE_HOST
    host.write_text(_OWN_HOST)
    host.chmod(0o755)


@contextmanager
def exclusive(cache: Path, waiting: Callable[[], None]) -> Generator[None]:
    """Hold the cache for this process alone; call ``waiting`` if another one holds it.

    What a killed build left behind is removed: nobody can be working on it while the lock is held.
    """
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(lock, fcntl.LOCK_EX)
        for leftover in cache.glob(".building-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        yield
