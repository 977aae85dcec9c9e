"""The provider's gRPC face: one process serves one provider instance, so its configuration is its own."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from typing import Any

from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2

from tenfold_sandbox.disposing import is_disposing
from tenfold_sandbox.plugin import explained, type_of
from tenfold_sandbox.provider import enums, functions, schema
from tenfold_sandbox.provider.aws import Aws, Ledger
from tenfold_sandbox.provider.diff import difference
from tenfold_sandbox.provider.disposal import dispose
from tenfold_sandbox.provider.form import ill_formed
from tenfold_sandbox.provider.lifecycle import GLOBAL_REGION, Lifecycle
from tenfold_sandbox.provider.reasons import reason
from tenfold_sandbox.provider.rows import row_for
from tenfold_sandbox.provider.table import DEFAULTS, Resource
from tenfold_sandbox.recording import RecordingProvider, diff_response
from tenfold_sandbox.values import UNKNOWN, Decoded, Properties, decode, encode, redact


class AwsProvider(RecordingProvider):
    """Serves the types of the table from the emulator, and records the others."""

    def __init__(self, endpoint: str) -> None:
        self._aws = Aws(endpoint)
        self._ledger = Ledger(endpoint)
        self._configure("", {})

    def _configure(self, region: str, default_tags: Mapping[str, str]) -> None:
        self.region = region or os.environ.get("AWS_REGION") or GLOBAL_REGION
        self._default_tags = default_tags
        self._lifecycle = Lifecycle(self._aws, self._ledger, self.region, default_tags)

    # -- the provider's own configuration --

    @explained
    def CheckConfig(self, request: Any, context: Any) -> Any:
        region = _config(decode(request.news)).get("region")
        if region in (None, UNKNOWN) or region in schema.regions():
            return super().CheckConfig(request, context)
        failure = provider_pb2.CheckFailure(
            property="region", reason=reason("enum", region, schema.regions())
        )
        return provider_pb2.CheckResponse(inputs=request.news, failures=[failure])

    @explained
    def DiffConfig(self, request: Any, context: Any) -> Any:
        old, new = _config(decode(request.old_inputs)), _config(decode(request.news))
        replaces = {"region"} if old.get("region") != new.get("region") else set[str]()
        return diff_response(old, new, replaces=replaces)

    @explained
    def Configure(self, request: Any, context: Any) -> Any:
        config = _config(decode(request.args))
        default_tags: dict[str, dict[str, str]] = config.get("defaultTags") or {}
        self._configure(str(config.get("region") or ""), default_tags.get("tags", {}))
        return provider_pb2.ConfigureResponse(acceptSecrets=True, supportsPreview=True)

    # -- resources --

    @explained
    def Check(self, request: Any, context: Any) -> Any:
        old, inputs = decode(request.olds), decode(request.news)
        row = row_for(type_of(request.urn))
        if row is None:
            return super().Check(request, context)
        if row.autoname is not None:
            self._autoname(row, request.urn, old, inputs, bytes(request.randomSeed))
        failures = [
            _failure(name, redact(_reason(name, why), inputs.secrets), hidden=name in inputs.secret_keys)
            for name, why in ill_formed(row.token, inputs) or self._refused(row, inputs)
        ]
        return provider_pb2.CheckResponse(inputs=encode(inputs, inputs), failures=failures)

    def _refused(self, row: Resource, inputs: Properties) -> list[schema.Problem]:
        region = self._lifecycle.region_of(row, inputs)
        if region is not UNKNOWN and region not in schema.regions():
            return [("region", reason("enum", region, schema.regions()))]
        found = schema.problems(row, inputs, region) if region is not UNKNOWN else []
        found += enums.problems(self._aws, row, inputs) + _broken_json(row, inputs)
        return found + (row.check(inputs) if row.check is not None else [])

    def _autoname(self, row: Resource, urn: str, old: Decoded, inputs: Decoded, seed: bytes) -> None:
        """Name what the program leaves unnamed as bridged providers do: logical name and 7 hex digits."""
        assert row.autoname is not None
        prop, limit = row.autoname
        prefix = inputs.get(f"{prop}Prefix")
        if inputs.get(prop) is not None:
            return
        if prop in old.get(DEFAULTS, []) and old.get(f"{prop}Prefix") == prefix:
            inputs[prop] = old[prop]
        else:
            digest = hashlib.sha256(seed + urn.encode()).hexdigest()[:7]
            base = prefix if prefix not in (None, UNKNOWN) else f"{urn.rsplit('::', 1)[-1]}-"
            name = f"{str(base)[: limit - 7]}{digest}"
            inputs[prop] = row.autoname_form(name, inputs) if row.autoname_form is not None else name
        inputs[DEFAULTS] = [prop]

    @explained
    def Diff(self, request: Any, context: Any) -> Any:
        row = row_for(type_of(request.urn))
        old, new = decode(request.old_inputs), decode(request.news)
        state = decode(request.olds)
        if row is None:
            return super().Diff(request, context)
        found = difference(row, old, new, lambda names: self._lifecycle.takes(row, names))
        if not row.global_ and state.get("region") not in (None, self._lifecycle.region_of(row, new)):
            found.changed.add("region")
            found.replaces.add("region")
        if row.tagging is not None and self._tags_differ(row, old, new, state):
            found.changed.add("tags" if old.get("tags") != new.get("tags") else "tagsAll")
        return diff_response(
            old,
            new,
            changed=found.changed,
            replaces=found.replaces,
            delete_before_replace=found.delete_before_replace,
        )

    def _tags_differ(self, row: Resource, old: Properties, new: Properties, state: Properties) -> bool:
        if new.get("tags") is UNKNOWN:
            return True
        wanted = self._lifecycle.all_tags(row, new)
        live: dict[str, str] = state.get("tagsAll") or {}
        before: dict[str, str] = old.get("tags") or {}
        gone = before.keys() - wanted.keys()
        return bool(gone & live.keys()) or any(live.get(key) != value for key, value in wanted.items())

    @explained
    def Create(self, request: Any, context: Any) -> Any:
        token, inputs = type_of(request.urn), decode(request.properties)
        row = row_for(token)
        if row is None:
            return super().Create(request, context)
        if request.preview:
            foreseen = self._lifecycle.foresee(row, inputs)
            return provider_pb2.CreateResponse(id="", properties=encode(foreseen, inputs))
        identity, state = self._lifecycle.create(row, request.urn, inputs)
        return provider_pb2.CreateResponse(id=identity, properties=encode(state, inputs))

    @explained
    def Read(self, request: Any, context: Any) -> Any:
        token = type_of(request.urn)
        inputs, state = decode(request.inputs), decode(request.properties)
        row = row_for(token)
        if row is None:
            return super().Read(request, context)
        identity, _, region = request.id.partition("@") if not inputs else (request.id, "", "")
        if region:
            state["region"] = region
        found = self._lifecycle.read(row, identity, inputs, state)
        if found is None:
            return provider_pb2.ReadResponse()
        return provider_pb2.ReadResponse(
            id=found.id,
            properties=encode(found.state, inputs, state),
            inputs=encode(found.inputs, inputs, state),
        )

    @explained
    def Update(self, request: Any, context: Any) -> Any:
        token = type_of(request.urn)
        old, inputs, state = decode(request.old_inputs), decode(request.news), decode(request.olds)
        row = row_for(token)
        if row is None:
            return super().Update(request, context)
        if request.preview:
            fresh = self._lifecycle.foresee_update(row, request.id, old, inputs, state)
        else:
            fresh = self._lifecycle.update(row, request.urn, request.id, old, inputs, state)
        return provider_pb2.UpdateResponse(properties=encode(fresh, inputs, state))

    @explained
    def Delete(self, request: Any, context: Any) -> Any:
        row = row_for(type_of(request.urn))
        inputs, state = decode(request.old_inputs), decode(request.properties)
        if row is not None and is_disposing():
            dispose(self._lifecycle, row, request.urn, request.id, inputs, state)
        elif row is not None:
            self._lifecycle.delete(row, request.id, inputs, state)
        return empty_pb2.Empty()

    # -- data sources --

    @explained
    def Invoke(self, request: Any, context: Any) -> Any:
        args = decode(request.args)
        answer = functions.invoke(self._aws, request.tok, args, self.region, self._default_tags)
        return provider_pb2.InvokeResponse(**{"return": encode(answer, args)})  # pyright: ignore[reportArgumentType]  # the field is named by a keyword


def _broken_json(row: Resource, inputs: Properties) -> list[schema.Problem]:
    found: list[schema.Problem] = []
    for name in sorted(row.json & inputs.keys()):
        try:
            if isinstance(inputs[name], str):
                json.loads(inputs[name])
        except ValueError as error:
            found.append((name, f"it is not JSON: {error}. Make it with json.dumps."))
    return found


def _config(config: Mapping[str, Any]) -> dict[str, Any]:
    """Provider configuration: the engine sends nested values as JSON text."""
    return {key: _parsed(value) for key, value in config.items()}


def _parsed(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("{", "["):
        return json.loads(value)
    return value


def _failure(prop: str, reason: str, *, hidden: bool) -> Any:
    # The engine shows the value of the property named, be it secret, and knows the resource's own only.
    if hidden or "." in prop or "[" in prop:
        return provider_pb2.CheckFailure(reason=f"property {prop}: {reason}")
    return provider_pb2.CheckFailure(property=prop, reason=reason)


def _reason(prop: str, reason: str) -> str:
    """The reason, with the property as a Python program writes it where that differs."""
    python = re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", prop).lower()
    return reason if python == prop else f"{reason} (In Python: {python}.)"
