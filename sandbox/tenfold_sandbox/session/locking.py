"""One writing command at a time in a sandbox.

The lock is the kernel's (flock) on a file that the command's process and its plugins hold open, so it ends
with the last of them, however they end.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from ..errors import SandboxError
from .folder import Folder

_LEFTOVER_SECONDS = 5


@dataclass(frozen=True)
class Command:
    """A command that holds the lock, or held it last."""

    pid: int
    argv: list[str]
    started: str
    """Local time, ISO 8601."""

    def __str__(self) -> str:
        return f"`{' '.join(self.argv)}` (pid {self.pid}, since {self.started[11:19]})"


def last_command(folder: Folder) -> Command | None:
    """The command that took the lock last."""
    try:
        return Command(**json.loads(folder.command.read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def is_busy(folder: Folder) -> bool:
    """Whether a command holds the lock now."""
    with folder.lock.open("a") as file:
        return not _try(file.fileno())


def acquire(folder: Folder, argv: Sequence[str]) -> int:
    """Take the lock for a command; the file descriptor that holds it, which children may inherit.

    Raises SandboxError when another command runs.
    """
    descriptor = os.open(folder.lock, os.O_RDWR | os.O_CREAT, 0o600)
    if not _try(descriptor) and not _outlast_leftovers(folder, descriptor):
        os.close(descriptor)
        raise SandboxError(_busy_message(folder))
    started = datetime.now().astimezone().isoformat(timespec="seconds")
    unfinished = folder.command.with_suffix(f".{os.getpid()}")
    unfinished.write_text(json.dumps(asdict(Command(os.getpid(), list(argv), started))))
    unfinished.replace(folder.command)
    return descriptor


@contextmanager
def locked(folder: Folder, argv: Sequence[str]) -> Generator[int]:
    """Hold the lock within a ``with`` block."""
    descriptor = acquire(folder, argv)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _try(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _busy_message(folder: Folder) -> str:
    command = last_command(folder)
    return (
        f"another command runs in this sandbox: {command or 'it has just begun'}. "
        f"Wait until it ends{f', or end it with `kill {command.pid}`' if command else ''}, then try again."
    )


def _outlast_leftovers(folder: Folder, descriptor: int) -> bool:
    """Get the lock of a command that was killed, whose plugins end on their own; end those that don't."""
    command = last_command(folder)
    if command is None or _lives(command.pid):
        return False
    deadline = time.monotonic() + _LEFTOVER_SECONDS
    while time.monotonic() < deadline:
        if _try(descriptor):
            return True
        time.sleep(0.1)
    for pid in _holders(folder.lock):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    time.sleep(0.2)
    return _try(descriptor)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _holders(path: Path) -> list[int]:
    """The other processes of this user that hold a file open (Linux; nothing elsewhere)."""
    pids: list[int] = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            held = any(link.resolve() == path for link in (entry / "fd").iterdir())
            if held and int(entry.name) != os.getpid():
                pids.append(int(entry.name))
    return pids
