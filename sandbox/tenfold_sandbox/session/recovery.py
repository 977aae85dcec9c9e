"""Settling what a killed command left behind, before the next one writes."""

from __future__ import annotations

import importlib
import json
import subprocess
import urllib.request
from collections.abc import Callable, Iterable
from pathlib import Path

from ..errors import SandboxError
from .folder import Folder, Project
from .stacks import Stack, all_stacks, find_stack, lock_files, project_stacks

_ANSWER_SECONDS = 30
_MOST_NOTES = 8

Refresh = Callable[[str], "subprocess.CompletedProcess[str]"]
"""Runs `pulumi refresh` of a stack, with pending creates cleared."""


def needs_recovery(folder: Folder, project: Project) -> bool:
    """Whether a command was cut short. Call it with the sandbox's lock held, so that nothing runs.

    The backend's lock stays behind a killed CLI, a trace behind a killed provider, and operations stay
    pending whose outcome the engine doesn't know.
    """
    return (
        any(folder.running.iterdir())
        or any(lock_files(folder, project))
        or any(
            not stack.is_whole() or stack.pending_operations() for stack in project_stacks(folder, project)
        )
    )


def settle_ledger(endpoint: str) -> bool:
    """Tell the emulator that the last command ended: what it left there was left on purpose.

    False when a creation failed and could not be taken back: that wants a recovery. Raises SandboxError when
    the emulator does not answer.
    """
    request = urllib.request.Request(f"{endpoint}/tenfold/settle", data=b"", method="POST")
    try:
        with urllib.request.urlopen(request, timeout=_ANSWER_SECONDS) as answer:
            return json.loads(answer.read())["open"] == 0
    except OSError as error:
        raise SandboxError(
            f"the emulator at {endpoint} does not answer ({error}). Leave this shell, if it is one inside "
            "a sandbox, and try again: the next `tenfold sandbox` command starts an emulator."
        ) from error


def recover(folder: Folder, project: Project, endpoint: str, refresh: Refresh) -> str:
    """Make the state and the emulator agree again; what was settled, for the user.

    Stacks of another project of this sandbox are left to that project's next command. Raises SandboxError.
    """
    locks, traces = list(lock_files(folder, project)), list(folder.running.iterdir())
    restored = _restore_cut_off(all_stacks(folder))
    notes = [f"restored the state of {stack.name} from its backup" for stack in restored]
    names = {lock.parent.name for lock in locks}
    # A backup is a step behind.
    names |= {stack.name for stack in restored if stack.project == project.name}
    # Any stack may have been the killed provider's.
    names |= {stack.name for stack in project_stacks(folder, project) if traces or stack.pending_operations()}
    known = {(each["urn"], each["id"]) for stack in all_stacks(folder) for each in stack.resources()}
    # Imported here, since only a recovery talks to AWS: every other command starts faster without boto3.
    reconcile = importlib.import_module("tenfold_sandbox.provider.reconcile")
    notes += reconcile.reconcile_ledger(endpoint, known)
    # Late, so that a recovery that is itself cut short is tried again: a refresh leaves its own marks.
    for mark in (*locks, *traces):
        mark.unlink()
    for name in sorted(names):
        if find_stack(folder, project, name).file.exists():
            result = refresh(name)
            if result.returncode:
                raise SandboxError(
                    f"the last command on stack {name} was cut short, and refreshing the stack failed:\n"
                    f"{(result.stdout + result.stderr).strip()}\n"
                    "Repair what it names and try again, or start over with `tenfold sandbox reset`."
                )
            notes.append(f"refreshed {name}")
    more = [f"and {len(notes) - _MOST_NOTES} more"] if len(notes) > _MOST_NOTES else []
    listed = "".join(f"\n  - {note}" for note in [*notes[:_MOST_NOTES], *more])
    return f"The last command was cut short, and is settled now:{listed or ' nothing was left half done.'}"


def _restore_cut_off(stacks: Iterable[Stack]) -> list[Stack]:
    """Take the backend's backup of each checkpoint that a crash of the machine cut off; whose they are."""
    cut_off = [stack for stack in stacks if not stack.is_whole()]
    for stack in cut_off:
        backup = Path(f"{stack.file}.bak")
        if not backup.exists() or not Stack(backup).is_whole():
            raise SandboxError(
                f"the state of stack {stack.name} ({stack.file}) is damaged and has no usable backup. "
                "Start over with `tenfold sandbox reset`."
            )
        backup.replace(stack.file)
    return cut_off
