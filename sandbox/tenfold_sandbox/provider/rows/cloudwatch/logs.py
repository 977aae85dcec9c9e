"""Log groups, streams, and the metrics that filters make of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenfold_sandbox.log_retention import RETENTION_DAYS
from tenfold_sandbox.provider.table import Call, Context, Resource, Tagging

_LOG_GROUP_ARN = "join('', ['arn:', partition, ':logs:', region, ':', account, ':log-group:', {0}])"
_LOG_GROUP = {"logGroupName": "id"}


def _named(items: str, key: str) -> Any:
    """Prefix searches find more than the one: take the one with this name."""

    def find(context: Context, response: Mapping[str, Any]) -> Any:
        return next((each for each in response[items] if each[key] == context.id), None)

    return find


def _on(prop: str, operation: str, when: str) -> Call:
    return Call(operation, _LOG_GROUP, on=(prop,), when=when)


_RETAIN = Call(
    "PutRetentionPolicy",
    _LOG_GROUP,
    on=("retentionInDays",),
    when="in.retentionInDays && in.retentionInDays > `0`",
)

_LOG_GROUP_ROW = Resource(
    token="aws:cloudwatch/logGroup:LogGroup",
    schema="AWS::Logs::LogGroup",
    service="logs",
    id="in.name",
    create=(Call("CreateLogGroup"), _RETAIN),
    read=(
        Call(
            "DescribeLogGroups",
            {"logGroupNamePrefix": "id"},
            result=_named("logGroups", "logGroupName"),
        ),
    ),
    update=(
        _RETAIN,
        _on("retentionInDays", "DeleteRetentionPolicy", "!(in.retentionInDays) || in.retentionInDays == `0`"),
        _on("kmsKeyId", "AssociateKmsKey", "in.kmsKeyId"),
        _on("kmsKeyId", "DisassociateKmsKey", "!(in.kmsKeyId)"),
        Call(
            "PutLogGroupDeletionProtection",
            {"logGroupIdentifier": "id", "deletionProtectionEnabled": "in.deletionProtectionEnabled"},
            on=("deletionProtectionEnabled",),
        ),
    ),
    delete=(Call("DeleteLogGroup", _LOG_GROUP, when="!(in.skipDestroy)"),),
    names={"name": "logGroupName"},
    # 0 is Terraform's word for keeping logs for ever, which AWS says by having no retention.
    schema_names={"retentionInDays": "-"},
    outputs={"arn": _LOG_GROUP_ARN.format("id")},
    defaults={
        "retentionInDays": 0,
        "logGroupClass": "STANDARD",
        "skipDestroy": False,
        "deletionProtectionEnabled": False,
    },
    kept=frozenset({"skipDestroy"}),
    replaces=frozenset({"logGroupClass"}),
    autoname=("name", 512),
    tagging=Tagging(
        "TagResource",
        "UntagResource",
        "resourceArn",
        _LOG_GROUP_ARN.format("id"),
        tags_key="tags",
        keys_key="tagKeys",
        listing="ListTagsForResource",
        as_map=True,
        create_key="tags",
    ),
    check=lambda inputs: _retention_problem(inputs.get("retentionInDays")),
)

_RETENTIONS = (0, *RETENTION_DAYS)  # Terraform's 0 keeps for ever


def _retention_problem(days: Any) -> list[tuple[str, str]]:
    if not isinstance(days, int) or days in _RETENTIONS:
        return []
    allowed = ", ".join(map(str, _RETENTIONS))
    return [("retentionInDays", f"{days} is not allowed. Use one of: {allowed} (0 keeps logs for ever).")]


def _import_stream(identity: str) -> Mapping[str, Any]:
    group, _, name = identity.partition(":")
    return {"logGroupName": group, "name": name}


def _this_stream(context: Context, response: Mapping[str, Any]) -> Any:
    name = context.inputs["name"]
    found = next((each for each in response.get("logStreams", []) if each["logStreamName"] == name), None)
    return found and {**found, "logGroupName": context.inputs["logGroupName"]}


_LOG_STREAM = Resource(
    token="aws:cloudwatch/logStream:LogStream",
    schema="AWS::Logs::LogStream",
    service="logs",
    id="in.name",
    live_id="live.logStreamName",
    create=(Call("CreateLogStream"),),
    read=(
        Call(
            "DescribeLogStreams",
            {"logGroupName": "in.logGroupName", "logStreamNamePrefix": "in.name"},
            result=_this_stream,
        ),
    ),
    delete=(Call("DeleteLogStream", {"logGroupName": "in.logGroupName", "logStreamName": "in.name"}),),
    names={"name": "logStreamName"},
    autoname=("name", 512),
    import_id=_import_stream,
)


def _import_filter(identity: str) -> Mapping[str, Any]:
    group, _, name = identity.rpartition(":")
    return {"logGroupName": group, "name": name}


def _this_filter(context: Context, response: Mapping[str, Any]) -> Any:
    name = context.inputs["name"]
    return next((each for each in response.get("metricFilters", []) if each["filterName"] == name), None)


_PUT_FILTER = Call(
    "PutMetricFilter",
    {
        "filterPattern": lambda c: c.inputs.get("pattern", "").strip(),
        "metricTransformations": "[{metricName: in.metricTransformation.name, "
        "metricNamespace: in.metricTransformation.namespace, "
        "metricValue: in.metricTransformation.value, "
        "defaultValue: in.metricTransformation.defaultValue, "
        "dimensions: in.metricTransformation.dimensions, "
        "unit: in.metricTransformation.unit || 'None'}]",
    },
    whole=True,
)

_METRIC_FILTER = Resource(
    token="aws:cloudwatch/logMetricFilter:LogMetricFilter",
    schema="AWS::Logs::MetricFilter",
    service="logs",
    id="in.name",
    live_id="live.filterName",
    create=(_PUT_FILTER,),
    read=(
        Call(
            "DescribeMetricFilters",
            {"logGroupName": "in.logGroupName", "filterNamePrefix": "in.name"},
            result=_this_filter,
        ),
    ),
    update=(_PUT_FILTER,),
    delete=(Call("DeleteMetricFilter", {"logGroupName": "in.logGroupName", "filterName": "in.name"}),),
    names={"name": "filterName", "pattern": "filterPattern"},
    schema_names={"metricTransformation": "-"},  # a list there, with other names
    outputs={
        "metricTransformation": "live.metricTransformations[0].{name: metricName, "
        "namespace: metricNamespace, value: metricValue, defaultValue: defaultValue, "
        "dimensions: dimensions, unit: unit}"
    },
    defaults={"applyOnTransformedLogs": False},
    alike={"pattern": lambda live, wanted: live == str(wanted).strip()},
    autoname=("name", 512),
    import_id=_import_filter,
)

LOGS: tuple[Resource, ...] = (_LOG_GROUP_ROW, _LOG_STREAM, _METRIC_FILTER)
