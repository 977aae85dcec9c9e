"""Running a command in the foreground, as a shell does."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..errors import SandboxError


def run_child(
    argv: Sequence[str],
    environment: Mapping[str, str],
    *,
    folder: Path | None = None,
    inherited: Sequence[int] = (),
    name: str | None = None,
) -> int:
    """Run to the end and return the exit code, which is 128 + the signal's number for one that was killed.

    Ctrl-C reaches the command from the terminal itself; SIGTERM is passed on to it.
    Raises SandboxError when there is no such command.
    """
    try:
        process = subprocess.Popen(argv, env=dict(environment), cwd=folder, pass_fds=inherited)
    except FileNotFoundError as error:
        raise SandboxError(
            f"{name or argv[0]}: no such command on the sandbox's PATH. Install it first."
        ) from error
    except PermissionError as error:
        raise SandboxError(f"{name or argv[0]}: it is not executable.") from error

    def pass_on(number: int, _frame: object) -> None:
        if number == signal.SIGTERM:
            process.terminate()

    # Handlers, not SIG_IGN: an ignored signal would stay ignored in the command.
    interrupt, terminate = signal.signal(signal.SIGINT, pass_on), signal.signal(signal.SIGTERM, pass_on)
    try:
        code = process.wait()
    finally:
        signal.signal(signal.SIGINT, interrupt)
        signal.signal(signal.SIGTERM, terminate)
    return code if code >= 0 else 128 - code
