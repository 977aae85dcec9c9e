"""Pulumi's package schema of the components, read off their classes."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from enum import Enum
from typing import Any, get_type_hints

from pydantic import BaseModel

import tenfold
from tenfold.args import Args
from tenfold.component import Component
from tenfold.host import shapes
from tenfold.host.shapes import Anything, Choice, Deferred, Field, ListOf, MapOf, OneOf, Record, Scalar, Shape

NAME = "tenfold"

_LANGUAGES = ("csharp", "go", "java", "nodejs", "python")


def components() -> dict[str, type[Component]]:
    """The components that the library exports, by their tokens."""
    exported = [getattr(tenfold, name) for name in tenfold.__all__]
    classes = [each for each in exported if isinstance(each, type) and issubclass(each, Component)]
    return {f"{NAME}:index:{each.__name__}": each for each in classes}


def args_class(component: type[Component]) -> type[Args]:
    """The class of a component's ``args``."""
    return get_type_hints(component.__init__)["args"]


def package_schema(version: str, hosted: dict[str, type[Component]]) -> dict[str, Any]:
    """The package's schema. Raises InexpressibleError for a required argument that it can't express."""
    builder = Builder()
    resources = {token: builder.resource(each) for token, each in hosted.items()}
    return {
        "name": NAME,
        "displayName": "Tenfold",
        "version": version,
        "description": inspect.cleandoc(tenfold.__doc__ or "").partition("\n")[0],
        "license": "Apache-2.0",
        "keywords": ["pulumi", "aws", "category/cloud", "kind/component"],
        "language": {language: {"respectSchemaVersion": True} for language in _LANGUAGES},
        "resources": resources,
        "types": dict(sorted(builder.types.items())),
    }


def in_wire_words(text: str, fields: Iterable[str]) -> str:
    """The text with Python's constants and the named fields as the other languages write them."""
    words = {"None": "null", "True": "true", "False": "false"}
    words |= {name: shapes.wire_name(name) for name in fields if "_" in name}
    return re.sub(r"\w+", lambda word: words.get(word[0], word[0]), text)


def field_names(cls: type[BaseModel]) -> set[str]:
    """The Python names of an args class's fields and of those that lie in them."""
    names: set[str] = set()
    seen: set[type[BaseModel]] = set()
    waiting = [cls]
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        for field in shapes.arguments_of(current).values():
            names.add(field.name)
            waiting.extend(_records(field.shape))
    return names


def _records(shape: Shape) -> list[type[BaseModel]]:
    match shape:
        case Record():
            return [shape.cls]
        case ListOf(inner) | MapOf(inner) | Deferred(inner):
            return _records(inner)
        case OneOf():
            return [cls for member in shape.members for cls in _records(member)]
        case _:
            return []


class Builder:
    """Collects the types that the resources' properties name."""

    def __init__(self) -> None:
        self.types: dict[str, dict[str, Any]] = {}
        self._classes: dict[str, type] = {}

    def resource(self, component: type[Component]) -> dict[str, Any]:
        args = args_class(component)
        inputs, outputs = shapes.arguments_of(args), shapes.outputs_of(component)
        names = field_names(args) | {each.name for each in outputs.values()}
        return {
            "isComponent": True,
            "description": in_wire_words(inspect.cleandoc(component.__doc__ or ""), names),
            "inputProperties": self._properties(inputs, names, plain=True),
            "requiredInputs": _required(inputs),
            "properties": self._properties(outputs, names, plain=False),
            "required": _required(outputs),
        }

    def _properties(self, fields: dict[str, Field], names: set[str], *, plain: bool) -> dict[str, Any]:
        return {
            wire: {
                **self._type(field.shape, plain=plain),
                **({"description": in_wire_words(field.description, names)} if field.description else {}),
            }
            for wire, field in fields.items()
        }

    def _type(self, shape: Shape, *, plain: bool) -> dict[str, Any]:
        """A type; among inputs what can be no output is plain, the whole as well as its parts."""
        mark = {"plain": True} if plain else {}
        match shape:
            case Deferred():
                return {
                    key: each for key, each in self._type(shape.inner, plain=plain).items() if key != "plain"
                }
            case Scalar():
                return {"type": shape.type, **mark}
            case Anything():
                return {"$ref": "pulumi.json#/Any", **mark}
            case ListOf():
                return {"type": "array", "items": self._type(shape.item, plain=plain), **mark}
            case MapOf():
                values = self._type(shape.value, plain=plain)
                return {"type": "object", "additionalProperties": values, **mark}
            case OneOf():
                return {"oneOf": [self._type(each, plain=plain) for each in shape.members], **mark}
            case Choice() | Record():
                return {"$ref": f"#/types/{self.name(shape.cls)}", **mark}

    def name(self, cls: type[Enum] | type[BaseModel]) -> str:
        """The token of an enumeration or an args class, described on the first call."""
        _, *folders = cls.__module__.split(".")
        token = f"{NAME}:{folders[0] if folders[1:] else 'index'}:{cls.__name__.removesuffix('Args')}"
        if self._classes.setdefault(token, cls) is not cls:
            raise TypeError(f"{token} names two classes: {cls} and {self._classes[token]}; rename one")
        if token not in self.types:
            self.types[token] = {}  # it may name itself
            self.types[token] = _enumeration(cls) if issubclass(cls, Enum) else self._object(cls)
        return token

    def _object(self, cls: type[BaseModel]) -> dict[str, Any]:
        fields, names = shapes.arguments_of(cls), field_names(cls)
        return {
            "type": "object",
            "description": in_wire_words(inspect.cleandoc(cls.__doc__ or ""), names),
            "properties": self._properties(fields, names, plain=True),
            "required": _required(fields),
        }


def _enumeration(cls: type[Enum]) -> dict[str, Any]:
    docs = shapes.member_docs(cls)
    first = next(iter(cls)).value
    return {
        "type": next(name for kind, name in shapes.SCALARS.items() if isinstance(first, kind)),
        "description": inspect.cleandoc(cls.__doc__ or ""),
        "enum": [
            {"name": each.name, "value": each.value}
            | ({"description": docs[each.name]} if each.name in docs else {})
            for each in cls
        ],
    }


def _required(fields: dict[str, Field]) -> list[str]:
    return sorted(wire for wire, field in fields.items() if field.required)
