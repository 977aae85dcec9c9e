"""Pulumi's package schema of the components, read off their classes."""

from __future__ import annotations

import inspect
import re
from collections.abc import Set
from enum import Enum
from typing import Any, get_type_hints

from pydantic import BaseModel

import tenfold
from tenfold.args import Args
from tenfold.component import Component
from tenfold.host import shapes
from tenfold.host.shapes import Anything, Choice, Deferred, Field, ListOf, MapOf, OneOf, Record, Scalar, Shape

NAME = "tenfold"

_CONSTANTS = {"None": "null", "True": "true", "False": "false"}
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
    builder = Builder(set[str]().union(*(names_of(each) for each in hosted.values())))
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


def in_wire_words(text: str, names: Set[str]) -> str:
    """The text with Python's constants and the names of fields as the other languages write them."""

    def written(match: re.Match[str]) -> str:
        word = match[0]
        return shapes.wire_name(word) if word in names else _CONSTANTS.get(word, word)

    return re.sub(r"\w+", written, text)


def names_of(component: type[Component]) -> set[str]:
    """The Python names of a component's outputs, of its args' fields and of those that lie in them."""
    names = {each.name for each in shapes.outputs_of(component).values()}
    seen: set[type[BaseModel]] = set()
    waiting: list[type[BaseModel]] = [args_class(component)]
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
    """Collects the types that the resources' properties name.

    Args:
        names: the Python names of whatever a description may speak of.
    """

    def __init__(self, names: set[str]) -> None:
        self._names = names
        self.types: dict[str, dict[str, Any]] = {}
        self._classes: dict[str, type] = {}

    def resource(self, component: type[Component]) -> dict[str, Any]:
        inputs = shapes.arguments_of(args_class(component))
        outputs = shapes.outputs_of(component)
        return {
            "isComponent": True,
            "description": self._described(component),
            "inputProperties": self._properties(inputs, plain=True),
            "requiredInputs": _required(inputs),
            "properties": self._properties(outputs, plain=False),
            "required": _required(outputs),
        }

    def _properties(self, fields: dict[str, Field], *, plain: bool) -> dict[str, Any]:
        properties = {wire: self._type(field.shape, plain=plain) for wire, field in fields.items()}
        for wire, field in fields.items():
            if field.description:
                properties[wire]["description"] = in_wire_words(field.description, self._names)
        return properties

    def _described(self, cls: type) -> str:
        return in_wire_words(inspect.cleandoc(cls.__doc__ or ""), self._names)

    def _type(self, shape: Shape, *, plain: bool) -> dict[str, Any]:
        """A type; among inputs what can be no output is plain, the whole as well as its parts."""
        mark = {"plain": True} if plain else {}
        match shape:
            case Deferred():
                inner = self._type(shape.inner, plain=plain)
                return {key: each for key, each in inner.items() if key != "plain"}
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
            self.types[token] = self._enumeration(cls) if issubclass(cls, Enum) else self._object(cls)
        return token

    def _object(self, cls: type[BaseModel]) -> dict[str, Any]:
        fields = shapes.arguments_of(cls)
        return {
            "type": "object",
            "description": self._described(cls),
            "properties": self._properties(fields, plain=True),
            "required": _required(fields),
        }

    def _enumeration(self, cls: type[Enum]) -> dict[str, Any]:
        docs, first = shapes.member_docs(cls), next(iter(cls)).value
        members: list[dict[str, Any]] = [{"name": each.name, "value": each.value} for each in cls]
        for member in members:
            if member["name"] in docs:
                member["description"] = in_wire_words(docs[member["name"]], self._names)
        kind = next(name for kind, name in shapes.SCALARS.items() if isinstance(first, kind))
        return {"type": kind, "description": self._described(cls), "enum": members}


def _required(fields: dict[str, Field]) -> list[str]:
    return sorted(wire for wire, field in fields.items() if field.required)
