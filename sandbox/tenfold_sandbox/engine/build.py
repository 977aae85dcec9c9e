"""The engine built from its pinned Go modules."""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .install import EXEC_SCRIPT, VERSION, write_own_host
from .progress import Progress

OLDEST_GO = (1, 25)

_MODULE = Path(__file__).with_name("gomod")
_CLI = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
_SDK = "github.com/pulumi/pulumi/sdk/v3"
_TAIL_LINES = 15
_TICK_SECONDS = 1.0


class BuildError(Exception):
    """The build failed; the message says why in a line or a few."""


def find_go(environment: Mapping[str, str]) -> str:
    """The path of a ``go`` that is new enough. Raises BuildError."""
    go = shutil.which("go", path=environment.get("PATH", ""))
    if go is None:
        raise BuildError("no `go` on PATH")
    answer = subprocess.run(
        [go, "env", "GOVERSION"], env=dict(environment), cwd="/", capture_output=True, text=True, check=False
    )
    version = re.match(r"go(\d+)\.(\d+)", answer.stdout)
    if version is None:
        raise BuildError(f"`{go} env GOVERSION` answered {(answer.stdout + answer.stderr).strip()!r}")
    if (int(version[1]), int(version[2])) < OLDEST_GO:
        raise BuildError(f"{go} is {answer.stdout.strip()}")
    return go


def build(root: Path, environment: Mapping[str, str], progress: Progress) -> None:
    """Build the CLI into ``root/bin`` and put the language host and its exec script beside it.

    Takes minutes on a machine that has built nothing yet. Raises BuildError.
    """
    binaries = root / "bin"
    binaries.mkdir()
    flags = f"-s -w -X {_SDK}/go/common/version.Version=v{VERSION}"
    with compiled(_MODULE, root, _CLI, flags, environment, progress, what=f"Pulumi v{VERSION}") as built:
        built.program.rename(binaries / "pulumi")
        sdk = built.source_of(_SDK)
        shutil.copyfile(sdk / "python" / "cmd" / EXEC_SCRIPT, binaries / EXEC_SCRIPT)
    (binaries / EXEC_SCRIPT).chmod(0o755)
    write_own_host(binaries)


@dataclass(frozen=True)
class Built:
    """A program that was built, and the copy of the module that it was built from."""

    program: Path
    source_of: Callable[[str], Path]
    """The folder with the source of a module that it needs."""


@contextmanager
def compiled(
    pinned: Path,
    root: Path,
    package: str,
    flags: str,
    environment: Mapping[str, str],
    progress: Progress,
    *,
    what: str,
) -> Generator[Built]:
    """Build a program of a package from the pinned modules in a folder, and forget what is not taken away.

    Raises BuildError.
    """
    go = find_go(environment)
    # The module is built from a copy: its own folder may not be writable.
    module = root / "module"
    shutil.copytree(pinned, module)
    progress.say(f"Building {what} with {go}: once per machine, some minutes the first time.")

    def run(*arguments: str, line: Callable[[str], None]) -> str:
        return _run([go, *arguments], module, environment, line)

    downloaded = 0

    def downloading(line: str) -> None:
        nonlocal downloaded
        downloaded += line.startswith("go: downloading")
        progress.update(f"{downloaded} modules downloaded")

    packages = len(run("list", "-mod=readonly", "-deps", package, line=downloading).split())
    done = 0

    def compiling(line: str) -> None:
        nonlocal done
        done += bool(line) and not line.startswith("go: ")
        progress.update(f"{done} packages of at most {packages} compiled")

    def source_of(name: str) -> Path:
        return Path(run("list", "-m", "-f", "{{.Dir}}", name, line=downloading).strip())

    program = module / "program"
    options = ["-v", "-trimpath", "-mod=readonly", "-ldflags", flags, "-o", str(program)]
    run("build", *options, package, line=compiling)
    try:
        yield Built(program, source_of)
    finally:
        shutil.rmtree(module)


def _run(
    command: list[str], folder: Path, environment: Mapping[str, str], line: Callable[[str], None]
) -> str:
    """Run to the end and return stdout; ``line`` gets each line of stderr, and an empty one in a pause."""
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.PIPE,
        )
        try:
            lines = _follow(process, line)
        except BaseException:
            process.terminate()
            process.wait()
            raise
        if process.wait():
            tail = "\n".join(lines[-_TAIL_LINES:]).strip()
            raise BuildError(f"`{' '.join(command[:2])}` failed:\n{tail}")
        output.seek(0)
        return output.read()


def _follow(process: subprocess.Popen[bytes], line: Callable[[str], None]) -> list[str]:
    assert process.stderr is not None
    pending = b""
    lines: list[str] = []
    while True:
        if not select.select([process.stderr], [], [], _TICK_SECONDS)[0]:
            line("")
            continue
        chunk = os.read(process.stderr.fileno(), 65536)
        *complete, pending = (pending + chunk).split(b"\n")
        for text in complete if chunk else [pending]:
            lines.append(text.decode(errors="replace"))
            line(lines[-1].strip())
        if not chunk:
            return lines
