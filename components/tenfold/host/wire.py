"""From what the engine sends to what an args class takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import pulumi
from pydantic import BaseModel

from tenfold.errors import InvalidInputError
from tenfold.host.shapes import Anything, Deferred, ListOf, MapOf, OneOf, Record, Shape, arguments_of


def to_arguments(cls: type[BaseModel], given: Mapping[str, Any], owner: str) -> dict[str, Any]:
    """The keywords for an args class. A name that it doesn't know stays, for the class to refuse.

    Args:
        cls: the args class.
        given: values by their names on the wire. A null is None where that is allowed, else as if it were
            not there.
        owner: what the fields belong to, in an error's words.

    Raises:
        InvalidInputError: an output stands where a value must be known before anything is created.
    """
    fields = arguments_of(cls)
    found: dict[str, Any] = {}
    for wire, value in given.items():
        field = fields.get(wire)
        if field is None:
            found[wire] = value
        elif value is not None:
            found[field.name] = _to_python(field.shape, value, f"{owner}.{wire}")
        elif field.nullable:
            found[field.name] = None
    return found


def _to_python(shape: Shape, value: Any, path: str) -> Any:
    if isinstance(shape, Deferred):
        return _deferred(shape.inner, value, path)
    if isinstance(shape, OneOf):
        shape = _chosen(shape.members, value)
    if isinstance(value, pulumi.Output | pulumi.output.Unknown):
        raise InvalidInputError(
            path,
            "<output>",
            "a value that is known before anything is created, and no secret",
            "Write it out, or take it from the program's configuration.",
        )
    if isinstance(value, list):
        item = shape.item if isinstance(shape, ListOf) else Anything()
        items = enumerate(cast("list[Any]", value))
        return [_to_python(item, each, f"{path}.{index}") for index, each in items]
    if isinstance(value, dict):
        pairs = cast("dict[str, Any]", value)
        if isinstance(shape, Record):
            return to_arguments(shape.cls, pairs, path)
        inner = shape.value if isinstance(shape, MapOf) else Anything()
        return {key: _to_python(inner, each, f"{path}.{key}") for key, each in pairs.items()}
    # The wire knows floating-point numbers only; where a fraction may stand an integer may too.
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _deferred(inner: Shape, value: Any, path: str) -> Any:
    if isinstance(value, pulumi.Output):
        return cast("pulumi.Output[Any]", value)
    if isinstance(value, pulumi.output.Unknown):
        return pulumi.Output.from_input(value)
    try:
        return _to_python(inner, value, path)
    except InvalidInputError:
        # An output deep inside makes the whole one, as ``pulumi.Output.from_input`` does for Python programs.
        return pulumi.Output.from_input(value)


def _chosen(members: tuple[Shape, ...], value: Any) -> Shape:
    """The member that a value means, by its kind; among several args classes, by its keys."""
    if isinstance(value, list):
        return next((each for each in members if isinstance(each, ListOf)), Anything())
    if not isinstance(value, dict):
        return Anything()
    keys = set(cast("dict[str, Any]", value))
    records = [each for each in members if isinstance(each, Record)]
    fitting = [each for each in records if keys <= set(arguments_of(each.cls))]
    maps = [each for each in members if isinstance(each, MapOf)]
    return next(iter([*fitting, *records, *maps]), Anything())
