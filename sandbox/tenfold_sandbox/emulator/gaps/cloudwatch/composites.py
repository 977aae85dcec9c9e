"""Composite alarms, which moto keeps as metric alarms without their suppressors."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from ...messages import Document
from .. import Call, Table, refuse, store
from ..references import backend
from .base import GAPS

_NAMES = re.compile(r"(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*[\"']?([^\"')]+?)[\"']?\s*\)")
_FIELDS = (
    "AlarmName",
    "AlarmDescription",
    "AlarmRule",
    "AlarmActions",
    "OKActions",
    "InsufficientDataActions",
    "ActionsSuppressor",
    "ActionsSuppressorWaitPeriod",
    "ActionsSuppressorExtensionPeriod",
)


def _composites(call: Call) -> Table:
    return store(backend(call, "cloudwatch"), "composite_alarms")


@GAPS.replaces("PutCompositeAlarm")
def put_composite_alarm(call: Call) -> Document:
    params, cloudwatch = call.params, backend(call, "cloudwatch")
    name = params["AlarmName"]
    named = [found.split(":alarm:")[-1] for found in _NAMES.findall(params["AlarmRule"])]
    known = {*cloudwatch.alarms, *_composites(call)}
    missing = [found for found in named if found not in known]
    if missing or not (named or re.search(r"TRUE|FALSE", params["AlarmRule"])):
        message = f"Could not save the composite alarm as alarms {missing} in the alarm rule do not exist"
        refuse("ValidationError", message)
    arn, now = call.arn("cloudwatch", f"alarm:{name}"), datetime.now(UTC)
    _composites(call)[name] = {
        **{field: params[field] for field in _FIELDS if field in params},
        "ActionsEnabled": params.get("ActionsEnabled", True),
        "AlarmArn": arn,
        "AlarmConfigurationUpdatedTimestamp": now,
        "StateUpdatedTimestamp": now,
        "StateTransitionedTimestamp": now,
        "StateValue": "OK",
        "StateReason": "Unchecked: no metric has come in",
    }
    if "Tags" in params:
        cloudwatch.tagger.tag_resource(arn, params["Tags"])
    return {}


@GAPS.amends("DescribeAlarms")
def add_composites(call: Call, result: Document) -> None:
    names, prefix = call.params.get("AlarmNames"), call.params.get("AlarmNamePrefix", "")
    # AWS tells composite alarms only to those who ask for the type.
    if "CompositeAlarm" in call.params.get("AlarmTypes", []):
        result["CompositeAlarms"] = [
            alarm
            for name, alarm in _composites(call).items()
            if name.startswith(prefix) and (names is None or name in names)
        ]
        if "MetricAlarm" not in call.params["AlarmTypes"]:
            result["MetricAlarms"] = []


@GAPS.checks("DeleteAlarms")
def delete_composites(call: Call) -> None:
    composites = _composites(call)
    names = call.params["AlarmNames"]
    for name in names:
        for other, alarm in composites.items():
            if other not in names and name in _NAMES.findall(alarm["AlarmRule"]):
                refuse(
                    "ValidationError", f"Cannot delete {name} as the composite alarm {other} depends on it"
                )
    for name in names:
        composites.pop(name, None)
