"""What a row means: create, read, update and delete one resource through AWS's API."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from tenfold_sandbox import events
from tenfold_sandbox.provider import tagging
from tenfold_sandbox.provider.aws import Aws, Ledger, ResourceError, is_not_found
from tenfold_sandbox.provider.calls import Calls, needs_live
from tenfold_sandbox.provider.diff import changed_properties
from tenfold_sandbox.provider.state import (
    KEPT,
    foreseen,
    foreseen_change,
    imported_inputs,
    live_state,
    refreshed_inputs,
    unshown,
    with_kept,
)
from tenfold_sandbox.provider.table import Call, Context, Resource, own_inputs
from tenfold_sandbox.values import Properties

GLOBAL_REGION = "us-east-1"


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
        self._calls = Calls(aws)
        self._ledger = ledger
        self._region = region
        self._default_tags = dict(default_tags)

    def region_of(self, row: Resource, inputs: Mapping[str, Any]) -> str:
        """Where the resource lives."""
        return GLOBAL_REGION if row.global_ else inputs.get("region") or self._region

    def all_tags(self, row: Resource, inputs: Mapping[str, Any]) -> dict[str, str]:
        """The resource's tags over the provider's default tags; tags that are not known yet add none."""
        own = inputs.get("tags")
        if row.tagging is None:
            return {}
        return {**self._default_tags, **(own if isinstance(own, Mapping) else {})}

    def takes(self, row: Resource, names: Iterable[str]) -> bool:
        """Whether an update changes one of these inputs in place."""
        return any(self._calls.takes(row, call, names) for call in row.update)

    def foresee(self, row: Resource, inputs: Properties) -> Properties:
        """A creation's preview."""
        return foreseen(row, self._context(row, inputs))

    def create(self, row: Resource, urn: str, inputs: Properties) -> tuple[str, Properties]:
        """Create it and return its id and state; when a later step fails, it is removed again."""
        context = self._context(row, inputs)
        with _refusals():
            self._calls.gather(row, row.lookup, context, context.found)
            entry = self._ledger.intend(urn, row.token, context.region, inputs)
            with self._aws.on_behalf_of(entry):
                try:
                    self._create(row, context)
                    state = live_state(row, context)
                except Exception:
                    self._roll_back(row, context, entry)
                    raise
        self._ledger.complete(entry, context.id)
        kept = unshown(row, inputs, state)
        for name in kept:
            events.kept(row.token, name, urn)
        return context.id, with_kept(state, kept, inputs)

    def _create(self, row: Resource, context: Context) -> None:
        names = own_inputs(row, context.inputs)
        fits = [call.when is None or bool(context.eval(call.when)) for call in row.create]
        first, *rest = row.create[fits.index(True) :]
        context.out = self._calls.send(row, first, context, names)[-1]
        identity = context.eval(row.id)
        if identity is None:
            raise ResourceError(f"AWS created nothing: {context.out.get('Unsuccessful') or context.out}")
        context.id = str(identity)
        for call in rest:
            if not call.on or any(context.inputs.get(name) is not None for name in call.on):
                if not context.live and needs_live(call):
                    self._calls.load(row, context)
                self._calls.send(row, call, context, names)
        if not self._calls.load(row, context):
            raise ResourceError(f"{row.token} {context.id} was created, but AWS does not show it")
        if row.tagging is not None and row.tagging.create_key is None:
            tagging.retag(self._aws, row, context, {})

    def _roll_back(self, row: Resource, context: Context, entry: int) -> None:
        if context.id:
            context.live = {}
            try:
                self._delete(row, context)
            except Exception:  # what failed first is told; the entry stays, so that a recovery tries again
                return
        self._ledger.forget(entry)

    def read(self, row: Resource, identity: str, inputs: Properties, state: Properties) -> Read | None:
        """The live resource, or None when it is gone. Without inputs (an import) all that shows is taken."""
        imported = not inputs
        known = dict(row.import_id(identity)) if imported and row.import_id else dict(inputs)
        context = self._context(row, known, identity, state)
        with _refusals():
            if not self._calls.load(row, context):
                self._ledger.forget_resource(row.token, identity, context.region)
                return None
        if row.live_id is not None:
            context.id = str(context.eval(row.live_id))
        kept: list[str] = state.get(KEPT, [])
        fresh = with_kept(live_state(row, context), kept, inputs)
        written = {**fresh, **{name: context.eval(value) for name, value in row.as_input.items()}}
        if imported:
            return Read(context.id, fresh, imported_inputs(row, written, known))
        return Read(context.id, fresh, refreshed_inputs(row, with_kept(written, kept, inputs), inputs))

    def update(
        self, row: Resource, urn: str, identity: str, old: Properties, inputs: Properties, state: Properties
    ) -> Properties:
        """Change what differs, in place."""
        context = self._change(row, identity, old, inputs, state)
        with _refusals():
            self._calls.load(row, context)
            for call in row.update:
                self._update_by(row, call, context)
            tagging.retag(self._aws, row, context, self.all_tags(row, old))
            if not self._calls.load(row, context):
                raise ResourceError(
                    f"{row.token} {identity} is gone: run `pulumi refresh`, then update again"
                )
        fresh = live_state(row, context)
        kept = unshown(row, context.inputs, fresh)
        for name in context.changed.intersection(kept):
            events.kept(row.token, name, urn)
        return with_kept(fresh, kept, inputs)

    def foresee_update(
        self, row: Resource, identity: str, old: Properties, inputs: Properties, state: Properties
    ) -> Properties:
        """An update's preview."""
        context = self._change(row, identity, old, inputs, state)
        moved = row.volatile(context) if callable(row.volatile) else row.volatile
        return foreseen_change(row, context, moved)

    def _change(
        self, row: Resource, identity: str, old: Properties, inputs: Properties, state: Properties
    ) -> Context:
        """The context of an update: what is set no longer goes back to its default."""
        context = self._context(row, inputs, identity, state)
        context.old = old
        context.changed = changed_properties(row, old, inputs) - row.kept
        removed = {name for name in context.changed & row.defaults.keys() if inputs.get(name) is None}
        context.inputs = {**inputs, **{name: row.defaults[name] for name in removed}}
        return context

    def _update_by(self, row: Resource, call: Call, context: Context) -> None:
        if call.on and not context.changed.intersection(call.on):
            return
        if call.auto and not call.on and not self._calls.takes(row, call, context.changed):
            return
        names = own_inputs(row, context.inputs) if call.whole else context.changed
        context.out = self._calls.send(row, call, context, names)[-1] or context.out

    def delete(self, row: Resource, identity: str, inputs: Properties, state: Properties) -> None:
        """Remove it; what is gone already is fine."""
        context = self._context(row, inputs, identity, state)
        with _refusals():
            self._delete(row, context)
        self._ledger.forget_resource(row.token, identity, context.region)

    def _delete(self, row: Resource, context: Context) -> None:
        if row.delete and not context.live and any(needs_live(call) for call in row.delete):
            self._calls.load(row, context)
        for call in row.delete:
            try:
                context.out = self._calls.send(row, call, context, ())[-1] or context.out
            except ClientError as error:
                if not is_not_found(error):
                    raise

    def _context(
        self, row: Resource, inputs: Properties, identity: str = "", state: Properties | None = None
    ) -> Context:
        region = (state or {}).get("region") if identity and not row.global_ else None
        return Context(
            inputs=inputs,
            region=region or self.region_of(row, inputs),
            home=self._region,
            id=identity,
            state=state or {},
            tags=self.all_tags(row, inputs),
            default_tags=self._default_tags,
        )


@contextmanager
def _refusals() -> Generator[None]:
    """Say in one message what AWS refused and why."""
    try:
        yield
    except ClientError as error:
        detail = error.response.get("Error", {})
        code, message = detail.get("Code", "Unknown"), detail.get("Message", "")
        raise ResourceError(f"AWS refused {error.operation_name}: {code}: {message}") from None
