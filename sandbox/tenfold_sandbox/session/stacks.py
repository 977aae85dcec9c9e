"""The stacks in a sandbox's file backend, read without the CLI."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ..errors import SandboxError
from .folder import Folder, Project

Resource = dict[str, Any]


@dataclass(frozen=True)
class Stack:
    """A stack's checkpoint file."""

    file: Path

    @property
    def name(self) -> str:
        return self.file.stem

    @property
    def project(self) -> str:
        return self.file.parent.name

    def is_whole(self) -> bool:
        """False when the file was cut off, as a crash of the machine may do."""
        try:
            self.resources()
        except SandboxError:
            return False
        return True

    def resources(self) -> list[Resource]:
        """The resources, without the providers and components, which are nothing in AWS."""
        resources: list[Resource] = self._latest.get("resources") or []
        return [each for each in resources if each.get("custom") and not each["type"].startswith("pulumi:")]

    def pending_operations(self) -> list[Resource]:
        """What the engine has begun without knowing the outcome."""
        return self._latest.get("pending_operations") or []

    @cached_property
    def _latest(self) -> dict[str, Any]:
        try:
            return json.loads(self.file.read_text())["checkpoint"].get("latest") or {}
        except ValueError as error:
            raise SandboxError(
                f"the state of stack {self.name} ({self.file}) is damaged. "
                f"`tenfold sandbox preview -s {self.name}` restores it from its backup."
            ) from error


def all_stacks(folder: Folder) -> list[Stack]:
    """Every stack of the sandbox, by project and name."""
    return [Stack(file) for file in sorted((folder.state / ".pulumi" / "stacks").glob("*/*.json"))]


def project_stacks(folder: Folder, project: Project) -> list[Stack]:
    return [stack for stack in all_stacks(folder) if stack.project == project.name]


def find_stack(folder: Folder, project: Project, name: str) -> Stack:
    """The stack's checkpoint, which may not exist yet."""
    return Stack(folder.state / ".pulumi" / "stacks" / project.name / f"{name}.json")


def lock_files(folder: Folder, project: Project | None = None) -> Iterator[Path]:
    """The backend's own locks. A command that was killed leaves its lock behind."""
    below = f"{project.name}/*" if project else "*/*"
    return (folder.state / ".pulumi" / "locks" / "organization").glob(f"{below}/*.json")


def selected_stack(folder: Folder, project: Project) -> str | None:
    """The stack that `pulumi stack select` chose in this sandbox."""
    files = (folder.home / "workspaces").glob(f"{project.name}-*-workspace.json")
    newest = max(files, key=lambda file: file.stat().st_mtime, default=None)
    if newest is None:
        return None
    settings = json.loads(newest.read_text())
    # The sandbox has one backend, so there is one entry at most.
    names = [*settings.get("stacks", {}).values(), settings.get("stack", "")]
    return names[0].rpartition("/")[2] or None


def current_stack(folder: Folder, project: Project) -> str | None:
    """The stack that a command without ``--stack`` means: the selected one, or else the only one there is."""
    selected = selected_stack(folder, project)
    configured = project.configured_stacks()
    return selected or (configured[0] if len(configured) == 1 else None)
