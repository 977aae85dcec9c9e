"""Starting, finding and ending the emulator, with a small program in its place."""

from __future__ import annotations

import json
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tenfold_sandbox.errors import SandboxError
from tenfold_sandbox.session import emulator as module
from tenfold_sandbox.session.emulator import ensure_emulator, known_emulator, running_emulator, stop_emulator
from tenfold_sandbox.session.folder import Folder
from tenfold_sandbox.session.locking import locked

STAND_IN = """#!/bin/sh
exec "$PYTHON" -c '
import http.server, json, os, sys
argv = sys.argv[1:]
port, instance = (argv[argv.index(name) + 1] for name in ("--port", "--instance"))
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({"id": instance, "pid": os.getpid()}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass
http.server.HTTPServer(("127.0.0.1", int(port)), Handler).serve_forever()
' "$@"
"""

RESOURCE = {
    "urn": "urn:pulumi:dev::app::aws:ec2/vpc:Vpc::v",
    "id": "vpc-1",
    "type": "aws:ec2/vpc:Vpc",
    "custom": True,
}


def put_stack(folder: Folder, *resources: object) -> Path:
    file = folder.state / ".pulumi" / "stacks" / "app" / "dev.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({"version": 3, "checkpoint": {"latest": {"resources": resources}}}))
    return file


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Folder]:
    """A sandbox in a path with a space, whose Python starts the stand-in."""
    folder = Folder(tmp_path / "a project" / ".tenfold" / "sandbox")
    folder.create()
    python = tmp_path / "python"
    python.write_text(STAND_IN)
    python.chmod(0o755)
    monkeypatch.setenv("PYTHON", module.sys.executable)
    monkeypatch.setattr(module.sys, "executable", str(python))
    yield folder
    stop_emulator(folder)


def silent(text: str) -> None:
    raise AssertionError(f"nothing was to be said, but: {text}")


def test_the_emulator_is_started_once_and_found_again(folder: Folder) -> None:
    first = ensure_emulator(folder, None, silent)
    assert ensure_emulator(folder, None, silent) == first == running_emulator(folder)


def test_it_listens_on_loopback_at_the_port_that_was_asked_for(folder: Folder) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert ensure_emulator(folder, port, silent).endpoint == f"http://127.0.0.1:{port}"


def test_a_port_in_use_is_named_and_nothing_is_started(folder: Folder) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SandboxError, match=rf"--port {port}: .*in use"):
            ensure_emulator(folder, port, silent)
    assert known_emulator(folder) is None


def test_another_port_for_a_running_emulator_is_refused(folder: Folder) -> None:
    running = ensure_emulator(folder, None, silent)
    with pytest.raises(SandboxError, match=f"runs on port {running.port} already"):
        ensure_emulator(folder, 1024, silent)


def test_a_program_that_took_the_port_is_not_taken_for_the_emulator(folder: Folder) -> None:
    running = ensure_emulator(folder, None, silent)
    text = folder.emulator.read_text()
    folder.emulator.write_text(
        text.replace(running.instance, "another").replace(str(running.pid), "999999999")
    )
    assert running_emulator(folder) is None
    folder.emulator.write_text(text)


def test_the_state_of_an_emulator_that_ended_is_moved_aside_and_said_so(folder: Folder) -> None:
    first = ensure_emulator(folder, None, silent)
    put_stack(folder, RESOURCE)
    os.kill(first.pid, signal.SIGKILL)
    said: list[str] = []
    second = ensure_emulator(folder, None, said.append)
    assert second.instance != first.instance
    assert "1 resources in it" in said[0]
    assert list(folder.state.iterdir()) == []
    assert (folder.lost_state / ".pulumi" / "stacks" / "app" / "dev.json").exists()


def test_a_state_without_resources_outlives_the_emulator(folder: Folder) -> None:
    file = put_stack(folder)
    ensure_emulator(folder, None, silent)
    assert file.exists()


def test_no_emulator_is_replaced_under_a_command_that_runs(folder: Folder) -> None:
    with locked(folder, ["pulumi", "up"]), pytest.raises(SandboxError, match="another command runs"):
        ensure_emulator(folder, None, silent)


def test_an_emulator_that_does_not_come_up_is_shown_with_its_last_words(
    folder: Folder, tmp_path: Path
) -> None:
    (tmp_path / "python").write_text("#!/bin/sh\necho no such module\nexit 1\n")
    with pytest.raises(SandboxError, match=r"did not come up.*\n.*no such module"):
        ensure_emulator(folder, None, silent)


def test_stopping_ends_the_process_and_says_whether_it_ran(folder: Folder) -> None:
    running = ensure_emulator(folder, None, silent)
    assert stop_emulator(folder)
    assert not running.process_lives()
    assert not stop_emulator(folder)


def test_an_emulator_of_another_version_is_ended_and_replaced_with_its_state(folder: Folder) -> None:
    said: list[str] = []
    old = ensure_emulator(folder, None, said.append)
    written = json.loads(folder.emulator.read_text())
    folder.emulator.write_text(json.dumps({name: written[name] for name in ("pid", "port", "instance")}))
    put_stack(folder, RESOURCE)
    new = ensure_emulator(folder, None, said.append)
    assert new.instance != old.instance
    assert not old.process_lives()
    assert "1 resources" in said[0]
    assert not list(folder.state.rglob("dev.json"))
