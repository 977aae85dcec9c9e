"""Values that AWS's schemas leave open and its API models enumerate, for the rows that name them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from tenfold_sandbox.provider.aws import Aws
from tenfold_sandbox.provider.reasons import reason
from tenfold_sandbox.provider.table import Resource
from tenfold_sandbox.values import UNKNOWN


def problems(aws: Aws, row: Resource, inputs: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the API's enumerations refuse: (path of the input, reason) pairs."""
    return [
        (where, reason("enum", value, allowed))
        for path, shape in row.enums.items()
        for where, value in _values(inputs, path.split("."), "")
        if value not in (allowed := aws.enum(row.service, shape) if isinstance(shape, str) else list(shape))
    ]


def _values(value: Any, steps: list[str], where: str) -> Iterator[tuple[str, Any]]:
    """The known values at a path, each with its own path; ``[]`` behind a step means each item of a list."""
    if value is None or value is UNKNOWN:
        return
    if not steps:
        yield where, value
        return
    step, *rest = steps
    if not isinstance(value, Mapping):
        return
    name = step.removesuffix("[]")
    item = cast("Mapping[str, Any]", value).get(name)
    below = f"{where}.{name}" if where else name
    if not step.endswith("[]"):
        yield from _values(item, rest, below)
    elif isinstance(item, list):
        for number, each in enumerate(cast("list[Any]", item)):
            yield from _values(each, rest, f"{below}[{number}]")
