"""Ratios, measured side by side in one run: ``make bench``, or some of them: ``python benchmarks imports``.

Each line is a name and the median, least and greatest ratio; ``benchmarks/results/latest.json`` has the same
with every time. Times of these machines are noisy, so that nothing here is a test.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "tests"), str(HERE)]

from imports import imports  # noqa: E402  # as above
from measure import QUICK  # noqa: E402  # as above
from policies import policies  # noqa: E402  # as above

from engine import cluster, growth, stacks  # noqa: E402  # its folder is put on the path above

MEASUREMENTS: dict[str, Callable[[Path], list[dict[str, object]]]] = {
    "imports": lambda _: imports(),
    "cluster": cluster,
    "stacks": stacks,
    "growth": growth,
    "policies": policies,
}


def main() -> None:
    # To see that it runs, `cluster` will do for `stacks`: it is the same measurement of a smaller program.
    everything = [name for name in MEASUREMENTS if not (QUICK and name == "stacks")]
    chosen = sys.argv[1:] or everything
    if unknown := set(chosen) - set(MEASUREMENTS):
        sys.exit(f"{', '.join(unknown)}: there is no such measurement. Allowed: {', '.join(MEASUREMENTS)}.")
    with tempfile.TemporaryDirectory() as folder:
        results = [result for name in chosen for result in MEASUREMENTS[name](Path(folder))]
    target = HERE / "results"
    target.mkdir(exist_ok=True)
    (target / "latest.json").write_text(json.dumps({"cores": os.cpu_count(), "results": results}, indent=2))


if __name__ == "__main__":
    main()
