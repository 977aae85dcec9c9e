"""The form of inputs: text where the SDK's type is a number or a boolean is a mistake unless it says one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from tenfold_sandbox.provider.schema import Problem
from tenfold_sandbox.provider.sdk import Shape, sdk_type


def ill_formed(token: str, inputs: Mapping[str, Any]) -> list[Problem]:
    """What can't be read as the SDK's type says."""
    shapes = sdk_type(token).inputs
    return [problem for name, value in inputs.items() for problem in _problems(name, value, shapes.get(name))]


def _problems(path: str, value: Any, shape: Shape) -> Iterator[Problem]:
    if isinstance(value, Mapping) and isinstance(shape, Mapping):
        parts = cast("Mapping[str, Shape]", shape)
        for name, item in cast("Mapping[str, Any]", value).items():
            yield from _problems(f"{path}.{name}", item, parts.get(name))
    elif isinstance(value, list) and isinstance(shape, list):
        for position, item in enumerate(cast("list[Any]", value)):
            yield from _problems(f"{path}[{position}]", item, shape[0])
    elif isinstance(value, str) and shape == "number" and not _is_number(value):
        yield path, f"{value!r} is not a number. Give one."
    elif isinstance(value, str) and shape == "boolean" and value.lower() not in ("true", "false"):
        yield path, f"{value!r} is neither true nor false. Give one of these."


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
