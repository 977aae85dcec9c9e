"""Amazon CloudWatch Logs: a group's class, key, deletion protection and metric filters; deliveries."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from ...log_retention import RETENTION_DAYS
from ..messages import Document
from . import Call, Gaps, Table, refuse, store
from .policies import allows_service, parse_policy
from .references import backend, kms_key

GAPS = Gaps("logs")
_CLASSES = ("STANDARD", "INFREQUENT_ACCESS", "DELIVERY")
_INVALID = "InvalidParameterException"


def _group(call: Call) -> Any:
    name = call.params.get("logGroupName") or call.params.get("logGroupIdentifier", "")
    name = name.split(":log-group:")[-1].removesuffix(":*")
    found = backend(call, "logs").groups.get(name)
    return found or refuse("ResourceNotFoundException", "The specified log group does not exist.")


def _check_key(call: Call, arn: str) -> None:
    key = kms_key(call, arn)
    service = f"logs.{call.region}.amazonaws.com"
    if key is None or not allows_service(parse_policy(key.policy, _INVALID), service):
        message = f"The specified KMS key does not exist or is not allowed to be used: {arn}"
        refuse(_INVALID, f"{message}; its policy must allow {service}")


@GAPS.checks("CreateLogGroup")
def check_group(call: Call) -> None:
    kind = call.params.get("logGroupClass", "STANDARD")
    if kind not in _CLASSES:
        refuse(_INVALID, f"logGroupClass {kind} is not one of {', '.join(_CLASSES)}")
    if "kmsKeyId" in call.params:
        _check_key(call, call.params["kmsKeyId"])


@GAPS.amends("CreateLogGroup")
def keep_group(call: Call, _result: Document) -> None:
    settings = store(_group(call), "settings").setdefault("group", {})
    settings["logGroupClass"] = call.params.get("logGroupClass", "STANDARD")
    settings["deletionProtectionEnabled"] = call.params.get("deletionProtectionEnabled", False)


@GAPS.amends("DescribeLogGroups")
def complete_groups(call: Call, result: Document) -> None:
    default = {"logGroupClass": "STANDARD", "deletionProtectionEnabled": False}
    groups = backend(call, "logs").groups
    for shown in result["logGroups"]:
        settings = store(groups[shown["logGroupName"]], "settings").get("group", {})
        shown |= {**default, **settings}


@GAPS.replaces("PutLogGroupDeletionProtection")
def put_deletion_protection(call: Call) -> Document:
    settings = store(_group(call), "settings").setdefault("group", {})
    settings["deletionProtectionEnabled"] = call.params["deletionProtectionEnabled"]
    return {}


@GAPS.checks("DeleteLogGroup")
def check_delete(call: Call) -> None:
    group = _group(call)
    if store(group, "settings").get("group", {}).get("deletionProtectionEnabled"):
        refuse("ValidationException", f"The log group {group.name} has deletion protection enabled")


@GAPS.checks("PutRetentionPolicy")
def check_retention(call: Call) -> None:
    days = call.params["retentionInDays"]
    if days not in RETENTION_DAYS:
        refuse(_INVALID, f"retentionInDays {days} is not one of {', '.join(map(str, RETENTION_DAYS))}")


@GAPS.replaces("AssociateKmsKey")
def associate_kms_key(call: Call) -> Document:
    _check_key(call, call.params["kmsKeyId"])
    _group(call).kms_key_id = call.params["kmsKeyId"]
    return {}


@GAPS.replaces("DisassociateKmsKey")
def disassociate_kms_key(call: Call) -> Document:
    _group(call).kms_key_id = None
    return {}


@GAPS.replaces("UpdateDeliveryConfiguration")
def update_delivery(call: Call) -> Document:
    deliveries: dict[str, Any] = backend(call, "logs").deliveries
    delivery = deliveries.get(call.params["id"])
    if delivery is None:
        refuse("ResourceNotFoundException", "Requested Delivery does not exist in this account.")
    delivery.record_fields = call.params.get("recordFields", delivery.record_fields)
    delivery.field_delimiter = call.params.get("fieldDelimiter", delivery.field_delimiter)
    delivery.s3_delivery_configuration = call.params.get(
        "s3DeliveryConfiguration", delivery.s3_delivery_configuration
    )
    return {}


def _filters(group: Any) -> Table:
    """A group's metric filters, which go with it; moto adds one each time that it is changed."""
    return store(group, "metric_filters")


@GAPS.replaces("PutMetricFilter")
def put_metric_filter(call: Call) -> Document:
    group, name = _group(call), call.params["filterName"]
    for transformation in call.params["metricTransformations"]:
        if "defaultValue" in transformation and transformation.get("dimensions"):
            refuse(_INVALID, "A metric transformation can't have both defaultValue and dimensions")
    old = _filters(group).get(name, {})
    created = old.get("creationTime") or int(datetime.now(UTC).timestamp() * 1000)
    _filters(group)[name] = {"applyOnTransformedLogs": False, **call.params, "creationTime": created}
    return {}


@GAPS.replaces("DescribeMetricFilters")
def describe_metric_filters(call: Call) -> Document:
    params = call.params
    groups = [_group(call)] if "logGroupName" in params else backend(call, "logs").groups.values()
    wanted = {name: params[name] for name in ("metricName", "metricNamespace") if name in params}
    found = [
        each
        for group in groups
        for name, each in _filters(group).items()
        if name.startswith(params.get("filterNamePrefix", ""))
        and any(wanted.items() <= transformation.items() for transformation in each["metricTransformations"])
    ]
    return {"metricFilters": found}


@GAPS.replaces("DeleteMetricFilter")
def delete_metric_filter(call: Call) -> Document:
    if _filters(_group(call)).pop(call.params["filterName"], None) is None:
        refuse("ResourceNotFoundException", "The specified metric filter does not exist.")
    return {}
