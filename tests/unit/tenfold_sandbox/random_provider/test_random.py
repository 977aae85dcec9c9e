from __future__ import annotations

import base64
import uuid
from typing import Any

import bcrypt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pulumi.runtime.proto import provider_pb2

from tenfold_sandbox.plugin import PluginError
from tenfold_sandbox.random_provider.server import RandomProvider
from tenfold_sandbox.random_provider.table import TYPES
from tenfold_sandbox.values import SECRET, SIGNATURE, UNKNOWN, decode, encode

SERVER: Any = RandomProvider()


def urn(name: str) -> str:
    return f"urn:pulumi:dev::p::random:index/random{name}:Random{name}::it"


def make(name: str, **inputs: Any) -> tuple[str, dict[str, Any]]:
    kind = TYPES[f"random:index/random{name}:Random{name}"]
    return kind.make({**kind.defaults, **inputs})


def create(name: str, preview: bool = False, **inputs: Any) -> Any:
    checked = SERVER.Check(provider_pb2.CheckRequest(urn=urn(name), news=encode(inputs)), None).inputs
    return SERVER.Create(provider_pb2.CreateRequest(urn=urn(name), properties=checked, preview=preview), None)


@given(st.integers(8, 64), st.integers(0, 2), st.integers(0, 2), st.integers(0, 2), st.integers(0, 2))
def test_a_string_has_its_length_and_at_least_so_many_of_each_kind(
    length: int, lower: int, upper: int, numeric: int, special: int
) -> None:
    text, _ = make(
        "String", length=length, minLower=lower, minUpper=upper, minNumeric=numeric, minSpecial=special
    )
    assert len(text) == length
    assert sum(c.islower() for c in text) >= lower
    assert sum(c.isupper() for c in text) >= upper
    assert sum(c.isdigit() for c in text) >= numeric
    assert sum(not c.isalnum() for c in text) >= special


def test_a_string_keeps_out_the_kinds_that_are_off() -> None:
    text, _ = make("String", length=200, special=False, upper=False)
    assert text.isalnum()
    assert text == text.lower()


def test_special_characters_are_those_that_the_program_names() -> None:
    text, _ = make("String", length=50, lower=False, upper=False, numeric=False, overrideSpecial="-_")
    assert set(text) <= {"-", "_"}


def test_more_minima_than_characters_are_refused_by_name() -> None:
    with pytest.raises(PluginError, match="length: 3 is less than the sum"):
        make("Password", length=3, minLower=4)


def test_a_password_is_secret_on_the_wire_and_its_hash_fits() -> None:
    answer = create("Password", length=20)
    fields = answer.properties.fields
    for name in ("result", "bcryptHash"):
        assert fields[name].struct_value.fields[SIGNATURE].string_value == SECRET
    state = decode(answer.properties)
    assert answer.id == "none"
    assert bcrypt.checkpw(state["result"].encode(), state["bcryptHash"].encode())


def test_a_preview_makes_nothing() -> None:
    answer = create("Password", preview=True, length=20)
    assert answer.id == ""
    assert decode(answer.properties)["result"] is UNKNOWN


def test_an_id_says_the_same_in_all_its_forms() -> None:
    identity, outputs = make("Id", byteLength=8, prefix="p-")
    raw = bytes.fromhex(outputs["hex"].removeprefix("p-"))
    assert len(raw) == 8
    assert base64.urlsafe_b64decode(identity + "=") == raw
    assert int(outputs["dec"].removeprefix("p-")) == int.from_bytes(raw)


def test_a_seed_makes_a_shuffle_and_an_integer_repeatable() -> None:
    items = [str(number) for number in range(20)]
    first, second = (make("Shuffle", inputs=items, seed="s")[1]["results"] for _ in range(2))
    assert first == second != items
    assert sorted(first) == sorted(items)
    assert make("Integer", min=1, max=10**9, seed="s") == make("Integer", min=1, max=10**9, seed="s")


def test_a_shuffle_longer_than_its_inputs_starts_over() -> None:
    assert len(make("Shuffle", inputs=["a", "b"], resultCount=5)[1]["results"]) == 5


def test_a_uuid7_carries_its_version_and_sorts_by_time() -> None:
    made = [uuid.UUID(make("Uuid7")[0]) for _ in range(3)]
    assert {each.version for each in made} == {7}
    assert [each.int >> 80 for each in made] == sorted(each.int >> 80 for each in made)


def test_a_changed_keeper_replaces() -> None:
    request = provider_pb2.DiffRequest(
        urn=urn("Id"), old_inputs=encode({"keepers": {"a": "1"}}), news=encode({"keepers": {"a": "2"}})
    )
    assert list(SERVER.Diff(request, None).replaces) == ["keepers"]


def test_an_imported_password_keeps_its_text_and_shows_it_nowhere() -> None:
    answer = SERVER.Read(provider_pb2.ReadRequest(urn=urn("Password"), id="hunter2hunter2"), None)
    assert answer.id == "none"
    assert decode(answer.properties)["result"] == "hunter2hunter2"
    assert decode(answer.inputs)["length"] == 14
    assert "hunter2" not in str(answer.inputs)
