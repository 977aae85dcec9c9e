"""What an annotation says a value looks like, as far as Pulumi's package schema can say it."""

from __future__ import annotations

import ast
import inspect
import sys
import types
from collections import abc
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache
from itertools import pairwise
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pulumi
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from tenfold.args import Args, InputOf

SCALARS: dict[Any, str] = {bool: "boolean", int: "integer", float: "number", str: "string"}
_LISTS = (abc.Sequence, abc.Collection, abc.Iterable, abc.Set, list, set, frozenset)
_MAPS = (abc.Mapping, abc.MutableMapping, dict)


class InexpressibleError(TypeError):
    """The annotation has no counterpart in Pulumi's package schema."""


@dataclass(frozen=True)
class Scalar:
    """Text, a number or a truth value; ``allowed`` lists a Literal's values."""

    type: str
    allowed: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Anything:
    """Any value at all."""


@dataclass(frozen=True)
class Choice:
    """A value of an enumeration."""

    cls: type[Enum]


@dataclass(frozen=True)
class Record:
    """An args class of its own. Its fields are read when asked for, so that it may hold itself."""

    cls: type[BaseModel]


@dataclass(frozen=True)
class ListOf:
    """A list."""

    item: Shape


@dataclass(frozen=True)
class MapOf:
    """Values by a name, which is text on the wire whatever it is in Python."""

    value: Shape


@dataclass(frozen=True)
class OneOf:
    """A value of one of these."""

    members: tuple[Shape, ...]


@dataclass(frozen=True)
class Deferred:
    """A value that may be another resource's output."""

    inner: Shape


Shape = Scalar | Anything | Choice | Record | ListOf | MapOf | OneOf | Deferred


@dataclass(frozen=True)
class Field:
    """One named value: an argument or an output."""

    name: str
    shape: Shape
    required: bool
    nullable: bool
    """None means something of its own, other than the default."""
    description: str


def wire_name(name: str) -> str:
    """The name in Pulumi's own style: ``zone_count`` is ``zoneCount``."""
    first, *others = name.split("_")
    return first + "".join(each[:1].upper() + each[1:] for each in others)


def shape_of(annotation: Any) -> Shape:
    """The shape of an annotation's values; None among them is left out. Raises InexpressibleError."""
    if annotation in SCALARS:
        return Scalar(SCALARS[annotation])
    if annotation in (Any, object):
        return Deferred(Anything())
    origin, parameters = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        inputs = [each for each in parameters[1:] if isinstance(each, InputOf)]
        return Deferred(shape_of(inputs[0].item)) if inputs else shape_of(parameters[0])
    if origin in (Union, types.UnionType):
        return _union([shape_of(each) for each in parameters if each is not types.NoneType])
    if origin is Literal:
        kinds = {SCALARS.get(type(each)) for each in parameters}
        if len(kinds) == 1 and (kind := kinds.pop()):
            return Scalar(kind, parameters)
    if origin is pulumi.Output:
        return shape_of(parameters[0])
    if origin in _LISTS or (origin is tuple and parameters[1:] == (...,)):
        return ListOf(shape_of(parameters[0]))
    if origin in _MAPS:
        return MapOf(shape_of(parameters[1]))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return Choice(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Record(annotation)
    raise InexpressibleError(f"{annotation!r} can't be said in a Pulumi package schema")


def _union(members: list[Shape]) -> Shape:
    plain = tuple(dict.fromkeys(each.inner if isinstance(each, Deferred) else each for each in members))
    union = plain[0] if len(plain) == 1 else OneOf(plain)
    return Deferred(union) if any(isinstance(each, Deferred) for each in members) else union


@cache
def arguments_of(cls: type[BaseModel]) -> dict[str, Field]:
    """An args class's fields by their names on the wire, in order.

    One that the schema can't express is left out if it is optional, since other languages do without it.
    Raises InexpressibleError if it is required.
    """
    hints, docs = get_type_hints(cls, include_extras=True), field_docs(cls)
    found: dict[str, Field] = {}
    for name, info in cls.model_fields.items():
        try:
            shape = shape_of(hints[name])
        except InexpressibleError as error:
            if info.is_required():
                raise InexpressibleError(f"{cls.__name__}.{name}: {error}") from None
            continue
        texts = [docs.get(name, ""), _allowed(shape), _default(info.default)]
        description = "\n\n".join(each for each in texts if each)
        found[wire_name(name)] = Field(name, shape, info.is_required(), _takes_none(hints[name]), description)
    return found


def _takes_none(annotation: Any) -> bool:
    if get_origin(annotation) is Annotated:
        return _takes_none(get_args(annotation)[0])
    return types.NoneType in get_args(annotation)


def _allowed(shape: Shape) -> str:
    values = shape.allowed if isinstance(shape, Scalar) else ()
    return f"One of: {', '.join(map(str, values))}." if values else ""


def _default(default: Any) -> str:
    """Said in words: a default in the schema would be sent as if the user had chosen it."""
    if default is None or default is PydanticUndefined:
        return ""
    value = default.value if isinstance(default, Enum) else default
    if isinstance(value, bool):
        return f"Default: {str(value).lower()}."
    return f"Default: {value}." if isinstance(value, int | float | str) and value != "" else ""


@cache
def outputs_of(cls: type[pulumi.ComponentResource]) -> dict[str, Field]:
    """A component's annotated outputs by their names on the wire, in order; what is private is left out."""
    found: dict[str, Field] = {}
    for base in reversed(cls.__mro__):
        if not issubclass(base, pulumi.ComponentResource) or base.__module__.startswith("pulumi."):
            continue
        docs = member_docs(base)
        for name, hint in inspect.get_annotations(base, eval_str=True).items():
            if name.startswith("_") or get_origin(hint) is not pulumi.Output:
                continue
            (value,) = get_args(hint)
            nullable = _takes_none(value)
            found[wire_name(name)] = Field(name, shape_of(value), not nullable, nullable, docs.get(name, ""))
    return found


@cache
def field_docs(cls: type) -> dict[str, str]:
    """The docstrings below a class's fields, those that it inherits among them.

    Pydantic can read them too, but does so whenever a class is made: a fifth of what an import took.
    """
    return {name: text for base in reversed(cls.__mro__) for name, text in _own(base)}


def _own(base: type) -> Iterable[tuple[str, str]]:
    return member_docs(base).items() if issubclass(base, Args) and base is not Args else ()


@cache
def member_docs(cls: type) -> dict[str, str]:
    """The docstrings below a class's attributes, or an enumeration's members."""
    docs: dict[str, str] = {}
    for statement, below in pairwise(_bodies(cls.__module__).get(cls.__name__, [])):
        target = statement.target if isinstance(statement, ast.AnnAssign) else None
        if isinstance(statement, ast.Assign):
            (target,) = statement.targets
        if not isinstance(target, ast.Name) or not isinstance(below, ast.Expr):
            continue
        if isinstance(below.value, ast.Constant) and isinstance(below.value.value, str):
            docs[target.id] = inspect.cleandoc(below.value.value)
    return docs


@cache
def _bodies(module: str) -> dict[str, list[ast.stmt]]:
    """What stands in a module's classes, read once: ``inspect.getsource`` of a class reads it all, too."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {each.name: each.body for each in tree.body if isinstance(each, ast.ClassDef)}
