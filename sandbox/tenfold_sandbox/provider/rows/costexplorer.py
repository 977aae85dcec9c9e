"""Cost Explorer: anomaly monitors, and who is told of what they find."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from tenfold_sandbox.provider.table import Call, Context, Resource, Tagging, Value

_TAGGING = Tagging(
    "TagResource",
    "UntagResource",
    "ResourceArn",
    "id",
    tags_key="ResourceTags",
    keys_key="ResourceTagKeys",
    listing="ListTagsForResource",
    listed="ResourceTags",
    create_key="ResourceTags",
)


def _specification(context: Context) -> Any:
    text = context.inputs.get("monitorSpecification")
    return _without_nulls(json.loads(text)) if text else None


def _without_nulls(value: Any) -> Any:
    """AWS drops the parts that a program writes as null."""
    if isinstance(value, dict):
        parts = cast("Mapping[str, Any]", value)
        return {key: _without_nulls(item) for key, item in parts.items() if item is not None}
    return value


def _same_specification(live: Any, wanted: Any) -> bool:
    return json.loads(live) == _without_nulls(json.loads(wanted))


def _monitor(context: Context) -> dict[str, Any]:
    inputs = context.inputs
    return {
        "MonitorName": inputs["name"],
        "MonitorType": inputs["monitorType"],
        "MonitorDimension": inputs.get("monitorDimension"),
        "MonitorSpecification": _specification(context),
    }


_MONITOR = Resource(
    token="aws:costexplorer/anomalyMonitor:AnomalyMonitor",
    schema="AWS::CE::AnomalyMonitor",
    service="ce",
    id="out.MonitorArn",
    create=(Call("CreateAnomalyMonitor", {"AnomalyMonitor": _monitor}, auto=False),),
    read=(Call("GetAnomalyMonitors", {"MonitorArnList": "[id]"}, result="AnomalyMonitors[0]"),),
    update=(Call("UpdateAnomalyMonitor", {"MonitorArn": "id"}),),
    delete=(Call("DeleteAnomalyMonitor", {"MonitorArn": "id"}),),
    names={"name": "MonitorName", "arn": "MonitorArn"},
    alike={"monitorSpecification": _same_specification},
    json=frozenset({"monitorSpecification"}),
    autoname=("name", 1024),
    tagging=_TAGGING,
    global_=True,
)

_PARTS: Mapping[str, Value] = {
    "SubscriptionName": "in.name",
    "Frequency": "in.frequency",
    "MonitorArnList": "in.monitorArnLists",
    "Subscribers": "in.subscribers",
    "ThresholdExpression": "in.thresholdExpression",
}

_SUBSCRIPTION = Resource(
    token="aws:costexplorer/anomalySubscription:AnomalySubscription",
    schema="AWS::CE::AnomalySubscription",
    service="ce",
    id="out.SubscriptionArn",
    create=(
        Call(
            "CreateAnomalySubscription",
            {
                "AnomalySubscription": lambda c: {
                    "AccountId": c.inputs.get("accountId"),
                    **{name: c.eval(value) for name, value in _PARTS.items()},
                }
            },
            auto=False,
        ),
    ),
    read=(
        Call("GetAnomalySubscriptions", {"SubscriptionArnList": "[id]"}, result="AnomalySubscriptions[0]"),
    ),
    update=(
        Call(
            "UpdateAnomalySubscription",
            {"SubscriptionArn": "id", **_PARTS},
            auto=False,
            on=("frequency", "monitorArnLists", "subscribers", "thresholdExpression"),
        ),
    ),
    delete=(Call("DeleteAnomalySubscription", {"SubscriptionArn": "id"}),),
    names={"name": "SubscriptionName", "arn": "SubscriptionArn", "monitorArnLists": "MonitorArnList"},
    schema_names={"thresholdExpression": "-"},
    replaces=frozenset({"accountId", "name"}),
    autoname=("name", 1024),
    tagging=_TAGGING,
    global_=True,
)

ROWS: tuple[Resource, ...] = (_MONITOR, _SUBSCRIPTION)
