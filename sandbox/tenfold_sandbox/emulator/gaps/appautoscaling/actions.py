"""Scheduled actions: new bounds at a time."""

from __future__ import annotations

from datetime import UTC, datetime

from ...messages import Document
from .. import Call, refuse
from .base import GAPS, INVALID, find_target, key_of, select, table, take

_KINDS = ("at(", "rate(", "cron(")
_CHANGEABLE = ("Schedule", "Timezone", "ScalableTargetAction", "StartTime", "EndTime")


@GAPS.replaces("PutScheduledAction")
def put_scheduled_action(call: Call) -> Document:
    target, params = find_target(call), call.params
    key, name = key_of(params, "ScheduledActionName"), params["ScheduledActionName"]
    # What isn't given stays, but the times, which are deleted (API Reference, PutScheduledAction).
    old = {k: v for k, v in table(call, "actions").get(key, {}).items() if k not in ("StartTime", "EndTime")}
    path = f"{target['ServiceNamespace']}/{target['ResourceId']}:scheduledActionName/{name}"
    action: Document = {
        "ScheduledActionName": name,
        "ScheduledActionARN": call.arn("autoscaling", f"scheduledAction:{path}"),
        "CreationTime": datetime.now(UTC),
        "Timezone": "UTC",
        **{field: target[field] for field in ("ServiceNamespace", "ResourceId", "ScalableDimension")},
        **old,
        **{field: params[field] for field in _CHANGEABLE if field in params},
    }
    _check(action)
    table(call, "actions")[key] = action
    return {}


@GAPS.replaces("DescribeScheduledActions")
def describe_scheduled_actions(call: Call) -> Document:
    return {"ScheduledActions": select(call, "actions", ScheduledActionName="ScheduledActionNames")}


@GAPS.replaces("DeleteScheduledAction")
def delete_scheduled_action(call: Call) -> Document:
    take(call, "actions", "ScheduledActionName")
    return {}


def _check(action: Document) -> None:
    schedule = str(action.get("Schedule", ""))
    if not (schedule.startswith(_KINDS) and schedule.endswith(")")):
        refuse(INVALID, f"Schedule {schedule!r} must be an at(), rate() or cron() expression")
    bounds: Document = action.get("ScalableTargetAction", {})
    least, most = bounds.get("MinCapacity"), bounds.get("MaxCapacity")
    if least is None and most is None:
        refuse(INVALID, "ScalableTargetAction must give MinCapacity or MaxCapacity")
    if least is not None and most is not None and least > most:
        refuse(INVALID, f"Maximum capacity {most} cannot be less than minimum capacity {least}")
