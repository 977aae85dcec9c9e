"""One writing command at a time."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tenfold_sandbox.errors import SandboxError
from tenfold_sandbox.session import locking
from tenfold_sandbox.session.folder import Folder
from tenfold_sandbox.session.locking import acquire, is_busy, last_command, locked

HOLD = """
import os, subprocess, sys
from pathlib import Path
from tenfold_sandbox.session.folder import Folder
from tenfold_sandbox.session.locking import acquire
descriptor = acquire(Folder(Path(sys.argv[1])), ["pulumi", "up"])
os.set_inheritable(descriptor, True)
plugin = subprocess.Popen(["sleep", sys.argv[2]], close_fds=False)
print(plugin.pid, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path / "a sandbox")
    folder.root.mkdir()
    return folder


@pytest.fixture
def holder(folder: Folder) -> Iterator[subprocess.Popen[str]]:
    """A command that holds the lock, and a plugin of it that lives a minute longer unless it is ended."""
    command = [sys.executable, "-c", HOLD, str(folder.root), "60"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    plugin = int(process.stdout.readline())
    yield process
    with contextlib.suppress(ProcessLookupError):
        os.kill(plugin, signal.SIGKILL)
    process.kill()
    process.communicate()


def test_a_second_command_is_told_what_runs_and_since_when(
    folder: Folder, holder: subprocess.Popen[str]
) -> None:
    with pytest.raises(SandboxError) as caught:
        acquire(folder, ["pulumi", "preview"])
    assert f"`pulumi up` (pid {holder.pid}, since " in str(caught.value)
    assert f"`kill {holder.pid}`" in str(caught.value)


def test_the_lock_of_a_killed_command_is_taken_from_its_leftovers(
    folder: Folder, holder: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "_LEFTOVER_SECONDS", 0.2)
    holder.kill()
    holder.wait()
    assert is_busy(folder)  # the plugin lives on
    os.close(acquire(folder, ["pulumi", "up"]))


def test_a_lock_is_free_after_its_block_and_the_command_remembered(folder: Folder) -> None:
    with locked(folder, ["tenfold", "sandbox", "stop"]):
        assert is_busy(folder)
    assert not is_busy(folder)
    command = last_command(folder)
    assert command is not None
    assert (command.pid, command.argv) == (os.getpid(), ["tenfold", "sandbox", "stop"])
