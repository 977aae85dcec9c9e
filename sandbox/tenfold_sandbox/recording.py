"""Recording: a resource that is kept in the state only, so that a program that uses it still runs.

``python -m tenfold_sandbox.recording`` serves a provider that the sandbox does not emulate at all. The
providers that it does emulate fall back to recording for the types that they lack.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from typing import Any

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from tenfold_sandbox import events
from tenfold_sandbox.plugin import PluginError, explained, serve, type_of
from tenfold_sandbox.values import Properties, decode, encode

_DIFF_KINDS = provider_pb2.PropertyDiff.Kind


def recorded_state(urn: str, token: str, inputs: Properties, region: str) -> tuple[str, Properties]:
    """An id, and the inputs; for AWS an ARN too, that says what it is: ``…:recorded/…``."""
    name = urn.rsplit("::", 1)[-1]
    identity = f"recorded-{name}-{hashlib.sha256(urn.encode()).hexdigest()[:7]}"
    package, module, _ = token.split(":")
    if package != "aws":
        return identity, dict(inputs)
    arn = f"arn:aws:{module.split('/')[0]}:{region}:123456789012:recorded/{identity}"
    return identity, {"arn": arn, **inputs}


class RecordingProvider(provider_pb2_grpc.ResourceProviderServicer):
    """Accepts any input, keeps it in the state, and tells the session so."""

    region = ""

    def GetPluginInfo(self, request: Any, context: Any) -> Any:
        return plugin_pb2.PluginInfo(version=os.environ.get("TENFOLD_SANDBOX_PLUGIN_VERSION", ""))

    def Handshake(self, request: Any, context: Any) -> Any:
        return provider_pb2.ProviderHandshakeResponse(accept_secrets=True)

    def Attach(self, request: Any, context: Any) -> Any:
        return empty_pb2.Empty()

    def Cancel(self, request: Any, context: Any) -> Any:
        return empty_pb2.Empty()

    @explained
    def CheckConfig(self, request: Any, context: Any) -> Any:
        return provider_pb2.CheckResponse(inputs=request.news)

    @explained
    def DiffConfig(self, request: Any, context: Any) -> Any:
        return diff_response(decode(request.old_inputs), decode(request.news))

    @explained
    def Configure(self, request: Any, context: Any) -> Any:
        return provider_pb2.ConfigureResponse(acceptSecrets=True, supportsPreview=True)

    @explained
    def Check(self, request: Any, context: Any) -> Any:
        return provider_pb2.CheckResponse(inputs=request.news)

    @explained
    def Diff(self, request: Any, context: Any) -> Any:
        return diff_response(decode(request.old_inputs), decode(request.news))

    @explained
    def Create(self, request: Any, context: Any) -> Any:
        token, inputs = type_of(request.urn), decode(request.properties)
        events.recorded(token, request.urn)
        identity, state = recorded_state(request.urn, token, inputs, self.region)
        return provider_pb2.CreateResponse(
            id="" if request.preview else identity, properties=encode(state, inputs)
        )

    @explained
    def Read(self, request: Any, context: Any) -> Any:
        return provider_pb2.ReadResponse(id=request.id, properties=request.properties, inputs=request.inputs)

    @explained
    def Update(self, request: Any, context: Any) -> Any:
        inputs, old = decode(request.news), decode(request.olds)
        _, state = recorded_state(request.urn, type_of(request.urn), inputs, self.region)
        # A new URN (an alias) makes no new ARN.
        named = {name: old[name] for name in state.keys() & old.keys() - inputs.keys()}
        return provider_pb2.UpdateResponse(properties=encode({**state, **named}, inputs))

    @explained
    def Delete(self, request: Any, context: Any) -> Any:
        return empty_pb2.Empty()

    @explained
    def Invoke(self, request: Any, context: Any) -> Any:
        raise PluginError(
            f"the sandbox does not know the data source {request.tok}, and a guess would mislead. "
            "Give the program the value by configuration."
        )


def diff_response(
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    *,
    changed: set[str] | None = None,
    replaces: frozenset[str] | set[str] = frozenset(),
    delete_before_replace: bool = False,
) -> Any:
    """Diff's answer; without ``changed``, what differs between the two."""
    if changed is None:
        changed = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    detailed: dict[str, Any] = {}
    for name in changed:
        verb = "ADD" if name not in old else "DELETE" if name not in new else "UPDATE"
        suffix = "_REPLACE" if name in replaces else ""
        detailed[name] = provider_pb2.PropertyDiff(kind=_DIFF_KINDS.Value(f"{verb}{suffix}"), inputDiff=True)
    return provider_pb2.DiffResponse(
        changes=provider_pb2.DiffResponse.DIFF_SOME if changed else provider_pb2.DiffResponse.DIFF_NONE,
        diffs=sorted(changed),
        replaces=sorted(replaces),
        deleteBeforeReplace=delete_before_replace,
        detailedDiff=detailed,
        hasDetailedDiff=True,
    )


def run(provider: provider_pb2_grpc.ResourceProviderServicer) -> None:
    """Serve a provider as the engine's plugin."""

    def register(server: grpc.Server) -> None:
        provider_pb2_grpc.add_ResourceProviderServicer_to_server(provider, server)

    serve(register)


if __name__ == "__main__":
    run(RecordingProvider())
