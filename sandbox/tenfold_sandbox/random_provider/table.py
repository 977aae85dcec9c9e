"""One maker for each random type: from inputs to the resource's id and outputs."""

from __future__ import annotations

import base64
import random
import secrets
import string
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import bcrypt

from tenfold_sandbox.plugin import PluginError
from tenfold_sandbox.values import Properties

Made = tuple[str, Properties]
Maker = Callable[[Properties], Made]
Importer = Callable[[str], Properties]

_SPECIAL = "!@#$%&*()-_=+[]{}<>:?"  # the Terraform provider's default set
_KINDS = (
    ("lower", "minLower", string.ascii_lowercase),
    ("upper", "minUpper", string.ascii_uppercase),
    ("numeric", "minNumeric", string.digits),
    ("special", "minSpecial", _SPECIAL),
)
_ADVERBS = ("boldly", "calmly", "daily", "early", "fairly", "gently", "kindly", "openly", "quietly", "warmly")
_ADJECTIVES = ("amber", "brave", "clever", "eager", "fresh", "humble", "lively", "merry", "sturdy", "tidy")
_ANIMALS = ("badger", "crane", "dolphin", "falcon", "heron", "lynx", "marmot", "otter", "puffin", "wren")


@dataclass(frozen=True)
class RandomType:
    """A type: how it is made, its outputs, what an import restores, what is secret, and inputs' defaults."""

    make: Maker
    outputs: tuple[str, ...] = ("result",)
    restore: Importer | None = None
    secret: frozenset[str] = frozenset()
    defaults: Mapping[str, Any] = field(default_factory=dict[str, Any])


def _text(inputs: Properties) -> str:
    """Characters of the wanted kinds, at least so many of each, in random order."""
    sets = {name: characters for name, _, characters in _KINDS if inputs[name]}
    if "special" in sets and inputs.get("overrideSpecial"):
        sets["special"] = inputs["overrideSpecial"]
    if not sets:
        raise PluginError(
            "length: no kind of character is on: set one of lower, upper, numeric, special to true"
        )
    least = [(name, inputs[key]) for name, key, _ in _KINDS if inputs[key]]
    if sum(count for _, count in least) > inputs["length"]:
        raise PluginError(
            f"length: {inputs['length']} is less than the sum of the min* inputs; raise it or lower them"
        )
    chosen = [secrets.choice(sets.get(name) or "") for name, count in least for _ in range(count)]
    pool = "".join(sets.values())
    chosen += [secrets.choice(pool) for _ in range(inputs["length"] - len(chosen))]
    secrets.SystemRandom().shuffle(chosen)
    return "".join(chosen)


def _string(inputs: Properties) -> Made:
    text = _text(inputs)
    return text, {"result": text}


def _password(inputs: Properties) -> Made:
    return "none", _password_outputs(_text(inputs))  # the id is no place for a secret


def _password_outputs(text: str) -> Properties:
    hashed = bcrypt.hashpw(text.encode()[:72], bcrypt.gensalt(rounds=10))  # bcrypt reads 72 bytes
    return {"result": text, "bcryptHash": hashed.decode()}


def _id(inputs: Properties) -> Made:
    return _id_outputs(secrets.token_bytes(inputs["byteLength"]), inputs.get("prefix") or "")


def _id_outputs(raw: bytes, prefix: str) -> Made:
    url = base64.urlsafe_b64encode(raw).decode().rstrip("=")
    return url, {
        "b64Url": prefix + url,
        "b64Std": prefix + base64.b64encode(raw).decode(),
        "hex": prefix + raw.hex(),
        "dec": prefix + str(int.from_bytes(raw)),
    }


def _pet(inputs: Properties) -> Made:
    count = inputs["length"]
    words = [secrets.choice(_ADVERBS) for _ in range(count - 2)]
    words += [secrets.choice(_ADJECTIVES)] if count > 1 else []
    words.append(secrets.choice(_ANIMALS))
    parts = [inputs["prefix"], *words] if inputs.get("prefix") else words
    return inputs["separator"].join(parts), {}


def _generator(inputs: Properties) -> random.Random:
    """Seeded when a seed is given: the same seed then gives the same result."""
    return random.Random(inputs["seed"]) if inputs.get("seed") else secrets.SystemRandom()


def _integer(inputs: Properties) -> Made:
    if inputs["min"] > inputs["max"]:
        raise PluginError(f"min: {inputs['min']} is above max ({inputs['max']}); lower it")
    number = _generator(inputs).randint(inputs["min"], inputs["max"])
    return str(number), {"result": number}


def _shuffle(inputs: Properties) -> Made:
    items: list[str] = list(inputs["inputs"])
    count = inputs.get("resultCount")
    generator = _generator(inputs)
    results: list[str] = []
    while items and len(results) < (len(items) if count is None else count):
        results += generator.sample(items, len(items))  # more than there are: start over
    return "-", {"results": results[:count]}


def _bytes(inputs: Properties) -> Made:
    return "none", _bytes_outputs(secrets.token_bytes(inputs["length"]))


def _bytes_outputs(raw: bytes) -> Properties:
    return {"base64": base64.b64encode(raw).decode(), "hex": raw.hex()}


def _uuid(make: Callable[[], uuid.UUID]) -> RandomType:
    def made(_: Properties) -> Made:
        text = str(make())
        return text, {"result": text}

    return RandomType(made, restore=lambda identity: {"result": str(uuid.UUID(identity))})


def _uuid7() -> uuid.UUID:
    """RFC 9562's version 7: 48 bits of milliseconds, then random bits."""
    value = int(time.time() * 1000) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    return uuid.UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


def _restore_integer(identity: str) -> Properties:
    result, low, high, *seed = identity.split(",")
    return {"result": int(result), "min": int(low), "max": int(high), **({"seed": seed[0]} if seed else {})}


def _restore_id(identity: str) -> Properties:
    prefix, _, url = identity.rpartition(",")
    raw = base64.urlsafe_b64decode(url + "=" * (-len(url) % 4))
    return {"byteLength": len(raw), **({"prefix": prefix} if prefix else {}), **_id_outputs(raw, prefix)[1]}


def _restore_bytes(identity: str) -> Properties:
    raw = base64.b64decode(identity)
    return {"length": len(raw), **_bytes_outputs(raw)}


_TEXT_DEFAULTS = {
    **{name: True for name, _, _ in _KINDS},
    **{key: 0 for _, key, _ in _KINDS},
}

TYPES: dict[str, RandomType] = {
    "random:index/randomString:RandomString": RandomType(
        _string, restore=lambda text: {"length": len(text), "result": text}, defaults=_TEXT_DEFAULTS
    ),
    "random:index/randomPassword:RandomPassword": RandomType(
        _password,
        outputs=("result", "bcryptHash"),
        restore=lambda text: {"length": len(text), **_password_outputs(text)},
        secret=frozenset({"result", "bcryptHash"}),
        defaults=_TEXT_DEFAULTS,
    ),
    "random:index/randomId:RandomId": RandomType(
        _id, outputs=("b64Url", "b64Std", "hex", "dec"), restore=_restore_id
    ),
    "random:index/randomPet:RandomPet": RandomType(
        _pet, outputs=(), defaults={"length": 2, "separator": "-"}
    ),
    "random:index/randomInteger:RandomInteger": RandomType(_integer, restore=_restore_integer),
    "random:index/randomShuffle:RandomShuffle": RandomType(_shuffle, outputs=("results",)),
    "random:index/randomBytes:RandomBytes": RandomType(
        _bytes, outputs=("base64", "hex"), restore=_restore_bytes, secret=frozenset({"base64", "hex"})
    ),
    "random:index/randomUuid:RandomUuid": _uuid(uuid.uuid4),
    "random:index/randomUuid4:RandomUuid4": _uuid(uuid.uuid4),
    "random:index/randomUuid7:RandomUuid7": _uuid(_uuid7),
}
