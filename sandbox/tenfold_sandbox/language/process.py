"""Child processes that end with the call they serve."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import IO

import grpc

_END_SECONDS = 5


def start(
    command: list[str],
    *,
    folder: str,
    environment: dict[str, str],
    context: grpc.ServicerContext,
    stdout: int | None = None,
    stderr: int | None = None,
) -> subprocess.Popen[bytes]:
    """Start a process that ends when its call ends: done, cancelled, or its engine or this host killed."""
    process = subprocess.Popen(
        [*_leash(), *command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
    )
    if not context.add_callback(lambda: _end(process)):
        _end(process)
    return process


def _leash() -> list[str]:
    """What has Linux end a child whose parent is killed, and so gets no chance to end it itself.

    A program command, since a fork hook is unsafe in a process with gRPC's threads. Where there is no
    such command, the child ends at its next call to the engine.
    """
    setpriv = shutil.which("setpriv") if sys.platform == "linux" else None
    return [setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


def chunks(process: subprocess.Popen[bytes]) -> Iterator[tuple[str, bytes]]:
    """What the process writes, as it comes, each chunk with the name of its stream."""
    written: queue.SimpleQueue[tuple[str, bytes]] = queue.SimpleQueue()

    def follow(name: str, stream: IO[bytes]) -> None:
        while chunk := os.read(stream.fileno(), 65536):
            written.put((name, chunk))
        written.put((name, b""))

    assert process.stdout is not None
    assert process.stderr is not None
    streams = {"stdout": process.stdout, "stderr": process.stderr}
    for name, stream in streams.items():
        threading.Thread(target=follow, args=(name, stream), daemon=True).start()
    open_streams = len(streams)
    while open_streams:
        name, chunk = written.get()
        if chunk:
            yield name, chunk
        else:
            open_streams -= 1


def how_it_ended(code: int) -> str:
    return f"non-zero exit code: {code}" if code > 0 else f"signal {signal.Signals(-code).name}"
