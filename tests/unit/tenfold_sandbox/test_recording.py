"""The recording provider: it keeps in the state what nothing emulates, and says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2

from tenfold_sandbox.recording import RecordingProvider, diff_response
from tenfold_sandbox.values import SECRET, SIGNATURE, decode, encode

TOKEN = "aws:sagemaker/model:Model"
URN = f"urn:pulumi:dev::p::{TOKEN}::it"


class Context:
    def abort(self, _code: object, message: str) -> None:
        raise AssertionError(message)


def provider() -> RecordingProvider:
    made = RecordingProvider()
    made.region = "eu-west-1"
    return made


def create(inputs: dict[str, Any], urn: str = URN, *, preview: bool = False) -> Any:
    request = provider_pb2.CreateRequest(urn=urn, properties=encode(inputs), preview=preview)
    return provider().Create(request, Context())


def update(olds: dict[str, Any], news: dict[str, Any], urn: str = URN) -> Any:
    request = provider_pb2.UpdateRequest(urn=urn, id="it", olds=encode(olds), news=encode(news))
    return decode(provider().Update(request, Context()).properties)


def secret(value: str) -> dict[str, str]:
    return {SIGNATURE: SECRET, "value": value}


def test_inputs_are_kept_and_an_arn_tells_that_it_is_recorded() -> None:
    made = create({"name": "model"})
    state = decode(made.properties)
    assert state["name"] == "model"
    assert state["arn"] == f"arn:aws:sagemaker:eu-west-1:123456789012:recorded/{made.id}"


def test_another_providers_type_has_its_inputs_alone() -> None:
    made = create({"name": "x"}, "urn:pulumi:dev::p::kubernetes:core/v1:Namespace::x")
    assert decode(made.properties) == {"name": "x"}


def test_the_same_resource_has_the_same_id_and_another_another() -> None:
    assert create({}).id == create({"name": "model"}).id
    assert create({}).id != create({}, f"{URN}2").id


def test_a_preview_knows_no_id() -> None:
    assert create({}, preview=True).id == ""


def test_what_was_secret_stays_secret() -> None:
    state = decode(create({"password": secret("s3cr3t")}).properties)
    assert state["password"] == "s3cr3t"
    assert state.secret_keys == {"password"}


def test_an_update_drops_what_the_program_no_longer_says() -> None:
    state = update({"arn": "arn:old", "name": "a", "password": secret("s3cr3t")}, {"name": "b"})
    assert state == {"arn": "arn:old", "name": "b"}


def test_an_alias_makes_no_new_arn() -> None:
    made = decode(create({}).properties)
    assert update(dict(made), {}, f"{URN}-renamed")["arn"] == made["arn"]


def test_an_arn_that_the_program_gives_is_its_own() -> None:
    assert update({"arn": "arn:old"}, {"arn": "arn:given"}) == {"arn": "arn:given"}


def test_a_creation_is_told_to_the_session_without_any_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENFOLD_SANDBOX_EVENTS", str(tmp_path / "events"))
    create({"password": secret("s3cr3t")})
    create({"password": secret("s3cr3t")})
    lines = (tmp_path / "events").read_text().splitlines()
    assert [json.loads(line) for line in lines] == [{"kind": "recorded", "type": TOKEN, "urn": URN}] * 2


def test_a_difference_says_what_is_added_changed_and_gone() -> None:
    answer = diff_response({"gone": 1, "same": 1, "new": 1}, {"same": 1, "new": 2, "more": 1})
    kinds = {
        name: provider_pb2.PropertyDiff.Kind.Name(each.kind) for name, each in answer.detailedDiff.items()
    }
    assert kinds == {"gone": "DELETE", "new": "UPDATE", "more": "ADD"}
    assert answer.changes == provider_pb2.DiffResponse.DIFF_SOME
    assert list(answer.replaces) == []


def test_a_difference_that_replaces_says_so() -> None:
    answer = diff_response({"a": 1}, {"a": 2}, replaces={"a"}, delete_before_replace=True)
    assert list(answer.replaces) == ["a"]
    assert answer.detailedDiff["a"].kind == provider_pb2.PropertyDiff.Kind.UPDATE_REPLACE
    assert answer.deleteBeforeReplace


def test_no_difference_is_none() -> None:
    assert diff_response({"a": 1}, {"a": 1}).changes == provider_pb2.DiffResponse.DIFF_NONE


def test_a_data_source_is_refused_rather_than_guessed() -> None:
    with pytest.raises(AssertionError, match="does not know the data source aws:x:getY"):
        provider().Invoke(provider_pb2.InvokeRequest(tok="aws:x:getY"), Context())
