"""Property values as they cross gRPC: unknowns, secrets and assets are marked by signatures in plain JSON.

The signatures are the engine's wire format (pulumi sdk/go/common/resource/sig and plugin/rpc).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from google.protobuf import struct_pb2

UNKNOWN_STRING = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"
ASSET = "c44067f5952c0a294b673a41bacd8c17"
ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7"
RESOURCE_REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e"
OUTPUT_VALUE = "d0e6a833031e9bbcd3f4e8bde6ca49a4"

_TELLING_LENGTH = 4

Properties = dict[str, Any]
"""Pulumi property names to plain values; any value, at any depth, may be UNKNOWN."""


class Unknown:
    """A value that is not known until the update; there is one, UNKNOWN."""

    def __repr__(self) -> str:
        return "<unknown>"

    def __deepcopy__(self, _: object) -> Unknown:
        return self


UNKNOWN = Unknown()


class Decoded(dict[str, Any]):
    """Plain properties that remember which of their leaf strings came in as secrets."""

    secrets: frozenset[str] = frozenset()
    secret_keys: frozenset[str] = frozenset()


def decode(struct: struct_pb2.Struct) -> Decoded:
    """Plain Python values of a Struct: whole numbers become int, secrets are unwrapped."""
    found: set[str] = set()
    fields = {key: _decode(value, found, secret=False) for key, value in struct.fields.items()}
    decoded = Decoded({key: value for key, (value, _) in fields.items()})
    decoded.secrets = frozenset(found)
    decoded.secret_keys = frozenset(key for key, (_, secret) in fields.items() if secret)
    return decoded


def _decode(value: struct_pb2.Value, found: set[str], *, secret: bool) -> tuple[Any, bool]:
    """The plain value, and whether anything inside was marked secret."""
    kind = value.WhichOneof("kind")
    if kind == "struct_value":
        return _decode_object(value.struct_value, found, secret=secret)
    if kind == "list_value":
        items = [_decode(item, found, secret=secret) for item in value.list_value.values]
        return [item for item, _ in items], any(marked for _, marked in items)
    if kind == "number_value":
        number = value.number_value
        return (int(number) if number.is_integer() else number), secret
    if kind == "string_value":
        if value.string_value == UNKNOWN_STRING:
            return UNKNOWN, secret
        if secret and value.string_value:
            found.add(value.string_value)
        return value.string_value, secret
    if kind == "bool_value":
        return value.bool_value, secret
    return None, secret


def _decode_object(struct: struct_pb2.Struct, found: set[str], *, secret: bool) -> tuple[Any, bool]:
    fields = struct.fields
    signature = fields[SIGNATURE].string_value if SIGNATURE in fields else ""
    if signature == SECRET:
        value, _ = _decode(fields["value"], found, secret=True)
        return value, True
    if signature == OUTPUT_VALUE:
        hidden = secret or fields["secret"].bool_value
        if "value" not in fields:
            return UNKNOWN, hidden
        value, marked = _decode(fields["value"], found, secret=hidden)
        return value, marked or hidden
    if signature == RESOURCE_REFERENCE:
        identity, _ = _decode(fields["id"], found, secret=secret) if "id" in fields else (UNKNOWN, False)
        return identity, secret
    items = {key: _decode(value, found, secret=secret) for key, value in fields.items()}
    return {key: value for key, (value, _) in items.items()}, any(marked for _, marked in items.values())


def encode(properties: Mapping[str, Any], *origins: Decoded) -> struct_pb2.Struct:
    """A Struct of plain values; what came in secret by ``origins`` goes out secret, wherever it turns up.

    A property is wrapped when its name was secret in one of them, or when one of the strings that were
    stands in it: a secret in a tag must not reach ``tagsAll`` in the open.
    """
    struct = struct_pb2.Struct()
    secrets = frozenset[str]().union(*(origin.secrets for origin in origins))
    secret_keys = frozenset[str]().union(*(origin.secret_keys for origin in origins))
    for key, value in properties.items():
        if key in secret_keys or _contains(value, secrets):
            value = {SIGNATURE: SECRET, "value": value}
        struct.fields[key].CopyFrom(_encode(value))
    return struct


def _encode(value: Any) -> struct_pb2.Value:
    if value is None:
        return struct_pb2.Value(null_value=struct_pb2.NULL_VALUE)
    if value is UNKNOWN:
        return struct_pb2.Value(string_value=UNKNOWN_STRING)
    if isinstance(value, bool):
        return struct_pb2.Value(bool_value=value)
    if isinstance(value, int | float):
        return struct_pb2.Value(number_value=value)
    if isinstance(value, Mapping):
        inner = struct_pb2.Struct()
        for key, item in cast(Mapping[str, Any], value).items():
            inner.fields[key].CopyFrom(_encode(item))
        return struct_pb2.Value(struct_value=inner)
    if isinstance(value, list | tuple | set | frozenset):
        items = [_encode(item) for item in cast(list[Any], value)]
        return struct_pb2.Value(list_value=struct_pb2.ListValue(values=items))
    return struct_pb2.Value(string_value=str(value))


def _contains(value: Any, secrets: frozenset[str]) -> bool:
    return bool(secrets) and any(_holds(text, secret) for text in strings(value) for secret in secrets)


def _holds(text: str, secret: str) -> bool:
    """Whether a text is a secret or has one in it; a short one, such as ``1``, is in too many to mean it."""
    return secret == text or (len(secret) >= _TELLING_LENGTH and secret in text)


def redact(text: str, secrets: Iterable[str]) -> str:
    """A message without the secrets that stand in it, plain or escaped as Python or JSON writes them.

    A short one is taken out where it stands alone: inside words it would tear them apart and tell nothing.
    """
    forms = {form for each in secrets for form in (each, repr(each)[1:-1], json.dumps(each)[1:-1])}
    if not forms:
        return text
    longest_first = sorted(forms, key=len, reverse=True)  # one may be a part of another
    patterns = [re.escape(form) if len(form) >= _TELLING_LENGTH else _alone(form) for form in longest_first]
    return re.sub("|".join(patterns), "[secret]", text)


def _alone(form: str) -> str:
    return rf"(?<!\w){re.escape(form)}(?!\w)"


def strings(value: Any) -> Iterator[str]:
    """Every string leaf of a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in cast(Mapping[str, Any], value).values():
            yield from strings(item)
    elif isinstance(value, list | tuple):
        for item in cast(list[Any], value):
            yield from strings(item)


def has_unknown(value: Any) -> bool:
    """Whether UNKNOWN stands anywhere in the value."""
    if value is UNKNOWN:
        return True
    if isinstance(value, Mapping):
        return any(has_unknown(item) for item in cast(Mapping[str, Any], value).values())
    if isinstance(value, list | tuple):
        return any(has_unknown(item) for item in cast(list[Any], value))
    return False
