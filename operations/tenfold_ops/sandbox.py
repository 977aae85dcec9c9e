"""``tenfold sandbox``: a whole stack on this machine, with the real Pulumi engine and an emulated AWS."""

from __future__ import annotations

import sys
import time
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from tenfold_sandbox.errors import SandboxError
from tenfold_sandbox.session import session as sessions
from tenfold_sandbox.session.emulator import running_emulator
from tenfold_sandbox.session.locking import is_busy, last_command
from tenfold_sandbox.session.session import Session
from tenfold_sandbox.session.stacks import all_stacks, find_stack, project_stacks

_PASSED_ON = {"ignore_unknown_options": True}

_stack = click.option("--stack", "-s", default="dev", show_default=True, help="The stack to work on.")
_port = click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help="Port of the emulated AWS on 127.0.0.1.  [default: a free one]",
)
_pulumi_arguments = click.argument("pulumi_arguments", nargs=-1, type=click.UNPROCESSED)


@click.group()
def sandbox() -> None:
    """Bring a stack up on this machine: the real Pulumi engine, an emulated AWS, no account.

    A sandbox belongs to the Pulumi project of the current folder and lies in its .tenfold/sandbox.
    """


@sandbox.command()
@_stack
@_port
@_pulumi_arguments
def up(stack: str, port: int | None, pulumi_arguments: tuple[str, ...]) -> None:
    """Bring a stack up. What follows -- goes to `pulumi up`."""
    started = time.monotonic()
    session = Session.open(Path.cwd(), port=port)
    # With its preview: what AWS would refuse is told before anything is created.
    _pulumi(session, "up", "--yes", "--suppress-outputs", "--stack", stack, *pulumi_arguments)
    _pulumi(session, "stack", "select", stack)
    _pulumi(session, "stack", "output", "--stack", stack)
    click.echo(
        f"\n{stack} is up after {time.monotonic() - started:.0f} s; its AWS is {session.emulator.endpoint}.\n"
        f"Next: `tenfold sandbox run -- COMMAND` (pulumi, aws, python) or `tenfold sandbox down -s {stack}`."
    )


@sandbox.command()
@_stack
@_port
@_pulumi_arguments
def preview(stack: str, port: int | None, pulumi_arguments: tuple[str, ...]) -> None:
    """Show what `up` would change. What follows -- goes to `pulumi preview`."""
    _pulumi(Session.open(Path.cwd(), port=port), "preview", "--stack", stack, *pulumi_arguments)


@sandbox.command()
@_stack
@_pulumi_arguments
def down(stack: str, pulumi_arguments: tuple[str, ...]) -> None:
    """Destroy a stack and remove it. What follows -- goes to `pulumi destroy`."""
    session = Session.open(Path.cwd())
    found = find_stack(session.folder, session.project, stack)
    if not found.file.exists():
        raise SandboxError(f"--stack {stack}: it is not up. Stacks that are: {_names(session) or 'none'}.")
    retained = {resource["id"] for resource in found.resources() if resource.get("retainOnDelete")}
    let_go = {entry["id"] for entry in _in_no_stack(session) if entry["settled"]}
    if any(resource.get("protect") for resource in found.resources()):
        click.echo("Lifting the protection of the stack's resources: nothing in a sandbox is worth it.")
        _pulumi(session, "state", "unprotect", "--all", "--yes", "--stack", stack)
    destroy = ("destroy", "--yes", "--skip-preview", "--stack", stack, *pulumi_arguments)
    _pulumi(session, *destroy, disposing=True)
    _pulumi(session, "stack", "rm", "--yes", "--stack", stack)
    for other in project_stacks(session.folder, session.project)[:1]:
        _pulumi(session, "stack", "select", other.name)  # the next command without a stack means this one
    _verify_empty(session, retained | let_go)
    click.echo(f"{stack} is down.")


@sandbox.command(context_settings=_PASSED_ON)
@_port
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
def run(port: int | None, command: tuple[str, ...]) -> None:
    """Run any command inside the sandbox: tenfold sandbox run -- COMMAND ARGUMENTS."""
    code, lines = Session.open(Path.cwd(), port=port).run(command)
    _tell(lines)
    sys.exit(code)


@sandbox.command()
def status() -> None:
    """Tell what runs, which stacks there are, and what was run last."""
    folder = sessions.existing_folder(Path.cwd())
    emulator = running_emulator(folder)
    if emulator is None:
        click.echo("Emulator: stopped")
    else:
        click.echo(f"Emulator: {emulator.endpoint} (pid {emulator.pid}, instance {emulator.instance})")
    for stack in all_stacks(folder):
        click.echo(f"Stack: {stack.name} of {stack.project}, {len(stack.resources())} resources")
    command = last_command(folder)
    if command is not None:
        click.echo(f"{'Running' if is_busy(folder) else 'Last'} command: {command}")
    click.echo(f"Folder: {folder.root}")


@sandbox.command()
def stop() -> None:
    """End the emulator. The resources in it are lost: nothing of it is kept."""
    stopped = sessions.stop(sessions.existing_folder(Path.cwd()))
    click.echo(
        "The emulator is stopped, and its resources are gone." if stopped else "The emulator was not running."
    )


@sandbox.command()
def reset() -> None:
    """End the emulator and delete the sandbox: stacks, state, logs."""
    folder = sessions.existing_folder(Path.cwd())
    sessions.reset(folder)
    click.echo(f"{folder.root} is deleted.")


def _pulumi(session: Session, *arguments: str, disposing: bool = False) -> None:
    """Run pulumi in the sandbox and end with its exit code if it fails."""
    code, lines = session.run(["pulumi", *arguments], disposing=disposing)
    _tell(lines)
    if code:
        sys.exit(code)


def _tell(lines: Iterable[str]) -> None:
    """Summaries go to stderr: stdout is the command's, and may be read by a program."""
    for line in lines:
        click.echo(line, err=True)


def _names(session: Session) -> str:
    stacks: Sequence[str] = [stack.name for stack in all_stacks(session.folder)]
    return ", ".join(stacks)


def _in_no_stack(session: Session) -> list[dict[str, Any]]:
    """The ledger's entries of what the emulator holds and no stack has."""
    known = {each["id"] for stack in all_stacks(session.folder) for each in stack.resources()}
    return [entry for entry in session.emulator.get("/tenfold/ledger") if entry["id"] not in known]


def _verify_empty(session: Session, on_purpose: Collection[str]) -> None:
    """Tell what the emulator still holds that no stack has. Raises SandboxError if not all is meant."""
    left: dict[bool, list[str]] = {True: [], False: []}
    for entry in _in_no_stack(session):
        left[entry["id"] in on_purpose].append(f"{entry['type']} {entry['id']}")
    if left[True]:
        click.echo(
            f"Still in the emulated AWS, where retainOnDelete or `pulumi state delete` left it: "
            f"{', '.join(left[True])}."
        )
    if left[False]:
        raise SandboxError(
            f"the stack is destroyed, yet the emulator still holds {', '.join(left[False])}. "
            "That is a fault of the sandbox; `tenfold sandbox reset` clears it."
        )
