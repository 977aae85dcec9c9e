"""What every measurement shares: a project that is timed, and a ratio of two times."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from support.sandbox import Project

QUICK = os.environ.get("TENFOLD_BENCH") == "quick"  # to see that it runs, not to measure
ROUNDS = 1 if QUICK else 5


@dataclass
class Bench:
    """A project whose sandbox is ready: its commands are timed without the sandbox's own start."""

    project: Project
    stack: str = "dev"
    environment: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.project.run("pulumi", "preview", "--stack", self.stack)  # makes the stack, and warms the caches
        shown = self.project.run("env", "-0").stdout
        self.environment = dict(line.split("=", 1) for line in shown.split("\0") if "=" in line)

    def seconds(self, *arguments: str) -> float:
        """How long one ``pulumi`` command takes."""
        start = time.perf_counter()
        done = subprocess.run(
            ["pulumi", *arguments, "--stack", self.stack],
            cwd=self.project.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
        if done.returncode:
            sys.exit(done.stdout + done.stderr)
        return time.perf_counter() - start

    def up(self) -> float:
        return self.seconds("up", "--yes", "--skip-preview")

    def destroy(self) -> float:
        return self.seconds("destroy", "--yes", "--skip-preview")

    def preview(self, *arguments: str) -> float:
        return self.seconds("preview", *arguments)


def compare(
    name: str, one: Callable[[], float], other: Callable[[], float], rounds: int
) -> dict[str, object]:
    """The ratio one / other, the two taken in turn, the first of a round alternating."""
    times: list[tuple[float, float]] = []
    for number in range(rounds):
        if number % 2:
            second = other()
            times.append((one(), second))
        else:
            times.append((one(), other()))
    ratios = [left / right for left, right in times]
    result = {
        "name": name,
        "median": statistics.median(ratios),
        "minimum": min(ratios),
        "maximum": max(ratios),
        "seconds": times,
    }
    print(f"{name:45} {result['median']:.2f}  ({min(ratios):.2f} to {max(ratios):.2f})", flush=True)
    return result
