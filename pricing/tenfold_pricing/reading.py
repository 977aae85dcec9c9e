"""Read a stack's graph from the engine's JSON.

``pulumi preview --json --show-sames`` says what will be and, step by step, what is; ``pulumi stack export``
says what is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

from .errors import PricingError
from .graph import Graph, Resource, normal

_GONE = frozenset({"delete", "delete-replaced", "discard", "discard-replaced", "remove-pending-replace"})


def read_graph(text: str, name: str) -> Graph:
    """The stack as it will be after a preview, or as it is in an exported state.

    Args:
        text: JSON of ``pulumi preview --json --show-sames`` or of ``pulumi stack export``.
        name: what to call the text in a message, such as its file.

    Raises:
        PricingError: the JSON is cut off or is none of the two, or a preview leaves resources out.
    """
    document = _parsed(text, name)
    if "steps" in document:
        _check_preview(document, name)
        states = [_new_state(step) for step in _objects(document, "steps", name)]
        return _graph((state for state in states if state), _default_region(document), name)
    return _graph(_states(document, name), None, name)


def read_deployed(text: str, name: str) -> Graph:
    """The stack as it is: a preview's states from before it, or an exported state. Raises as read_graph."""
    document = _parsed(text, name)
    if "steps" not in document:
        return read_graph(text, name)
    _check_preview(document, name)
    states = (step.get("oldState") for step in _objects(document, "steps", name))
    return _graph((state for state in states if state), _default_region(document), name)


def load_graph(file: Path) -> Graph:
    """The graph in a file. Raises PricingError."""
    return read_graph(read_text(file), str(file))


def read_text(file: Path) -> str:
    """A file's text. Raises PricingError."""
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PricingError(f"{file} can't be read: {error}.") from None


def _parsed(text: str, name: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text.rstrip()) or "Unterminated" in error.msg
        raise PricingError(
            f"{name} {'is cut off' if cut else 'is no JSON'} (line {error.lineno}, column {error.colno}: "
            f"{error.msg}). Make it again with `pulumi preview --json --show-sames` or `pulumi stack export`."
        ) from None
    if not isinstance(document, dict) or not {"steps", "deployment", "resources"} & set(
        cast("dict[str, Any]", document)
    ):
        raise PricingError(
            f"{name} is neither a preview nor a state: no `steps`, `deployment` or `resources`. Make it "
            "with `pulumi preview --json --show-sames` or `pulumi stack export`."
        )
    return cast("dict[str, Any]", document)


def _check_preview(document: Mapping[str, Any], name: str) -> None:
    for diagnostic in _objects(document, "diagnostics", name):
        if diagnostic.get("severity") == "error":
            message = str(diagnostic.get("message", "")).strip().splitlines()
            raise PricingError(
                f"{name} is of a preview that failed: {message[0] if message else 'no reason'}"
            )
    shown = sum(step.get("op") == "same" for step in _objects(document, "steps", name))
    same = int(_mapping(document.get("changeSummary")).get("same", 0))
    if shown < same:
        raise PricingError(
            f"{name} leaves out {same - shown} resources that don't change, so it says nothing of the whole "
            "stack's cost. Make it again with `pulumi preview --json --show-sames`."
        )


def _new_state(step: Mapping[str, Any]) -> Mapping[str, Any] | None:
    return None if step.get("op") in _GONE else step.get("newState") or step.get("oldState")


def _states(document: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    deployment = document.get("deployment", document)
    if not isinstance(deployment, Mapping):
        raise PricingError(f"{name}: `deployment` is not an object. Make it with `pulumi stack export`.")
    return _objects(cast("Mapping[str, Any]", deployment), "resources", name)


def _objects(document: Mapping[str, Any], key: str, name: str) -> list[Mapping[str, Any]]:
    entries: Any = document.get(key) or []
    if isinstance(entries, list):
        listed = cast("list[Any]", entries)
        if all(isinstance(each, dict) for each in listed):
            return listed
    raise PricingError(f"{name}: `{key}` is not a list of objects. Make the file again.")


def _mapping(value: Any) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


def _default_region(document: Mapping[str, Any]) -> str | None:
    return _mapping(document.get("config")).get("aws:region")


def _graph(states: Iterable[Mapping[str, Any]], region: str | None, name: str) -> Graph:
    owned = [state for state in states if not state.get("external") and not state.get("delete")]
    for state in owned:
        if not isinstance(state.get("urn"), str) or not isinstance(state.get("type"), str):
            raise PricingError(f"{name}: a resource has no urn or no type. Make the file again.")
    regions: dict[str, str | None] = {
        state["urn"]: _mapping(state.get("inputs")).get("region")
        for state in owned
        if state["type"] == "pulumi:providers:aws"
    }
    return Graph(_resource(state, regions, region) for state in owned)


def _resource(state: Mapping[str, Any], regions: Mapping[str, str | None], default: str | None) -> Resource:
    inputs = normal(_mapping(state.get("inputs")))
    outputs = normal(_mapping(state.get("outputs")))
    dependencies = _mapping(state.get("propertyDependencies"))
    provider = str(state.get("provider") or "").rpartition("::")[0]
    region = inputs.get("region") or outputs.get("region") or regions.get(provider) or default
    return Resource(
        urn=state["urn"],
        type=state["type"],
        name=state["urn"].rpartition("::")[2],
        parent=state.get("parent") or None,
        inputs=inputs,
        outputs={**outputs, **({"id": state["id"]} if state.get("id") else {})},
        region=region,
        dependencies={key: tuple(urns or ()) for key, urns in dependencies.items()},
        custom=bool(state.get("custom", True)),
    )
