"""One question to AWS and how most are answered: some reading calls, shown in the SDK's names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import jmespath
from botocore.exceptions import ClientError

from tenfold_sandbox.plugin import PluginError
from tenfold_sandbox.provider.aws import Aws, is_not_found
from tenfold_sandbox.provider.convert import fold, from_aws, pick
from tenfold_sandbox.provider.sdk import sdk_type
from tenfold_sandbox.provider.table import Call, Context, Value
from tenfold_sandbox.values import SECRET, SIGNATURE, Properties


class Query:
    """One question: its token and arguments, its region, the provider's default tags, and the API."""

    def __init__(
        self, aws: Aws, token: str, args: Properties, region: str, default_tags: Mapping[str, str]
    ) -> None:
        self._aws = aws
        self.token = token
        self.args = args
        self.region: str = args.get("region") or region
        self.default_tags = default_tags

    def call(self, service: str, operation: str, **params: Any) -> dict[str, Any]:
        """Ask AWS; what does not exist is an empty answer."""
        try:
            return self._aws.call(service, operation, params, self.region)
        except ClientError as error:
            if is_not_found(error) or "Malformed" in str(error):
                return {}
            detail = error.response.get("Error", {})
            raise PluginError(f"AWS refused {operation}: {detail.get('Message', '')}") from None

    def the_one(self, items: list[Any]) -> Any:
        """The only item; an error that says what was asked when there is none or several."""
        if len(items) == 1:
            return items[0]
        name = self.token.rsplit(":", 1)[-1]
        asked = {key: value for key, value in self.args.items() if value is not None}
        if not items:
            raise PluginError(
                f"{name} finds nothing in {self.region} for {asked}. Ask for another, or create it first."
            )
        raise PluginError(
            f"{name} finds {len(items)} in {self.region} for {asked}. Ask for one more narrowly."
        )


@dataclass(frozen=True)
class Source:
    """A data source that shows what reading calls find, as a resource's row does.

    Args:
        service: botocore's service name.
        calls: reading calls with ``params`` over ``in`` (the arguments) and ``live`` (what was found so far).
            The first one's result is a list with the one thing that was asked for, or that thing.
        id: the answer's id, over ``live`` and ``in``.
        names: the answer's names where they differ from AWS's by more than case.
        outputs: further answers, by expression.
        secret: answers that are secrets.
        global_: it has no region: its calls go to us-east-1.
    """

    service: str
    calls: tuple[Call, ...]
    id: Value
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    outputs: Mapping[str, Value] = field(default_factory=dict[str, Value])
    secret: frozenset[str] = frozenset()
    global_: bool = False

    def __call__(self, query: Query) -> Properties:
        if self.global_:
            query.region = "us-east-1"
        context = Context(inputs=query.args, region=query.region)
        for position, call in enumerate(self.calls):
            if call.when is None or context.eval(call.when):
                context.live.update(self._found(query, call, context, first=position == 0))
        context.live.pop("ResponseMetadata", None)
        context.id = str(context.eval(self.id))
        return {**self._shown(query, context), "id": context.id}

    def _found(self, query: Query, call: Call, context: Context, *, first: bool) -> Mapping[str, Any]:
        params = {name: context.eval(value) for name, value in call.params.items()}
        params = {name: value for name, value in params.items() if value is not None}
        response = query.call(call.service or self.service, call.operation, **params)
        response.pop("ResponseMetadata", None)
        result = call.result
        found = result(context, response) if callable(result) else jmespath.search(result, response)
        if not first:
            return cast("Mapping[str, Any]", found or {})
        return query.the_one(
            cast("list[Any]", found) if isinstance(found, list) else [found] if found else []
        )

    def _shown(self, query: Query, context: Context) -> Properties:
        live = {fold(key): value for key, value in context.live.items()}
        answer: Properties = {}
        for name, shape in sdk_type(query.token).outputs.items():
            if name in self.outputs:
                value = from_aws(context.eval(self.outputs[name]), shape)
            else:
                value = from_aws(pick(live, self.names.get(name, name)), shape)
            if value is not None:
                answer[name] = {SIGNATURE: SECRET, "value": value} if name in self.secret else value
        if not self.global_:
            answer["region"] = context.region
        return answer


def filters(**names: str) -> Callable[[Context], list[dict[str, Any]] | None]:
    """EC2's filters: the arguments that have one by ``names``, the tags, and the program's own filters."""

    def found(context: Context) -> list[dict[str, Any]] | None:
        args = context.inputs
        asked = [
            {"Name": aws, "Values": [_text(args[name])]}
            for name, aws in names.items()
            if args.get(name) is not None
        ]
        tags: Mapping[str, str] = args.get("tags") or {}
        asked += [{"Name": f"tag:{key}", "Values": [value]} for key, value in tags.items()]
        own: list[Mapping[str, Any]] = args.get("filters") or []
        asked += [{"Name": each["name"], "Values": each["values"]} for each in own]
        return asked or None

    return found


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
