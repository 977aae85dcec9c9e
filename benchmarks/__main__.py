"""Ratios, measured side by side in one run: ``make bench``.

Each line is a name and the median, least and greatest ratio; ``benchmarks/results/latest.json`` has the same
with every time. Times of these machines are noisy, so that nothing here is a test.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "tests"), str(HERE)]

from bare import PROGRAM, graph  # noqa: E402  # its folder is put on the path above

from support.sandbox import Project  # noqa: E402  # as above

QUICK = os.environ.get("TENFOLD_BENCH") == "quick"  # to see that it runs, not to measure
ROUNDS = 1 if QUICK else 5
SIZES = (10, 30) if QUICK else (100, 300, 1_000)

MANY = """
import pulumi
import pulumi_aws as aws

for number in range({count}):
    aws.cloudwatch.LogGroup(f"log-{{number}}", name=f"/log/{{number}}", retention_in_days=7)
"""


@dataclass
class Bench:
    """A project whose sandbox is ready: its commands are timed without the sandbox's own start."""

    project: Project
    environment: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.project.run("pulumi", "preview", "--stack", "dev")  # makes the stack, and warms the caches
        shown = self.project.run("env", "-0").stdout
        self.environment = dict(line.split("=", 1) for line in shown.split("\0") if "=" in line)

    def seconds(self, *arguments: str) -> float:
        """How long one ``pulumi`` command takes."""
        start = time.perf_counter()
        done = subprocess.run(
            ["pulumi", *arguments, "--stack", "dev"],
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

    def preview(self) -> float:
        return self.seconds("preview")


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


def overhead(folder: Path) -> list[dict[str, object]]:
    """Dev built of components against a bare program with the same resources."""
    components = Project.of_stacks(folder / "components")
    components.up()
    shown = components.run("pulumi", "stack", "export", "--show-secrets", "--stack", "dev").stdout
    data = graph(json.loads(shown)["deployment"]["resources"])
    bare = Project.of_program(folder / "bare", PROGRAM)
    (bare.folder / "graph.json").write_text(json.dumps(data))
    try:
        one, other = Bench(components), Bench(bare)
        one.destroy()
        results = [compare("preview of a new stack, components / bare", one.preview, other.preview, ROUNDS)]

        def again(bench: Bench) -> Callable[[], float]:
            def measured() -> float:
                took = bench.up()
                bench.destroy()
                return took

            return measured

        results.append(
            compare("up of a new stack, components / bare", again(one), again(other), min(ROUNDS, 3))
        )
        one.up()
        other.up()
        results.append(
            compare("preview without changes, components / bare", one.preview, other.preview, ROUNDS)
        )
        return results
    finally:
        components.end()
        bare.end()


def growth(folder: Path) -> list[dict[str, object]]:
    """How a preview's time grows with the number of resources; linear is the ratio of the numbers."""
    projects = {count: Project.of_program(folder / str(count), MANY.format(count=count)) for count in SIZES}
    try:
        benches = {count: Bench(project) for count, project in projects.items()}
        least = SIZES[0]
        return [
            compare(
                f"preview of {count} / {least} resources",
                benches[count].preview,
                benches[least].preview,
                min(ROUNDS, 3),
            )
            for count in SIZES[1:]
        ]
    finally:
        for project in projects.values():
            project.end()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        results = [*overhead(Path(folder)), *growth(Path(folder))]
    target = HERE / "results"
    target.mkdir(exist_ok=True)
    (target / "latest.json").write_text(json.dumps({"cores": os.cpu_count(), "results": results}, indent=2))


if __name__ == "__main__":
    main()
