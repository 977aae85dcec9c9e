"""The folder of a sandbox, and the Pulumi project that it belongs to."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import yaml

from ..errors import SandboxError

_PROJECT_FILES = ("Pulumi.yaml", "Pulumi.yml", "Pulumi.json")


@dataclass(frozen=True)
class Project:
    """A Pulumi project: the folder of its Pulumi.yaml."""

    file: Path

    @classmethod
    def find(cls, start: Path) -> Project:
        """The project of a folder: its own, or else of the nearest folder above. Raises SandboxError."""
        for folder in (start, *start.parents):
            for name in _PROJECT_FILES:
                if (folder / name).is_file():
                    return cls(folder / name)
        raise SandboxError(
            f"no Pulumi.yaml in {start} or a folder above it. Go to a Pulumi project's folder and try again."
        )

    @property
    def folder(self) -> Path:
        return self.file.parent

    @cached_property
    def settings(self) -> dict[str, Any]:
        """What Pulumi.yaml says. Raises SandboxError when it can't be read."""
        try:
            settings = _mapping(yaml.safe_load(self.file.read_text()))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise SandboxError(f"{self.file} can't be read: {error}") from error
        if "name" not in settings:
            raise SandboxError(f"{self.file} names no project: add a line `name: …`.")
        return settings

    @property
    def name(self) -> str:
        return str(self.settings["name"])

    @property
    def runtime(self) -> str:
        """The name of the runtime, such as ``python``."""
        value = self.settings.get("runtime")
        return str(_mapping(value).get("name") or value)

    @property
    def runtime_options(self) -> dict[str, Any]:
        """The options of the runtime; empty when it is named without any."""
        return _mapping(_mapping(self.settings.get("runtime")).get("options"))

    def region(self, stack: str | None) -> str | None:
        """``aws:region`` of a stack: its own, or else Pulumi.yaml's for all stacks."""
        value = self._stack_region(stack) or _mapping(self.settings.get("config")).get("aws:region")
        declared = _mapping(value)
        value = declared.get("value", declared.get("default")) if declared else value
        return str(value) if value else None

    def _stack_region(self, stack: str | None) -> object:
        if stack is None or not self.stack_file(stack).is_file():
            return None
        try:
            settings = _mapping(yaml.safe_load(self.stack_file(stack).read_text()))
        except yaml.YAMLError:
            return None  # the CLI says it, and where
        return _mapping(settings.get("config")).get("aws:region")

    @property
    def config_folder(self) -> Path:
        """Where the stacks' config files lie."""
        return self.folder / str(self.settings.get("stackConfigDir") or "")

    def stack_file(self, stack: str) -> Path:
        return self.config_folder / f"Pulumi.{stack}{self.file.suffix}"

    def configured_stacks(self) -> list[str]:
        """The stacks that have a config file, in alphabetical order."""
        files = self.config_folder.glob(f"Pulumi.*{self.file.suffix}")
        return sorted(file.name.removeprefix("Pulumi.").removesuffix(file.suffix) for file in files)


def _mapping(value: object) -> dict[str, Any]:
    """A mapping of a YAML document; an empty one where something else stands."""
    return cast(dict[str, Any], value) if isinstance(value, dict) else {}


@dataclass(frozen=True)
class Folder:
    """The files of one sandbox, all below ``root``."""

    root: Path

    @classmethod
    def of(cls, project: Project) -> Folder:
        return cls(project.folder / ".tenfold" / "sandbox")

    @property
    def home(self) -> Path:
        """The CLI's PULUMI_HOME."""
        return self.root / "home"

    @property
    def plugins(self) -> Path:
        return self.home / "plugins"

    @property
    def state(self) -> Path:
        """The file backend. It holds what the running emulator holds, never anything else."""
        return self.root / "state"

    @property
    def lost_state(self) -> Path:
        """The state of the last emulator that ended before its stacks were destroyed."""
        return self.root / "state.lost"

    @property
    def bin(self) -> Path:
        return self.root / "bin"

    @property
    def config(self) -> Path:
        """Copies of the stacks' config files, which the CLI may write to."""
        return self.root / "config"

    @property
    def aws(self) -> Path:
        """AWS config and credential files, for clients that insist on some."""
        return self.root / "aws"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def running(self) -> Path:
        """A file for each provider that runs, or was killed."""
        return self.root / "running"

    @property
    def passphrase(self) -> Path:
        return self.root / "passphrase"

    @property
    def emulator(self) -> Path:
        """Which emulator serves this sandbox: its pid, port and instance."""
        return self.root / "emulator.json"

    @property
    def lock(self) -> Path:
        return self.root / "lock"

    @property
    def command(self) -> Path:
        """What holds the lock, or held it last."""
        return self.root / "command.json"

    def create(self) -> None:
        """Make the folders, the passphrase and the ``.gitignore``; what is there stays."""
        for folder in (self.plugins, self.state, self.bin, self.config, self.aws, self.logs, self.running):
            folder.mkdir(parents=True, exist_ok=True)
        self.root.chmod(0o700)  # the state and the passphrase are nobody else's
        (self.root.parent / ".gitignore").write_text("*\n")
        for name in ("config", "credentials"):
            (self.aws / name).touch()
        if not self.passphrase.exists():
            self.passphrase.touch(0o600)
            self.passphrase.write_text(secrets.token_urlsafe(32))
