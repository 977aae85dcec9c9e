"""The processes that a command started, and killing one of them."""

from __future__ import annotations

import os
import signal
from pathlib import Path


def descendants(root: int) -> dict[int, str]:
    """Process ids below ``root`` with their command lines."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:  # it ended meanwhile
                continue
            parents[int(folder.name)] = int(fields[1])
    found: dict[int, str] = {}
    edge = {root}
    while edge:
        edge = {pid for pid, parent in parents.items() if parent in edge}
        found.update({pid: command_line(pid) for pid in edge})
    return found


def command_line(pid: int) -> str:
    try:
        return (Path("/proc") / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except OSError:
        return ""


def kill(root: int, fragment: str) -> int:
    """Kill -9 ``root``, or else the first process below it, whose command line has the fragment; its id."""
    for pid, command in [(root, command_line(root)), *sorted(descendants(root).items())]:
        if fragment in command:
            os.kill(pid, signal.SIGKILL)
            return pid
    raise AssertionError(f"no process with {fragment!r} below {root}: {descendants(root)}")


def alive(pid: int) -> bool:
    """Whether a process runs; a zombie does not."""
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
