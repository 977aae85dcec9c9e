"""AWS Cost Explorer: anomaly monitors and subscriptions, which moto lacks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NoReturn
from uuid import uuid4

from ..messages import Document
from . import Call, Gaps, Table, refuse, store
from .references import backend

GAPS = Gaps("ce")
_CHANNELS = {"IMMEDIATE": "SNS", "DAILY": "EMAIL", "WEEKLY": "EMAIL"}


def _table(call: Call, name: str) -> Table:
    return store(backend(call, "ce"), name)


def _invalid(message: str) -> NoReturn:
    refuse("ValidationException", message)


def _make(call: Call, kind: str, made: Document) -> str:
    arn = f"arn:{call.partition}:ce::{call.account_id}:anomaly{kind}/{uuid4()}"
    _table(call, kind)[arn] = {**made, f"{kind.capitalize()}Arn": arn}
    backend(call, "ce").tag_resource(arn, call.params.get("ResourceTags") or [])
    return arn


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


@GAPS.replaces("CreateAnomalyMonitor")
def create_monitor(call: Call) -> Document:
    wanted: Document = call.params["AnomalyMonitor"]
    custom = wanted["MonitorType"] == "CUSTOM"
    if custom != ("MonitorSpecification" in wanted) or custom == ("MonitorDimension" in wanted):
        _invalid("A CUSTOM monitor has a MonitorSpecification, a DIMENSIONAL one a MonitorDimension")
    same = [each.get("MonitorDimension") for each in _table(call, "monitor").values()]
    if not custom and wanted["MonitorDimension"] in same:
        _invalid("Limit exceeded on dimensional spend monitor creation")
    made = {**wanted, "CreationDate": _today(), "LastUpdatedDate": _today(), "DimensionalValueCount": 0}
    return {"MonitorArn": _make(call, "monitor", made)}


def _one(call: Call, kind: str) -> Document:
    name = f"{kind.capitalize()}Arn"
    found = _table(call, kind).get(call.params[name])
    return found or _unknown(kind, call.params[name])


def _unknown(kind: str, arn: str) -> NoReturn:
    refuse(f"Unknown{kind.capitalize()}Exception", f"{arn} does not exist")


def _asked(call: Call, kind: str) -> list[Document]:
    """Those that are asked for by their ARNs, or all."""
    table = _table(call, kind)
    arns: list[str] = call.params.get(f"{kind.capitalize()}ArnList") or list(table)
    return [table.get(arn) or _unknown(kind, arn) for arn in arns]


@GAPS.replaces("GetAnomalyMonitors")
def get_monitors(call: Call) -> Document:
    return {"AnomalyMonitors": _asked(call, "monitor")}


@GAPS.replaces("UpdateAnomalyMonitor")
def update_monitor(call: Call) -> Document:
    found = _one(call, "monitor")
    found.update({**call.params, "LastUpdatedDate": _today()})
    return {"MonitorArn": found["MonitorArn"]}


@GAPS.replaces("DeleteAnomalyMonitor")
def delete_monitor(call: Call) -> Document:
    arn: str = _one(call, "monitor")["MonitorArn"]
    del _table(call, "monitor")[arn]
    for each in _table(call, "subscription").values():
        each["MonitorArnList"] = [other for other in each["MonitorArnList"] if other != arn]
    return {}


@GAPS.replaces("CreateAnomalySubscription")
def create_subscription(call: Call) -> Document:
    wanted: Document = call.params["AnomalySubscription"]
    _check_subscription(call, wanted)
    return {"SubscriptionArn": _make(call, "subscription", {"AccountId": call.account_id, **wanted})}


def _check_subscription(call: Call, wanted: Document) -> None:
    if ("Threshold" in wanted) == ("ThresholdExpression" in wanted):
        _invalid("Give either a Threshold or a ThresholdExpression")
    for arn in wanted["MonitorArnList"]:
        if arn not in _table(call, "monitor"):
            _unknown("monitor", arn)
    channel = _CHANNELS[wanted["Frequency"]]
    kinds = [each["Type"] for each in wanted["Subscribers"]]
    if set(kinds) != {channel} or kinds.count("SNS") > 1:
        _invalid(
            f"The frequency {wanted['Frequency']} tells one topic or up to ten addresses: {channel} only"
        )


@GAPS.replaces("GetAnomalySubscriptions")
def get_subscriptions(call: Call) -> Document:
    monitor = call.params.get("MonitorArn")
    found = _asked(call, "subscription")
    return {
        "AnomalySubscriptions": [
            {**each, "Subscribers": [{**told, "Status": "CONFIRMED"} for told in each["Subscribers"]]}
            for each in found
            if monitor in (None, *each["MonitorArnList"])
        ]
    }


@GAPS.replaces("UpdateAnomalySubscription")
def update_subscription(call: Call) -> Document:
    found = _one(call, "subscription")
    rest = {name: value for name, value in found.items() if not name.startswith("Threshold")}
    thresholds = {name for name in call.params if name.startswith("Threshold")}
    made = {**(rest if thresholds else found), **call.params}
    _check_subscription(call, made)
    found.clear()
    found.update(made)
    return {"SubscriptionArn": found["SubscriptionArn"]}


@GAPS.replaces("DeleteAnomalySubscription")
def delete_subscription(call: Call) -> Document:
    del _table(call, "subscription")[_one(call, "subscription")["SubscriptionArn"]]
    return {}
