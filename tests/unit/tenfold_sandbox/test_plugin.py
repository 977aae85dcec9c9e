"""What reaches the engine of a plugin's errors."""

from __future__ import annotations

from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2

from tenfold_sandbox.plugin import PluginError, explained, type_of
from tenfold_sandbox.values import SECRET, SIGNATURE, encode


class Aborted(Exception):  # noqa: N818  # what gRPC raises
    pass


class Context:
    def abort(self, _code: object, message: str) -> None:
        raise Aborted(message)


class Plugin:
    def __init__(self, error: Exception | None = None) -> None:
        self.error = error

    @explained
    def Create(self, request: Any, context: Any) -> Any:  # noqa: N802  # gRPC's name
        if self.error is not None:
            raise self.error
        return request


REQUEST = provider_pb2.CreateRequest(properties=encode({"password": {SIGNATURE: SECRET, "value": "s3cr3t"}}))


def message(error: Exception) -> str:
    with pytest.raises(Aborted) as aborted:
        Plugin(error).Create(REQUEST, Context())
    return str(aborted.value)


def test_an_answer_passes() -> None:
    assert Plugin().Create(REQUEST, Context()) is REQUEST


def test_what_the_user_can_act_on_is_one_message() -> None:
    assert message(PluginError("name: 'a b' has a space. Take it out.")) == (
        "name: 'a b' has a space. Take it out."
    )


def test_our_own_fault_shows_where_it_is() -> None:
    said = message(KeyError("Vpc"))
    assert said.startswith("a fault of the sandbox:\nTraceback")
    assert "in Create" in said
    assert said.endswith("KeyError: 'Vpc'\n")


@pytest.mark.parametrize("error", [PluginError("bad: s3cr3t"), ValueError("bad: s3cr3t")])
def test_no_error_tells_a_secret_of_its_request(error: Exception) -> None:
    said = message(error)
    assert "s3cr3t" not in said
    assert "bad: [secret]" in said


def test_a_resources_type_is_its_own_and_not_its_parents() -> None:
    assert type_of("urn:pulumi:dev::p::my:index:Net$aws:ec2/vpc:Vpc::net") == "aws:ec2/vpc:Vpc"
