"""The engine's LanguageRuntime for Python."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import grpc
from google.protobuf import empty_pb2, json_format
from pulumi.runtime.proto import language_pb2, language_pb2_grpc, plugin_pb2

from ..errors import SandboxError
from ..plugin import PluginError, explained
from .interpreter import Interpreter, interpreter
from .process import chunks, how_it_ended, start

_EXPLAINED_EXIT = 32
"""The exec script's exit code when it has already told the user what is wrong."""


class LanguageHost(language_pb2_grpc.LanguageRuntimeServicer):
    """Runs programs with an exec script, and policy packs with the SDK's own module."""

    def __init__(self, engine_address: str, exec_script: Path) -> None:
        self._engine_address = engine_address
        self._exec_script = exec_script

    @explained
    def Handshake(self, request: Any, context: grpc.ServicerContext) -> Any:
        self._engine_address = request.engine_address or self._engine_address
        return language_pb2.LanguageHandshakeResponse()

    @explained
    def GetPluginInfo(self, request: Any, context: grpc.ServicerContext) -> Any:
        return plugin_pb2.PluginInfo(version=metadata.version("pulumi"))

    @explained
    def GetRequiredPackages(self, request: Any, context: grpc.ServicerContext) -> Any:
        # The plugins lie in the sandbox already; naming none keeps the engine from looking for others.
        return language_pb2.GetRequiredPackagesResponse()

    @explained
    def GetRequiredPlugins(self, request: Any, context: grpc.ServicerContext) -> Any:
        return language_pb2.GetRequiredPluginsResponse()

    @explained
    def RuntimeOptionsPrompts(self, request: Any, context: grpc.ServicerContext) -> Any:
        return language_pb2.RuntimeOptionsResponse()

    @explained
    def InstallDependencies(self, request: Any, context: grpc.ServicerContext) -> Any:
        answer = b"The sandbox installs nothing: install the program's requirements yourself.\n"
        return iter([language_pb2.InstallDependenciesResponse(stderr=answer)])

    @explained
    def About(self, request: Any, context: grpc.ServicerContext) -> Any:
        found = _interpreter_of(request.info)
        answer = subprocess.run([found.python, "--version"], capture_output=True, text=True, check=False)
        return language_pb2.AboutResponse(executable=str(found.python), version=answer.stdout.split()[-1])

    @explained
    def GetProgramDependencies(self, request: Any, context: grpc.ServicerContext) -> Any:
        command = [_interpreter_of(request.info).python, "-m", "pip", "list", "--format", "json"]
        flags = [] if request.transitiveDependencies else ["--not-required"]
        answer = subprocess.run([*command, *flags], capture_output=True, text=True, check=False)
        installed: list[dict[str, str]] = json.loads(answer.stdout) if answer.returncode == 0 else []
        return language_pb2.GetProgramDependenciesResponse(
            dependencies=[
                language_pb2.DependencyInfo(name=each["name"], version=each["version"]) for each in installed
            ]
        )

    @explained
    def Cancel(self, request: Any, context: grpc.ServicerContext) -> Any:
        # Run's own call is cancelled with it, which ends the program.
        return empty_pb2.Empty()

    @explained
    def Run(self, request: Any, context: grpc.ServicerContext) -> Any:
        found = _interpreter_of(request.info)
        _require_program(request.info)
        secret_keys = list(request.configSecretKeys)
        config = {
            "PULUMI_CONFIG": json.dumps(dict(request.config)),
            "PULUMI_CONFIG_SECRET_KEYS": json.dumps(secret_keys),
        }
        # The program writes to this process's own stdout and stderr, which the engine shows line by line.
        process = start(
            [str(found.python), "-u", str(self._exec_script), *run_arguments(request, self._engine_address)],
            folder=request.info.program_directory or request.pwd,
            environment=found.environment({**os.environ, **config}),
            context=context,
        )
        code = process.wait()
        if code == _EXPLAINED_EXIT:
            return language_pb2.RunResponse(bail=True)
        if code:
            return language_pb2.RunResponse(error=f"Program exited with {how_it_ended(code)}")
        return language_pb2.RunResponse()

    @explained
    def RunPlugin(self, request: Any, context: grpc.ServicerContext) -> Iterator[Any]:
        found = _interpreter_of(request.info)
        target = [str(Path(request.info.program_directory) / request.info.entry_point)]
        # A policy pack is started by the SDK, which reads the engine's address before the pack's folder.
        is_pack = request.kind == "analyzer"
        arguments = ["-m", "pulumi.policy", *request.args, *target] if is_pack else [*target, *request.args]
        process = start(
            [str(found.python), "-u", *arguments],
            folder=request.pwd,
            environment=found.environment(dict(entry.partition("=")[::2] for entry in request.env)),
            context=context,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        return _responses(process)


def run_arguments(request: Any, engine_address: str) -> list[str]:
    """What the exec script is called with for a RunRequest."""
    flags = {
        "monitor": request.monitor_address,
        "engine": engine_address,
        "project": request.project,
        "stack": request.stack,
        "pwd": request.pwd,
        "dry_run": str(request.dryRun).lower(),
        "parallel": str(request.parallel),
        "root_directory": request.info.root_directory,
        "organization": request.organization,
    }
    given = [part for name, value in flags.items() if value for part in (f"--{name}", value)]
    return [*given, request.info.entry_point or ".", *request.args]


def _responses(process: subprocess.Popen[bytes]) -> Iterator[Any]:
    for name, chunk in chunks(process):
        if name == "stdout":
            yield language_pb2.RunPluginResponse(stdout=chunk)
        else:
            yield language_pb2.RunPluginResponse(stderr=chunk)
    yield language_pb2.RunPluginResponse(exitcode=process.wait())


def _require_program(info: Any) -> None:
    # Python would look for __main__ in the rest of its path too, and run whatever program it finds there.
    folder = Path(info.program_directory) / (info.entry_point or ".")
    if folder.is_dir() and not (folder / "__main__.py").is_file():
        raise PluginError(
            f"there is no __main__.py in {folder}. Write the program there, or name its folder or file by "
            "`main` in Pulumi.yaml."
        )


def _interpreter_of(info: Any) -> Interpreter:
    try:
        return interpreter(Path(info.root_directory), json_format.MessageToDict(info.options))
    except SandboxError as error:
        raise PluginError(str(error)) from error
