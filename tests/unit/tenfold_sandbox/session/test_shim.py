"""What the sandbox's pulumi makes of its arguments, in front of a CLI that writes down how it is called."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tenfold_sandbox.session.folder import Folder, Project
from tenfold_sandbox.session.locking import locked
from tenfold_sandbox.session.shim import Call

CLI = """#!/bin/sh
printf '%s|' "$@" >> "$CALLS"; echo >> "$CALLS"
case "$*" in
  *"stack init"*)
    stacks="$TENFOLD_SANDBOX/state/.pulumi/stacks/app"; mkdir -p "$stacks"
    echo '{"version": 3, "checkpoint": {"latest": {}}}' > "$stacks/dev.json"
    echo 'encryptionsalt: v1:x' >> Pulumi.dev.yaml ;;
  *"stack rm"*) rm Pulumi.dev.yaml ;;
esac
exit ${EXIT:-0}
"""


class Emulator(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"open": 0}')

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def endpoint() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Emulator)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class Sandbox:
    """A project with a dev stack, and the shim in front of the CLI above."""

    def __init__(self, root: Path, endpoint: str) -> None:
        root.mkdir()
        (root / "Pulumi.yaml").write_text("name: app\nruntime: python\n")
        self.config = root / "Pulumi.dev.yaml"
        self.config.write_text("config:\n  app:key:\n    secure: v1:abc\n")
        self.project = Project(root / "Pulumi.yaml")
        self.folder = Folder.of(self.project)
        self.folder.create()
        self.calls_file = root / "calls"
        self._endpoint = endpoint
        cli = self.folder.root / "cli"
        cli.write_text(CLI)
        cli.chmod(0o755)

    def pulumi(
        self, *arguments: str, cwd: Path | None = None, **extra: str
    ) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "TENFOLD_SANDBOX": str(self.folder.root),
            "TENFOLD_SANDBOX_ENGINE": str(self.folder.root / "cli"),
            "AWS_ENDPOINT_URL": self._endpoint,
            "CALLS": str(self.calls_file),
            **extra,
        }
        command = [sys.executable, "-P", "-m", "tenfold_sandbox.session.shim", *arguments]
        return subprocess.run(
            command,
            cwd=cwd or self.project.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def calls(self) -> list[list[str]]:
        return [line.split("|")[:-1] for line in self.calls_file.read_text().splitlines()]

    @property
    def copy(self) -> Path:
        return self.folder.config / "app" / "Pulumi.dev.yaml"


@pytest.fixture
def sandbox(tmp_path: Path, endpoint: str) -> Sandbox:
    return Sandbox(tmp_path / "with space", endpoint)


@pytest.mark.parametrize(
    ("arguments", "verb", "sub", "stack"),
    [
        (["up", "-s", "dev"], "up", None, "dev"),
        (["up", "-sdev", "--yes"], "up", None, "dev"),
        (["--non-interactive", "--color", "never", "up", "--stack=dev"], "up", None, "dev"),
        (["-C", "up", "preview", "--stack", "organization/app/dev"], "preview", None, "dev"),
        (["stack", "-s", "dev", "rm"], "stack", "rm", "dev"),
        (["up", "--", "-s", "dev"], "up", None, None),
        (["up", "--help"], None, None, None),
        ([], None, None, None),
    ],
)
def test_verb_and_stack_are_found_among_the_flags(
    arguments: list[str], verb: str | None, sub: str | None, stack: str | None
) -> None:
    call = Call.parse(arguments)
    assert (call.verb, call.sub, call.stack) == (verb, sub, stack)


def test_a_deployment_runs_with_a_copy_of_the_stacks_config(sandbox: Sandbox) -> None:
    result = sandbox.pulumi("up", "--yes", "-s", "dev", "--policy-pack", "a pack")
    assert result.returncode == 0
    assert sandbox.calls[-1] == [
        *("up", "--yes", "-s", "dev", "--policy-pack", "a pack"),
        *("--config-file", str(sandbox.copy)),
    ]
    assert "secure" not in sandbox.copy.read_text()
    assert "app:key" in result.stderr


def test_a_stack_with_a_file_and_no_state_is_created_without_touching_the_file(sandbox: Sandbox) -> None:
    before = sandbox.config.read_bytes()
    sandbox.pulumi("preview", "-s", "dev")
    assert sandbox.calls[0] == ["--non-interactive", "stack", "init", "dev", "--no-select"]
    sandbox.pulumi("preview", "-s", "dev")
    assert [call[0] for call in sandbox.calls[-1:]] == ["preview"]
    assert sandbox.config.read_bytes() == before


def test_a_stack_without_a_file_is_refused_with_those_that_have_one(sandbox: Sandbox) -> None:
    result = sandbox.pulumi("up", "-s", "qa")
    assert result.returncode == 1
    assert "stack qa" in result.stderr
    assert "Stacks with a config file: dev." in result.stderr
    assert not sandbox.calls_file.exists()


@pytest.mark.parametrize(
    "arguments", [["stack", "output"], ["version"], ["config", "set", "a", "b"], ["about"]]
)
def test_other_commands_pass_through_unchanged_while_a_deployment_runs(
    sandbox: Sandbox, arguments: list[str]
) -> None:
    with locked(sandbox.folder, ["pulumi", "up"]):
        assert sandbox.pulumi(*arguments, EXIT="7").returncode == 7
    assert sandbox.calls == [arguments]


@pytest.mark.parametrize(
    "arguments", [["up"], ["preview"], ["destroy"], ["state", "delete", "x"], ["stack", "rm"]]
)
def test_a_writing_command_is_refused_while_another_runs(sandbox: Sandbox, arguments: list[str]) -> None:
    with locked(sandbox.folder, ["pulumi", "up"]):
        result = sandbox.pulumi(*arguments)
    assert result.returncode == 1
    assert "another command runs in this sandbox: `pulumi up`" in result.stderr
    assert not sandbox.calls_file.exists()


def test_the_users_file_is_as_before_after_commands_that_write_to_it(sandbox: Sandbox) -> None:
    before = sandbox.config.read_bytes()
    sandbox.pulumi("stack", "init", "dev")
    assert sandbox.config.read_bytes() == before
    sandbox.pulumi("stack", "rm", "--yes")
    assert sandbox.config.read_bytes() == before


def test_a_secret_is_not_encrypted_with_the_sandboxs_passphrase(sandbox: Sandbox) -> None:
    result = sandbox.pulumi("config", "set", "--secret", "a", "b")
    assert result.returncode == 1
    assert "--secret" in result.stderr
    assert not sandbox.calls_file.exists()


def test_a_config_file_that_the_user_names_is_left_alone(sandbox: Sandbox) -> None:
    sandbox.pulumi("up", "-s", "dev", "--config-file", "other.yaml")
    assert sandbox.calls[-1] == ["up", "-s", "dev", "--config-file", "other.yaml"]


@pytest.mark.parametrize("given", [[], ["--generate-code=false"]])
def test_an_import_writes_no_code_since_that_needs_a_schema_that_nobody_has(
    sandbox: Sandbox, given: list[str]
) -> None:
    result = sandbox.pulumi("import", "aws:s3/bucket:Bucket", "name", "id", "-s", "dev", *given)
    assert sandbox.calls[-1].count("--generate-code=false") == 1
    assert ("writes no code" in result.stderr) == (not given)


def test_the_emulator_not_answering_is_one_message(sandbox: Sandbox) -> None:
    result = sandbox.pulumi("up", "-s", "dev", AWS_ENDPOINT_URL="http://127.0.0.1:1")
    assert result.returncode == 1
    assert "the emulator at http://127.0.0.1:1 does not answer" in result.stderr
    assert "Traceback" not in result.stderr
