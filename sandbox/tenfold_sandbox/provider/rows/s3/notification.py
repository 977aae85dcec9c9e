"""A bucket's notifications: three lists that differ in where they send."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenfold_sandbox.provider.table import Call, Context, Resource

# Pulumi's list, AWS's list, and what names the receiver in each.
_LISTS = (
    ("lambdaFunctions", "LambdaFunctionConfigurations", "lambdaFunctionArn", "LambdaFunctionArn"),
    ("queues", "QueueConfigurations", "queueArn", "QueueArn"),
    ("topics", "TopicConfigurations", "topicArn", "TopicArn"),
)


def _sent(context: Context) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    for name, aws, prop, receiver in _LISTS:
        items: list[Mapping[str, Any]] = context.inputs.get(name) or []
        wanted[aws] = [{**each, receiver: each[prop], "Filter": _rules(each)} for each in items]
    if context.inputs.get("eventbridge"):
        wanted["EventBridgeConfiguration"] = {}
    return wanted


def _rules(item: Mapping[str, Any]) -> dict[str, Any] | None:
    rules = [
        {"Name": name, "Value": item[f"filter{name.capitalize()}"]}
        for name in ("prefix", "suffix")
        if item.get(f"filter{name.capitalize()}")
    ]
    return {"Key": {"FilterRules": rules}} if rules else None


def _shown(_context: Context, response: Mapping[str, Any]) -> dict[str, Any] | None:
    shown: dict[str, Any] = {}
    for name, aws, *_ in _LISTS:
        items: list[Mapping[str, Any]] = response.get(aws) or []
        shown[name] = [_flat(each) for each in items]
    shown["eventbridge"] = "EventBridgeConfiguration" in response
    return shown if any(shown.values()) else None


def _flat(item: Mapping[str, Any]) -> dict[str, Any]:
    rules: list[Mapping[str, str]] = item.get("Filter", {}).get("Key", {}).get("FilterRules", [])
    return {**item, **{f"filter{rule['Name'].capitalize()}": rule["Value"] for rule in rules}}


_PUT = "PutBucketNotificationConfiguration"

NOTIFICATION = Resource(
    token="aws:s3/bucketNotification:BucketNotification",
    service="s3",
    id="in.bucket",
    create=(Call(_PUT, {"Bucket": "in.bucket", "NotificationConfiguration": _sent}, auto=False),),
    read=(Call("GetBucketNotificationConfiguration", {"Bucket": "id"}, result=_shown),),
    update=(
        Call(
            _PUT,
            {"Bucket": "id", "NotificationConfiguration": _sent},
            auto=False,
            on=("eventbridge", *(name for name, *_ in _LISTS)),
        ),
    ),
    delete=(Call(_PUT, {"Bucket": "id", "NotificationConfiguration": "`{}`"}),),
    outputs={"bucket": "id"},
)
