"""Renew the locked requirements from pyproject.toml: ``make lock``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
EXTRAS = {"dev": ["sandbox", "ops", "cloudflare", "dev"], "run": ["sandbox", "ops"]}
OPTIONS = [
    "--quiet",
    "--generate-hashes",
    "--universal",
    "--python-version=3.11",
    "--no-header",
    "--no-emit-index-url",
]


def main() -> None:
    for name, extras in EXTRAS.items():
        command = [sys.executable, "-m", "uv", "pip", "compile", *OPTIONS]
        command += [f"--extra={extra}" for extra in extras]
        if name != "dev":  # one version of each package, whichever file is installed
            command += ["--constraint", str(HERE / "dev.txt")]
        command += ["--output-file", str(HERE / f"{name}.txt"), "pyproject.toml", str(HERE / "build.in")]
        subprocess.run(command, cwd=HERE.parent, check=True)


if __name__ == "__main__":
    main()
