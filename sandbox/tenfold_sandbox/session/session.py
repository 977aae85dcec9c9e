"""A sandbox made ready, and commands run inside it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..disposing import DISPOSING
from ..engine.bootstrap import ensure_engine
from ..engine.install import Engine
from ..engine.progress import Progress
from ..engine.yaml_host import ensure_yaml_host
from ..errors import SandboxError
from .child import run_child
from .emulator import Emulator, ensure_emulator, stop_emulator
from .environment import sandbox_environment
from .folder import Folder, Project
from .locking import locked
from .plugins import install_plugins
from .summary import Event, changed_stacks, read_events, state_versions, summary


@dataclass(frozen=True)
class Session:
    """A sandbox whose engine is installed and whose emulator runs."""

    project: Project
    folder: Folder
    engine: Engine
    emulator: Emulator

    @classmethod
    def open(cls, start: Path, *, port: int | None = None, progress: Progress | None = None) -> Session:
        """The sandbox of the project of a folder, made ready.

        ``port`` is where the emulator listens on 127.0.0.1; a free one by default. The first call on a
        machine installs the engine, which may take minutes. Raises SandboxError.
        """
        progress = progress or Progress()
        project = Project.find(start.resolve())
        engine = ensure_engine(os.environ, progress)
        if project.runtime == "yaml":
            ensure_yaml_host(engine, os.environ, progress)
        folder = Folder.of(project)
        try:
            folder.create()
            install_plugins(folder, project)
        except OSError as error:
            raise SandboxError(
                f"the sandbox can't be kept in {folder.root}: {error.strerror}. Make the folder writable."
            ) from error
        return cls(project, folder, engine, ensure_emulator(folder, port, progress.say))

    def run(
        self, argv: Sequence[str], *, cwd: Path | None = None, disposing: bool = False
    ) -> tuple[int, list[str]]:
        """Run a command in the foreground; its exit code, and the summary of what it did here.

        ``disposing`` lets it delete whatever AWS protects. Raises SandboxError when there is no such command.
        """
        events = self.folder.logs / f"events-{os.getpid()}.jsonl"
        before = state_versions(self.folder)
        try:
            environment = self.environment(events) | ({DISPOSING: "true"} if disposing else {})
            code = run_child(argv, environment, folder=cwd)
            told: list[Event] = read_events(events)
        finally:
            events.unlink(missing_ok=True)
        return code, summary(changed_stacks(self.folder, before), told)

    def environment(self, events: Path) -> dict[str, str]:
        """The environment of a command inside the sandbox, whose providers write to ``events``."""
        return sandbox_environment(
            os.environ, self.folder, self.project, self.engine, self.emulator.endpoint, events
        )


def existing_folder(start: Path) -> Folder:
    """The sandbox of the project of a folder. Raises SandboxError when none was made yet."""
    folder = Folder.of(Project.find(start.resolve()))
    if not folder.root.exists():
        raise SandboxError(f"there is no sandbox in {folder.root}. `tenfold sandbox up` makes one.")
    return folder


def stop(folder: Folder) -> bool:
    """End the emulator, and with it every resource in it; False when it didn't run.

    Raises SandboxError while a command runs.
    """
    with locked(folder, ["tenfold sandbox stop"]):
        return stop_emulator(folder)


def reset(folder: Folder) -> None:
    """End the emulator and remove all that the sandbox holds. Raises SandboxError while a command runs."""
    with locked(folder, ["tenfold sandbox reset"]):
        stop_emulator(folder)
        shutil.rmtree(folder.root)
