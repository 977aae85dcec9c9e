"""The language host, called as the engine calls it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from concurrent import futures
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import language_pb2, language_pb2_grpc

from tenfold_sandbox.language.server import LanguageHost

EXEC = """
import json, os, sys
print(json.dumps({
    "argv": sys.argv[1:],
    "config": json.loads(os.environ["PULUMI_CONFIG"]),
    "secrets": json.loads(os.environ["PULUMI_CONFIG_SECRET_KEYS"]),
    "cwd": os.getcwd(),
}), flush=True)
action = sys.argv[sys.argv.index("--stack") + 1]
if action == "sleep":
    import time
    open("pid", "w").write(str(os.getpid()))
    time.sleep(60)
if action == "killed":
    os.kill(os.getpid(), 9)
sys.exit(int(action))
"""


@pytest.fixture
def stub(tmp_path: Path) -> Iterator[Any]:
    script = tmp_path / "an exec script"
    script.write_text(EXEC)
    server = grpc.server(futures.ThreadPoolExecutor(4))
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(LanguageHost("127.0.0.1:1", script), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield language_pb2_grpc.LanguageRuntimeStub(channel)
    server.stop(None).wait()


def program(folder: Path) -> language_pb2.ProgramInfo:
    return language_pb2.ProgramInfo(
        root_directory=str(folder), program_directory=str(folder), entry_point="."
    )


def run_request(folder: Path, stack: str) -> language_pb2.RunRequest:
    (folder / "__main__.py").touch()
    return language_pb2.RunRequest(
        project="app",
        stack=stack,
        pwd=str(folder),
        config={"app:key": "value"},
        configSecretKeys=["app:key"],
        dryRun=True,
        parallel=8,
        monitor_address="127.0.0.1:2",
        organization="organization",
        info=program(folder),
    )


def test_a_program_gets_the_engines_addresses_and_its_config(
    stub: Any, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    stub.Handshake(language_pb2.LanguageHandshakeRequest(engine_address="127.0.0.1:3"))
    assert stub.Run(run_request(tmp_path, "0")) == language_pb2.RunResponse()
    called = json.loads(capfd.readouterr().out)
    arguments = "--monitor 127.0.0.1:2 --engine 127.0.0.1:3 --project app --stack 0 --pwd {} --dry_run true"
    rest = "--parallel 8 --root_directory {} --organization organization ."
    assert " ".join(called["argv"]) == f"{arguments} {rest}".replace("{}", str(tmp_path))
    assert (called["config"], called["secrets"]) == ({"app:key": "value"}, ["app:key"])
    assert called["cwd"] == str(tmp_path)


def test_a_failure_that_the_program_has_explained_is_not_told_again(stub: Any, tmp_path: Path) -> None:
    assert stub.Run(run_request(tmp_path, "32")) == language_pb2.RunResponse(bail=True)


@pytest.mark.parametrize(("stack", "told"), [("3", "exit code: 3"), ("killed", "signal SIGKILL")])
def test_any_other_failure_is_told(stub: Any, tmp_path: Path, stack: str, told: str) -> None:
    assert told in stub.Run(run_request(tmp_path, stack)).error


def test_a_cancelled_run_ends_the_program(stub: Any, tmp_path: Path) -> None:
    call = stub.Run.future(run_request(tmp_path, "sleep"))
    file = tmp_path / "pid"
    wait_until(lambda: file.exists() and file.read_text() != "")
    call.cancel()
    pid = int(file.read_text())
    wait_until(lambda: not lives(pid))


def test_an_interpreter_that_is_not_there_is_one_message(stub: Any, tmp_path: Path) -> None:
    request = run_request(tmp_path, "0")
    request.info.options.update({"virtualenv": "nowhere"})
    with pytest.raises(grpc.RpcError) as caught:
        stub.Run(request)
    assert "nowhere holds no bin/python" in str(caught.value)
    assert "Traceback" not in str(caught.value)


def test_a_folder_without_a_program_is_one_message(stub: Any, tmp_path: Path) -> None:
    request = run_request(tmp_path, "0")
    (tmp_path / "__main__.py").unlink()
    with pytest.raises(grpc.RpcError) as caught:
        stub.Run(request)
    assert f"there is no __main__.py in {tmp_path}." in str(caught.value)
    assert "Traceback" not in str(caught.value)


def test_a_plugin_program_streams_both_outputs_and_its_exit_code(stub: Any, tmp_path: Path) -> None:
    (tmp_path / "__main__.py").write_text(
        "import sys; print(sys.argv[1:]); print('bad', file=sys.stderr); sys.exit(4)"
    )
    request = language_pb2.RunPluginRequest(
        pwd=str(tmp_path), args=["127.0.0.1:3"], info=program(tmp_path), kind="resource", env=list(env())
    )
    responses = list(stub.RunPlugin(request))
    assert b"".join(each.stdout for each in responses) == b"['127.0.0.1:3']\n"
    assert b"".join(each.stderr for each in responses) == b"bad\n"
    assert responses[-1].exitcode == 4


def test_nothing_is_asked_of_the_engine_to_download(stub: Any, tmp_path: Path) -> None:
    request = language_pb2.GetRequiredPackagesRequest(info=program(tmp_path))
    assert stub.GetRequiredPackages(request) == language_pb2.GetRequiredPackagesResponse()
    assert stub.Cancel(empty_pb2.Empty()) == empty_pb2.Empty()


def env() -> Iterator[str]:
    return (f"{name}={value}" for name, value in os.environ.items())


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(condition: Any, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
