"""``python -m tenfold_sandbox.session.shim``: the ``pulumi`` of a sandbox, in front of the real CLI.

It takes the sandbox's lock for commands that write, settles what a killed one left behind, creates a stack
that has a config file but no state yet, and keeps the user's config files as they are. Everything else passes
through unchanged.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import SandboxError
from .child import run_child
from .config_copy import restore, write_copy
from .folder import Folder, Project
from .locking import acquire
from .recovery import needs_recovery, recover, settle_ledger
from .stacks import find_stack, selected_stack

_DEPLOYS = {"up", "update", "preview", "pre", "refresh", "destroy", "down", "dn", "import", "watch"}
"""Commands that run on a stack and take ``--config-file``."""

_READS_CONFIG = {*_DEPLOYS, "logs"}

_WRITES = {
    ("cancel", None),
    *(
        ("state", sub)
        for sub in ("delete", "edit", "move", "rename", "repair", "taint", "unprotect", "untaint")
    ),
    *(("state", sub) for sub in ("protect", "upgrade")),
    *(("stack", sub) for sub in ("new", "init", "create", "setup", "remove", "rm", "delete")),
    *(("stack", sub) for sub in ("import", "rename", "change-secrets-provider")),
}
"""Other commands that change the state."""

_TOUCHES_CONFIG = {
    *(("stack", sub) for sub in ("new", "init", "create", "setup", "remove", "rm", "delete")),
    *(("stack", sub) for sub in ("import", "history", "hist", "select", "change-secrets-provider")),
}
"""Commands without ``--config-file`` that write to, or remove, the user's own config file."""

_VALUE_FLAGS = {
    *("-C", "--cwd", "-s", "--stack", "-v", "--verbose", "--color", "--config-file", "--memprofilerate"),
    *("--otel-traces", "--profiling", "--tracing", "--tracing-header"),
}


@dataclass(frozen=True)
class Call:
    """What the arguments ask for, as far as the shim must know."""

    arguments: tuple[str, ...]
    verb: str | None
    sub: str | None
    stack: str | None
    cwd: str | None
    own_config_file: bool

    @classmethod
    def parse(cls, arguments: Sequence[str]) -> Call:
        words: list[str] = []
        values: dict[str, str] = {}
        rest = iter(arguments)
        for argument in rest:
            if argument == "--":
                break
            if not argument.startswith("-"):
                words.append(argument)
                continue
            flag, given, value = argument.partition("=")
            if not given and flag[:2] in ("-s", "-C") and len(flag) > 2:
                flag, given, value = flag[:2], "=", flag[2:]
            if flag in _VALUE_FLAGS and not given:
                value = next(rest, "")
            values[flag] = value
        asks_help = {"-h", "--help"} & set(values)
        verb, sub = [*words, None, None][:2]
        stack = values.get("--stack") or values.get("-s") or ""
        return cls(
            tuple(arguments),
            verb=None if asks_help else verb,
            sub=sub,
            stack=stack.rpartition("/")[2] or None,
            cwd=values.get("--cwd") or values.get("-C"),
            own_config_file="--config-file" in values,
        )

    @property
    def deploys(self) -> bool:
        return self.verb in _DEPLOYS

    @property
    def writes(self) -> bool:
        return self.deploys or (self.verb, None) in _WRITES or (self.verb, self.sub) in _WRITES

    @property
    def touches_config(self) -> bool:
        return (self.verb, self.sub) in _TOUCHES_CONFIG or (
            self.verb in ("destroy", "down", "dn") and "--remove" in self.arguments
        )

    @property
    def imports_with_code(self) -> bool:
        """Whether it imports, and leaves it to the CLI to write a program for what it imports."""
        flags = {argument.partition("=")[0] for argument in self.arguments}
        return self.verb == "import" and "--generate-code" not in flags

    def with_flags(self, *flags: str) -> Call:
        """The same call with more flags, before a ``--`` that ends them."""
        end = self.arguments.index("--") if "--" in self.arguments else len(self.arguments)
        return replace(self, arguments=(*self.arguments[:end], *flags, *self.arguments[end:]))


class Shim:
    """One call of the sandbox's ``pulumi``."""

    def __init__(self, call: Call, folder: Folder, pulumi: str, cwd: Path) -> None:
        self._call = call
        self._folder = folder
        self._pulumi = pulumi
        self._cwd = cwd / (call.cwd or "")

    def run(self) -> int:
        """Run the call; replaces this process where nothing is left to do after it."""
        call = self._call
        if call.verb == "config" and "--secret" in call.arguments:
            raise SandboxError(
                "--secret: a secret set here would be encrypted with the sandbox's own passphrase, which "
                "nobody else has. Set it outside the sandbox; inside, a placeholder stands in for it."
            )
        if call.imports_with_code:
            # That needs the provider's whole schema, which the SDK doesn't have: it would fail at the end.
            print("The sandbox writes no code for an import: add it to the program.", file=sys.stderr)
            self._call = call = call.with_flags("--generate-code=false")
        if not (call.writes or call.verb in _READS_CONFIG or call.touches_config):
            return self._become(call.arguments)
        project = Project.find(self._cwd.resolve())
        descriptor = acquire(self._folder, ["pulumi", *call.arguments]) if call.writes else None
        if call.writes:
            self._settle(project)
        arguments = self._prepared(project) if call.verb in _READS_CONFIG else list(call.arguments)
        if call.touches_config:
            return self._guarded(project, arguments, descriptor)
        if descriptor is not None:
            os.set_inheritable(descriptor, True)
        return self._become(arguments)

    def _become(self, arguments: Sequence[str]) -> int:
        os.execv(self._pulumi, ["pulumi", *arguments])

    def _prepared(self, project: Project) -> list[str]:
        """The arguments, with the copy of the stack's config file that the sandbox can use."""
        stack = self._call.stack or selected_stack(self._folder, project)
        if stack is None or self._call.own_config_file:
            return list(self._call.arguments)
        if not find_stack(self._folder, project, stack).file.exists():
            self._create(project, stack)
        copy, secrets = self._copy_config(project, stack)
        if secrets:
            print(
                f"Secrets of stack {stack} can't be read in the sandbox; a placeholder stands in for: "
                f"{', '.join(secrets)}.",
                file=sys.stderr,
            )
        return list(self._call.with_flags("--config-file", str(copy)).arguments)

    def _copy_config(self, project: Project, stack: str) -> tuple[Path, list[str]]:
        source = project.stack_file(stack)
        copy = self._folder.config / project.name / source.name
        return copy, write_copy(source, copy)

    def _create(self, project: Project, stack: str) -> None:
        if not project.stack_file(stack).exists():
            known = ", ".join(project.configured_stacks()) or "none"
            raise SandboxError(
                f"stack {stack}: there is no {project.stack_file(stack)}. Stacks with a config file: {known}."
                f" Name one of them, or create it with `tenfold sandbox run -- pulumi stack init {stack}`."
            )
        # Created from the copies' folder, where the CLI may write the encryption salt.
        copy, _ = self._copy_config(project, stack)
        (copy.parent / "Pulumi.yaml").write_text(f'name: "{project.name}"\nruntime: python\n')
        self._quietly(["stack", "init", stack, "--no-select"], copy.parent)
        if selected_stack(self._folder, project) is None:
            self._quietly(["stack", "select", stack], project.folder)

    def _settle(self, project: Project) -> None:
        """Accept what the last command left, or repair it when that command was cut short."""
        endpoint = os.environ["AWS_ENDPOINT_URL"]
        if not needs_recovery(self._folder, project) and settle_ledger(endpoint):
            return

        def refresh(stack: str) -> subprocess.CompletedProcess[str]:
            copy, _ = self._copy_config(project, stack)
            flags = ["--yes", "--skip-preview", "--clear-pending-creates", "--color", "never"]
            return self._captured(
                ["refresh", *flags, "--stack", stack, "--config-file", str(copy)], project.folder
            )

        print(recover(self._folder, project, endpoint, refresh), file=sys.stderr)

    def _guarded(self, project: Project, arguments: Sequence[str], descriptor: int | None) -> int:
        files = [project.stack_file(stack) for stack in project.configured_stacks()]
        before = {file: file.read_text() for file in files}
        inherited = [] if descriptor is None else [descriptor]
        try:
            return run_child([self._pulumi, *arguments], os.environ, inherited=inherited)
        finally:
            restore(project.config_folder, before)

    def _captured(self, arguments: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self._pulumi, *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def _quietly(self, arguments: Sequence[str], folder: Path) -> None:
        result = self._captured(["--non-interactive", *arguments], folder)
        if result.returncode:
            raise SandboxError(
                f"`pulumi {' '.join(arguments)}` failed: {(result.stderr or result.stdout).strip()}"
            )


def main() -> int:
    """Called by ``bin/pulumi``, in the environment of a sandbox."""
    folder = Folder(Path(os.environ["TENFOLD_SANDBOX"]))
    shim = Shim(Call.parse(sys.argv[1:]), folder, os.environ["TENFOLD_SANDBOX_ENGINE"], Path.cwd())
    try:
        return shim.run()
    except SandboxError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(main())
