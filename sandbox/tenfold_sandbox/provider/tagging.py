"""Tags: sent with the creation where the service takes them, else after it; read back; changed in place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import jmespath
from botocore.exceptions import ClientError

from tenfold_sandbox.provider.aws import Aws, is_not_found
from tenfold_sandbox.provider.table import Context, Resource, Tagging

_LIVE_NAMES = ("Tags", "TagList", "tags", "TagSet", "tagSet")


def on_creation(row: Resource, context: Context) -> dict[str, Any]:
    """The creating call's tag parameter."""
    if row.tagging is None or row.tagging.create_key is None or not context.tags:
        return {}
    tags = _shaped(row.tagging, context.tags)
    if row.tag_type is not None:
        return {row.tagging.create_key: [{"ResourceType": row.tag_type, "Tags": tags}]}
    return {row.tagging.create_key: tags}


def retag(aws: Aws, row: Resource, context: Context, old: Mapping[str, str]) -> None:
    """Make the live tags those that are wanted; a tag that is in neither is somebody else's and stays."""
    tagging = row.tagging
    if tagging is None:
        return
    gone = sorted((old.keys() - context.tags.keys()) & context.live_tags.keys())
    fresh = {key: value for key, value in context.tags.items() if context.live_tags.get(key) != value}
    kept = {key: value for key, value in context.live_tags.items() if key not in gone}
    if tagging.whole and (gone or fresh):
        _put_all(aws, row, context, {**kept, **fresh})
    elif gone:
        keys = [{tagging.key_name: key} for key in gone] if tagging.remove_pairs else gone
        _change(aws, row, tagging.remove, context, {tagging.keys_key: _inside(tagging, keys)})
    if fresh and not tagging.whole:
        _change(aws, row, tagging.add, context, {tagging.tags_key: _inside(tagging, _shaped(tagging, fresh))})
    context.live_tags = {**kept, **fresh}


def _put_all(aws: Aws, row: Resource, context: Context, tags: Mapping[str, str]) -> None:
    tagging = cast("Tagging", row.tagging)
    if tags:
        _change(aws, row, tagging.add, context, {tagging.tags_key: {"TagSet": _shaped(tagging, tags)}})
    else:
        _change(aws, row, tagging.remove, context, {})


def live_tags(aws: Aws, row: Resource, context: Context) -> dict[str, str]:
    """The tags as AWS shows them, without AWS's own."""
    tagging = row.tagging
    if tagging is None:
        return {}
    shown: Any = next((context.live[name] for name in _LIVE_NAMES if context.live.get(name)), None)
    if shown is None and tagging.listing is not None:
        params = _named(tagging, context)
        try:
            response = aws.call(tagging.service or row.service, tagging.listing, params, context.region)
        except ClientError as error:
            if not is_not_found(error):
                raise
            return {}
        shown = jmespath.search(tagging.listed, response)
    if isinstance(shown, Mapping):
        tags = dict(cast("Mapping[str, str]", shown))
    else:
        pairs = cast("list[dict[str, str]]", shown or [])
        tags = {pair[tagging.key_name]: pair.get(tagging.value_name, "") for pair in pairs}
    return {key: value for key, value in tags.items() if not key.startswith("aws:")}


def _inside(tagging: Tagging, tags: Any) -> Any:
    return tags if tagging.inside is None else {tagging.inside: tags}


def _shaped(tagging: Tagging, tags: Mapping[str, str]) -> Any:
    if tagging.as_map:
        return dict(tags)
    return [{tagging.key_name: key, tagging.value_name: value} for key, value in sorted(tags.items())]


def _change(aws: Aws, row: Resource, operation: str, context: Context, params: dict[str, Any]) -> None:
    tagging = cast("Tagging", row.tagging)
    params = {**_named(tagging, context), **params}
    aws.call(tagging.service or row.service, operation, params, context.region)


def _named(tagging: Tagging, context: Context) -> dict[str, Any]:
    target = context.eval(tagging.target)
    fixed = {name: context.eval(value) for name, value in tagging.fixed.items()}
    return {tagging.key: [target] if tagging.as_list else target, **fixed}
