"""Property values on the wire: what goes in comes out, and what is secret stays secret."""

from __future__ import annotations

import json
from typing import Any

import pytest
from google.protobuf import struct_pb2
from hypothesis import given, settings
from hypothesis import strategies as st

from tenfold_sandbox.values import (
    ASSET,
    OUTPUT_VALUE,
    RESOURCE_REFERENCE,
    SECRET,
    SIGNATURE,
    UNKNOWN,
    UNKNOWN_STRING,
    decode,
    encode,
    has_unknown,
    redact,
    strings,
)

PLAIN = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text() | st.just(UNKNOWN)
VALUES = st.recursive(
    PLAIN | st.floats(allow_nan=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
PROPERTIES = st.dictionaries(st.text(), VALUES)


def struct(**fields: Any) -> struct_pb2.Struct:
    """A Struct as the engine sends it."""
    message = struct_pb2.Struct()
    message.update(fields)
    return message


def secret(value: Any) -> dict[str, Any]:
    return {SIGNATURE: SECRET, "value": value}


def output(**fields: Any) -> dict[str, Any]:
    return {SIGNATURE: OUTPUT_VALUE, **fields}


def plain(message: struct_pb2.Struct) -> dict[str, Any]:
    """What stands on the wire."""
    return decode_raw(struct_pb2.Value(struct_value=message))


def decode_raw(value: struct_pb2.Value) -> Any:
    match value.WhichOneof("kind"):
        case "struct_value":
            return {key: decode_raw(item) for key, item in value.struct_value.fields.items()}
        case "list_value":
            return [decode_raw(item) for item in value.list_value.values]
        case "null_value":
            return None
        case kind:
            return getattr(value, str(kind))


@settings(max_examples=50)
@given(PROPERTIES)
def test_what_is_encoded_is_decoded_as_it_was(properties: dict[str, Any]) -> None:
    assert decode(encode(properties)) == properties


def test_a_whole_number_is_an_integer() -> None:
    value = decode(struct(port=443, ratio=0.5))
    assert value == {"port": 443, "ratio": 0.5}
    assert isinstance(value["port"], int)


def test_unknown_is_the_engines_word_on_the_wire() -> None:
    assert plain(encode({"id": UNKNOWN})) == {"id": UNKNOWN_STRING}
    assert decode(struct(id=UNKNOWN_STRING))["id"] is UNKNOWN


@pytest.mark.parametrize("value", [UNKNOWN, {"a": [UNKNOWN]}, [{"a": UNKNOWN}]])
def test_an_unknown_is_found_at_any_depth(value: Any) -> None:
    assert has_unknown(value)


def test_known_values_have_no_unknown() -> None:
    assert not has_unknown({"a": [1, None, {"b": ""}]})


@pytest.mark.parametrize(
    "hidden", [secret("s3cr3t"), output(value="s3cr3t", secret=True), secret(output(value="s3cr3t"))]
)
@pytest.mark.parametrize("place", [lambda it: it, lambda it: [it], lambda it: {"a": {"b": it}}])
def test_a_secret_is_unwrapped_and_remembered(hidden: Any, place: Any) -> None:
    decoded = decode(struct(password=place(hidden), user="root"))
    assert decoded == {"password": place("s3cr3t"), "user": "root"}
    assert decoded.secrets == {"s3cr3t"}
    assert decoded.secret_keys == {"password"}


@pytest.mark.parametrize("hidden", [5432, True, None, [], UNKNOWN_STRING])
def test_a_secret_that_is_no_text_is_remembered_by_its_name(hidden: Any) -> None:
    decoded = decode(struct(port=secret(hidden)))
    assert decoded.secret_keys == {"port"}
    assert plain(encode({"port": decoded["port"]}, decoded)) == {"port": secret(hidden)}


def test_an_output_without_a_value_is_unknown() -> None:
    decoded = decode(struct(a=output(), b=output(secret=True)))
    assert decoded["a"] is UNKNOWN
    assert decoded["b"] is UNKNOWN
    assert decoded.secret_keys == {"b"}


def test_an_output_with_a_value_is_that_value() -> None:
    decoded = decode(struct(a=output(value=["x"], secret=False, dependencies=["urn"])))
    assert decoded == {"a": ["x"]}
    assert not decoded.secrets


def test_a_resource_reference_is_the_resources_id() -> None:
    known = {SIGNATURE: RESOURCE_REFERENCE, "urn": "urn:it", "id": "vpc-1"}
    assert decode(struct(vpc=known)) == {"vpc": "vpc-1"}
    assert decode(struct(vpc={SIGNATURE: RESOURCE_REFERENCE, "urn": "urn:it"}))["vpc"] is UNKNOWN


def test_an_asset_keeps_its_signature() -> None:
    asset = {SIGNATURE: ASSET, "text": "hello"}
    assert decode(struct(source=asset)) == {"source": asset}


def test_what_came_in_secret_goes_out_secret_by_its_name() -> None:
    inputs = decode(struct(password=secret("s3cr3t")))
    assert plain(encode({"password": "changed by AWS"}, inputs)) == {"password": secret("changed by AWS")}


def test_what_came_in_secret_goes_out_secret_wherever_it_turns_up() -> None:
    inputs = decode(struct(tags=secret({"token": "s3cr3t"})))
    state = {"tagsAll": {"token": "s3cr3t"}, "urls": ["https://s3cr3t@host"], "id": "i-1"}
    assert plain(encode(state, inputs)) == {
        "tagsAll": secret({"token": "s3cr3t"}),
        "urls": secret(["https://s3cr3t@host"]),
        "id": "i-1",
    }


def test_what_any_of_several_origins_hid_stays_hidden() -> None:
    inputs, state = decode(struct(a=secret("one"))), decode(struct(b=secret("two")))
    assert plain(encode({"a": "one", "b": "two"}, inputs, state)) == {"a": secret("one"), "b": secret("two")}


def test_a_short_secret_hides_what_it_is_and_not_all_that_it_is_part_of() -> None:
    inputs = decode(struct(count=secret("1")))
    assert plain(encode({"copies": ["1"], "cidrBlock": "10.0.0.0/16"}, inputs)) == {
        "copies": secret(["1"]),
        "cidrBlock": "10.0.0.0/16",
    }


@settings(max_examples=50)
@given(st.text(min_size=4), PROPERTIES)
def test_no_secret_reaches_the_wire_in_the_open(hidden: str, properties: dict[str, Any]) -> None:
    inputs = decode(encode({"password": secret(hidden)}))
    sent = plain(encode({**properties, "copy": [hidden]}, inputs))
    known = hidden not in UNKNOWN_STRING
    for value in sent.values():
        if not (isinstance(value, dict) and value.get(SIGNATURE) == SECRET):
            assert not known or not any(hidden in text for text in strings(value))


@pytest.mark.parametrize("hidden", ["s3cr3t", 'with "quotes"', "two\nlines", "back\\slash", "café"])
@pytest.mark.parametrize("write", [str, repr, json.dumps, lambda it: str({"a": it})])
def test_a_message_tells_no_secret_however_it_is_written(hidden: str, write: Any) -> None:
    assert redact(f"bad value {write(hidden)}!", {hidden}).replace("'", "").replace('"', "") in (
        "bad value [secret]!",
        "bad value {a: [secret]}!",
    )


def test_a_secret_within_a_secret_leaves_nothing() -> None:
    assert redact("of abcdefg and bcdef", {"bcdef", "abcdefg"}) == "of [secret] and [secret]"


def test_a_message_without_secrets_stays() -> None:
    assert redact("all is well", set()) == "all is well"
