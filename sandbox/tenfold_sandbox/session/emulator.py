"""The emulated AWS of a sandbox: started once, found again, ended."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from http.client import HTTPException
from typing import Any

from ..emulator import PROTOCOL
from ..engine.install import clean_environment
from ..errors import SandboxError
from .folder import Folder
from .locking import locked
from .stacks import all_stacks

_READY_SECONDS = 30
_END_SECONDS = 5
_TAIL_LINES = 15


@dataclass(frozen=True)
class Emulator:
    """A running emulator, or one that ran."""

    pid: int
    port: int
    instance: str
    protocol: int = 1

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str) -> Any:
        """The JSON that one of the emulator's own routes answers. Raises OSError when it doesn't."""
        try:
            with urllib.request.urlopen(self.endpoint + path, timeout=_READY_SECONDS) as answer:
                return json.load(answer)
        except (HTTPException, ValueError) as error:
            raise OSError(f"{self.endpoint}{path} answered no JSON") from error

    def answers(self) -> bool:
        """Whether this very instance serves the port: another program may have taken it since."""
        try:
            return self.get("/tenfold/instance")["id"] == self.instance
        except (OSError, LookupError, TypeError):
            return False

    def process_lives(self) -> bool:
        with suppress(ChildProcessError):  # when it is our own child, it stays until it is waited for
            os.waitpid(self.pid, os.WNOHANG)
        try:
            os.kill(self.pid, 0)
        except OSError:
            return False
        return True


def known_emulator(folder: Folder) -> Emulator | None:
    """The emulator that the sandbox started last, running or not."""
    try:
        return Emulator(**json.loads(folder.emulator.read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def running_emulator(folder: Folder) -> Emulator | None:
    """The sandbox's emulator, if it runs. Waits for one that lives but is busy or still starting."""
    emulator = known_emulator(folder)
    return emulator if emulator and _await(emulator) else None


def ensure_emulator(folder: Folder, port: int | None, say: Callable[[str], None]) -> Emulator:
    """The sandbox's emulator, started on ``port`` or a free one when it doesn't run.

    The state of an emulator that ended is moved aside: its resources ended with it.
    Raises SandboxError when the port is taken, when the emulator does not come up, or when it ended under a
    command that still runs.
    """
    running = running_emulator(folder)
    if running is None or running.protocol != PROTOCOL:
        with locked(folder, ["tenfold sandbox: starting the emulator"]):
            running = _current(folder) or _replace(folder, port, say)
    if port not in (None, running.port):
        raise SandboxError(
            f"--port {port}: this sandbox's emulator runs on port {running.port} already. Leave the option "
            "out, or end the emulator first with `tenfold sandbox stop`."
        )
    return running


def _current(folder: Folder) -> Emulator | None:
    """The running emulator; one of another version of Tenfold is ended, since the two can't talk."""
    emulator = running_emulator(folder)
    if emulator is None or emulator.protocol == PROTOCOL:
        return emulator
    _end(emulator)
    return None


def stop_emulator(folder: Folder) -> bool:
    """End the emulator; False when it didn't run. Its resources end with it."""
    emulator = running_emulator(folder)
    if emulator is None:
        return False
    _end(emulator)
    return True


def _replace(folder: Folder, port: int | None, say: Callable[[str], None]) -> Emulator:
    chosen = _usable_port(port)
    lost = sum(len(stack.resources()) for stack in all_stacks(folder) if stack.is_whole())
    if lost:
        say(
            f"The emulator ended since the last command, and the {lost} resources in it with it. "
            f"An empty sandbox is started; the old state is kept in {folder.lost_state}."
        )
        shutil.rmtree(folder.lost_state, ignore_errors=True)
        folder.state.rename(folder.lost_state)
        folder.state.mkdir()
    return _start(folder, chosen)


def _usable_port(port: int | None) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the emulator itself binds
        try:
            probe.bind(("127.0.0.1", port or 0))
        except (OSError, OverflowError) as error:
            raise SandboxError(
                f"--port {port}: it can't be used on 127.0.0.1 ({getattr(error, 'strerror', error)}). "
                "Give another, or leave the option out: a free port is picked then."
            ) from error
        return probe.getsockname()[1]


def _start(folder: Folder, port: int) -> Emulator:
    instance = secrets.token_hex(8)
    log = folder.logs / "emulator.log"
    module = [sys.executable, "-P", "-m", "tenfold_sandbox.emulator"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*module, "--port", str(port), "--instance", instance, "--log", str(log)],
            cwd=folder.root,
            env=_environment(os.environ),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # it outlives the terminal and its Ctrl-C
        )
    emulator = Emulator(process.pid, port, instance, PROTOCOL)
    # Written before it answers, so that a start that is cut short leaves no emulator that nobody knows.
    folder.emulator.write_text(json.dumps(asdict(emulator)))
    if not _await(emulator):
        _end(emulator)
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-_TAIL_LINES:])
        raise SandboxError(f"the emulator did not come up on port {port}; {log} ends with:\n{tail}")
    return emulator


def _environment(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in clean_environment(environment).items() if name[:5] != "MOTO_"}


def _await(emulator: Emulator) -> bool:
    """Wait until it answers; False when its process ended or it stays silent."""
    deadline = time.monotonic() + _READY_SECONDS
    while not emulator.answers():
        if not emulator.process_lives() or time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def _end(emulator: Emulator) -> None:
    """End the process, which the caller knows to be this emulator."""
    for number, seconds in ((signal.SIGTERM, _END_SECONDS), (signal.SIGKILL, 1)):
        with suppress(ProcessLookupError):
            os.kill(emulator.pid, number)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not emulator.process_lives():
                return
            time.sleep(0.05)
