"""What a row means: create, read, update and delete one resource through AWS's API."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import jmespath
from botocore.exceptions import ClientError
from botocore.model import StructureShape

from tenfold_sandbox import events
from tenfold_sandbox.provider import tagging
from tenfold_sandbox.provider.aws import Aws, Ledger, is_not_found
from tenfold_sandbox.provider.convert import fold, from_aws, member, pick, restore, to_aws
from tenfold_sandbox.provider.diff import bookkeeping, changed_properties
from tenfold_sandbox.provider.sdk import sdk_type
from tenfold_sandbox.provider.table import IMPORTED, Call, Context, Resource, says_the_same
from tenfold_sandbox.values import Properties

GLOBAL_REGION = "us-east-1"

KEPT = "__kept"
"""In the state: the inputs that the emulator does not give back, so that reading can't be asked for them."""


class ResourceError(Exception):
    """AWS refused a call; the message names the operation and AWS's reason."""


@dataclass(frozen=True)
class Read:
    """A live resource: its id, its outputs, and its inputs as they stand now."""

    id: str
    state: Properties
    inputs: Properties


class Lifecycle:
    """The table's interpreter for one provider instance.

    Args:
        aws: the API.
        ledger: the emulator's book.
        region: the provider's region.
        default_tags: the provider's default tags.
    """

    def __init__(self, aws: Aws, ledger: Ledger, region: str, default_tags: Mapping[str, str]) -> None:
        self._aws = aws
        self._ledger = ledger
        self._region = region
        self._default_tags = dict(default_tags)

    def region_of(self, row: Resource, inputs: Mapping[str, Any]) -> str:
        """Where the resource lives."""
        return GLOBAL_REGION if row.global_ else inputs.get("region") or self._region

    def all_tags(self, row: Resource, inputs: Mapping[str, Any]) -> dict[str, str]:
        """The resource's tags over the provider's default tags."""
        if row.tagging is None:
            return {}
        return {**self._default_tags, **(inputs.get("tags") or {})}

    def create(self, row: Resource, urn: str, inputs: Properties) -> tuple[str, Properties]:
        """Create it and return its id and state; when a later step fails, it is removed again."""
        context = self._context(row, inputs)
        self._look_up(row, context)
        entry = self._ledger.intend(urn, row.token, context.region, inputs)
        with self._aws.on_behalf_of(entry):
            try:
                self._create(row, context)
                state = self._state(row, context)
            except Exception as error:
                self._roll_back(row, context, entry)
                if isinstance(error, ClientError | ResourceError):
                    raise _explained(error) from None
                raise
        self._ledger.complete(entry, context.id)
        state[KEPT] = self._unread(row, context, state)
        for prop in cast("list[str]", state[KEPT]):
            events.kept(row.token, prop, urn)
        return context.id, self._with_kept(state, inputs)

    def _look_up(self, row: Resource, context: Context) -> None:
        try:
            self._gather(row, row.lookup, context, context.found)
        except ClientError as error:
            raise _explained(error) from None

    def _create(self, row: Resource, context: Context) -> None:
        fits = [call.when is None or bool(context.eval(call.when)) for call in row.create]
        first, *rest = row.create[fits.index(True) :]
        context.out = self._send(row, first, context, self._properties(row, context.inputs))[-1]
        identity = context.eval(row.id)
        if identity is None:
            raise ResourceError(f"AWS created nothing: {context.out.get('Unsuccessful') or context.out}")
        context.id = str(identity)
        for call in rest:
            if not call.on or any(context.inputs.get(name) is not None for name in call.on):
                if not context.live and _mentions_live(call):
                    self._load(row, context)
                self._send(row, call, context, self._properties(row, context.inputs))
        if not self._load(row, context):
            raise ResourceError(f"{row.token} {context.id} was created, but AWS does not show it")
        if row.tagging is not None and row.tagging.create_key is None:
            tagging.retag(self._aws, row, context, {})

    def _roll_back(self, row: Resource, context: Context, entry: int) -> None:
        if context.id:
            context.live = {}
            try:
                self._delete(row, context)
            except ClientError:
                return  # its entry stays, so that a recovery tries again
        self._ledger.forget(entry)

    def read(self, row: Resource, identity: str, inputs: Properties, state: Properties) -> Read | None:
        """The live resource, or None when it is gone. Without inputs (an import) all that shows is taken."""
        imported = not inputs
        known = dict(row.import_id(identity)) if imported and row.import_id else dict(inputs)
        context = self._context(row, known, identity, state)
        if not self._load(row, context):
            self._ledger.forget_resource(row.token, identity, context.region)
            return None
        if row.live_id is not None:
            context.id = str(context.eval(row.live_id))
        fresh = self._state(row, context)
        fresh[KEPT] = state.get(KEPT, [])
        written = {**fresh, **{name: context.eval(value) for name, value in row.as_input.items()}}
        if imported:
            names = sdk_type(row.token).inputs.keys() & fresh.keys()
            found = {name: written[name] for name in names if written[name] not in (None, "", [], {})}
            return Read(context.id, fresh, {**found, **known, IMPORTED: True})
        fresh, written = self._with_kept(fresh, inputs), self._with_kept(written, inputs)
        not_its_own = bookkeeping(row)
        seen = {name: restore(written.get(name), inputs[name]) for name in inputs if name not in not_its_own}
        own = {name: inputs[name] for name in inputs if name in not_its_own}
        if row.tagging is not None and fresh.get("tags"):
            own["tags"] = fresh["tags"]
        return Read(context.id, fresh, {**seen, **own})

    def _own_tags(self, context: Context) -> dict[str, str]:
        """Live tags without those that only the provider's defaults asked for."""
        asked: dict[str, str] = context.inputs.get("tags") or {}
        live = context.live_tags
        return {
            key: value for key, value in live.items() if key in asked or self._default_tags.get(key) != value
        }

    def update(
        self, row: Resource, urn: str, identity: str, old: Properties, inputs: Properties, state: Properties
    ) -> Properties:
        """Change what differs, in place."""
        context = self._update_context(row, identity, old, inputs, state)
        try:
            self._load(row, context)
            for call in row.update:
                self._update_by(row, call, context)
            tagging.retag(self._aws, row, context, self.all_tags(row, old))
        except ClientError as error:
            raise _explained(error) from None
        if not self._load(row, context):
            raise ResourceError(f"{row.token} {identity} is gone: run `pulumi refresh`, then update again")
        fresh = self._state(row, context)
        fresh[KEPT] = self._unread(row, context, fresh)
        for prop in cast("list[str]", fresh[KEPT]):
            if prop in context.changed:
                events.kept(row.token, prop, urn)
        return self._with_kept(fresh, inputs)

    def volatile(
        self, row: Resource, identity: str, old: Properties, inputs: Properties, state: Properties
    ) -> Collection[str]:
        """The outputs that an update would change."""
        if not callable(row.volatile):
            return row.volatile
        return row.volatile(self._update_context(row, identity, old, inputs, state))

    def _update_context(
        self, row: Resource, identity: str, old: Properties, inputs: Properties, state: Properties
    ) -> Context:
        context = self._context(row, inputs, identity, state)
        context.old = old
        context.changed = changed_properties(row, old, inputs) - row.kept
        removed = {name for name in context.changed & row.defaults.keys() if inputs.get(name) is None}
        context.inputs = {**inputs, **{name: row.defaults[name] for name in removed}}
        return context

    def _update_by(self, row: Resource, call: Call, context: Context) -> None:
        if call.on and not context.changed.intersection(call.on):
            return
        names = context.changed if not call.whole else frozenset(self._properties(row, context.inputs))
        if call.auto and not call.on and not self.takes(row, call, context.changed):
            return
        self._send(row, call, context, names)

    def delete(self, row: Resource, identity: str, inputs: Properties, state: Properties) -> None:
        """Remove it; what is gone already is fine."""
        context = self._context(row, inputs, identity, state)
        try:
            self._delete(row, context)
        except ClientError as error:
            raise _explained(error) from None
        self._ledger.forget_resource(row.token, identity, context.region)

    def _delete(self, row: Resource, context: Context) -> None:
        if row.delete and not context.live and any(_mentions_live(call) for call in row.delete):
            self._load(row, context)
        for call in row.delete:
            try:
                self._send(row, call, context, frozenset())
            except ClientError as error:
                if not is_not_found(error):
                    raise

    def takes(self, row: Resource, call: Call, names: Iterable[str]) -> bool:
        """Whether an update call does something for one of these inputs."""
        if call.on:
            return bool(set(call.on).intersection(names))
        shape = self._input_shape(row, call)
        return any(f"in.{name}" in str(value) for name in names for value in call.params.values()) or (
            call.auto and any(_parameter(row, shape, name) for name in names)
        )

    # -- calls --

    def _send(
        self, row: Resource, call: Call, context: Context, names: Iterable[str]
    ) -> list[dict[str, Any]]:
        """Send a call, once or for each item; the responses, or one empty response when it was left out."""
        if call.when is not None and not context.eval(call.when):
            return [{}]
        items: list[Any] = [None] if call.each is None else context.eval(call.each) or []
        responses: list[dict[str, Any]] = []
        for item in items:
            context.item = item
            params = self._params(row, call, context, names)
            region = call.region(context) if callable(call.region) else call.region or context.region
            responses.append(self._aws.call(call.service or row.service, call.operation, params, region))
        return responses or [{}]

    def _input_shape(self, row: Resource, call: Call) -> StructureShape | None:
        shape = self._aws.operation(call.service or row.service, call.operation).input_shape
        return shape if isinstance(shape, StructureShape) else None

    def _params(self, row: Resource, call: Call, context: Context, names: Iterable[str]) -> dict[str, Any]:
        shape = self._input_shape(row, call)
        if shape is None:
            return {}
        params: dict[str, Any] = {}
        for name in names if call.auto else ():
            parameter = _parameter(row, shape, name)
            value = context.inputs.get(name)
            if parameter is not None and value is not None:
                params[parameter] = to_aws(value, shape.members[parameter])
        if call in row.create and not context.id:
            params.update(tagging.on_creation(row, context))
        for parameter, expression in call.params.items():
            value = context.eval(expression)
            if value is None:
                params.pop(parameter, None)
            else:
                params[parameter] = to_aws(value, shape.members[parameter])
        return params

    def _load(self, row: Resource, context: Context) -> bool:
        """Read the live resource into the context; False when it does not exist."""
        context.live = {}
        if not self._gather(row, row.read, context, context.live):
            return False
        context.live_tags = tagging.live_tags(self._aws, row, context)
        return True

    def _gather(self, row: Resource, calls: Iterable[Call], context: Context, into: dict[str, Any]) -> bool:
        """Merge what reading calls find; False when the first finds nothing."""
        for position, call in enumerate(calls):
            try:
                responses = self._send(row, call, context, frozenset())
            except ClientError as error:
                if not is_not_found(error):
                    raise
                responses = list[dict[str, Any]]()
            response = responses if call.each is not None else (responses or [{}])[-1]
            result = call.result
            found = result(context, response) if callable(result) else jmespath.search(result, response)
            if not found and position == 0 and not call.optional:
                return False
            if isinstance(found, Mapping):
                into.update(cast("Mapping[str, Any]", found))
        into.pop("ResponseMetadata", None)
        return True

    # -- state --

    def _context(
        self, row: Resource, inputs: Properties, identity: str = "", state: Properties | None = None
    ) -> Context:
        region = (state or {}).get("region") if identity and not row.global_ else None
        return Context(
            inputs=inputs,
            region=region or self.region_of(row, inputs),
            id=identity,
            state=state or {},
            tags=self.all_tags(row, inputs),
        )

    def _properties(self, row: Resource, inputs: Mapping[str, Any]) -> list[str]:
        return [name for name in inputs if name not in bookkeeping(row) | row.kept]

    def _state(self, row: Resource, context: Context) -> Properties:
        """Every output that the live resource shows, in the inputs' own words where they say the same."""
        live = {fold(key): value for key, value in context.live.items()}
        state: Properties = {}
        for name, shape in sdk_type(row.token).outputs.items():
            if name in row.outputs:
                value = from_aws(context.eval(row.outputs[name]), shape)
            elif name in row.names and "." in row.names[name]:
                value = from_aws(jmespath.search(row.names[name], context.live), shape)
            else:
                value = from_aws(pick(live, row.names.get(name, name)), shape)
            wanted = context.inputs.get(name)
            if name in row.kept | row.unread or says_the_same(row, name, value, wanted):
                value = wanted
            else:
                value = restore(value, wanted, as_json=name in row.json, filled_in=True)
            state[name] = row.defaults.get(name) if value is None else value
        if not row.global_:
            state["region"] = context.region
        if row.tagging is not None:
            state["tagsAll"] = context.live_tags
            state["tags"] = self._own_tags(context)
        return {name: value for name, value in state.items() if value is not None}

    def _unread(self, row: Resource, context: Context, state: Properties) -> list[str]:
        """The inputs that were sent, or would have been, and that the emulator does not show."""
        silent = row.kept | row.unread | bookkeeping(row)
        return sorted(
            name
            for name, value in context.inputs.items()
            if name not in silent and value not in (None, False, "", [], {}) and state.get(name) is None
        )

    def _with_kept(self, state: Properties, inputs: Properties) -> Properties:
        kept = cast("list[str]", state.get(KEPT, []))
        return {**state, **{name: inputs[name] for name in kept if name in inputs}}


def _parameter(row: Resource, shape: StructureShape | None, name: str) -> str | None:
    """The operation's parameter that an input stands for."""
    if shape is None or name in bookkeeping(row) | row.kept:
        return None
    wanted = row.names.get(name, name)
    return None if "." in wanted else member(shape, wanted)


def _mentions_live(call: Call) -> bool:
    values = [*call.params.values(), call.each, call.when]
    return any(callable(value) or "live." in str(value) for value in values if value is not None)


def _explained(error: ClientError | ResourceError) -> ResourceError:
    if isinstance(error, ResourceError):
        return error
    detail = error.response.get("Error", {})
    return ResourceError(
        f"AWS refused {error.operation_name}: {detail.get('Code', 'Unknown')}: {detail.get('Message', '')}"
    )
