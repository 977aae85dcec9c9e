"""Settling what a killed command left behind, before the next one writes."""

from __future__ import annotations

import importlib
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

from ..errors import SandboxError
from .folder import Folder, Project
from .stacks import Stack, all_stacks, find_stack, lock_files

Refresh = Callable[[str], "subprocess.CompletedProcess[str]"]
"""Runs `pulumi refresh` of a stack, with pending creates cleared."""


def needs_recovery(folder: Folder, project: Project) -> bool:
    """Whether a command ended without the CLI's own goodbye. Call it with the sandbox's lock held.

    The backend's lock stays behind a killed CLI; a killed provider leaves operations that are pending.
    """
    mine = [stack for stack in all_stacks(folder) if stack.project == project.name]
    return (
        any(lock_files(folder, project))
        or any(not stack.is_whole() for stack in mine)
        or any(stack.pending_operations() for stack in mine)
    )


def recover(folder: Folder, project: Project, endpoint: str, refresh: Refresh) -> str:
    """Make the state and the emulator agree again; what was settled, in one line.

    Stacks of another project of this sandbox are left to that project's next command. Raises SandboxError.
    """
    locks = list(lock_files(folder, project))
    names = {lock.parent.name for lock in locks}
    notes = _restore_cut_off(all_stacks(folder))
    names |= {
        stack.name
        for stack in all_stacks(folder)
        if stack.project == project.name and stack.pending_operations()
    }
    for lock in locks:
        lock.unlink()
    known = {(each["urn"], each["id"]) for stack in all_stacks(folder) for each in stack.resources()}
    # Imported here, since only a recovery talks to AWS: every other command starts faster without boto3.
    reconcile = importlib.import_module("tenfold_sandbox.provider.reconcile")
    removed: list[str] = reconcile.reconcile_ledger(endpoint, known)
    if removed:
        notes.append(f"removed {_list(removed)}, which the state does not know")
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
    return f"The last command was cut short. Settled: {'; '.join(notes) or 'nothing was left half done'}."


def _restore_cut_off(stacks: Iterable[Stack]) -> list[str]:
    """Take the backend's backup of a checkpoint that a crash of the machine cut off."""
    notes: list[str] = []
    for stack in stacks:
        if stack.is_whole():
            continue
        backup = Path(f"{stack.file}.bak")
        if not backup.exists() or not Stack(backup).is_whole():
            raise SandboxError(
                f"the state of stack {stack.name} ({stack.file}) is damaged and has no usable backup. "
                "Start over with `tenfold sandbox reset`."
            )
        backup.replace(stack.file)
        notes.append(f"restored the state of {stack.name} from its backup")
    return notes


def _list(items: list[str], most: int = 5) -> str:
    more = f" and {len(items) - most} more" if len(items) > most else ""
    return ", ".join(items[:most]) + more
