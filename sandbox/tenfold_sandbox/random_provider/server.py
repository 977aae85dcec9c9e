"""The random provider's gRPC face. Nothing lives outside the state: a read answers what that says."""

from __future__ import annotations

from typing import Any

from pulumi.runtime.proto import provider_pb2

from tenfold_sandbox.plugin import PluginError, explained, type_of
from tenfold_sandbox.random_provider.table import TYPES, RandomType
from tenfold_sandbox.recording import RecordingProvider, diff_response
from tenfold_sandbox.values import UNKNOWN, Decoded, Properties, decode, encode


class RandomProvider(RecordingProvider):
    """Makes a value once; a changed input, ``keepers`` included, makes a new one by replacement."""

    @explained
    def Check(self, request: Any, context: Any) -> Any:
        kind, inputs = _kind(request.urn), decode(request.news)
        for name, value in kind.defaults.items():
            inputs.setdefault(name, value)
        return provider_pb2.CheckResponse(inputs=encode(inputs, inputs))

    @explained
    def Diff(self, request: Any, context: Any) -> Any:
        old, new = decode(request.old_inputs), decode(request.news)
        return diff_response(
            old, new, replaces={name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
        )

    @explained
    def Create(self, request: Any, context: Any) -> Any:
        kind, inputs = _kind(request.urn), decode(request.properties)
        if request.preview:
            foreseen = {**dict.fromkeys(kind.outputs, UNKNOWN), **inputs}
            return provider_pb2.CreateResponse(id="", properties=encode(foreseen, inputs))
        identity, outputs = kind.make(inputs)
        return provider_pb2.CreateResponse(
            id=identity, properties=_with_secrets(kind, {**inputs, **outputs}, inputs)
        )

    @explained
    def Read(self, request: Any, context: Any) -> Any:
        kind, inputs = _kind(request.urn), decode(request.inputs)
        if inputs or decode(request.properties):
            return provider_pb2.ReadResponse(
                id=request.id, properties=request.properties, inputs=request.inputs
            )
        if kind.restore is None:
            raise PluginError(f"{type_of(request.urn)} can't be imported: remove the import option")
        found = {**kind.defaults, **kind.restore(request.id)}
        identity = "none" if kind.secret else request.id.rpartition(",")[2]
        known = {name: value for name, value in found.items() if name not in kind.outputs}
        return provider_pb2.ReadResponse(
            id=identity, properties=_with_secrets(kind, found, Decoded()), inputs=encode(known)
        )


def _kind(urn: str) -> RandomType:
    kind = TYPES.get(type_of(urn))
    if kind is None:
        raise PluginError(
            f"the sandbox's random provider lacks {type_of(urn)}; it has {', '.join(sorted(TYPES))}"
        )
    return kind


def _with_secrets(kind: RandomType, state: Properties, inputs: Decoded) -> Any:
    origin = Decoded()
    origin.secrets = inputs.secrets
    origin.secret_keys = inputs.secret_keys | kind.secret
    return encode(state, origin)
