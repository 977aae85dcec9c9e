"""What the engine keeps of a resource: outputs and inputs, made of what AWS shows or, in a preview, foreseen.

Where AWS says the same in other words than the program, the program's words stay: they are no drift.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, cast

import jmespath

from tenfold_sandbox.provider.convert import fold, from_aws, pick, restore, same
from tenfold_sandbox.provider.sdk import Shape, sdk_type
from tenfold_sandbox.provider.table import IMPORTED, Context, Resource, bookkeeping, own_inputs, says_the_same
from tenfold_sandbox.values import UNKNOWN, Properties

KEPT = "__kept"
"""In the state: the inputs that the emulator does not give back, so that reading can't be asked for them."""


def live_state(row: Resource, context: Context) -> Properties:
    """Every output that the live resource shows, in the inputs' own words where they say the same."""
    live = {fold(key): value for key, value in context.live.items()}
    state: Properties = {}
    for name, shape in sdk_type(row.token).outputs.items():
        value, wanted = from_aws(_shown(row, name, context, live), shape), context.inputs.get(name)
        if name in row.kept | row.unread or says_the_same(row, name, value, wanted):
            value = wanted
        else:
            value = restore(value, wanted, as_json=name in row.json, filled_in=True)
        state[name] = row.defaults.get(name) if value is None else value
    if not row.global_:
        state["region"] = context.region
    if row.tagging is not None:
        state["tagsAll"] = context.live_tags
        state["tags"] = _own_tags(context)
    return {name: value for name, value in state.items() if value is not None}


def _shown(row: Resource, name: str, context: Context, live: Mapping[str, Any]) -> Any:
    if name in row.outputs:
        return context.eval(row.outputs[name])
    aws = row.names.get(name, name)
    return jmespath.search(aws, context.live) if "." in aws else pick(live, aws)


def _own_tags(context: Context) -> dict[str, str]:
    """Live tags without those that only the provider's defaults asked for."""
    asked: Mapping[str, str] = context.inputs.get("tags") or {}
    defaults = context.default_tags
    return {
        key: value for key, value in context.live_tags.items() if key in asked or defaults.get(key) != value
    }


def unshown(row: Resource, inputs: Properties, state: Properties) -> list[str]:
    """The inputs that were sent, or would have been, and that the emulator does not show."""
    return sorted(
        name
        for name in own_inputs(row, inputs)
        if name not in row.unread
        and inputs[name] not in (None, False, "", [], {})
        and state.get(name) in (None, [])
    )


def with_kept(state: Properties, names: list[str], inputs: Properties) -> Properties:
    """The state with the inputs of these names, which the emulator does not give back."""
    return {**state, KEPT: names, **{name: inputs[name] for name in names if name in inputs}}


def imported_inputs(row: Resource, written: Properties, known: Properties) -> Properties:
    """What an import takes for inputs: all that shows, and what the id told."""
    names = sdk_type(row.token).inputs.keys() & written.keys()
    found = {name: written[name] for name in names if written[name] not in (None, "", [], {})}
    return {**found, **known, IMPORTED: True}


def refreshed_inputs(row: Resource, written: Properties, inputs: Properties) -> Properties:
    """The inputs as they stand now, for those that the program gives."""
    apart = bookkeeping(row)
    seen = {
        name: value if name in apart else restore(written.get(name), value) for name, value in inputs.items()
    }
    if row.tagging is not None and written.get("tags"):
        seen["tags"] = written["tags"]
    return seen


def foreseen(row: Resource, context: Context) -> Properties:
    """A creation's preview: the inputs are known, what they leave open is for AWS to decide."""
    outputs = sdk_type(row.token).outputs
    return {**dict.fromkeys(outputs, UNKNOWN), **row.defaults, **_foreseen_inputs(row, context)}


def foreseen_change(row: Resource, context: Context, moved: Collection[str]) -> Properties:
    """An update's preview: the inputs over what is there; what the update moves is unknown."""
    return {**context.state, **_foreseen_inputs(row, context), **dict.fromkeys(moved, UNKNOWN)}


def _foreseen_inputs(row: Resource, context: Context) -> Properties:
    outputs = sdk_type(row.token).outputs
    inputs = {
        name: _filled(value, outputs.get(name), context.state.get(name))
        for name, value in context.inputs.items()
    }
    if not row.global_:
        inputs["region"] = context.region
    if row.tagging is not None:
        inputs["tagsAll"] = UNKNOWN if inputs.get("tags") is UNKNOWN else context.tags
    return inputs


def _filled(wanted: Any, shape: Shape, live: Any) -> Any:
    """A wanted value with what AWS filled in; UNKNOWN where it has yet to."""
    if isinstance(wanted, Mapping) and isinstance(shape, Mapping):
        given, parts = cast("Mapping[str, Any]", wanted), cast("Mapping[str, Shape]", shape)
        have = cast("Mapping[str, Any]", live) if isinstance(live, Mapping) else dict.fromkeys(parts, UNKNOWN)
        return {**have, **{key: _filled(given[key], parts.get(key), have.get(key)) for key in given}}
    if isinstance(wanted, list) and isinstance(shape, list):
        there = cast("list[Any]", live) if isinstance(live, list) else []
        return [
            _filled(item, shape[0], next((each for each in there if same(restore(each, item), item)), None))
            for item in cast("list[Any]", wanted)
        ]
    return cast("Any", wanted)
