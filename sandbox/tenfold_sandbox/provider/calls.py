"""Sending a row's calls: which parameters they take, for which inputs, and what their answers say."""

from __future__ import annotations

import functools
import re
import time
from collections.abc import Iterable, Mapping
from typing import Any, cast

import jmespath
from botocore.exceptions import ClientError
from botocore.model import StructureShape

from tenfold_sandbox.provider import tagging
from tenfold_sandbox.provider.aws import Aws, ResourceError, is_not_found
from tenfold_sandbox.provider.convert import member, to_aws
from tenfold_sandbox.provider.table import Call, Context, Resource, bookkeeping

PATIENCE = 10.0  # seconds: what a program creates at the same time is there by then
PAUSE = 0.25


class Calls:
    """The calls of rows, sent to one API."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def send(self, row: Resource, call: Call, context: Context, names: Iterable[str]) -> list[dict[str, Any]]:
        """Send a call, once or for each item, with what ``names`` of the inputs are parameters of it.

        Returns the responses, or one empty response when the call was left out.
        """
        if call.when is not None and not context.eval(call.when):
            return [{}]
        items: list[Any] = [None] if call.each is None else context.eval(call.each) or []
        responses: list[dict[str, Any]] = []
        for item in items:
            context.item = item
            params = self._params(row, call, context, names)
            region = call.region(context) if callable(call.region) else call.region or context.region
            responses.append(self._ask(row, call, context, params, region))
        return responses or [{}]

    def _ask(
        self, row: Resource, call: Call, context: Context, params: dict[str, Any], region: str
    ) -> dict[str, Any]:
        """One response; where the call waits for something, the first that shows it."""
        end = time.monotonic() + PATIENCE
        while True:
            response = self._aws.call(call.service or row.service, call.operation, params, region)
            if call.until is None:
                return response
            context.out = response
            if context.eval(call.until):
                return response
            if time.monotonic() >= end:
                raise ResourceError(str(context.eval(call.unmet)))
            time.sleep(PAUSE)

    def load(self, row: Resource, context: Context) -> bool:
        """Read the live resource into the context; False when it does not exist."""
        context.live = {}
        if not self.gather(row, row.read, context, context.live):
            return False
        context.live_tags = tagging.live_tags(self._aws, row, context)
        return True

    def gather(self, row: Resource, calls: Iterable[Call], context: Context, into: dict[str, Any]) -> bool:
        """Merge what reading calls find; False when the first finds nothing."""
        for position, call in enumerate(calls):
            try:
                responses = self.send(row, call, context, ())
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

    def takes(self, row: Resource, call: Call, names: Iterable[str]) -> bool:
        """Whether an update call does something for one of these inputs."""
        if call.on:
            return not set(call.on).isdisjoint(names)
        if any(_mentions(str(value), name) for name in names for value in call.params.values()):
            return True
        shape = self._input_shape(row, call) if call.auto else None
        return shape is not None and any(_parameter(row, shape, name) for name in names)

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

    def _input_shape(self, row: Resource, call: Call) -> StructureShape | None:
        shape = self._aws.operation(call.service or row.service, call.operation).input_shape
        return shape if isinstance(shape, StructureShape) else None


def needs_live(call: Call) -> bool:
    """Whether a call speaks of the live resource, which must then be read before."""
    values = [*call.params.values(), call.each, call.when]
    return any(callable(value) or "live." in value for value in values if value is not None)


def _parameter(row: Resource, shape: StructureShape, name: str) -> str | None:
    """The operation's parameter that an input stands for."""
    wanted = row.names.get(name, name)
    return None if "." in wanted or name in bookkeeping(row) | row.kept else member(shape, wanted)


@functools.cache
def _mentions(expression: str, name: str) -> bool:
    return re.search(rf"\bin\.{re.escape(name)}\b", expression) is not None
