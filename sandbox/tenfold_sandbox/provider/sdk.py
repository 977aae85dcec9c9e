"""The property names and types that the pulumi_aws SDK knows, for every type in the table.

The SDK's wheel carries no schema, but its classes do: ``python -m tenfold_sandbox.provider.sdk`` reads them
and writes ``sdk.json`` beside this file, so that the provider starts without importing pulumi_aws (seconds).
A unit test fails when the file no longer says what the installed SDK says.
"""

from __future__ import annotations

import functools
import importlib
import json
import typing
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("sdk.json")

Shape = Any
"""``"string"``, ``"number"``, ``"boolean"``, ``"map"``, ``"any"``, ``[Shape]`` or ``{name: Shape}``."""


class SdkType(typing.NamedTuple):
    """One resource type: its inputs and all of its outputs (which include the inputs), by Pulumi name."""

    inputs: Mapping[str, Shape]
    outputs: Mapping[str, Shape]


@functools.cache
def _load() -> dict[str, dict[str, Any]]:
    return json.loads(FILE.read_text())


def sdk_type(token: str) -> SdkType:
    """What the SDK knows of a type in the table."""
    entry = _load()[token]
    return SdkType(inputs=entry["inputs"], outputs={**entry["inputs"], **entry["outputs"]})


def generate(tokens: list[str]) -> dict[str, dict[str, Any]]:
    """Read the installed SDK; outputs list only what is not an input too."""
    return {token: _read(token) for token in sorted(tokens)}


def _read(token: str) -> dict[str, Any]:
    from pulumi import _types  # pyright: ignore[reportPrivateUsage]  # the SDK's only source of wire names

    if _is_function(token):
        result = _find_class(token)
        shapes = {name: _shape(hint) for name, hint in _types.output_type_types(result).items()}
        return {"inputs": {}, "outputs": shapes}
    resource = _find_class(token)
    module = importlib.import_module(resource.__module__)
    name = resource.__name__  # where a nested type has the name already, the SDK says InitArgs
    args = getattr(module, f"{name}InitArgs", None) or getattr(module, f"{name}Args")
    inputs = {name: _shape(hint) for name, hint in _types.input_type_types(args).items()}
    outputs = {name: _shape(hint) for name, hint in _types.resource_types(resource).items()}
    return {
        "inputs": inputs,
        "outputs": {name: shape for name, shape in outputs.items() if name not in inputs},
    }


def _is_function(token: str) -> bool:
    return token.rsplit(":", 1)[-1].startswith("get")


def _find_class(token: str) -> type:
    """The resource's class, or the class of a function's result."""
    _, module, name = token.split(":")
    package = module.split("/")[0]
    if _is_function(token):
        name = f"{name[0].upper()}{name[1:]}Result"
    for candidate in (f".{package}", f".{package}_", ""):  # `lambda` is a keyword, and `index` the top
        try:
            return getattr(importlib.import_module(f"pulumi_aws{candidate}"), name)
        except (ModuleNotFoundError, AttributeError):
            continue
    raise LookupError(f"{token} is not in the installed pulumi_aws")


def _shape(hint: Any, around: tuple[Any, ...] = ()) -> Shape:
    """The shape of a type; ``any`` where it holds itself, as a firewall's statement holds statements."""
    from pulumi import _types  # pyright: ignore[reportPrivateUsage]  # as above

    hint = _types.unwrap_type(hint)
    origin = typing.get_origin(hint)
    if origin is typing.Union:
        return _shape(next(arg for arg in typing.get_args(hint) if arg is not type(None)), around)
    if origin is not None and issubclass(origin, Mapping):
        return "map"
    if origin is not None:
        return [_shape(typing.get_args(hint)[0], around)]
    if hint in (int, float):
        return "number"
    if hint is bool:
        return "boolean"
    if hint in around:
        return "any"
    if _types.is_input_type(hint):
        return {name: _shape(each, (*around, hint)) for name, each in _types.input_type_types(hint).items()}
    if _types.is_output_type(hint):
        return {name: _shape(each, (*around, hint)) for name, each in _types.output_type_types(hint).items()}
    return "string" if isinstance(hint, type) and issubclass(hint, str) else "any"


def main() -> None:
    from tenfold_sandbox.provider.functions import FUNCTIONS
    from tenfold_sandbox.provider.rows import all_rows

    FILE.write_text(
        json.dumps(generate([*(row.token for row in all_rows()), *FUNCTIONS]), indent=0, sort_keys=True)
        + "\n"
    )


if __name__ == "__main__":
    main()
