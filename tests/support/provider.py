"""Drive the sandbox's provider as the engine does, without the engine: the harness of every row's test."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import boto3
from pulumi.runtime.proto import provider_pb2

from tenfold_sandbox.provider.server import AwsProvider
from tenfold_sandbox.values import decode, encode


class Refused(Exception):  # noqa: N818  # it is what the engine would show
    """The provider aborted a call."""


class _Context:
    def abort(self, _code: object, message: str) -> None:
        raise Refused(message)


@dataclass
class Resource:
    """A resource under test: what the engine would keep of it."""

    urn: str
    id: str
    inputs: dict[str, Any]
    state: dict[str, Any]


@dataclass
class Provider:
    """One provider instance against a running emulator."""

    endpoint: str
    region: str = "us-east-1"
    config: dict[str, Any] = field(default_factory=dict[str, Any])

    def __post_init__(self) -> None:
        self.server = AwsProvider(self.endpoint)
        args = encode({"region": self.region, **self.config})
        self.server.Configure(provider_pb2.ConfigureRequest(args=args), _Context())

    def client(self, service: str, region: str | None = None) -> Any:
        """A boto3 client, to see what the provider did with other eyes."""
        return boto3.client(
            service,
            region_name=region or self.region,
            endpoint_url=self.endpoint,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    def urn(self, token: str, name: str) -> str:
        return f"urn:pulumi:test::tenfold::{token}::{name}"

    def check(self, token: str, name: str, inputs: dict[str, Any], old: dict[str, Any] | None = None) -> Any:
        """Check's answer: (inputs, failures as {property: reason})."""
        request = provider_pb2.CheckRequest(
            urn=self.urn(token, name), olds=encode(old or {}), news=encode(inputs), randomSeed=b"seed"
        )
        answer = self.server.Check(request, _Context())
        return dict(decode(answer.inputs)), {each.property: each.reason for each in answer.failures}

    def create(self, token: str, name: str, inputs: dict[str, Any]) -> Resource:
        """Check and create."""
        checked, failures = self.check(token, name, inputs)
        if failures:
            raise Refused(str(failures))
        request = provider_pb2.CreateRequest(urn=self.urn(token, name), properties=encode(checked))
        answer = self.server.Create(request, _Context())
        return Resource(self.urn(token, name), answer.id, checked, dict(decode(answer.properties)))

    def preview(self, token: str, name: str, inputs: dict[str, Any]) -> dict[str, Any]:
        """A creation's preview."""
        request = provider_pb2.CreateRequest(
            urn=self.urn(token, name), properties=encode(inputs), preview=True
        )
        return dict(decode(self.server.Create(request, _Context()).properties))

    def diff(self, resource: Resource, inputs: dict[str, Any]) -> Any:
        """Diff's answer to new inputs."""
        token, name = resource.urn.split("::")[2:]
        checked, failures = self.check(token, name, inputs, resource.inputs)
        if failures:
            raise Refused(str(failures))
        request = provider_pb2.DiffRequest(
            urn=resource.urn,
            id=resource.id,
            olds=encode(resource.state),
            old_inputs=encode(resource.inputs),
            news=encode(checked),
        )
        return self.server.Diff(request, _Context())

    def foresee(self, resource: Resource, inputs: dict[str, Any]) -> dict[str, Any]:
        """An update's preview."""
        return dict(decode(self._update(resource, inputs, preview=True).properties))

    def update(self, resource: Resource, inputs: dict[str, Any]) -> Resource:
        """Check and update; asserts that the diff asks for an update in place."""
        answer = self.diff(resource, inputs)
        assert list(answer.diffs), "no difference"
        assert not list(answer.replaces), f"would replace for {list(answer.replaces)}"
        updated = self._update(resource, inputs)
        checked = self._checked(resource, inputs)
        return Resource(resource.urn, resource.id, checked, dict(decode(updated.properties)))

    def _checked(self, resource: Resource, inputs: dict[str, Any]) -> dict[str, Any]:
        token, name = resource.urn.split("::")[2:]
        return self.check(token, name, inputs, resource.inputs)[0]

    def _update(self, resource: Resource, inputs: dict[str, Any], *, preview: bool = False) -> Any:
        request = provider_pb2.UpdateRequest(
            urn=resource.urn,
            id=resource.id,
            olds=encode(resource.state),
            old_inputs=encode(resource.inputs),
            news=encode(self._checked(resource, inputs)),
            preview=preview,
        )
        return self.server.Update(request, _Context())

    def read(self, resource: Resource) -> Resource | None:
        """Refresh: the resource as it is now, or None when it is gone."""
        request = provider_pb2.ReadRequest(
            urn=resource.urn,
            id=resource.id,
            properties=encode(resource.state),
            inputs=encode(resource.inputs),
        )
        answer = self.server.Read(request, _Context())
        if not answer.id:
            return None
        return Resource(resource.urn, answer.id, dict(decode(answer.inputs)), dict(decode(answer.properties)))

    def import_(self, token: str, name: str, identity: str) -> Resource | None:
        """Read by id alone, as an import does."""
        return self.read(Resource(self.urn(token, name), identity, {}, {}))

    def delete(self, resource: Resource) -> None:
        request = provider_pb2.DeleteRequest(
            urn=resource.urn,
            id=resource.id,
            properties=encode(resource.state),
            old_inputs=encode(resource.inputs),
        )
        self.server.Delete(request, _Context())

    def invoke(self, token: str, **args: Any) -> dict[str, Any]:
        """Ask a data source."""
        answer = self.server.Invoke(provider_pb2.InvokeRequest(tok=token, args=encode(args)), _Context())
        return dict(decode(getattr(answer, "return")))

    def invoke_secrets(self, token: str, **args: Any) -> dict[str, Any]:
        """Those of a data source's answers that are secret."""
        answer = self.server.Invoke(provider_pb2.InvokeRequest(tok=token, args=encode(args)), _Context())
        found = decode(getattr(answer, "return"))
        return {key: found[key] for key in found.secret_keys}

    def cycle(
        self,
        token: str,
        inputs: dict[str, Any],
        *,
        change: dict[str, Any] | None = None,
        name: str = "it",
        importing: str | None = None,
    ) -> Resource:
        """A whole life: create, refresh, change in place, import, delete, gone. Returns it as it was last.

        Args:
            change: inputs to merge for the update; None leaves the update out.
            name: the logical name.
            importing: what an import names it by, where that is not its id.
        """
        made = self.create(token, name, inputs)
        self.assert_settled(made, inputs)
        last = made
        if change is not None:
            last = self.update(made, {**inputs, **change})
            self.assert_settled(last, {**inputs, **change})
        found = self.import_(token, name, importing or last.id)
        assert found is not None, f"{importing or last.id} can't be imported"
        assert found.id == last.id, "an import knows it by another id"
        different = list(self.diff(found, {**inputs, **(change or {})}).diffs)
        assert not different, f"an import differs from its program: {different} of {found.inputs}"
        self.delete(last)
        assert self.read(last) is None, "it outlived its deletion"
        return last

    def assert_settled(self, resource: Resource, inputs: dict[str, Any]) -> None:
        """The same inputs make no difference, before and after a refresh."""
        answer = self.diff(resource, inputs)
        assert not list(answer.diffs), f"differs at once: {list(answer.diffs)}"
        seen = self.read(resource)
        assert seen is not None, "it can't be read back"
        assert list(self.diff(seen, inputs).diffs) == [], (
            f"drift without a cause: {seen.inputs} != {resource.inputs}"
        )


@contextmanager
def emulator() -> Generator[str]:
    """A running emulator's endpoint."""
    command = [sys.executable, "-m", "tenfold_sandbox.emulator", "--port", "0", "--instance", "test"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        endpoint = process.stdout.readline().strip()
        assert endpoint.startswith("http://127.0.0.1:"), "the emulator did not start"
        yield endpoint
    finally:
        process.terminate()
        process.wait(10)
