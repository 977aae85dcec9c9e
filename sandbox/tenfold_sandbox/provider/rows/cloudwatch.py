"""CloudWatch: log groups, alarms, dashboards, and EventBridge's rules, which Pulumi keeps here too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenfold_sandbox.provider.table import Call, Context, Resource, Tagging

# -- logs --

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

_RETENTIONS = frozenset(
    {
        0,
        1,
        3,
        5,
        7,
        14,
        30,
        60,
        90,
        120,
        150,
        180,
        365,
        400,
        545,
        731,
        1096,
        1827,
        2192,
        2557,
        2922,
        3288,
        3653,
    }
)


def _retention_problem(days: Any) -> list[tuple[str, str]]:
    if not isinstance(days, int) or days in _RETENTIONS:
        return []
    allowed = ", ".join(map(str, sorted(_RETENTIONS)))
    return [("retentionInDays", f"{days} is not allowed. Use one of: {allowed} (0 keeps logs for ever).")]


def _import_stream(identity: str) -> Mapping[str, Any]:
    group, _, name = identity.partition(":")
    return {"logGroupName": group, "name": name}


def _this_stream(context: Context, response: Mapping[str, Any]) -> Any:
    name = context.inputs["name"]
    found = next((each for each in response["logStreams"] if each["logStreamName"] == name), None)
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

# -- alarms and dashboards --


def _tagging(target: str) -> Tagging:
    return Tagging("TagResource", "UntagResource", "ResourceARN", target, listing="ListTagsForResource")


def _pairs(dimensions: Mapping[str, str] | None) -> list[dict[str, str]] | None:
    if dimensions is None:
        return None
    return [{"Name": name, "Value": value} for name, value in sorted(dimensions.items())]


def _map(pairs: list[dict[str, str]] | None) -> dict[str, str] | None:
    return {pair["Name"]: pair["Value"] for pair in pairs} if pairs else None


def _queries(context: Context) -> list[dict[str, Any]] | None:
    """AWS keeps a query's metric in two layers, of which Terraform makes one."""
    wanted: list[Mapping[str, Any]] = context.inputs.get("metricQueries") or []
    return [_query(each) for each in wanted] or None


def _query(query: Mapping[str, Any]) -> dict[str, Any]:
    metric: Mapping[str, Any] | None = query.get("metric")
    rest = {key: value for key, value in query.items() if key != "metric"}
    if not metric:
        return rest
    named = {**metric, "dimensions": _pairs(metric.get("dimensions"))}
    return {**rest, "MetricStat": {**metric, "Metric": named}}


def _shown_queries(context: Context) -> list[dict[str, Any]] | None:
    live: list[Mapping[str, Any]] = context.live.get("Metrics") or []
    return [_shown_query(each) for each in live] or None


def _shown_query(query: Mapping[str, Any]) -> dict[str, Any]:
    stat: Mapping[str, Any] | None = query.get("MetricStat")
    if not stat:
        return dict(query)
    metric = {**stat, **stat["Metric"], "dimensions": _map(stat["Metric"].get("Dimensions"))}
    return {**query, "metric": metric}


_PUT_ALARM = Call(
    "PutMetricAlarm",
    {"Dimensions": lambda c: _pairs(c.inputs.get("dimensions")), "Metrics": _queries},
    whole=True,
)

_METRIC_ALARM = Resource(
    token="aws:cloudwatch/metricAlarm:MetricAlarm",
    schema="AWS::CloudWatch::Alarm",
    service="cloudwatch",
    id="in.name",
    create=(_PUT_ALARM,),
    read=(Call("DescribeAlarms", {"AlarmNames": "[id]"}, result="MetricAlarms[0]"),),
    update=(_PUT_ALARM, Call("PutMetricAlarm", _PUT_ALARM.params, on=("dimensions", "metricQueries"))),
    delete=(Call("DeleteAlarms", {"AlarmNames": "[id]"}),),
    names={"name": "AlarmName", "arn": "AlarmArn", "metricQueries": "Metrics"},
    schema_names={"dimensions": "-", "metricQueries": "-"},
    outputs={
        "dimensions": lambda c: _map(c.live.get("Dimensions")),
        "metricQueries": _shown_queries,
    },
    defaults={"actionsEnabled": True, "treatMissingData": "missing"},
    autoname=("name", 255),
    tagging=_tagging("live.AlarmArn"),
)

_SUPPRESSOR = {
    "ActionsSuppressor": "in.actionsSuppressor.alarm",
    "ActionsSuppressorExtensionPeriod": "in.actionsSuppressor.extensionPeriod",
    "ActionsSuppressorWaitPeriod": "in.actionsSuppressor.waitPeriod",
}

_COMPOSITE_ALARM = Resource(
    token="aws:cloudwatch/compositeAlarm:CompositeAlarm",
    schema="AWS::CloudWatch::CompositeAlarm",
    service="cloudwatch",
    id="in.alarmName",
    create=(Call("PutCompositeAlarm", _SUPPRESSOR),),
    read=(
        Call(
            "DescribeAlarms",
            {"AlarmNames": "[id]", "AlarmTypes": "['CompositeAlarm']"},
            result="CompositeAlarms[0]",
        ),
    ),
    update=(Call("PutCompositeAlarm", _SUPPRESSOR, whole=True),),
    delete=(Call("DeleteAlarms", {"AlarmNames": "[id]"}),),
    names={"arn": "AlarmArn"},
    schema_names={"actionsSuppressor": "-"},
    outputs={
        "actionsSuppressor": "live.ActionsSuppressor && {alarm: live.ActionsSuppressor, extensionPeriod: "
        "live.ActionsSuppressorExtensionPeriod, waitPeriod: live.ActionsSuppressorWaitPeriod}"
    },
    defaults={"actionsEnabled": True},
    tagging=_tagging("live.AlarmArn"),
)

_DASHBOARD = Resource(
    token="aws:cloudwatch/dashboard:Dashboard",
    schema="AWS::CloudWatch::Dashboard",
    service="cloudwatch",
    id="in.dashboardName",
    create=(Call("PutDashboard"),),
    read=(Call("GetDashboard", {"DashboardName": "id"}),),
    update=(Call("PutDashboard", whole=True),),
    delete=(Call("DeleteDashboards", {"DashboardNames": "[id]"}),),
    json=frozenset({"dashboardBody"}),
)

# -- events --

_PUT_RULE = {"State": "in.state || (in.isEnabled == `false` && 'DISABLED' || 'ENABLED')"}
_RULE = {"Name": "in.name", "EventBusName": "in.eventBusName"}


def _on_bus(*names: str) -> Any:
    """An import id that may begin with the event bus: ``bus/rule``, ``bus/rule/target``."""

    def import_id(identity: str) -> Mapping[str, Any]:
        parts = identity.rsplit("/", len(names))
        found = dict(zip(names, parts[-len(names) :], strict=True))
        return {"eventBusName": parts[0], **found} if len(parts) > len(names) else found

    return import_id


_EVENT_RULE = Resource(
    token="aws:cloudwatch/eventRule:EventRule",
    schema="AWS::Events::Rule",
    service="events",
    id="(in.eventBusName || 'default') == 'default' && in.name || join('/', [in.eventBusName, in.name])",
    create=(Call("PutRule", _PUT_RULE),),
    read=(Call("DescribeRule", _RULE),),
    update=(Call("PutRule", _PUT_RULE, whole=True),),
    delete=(
        Call(
            "RemoveTargets",
            {"Rule": "in.name", "EventBusName": "in.eventBusName", "Ids": "live.TargetIds"},
            when="live.TargetIds",
        ),
        Call("DeleteRule", _RULE),
    ),
    outputs={"isEnabled": "live.State != 'DISABLED'"},
    defaults={"eventBusName": "default"},
    kept=frozenset({"forceDestroy"}),
    json=frozenset({"eventPattern"}),
    replaces=frozenset({"eventBusName"}),
    autoname=("name", 64),
    tagging=_tagging("live.Arn"),
    import_id=_on_bus("name"),
)

# Pulumi's name of each part of a target, and AWS's where that differs.
_TARGET_NAMES = {
    "targetId": "Id",
    "appsyncTarget": "AppSyncParameters",
    "batchTarget": "BatchParameters",
    "ecsTarget": "EcsParameters",
    "httpTarget": "HttpParameters",
    "kinesisTarget": "KinesisParameters",
    "redshiftTarget": "RedshiftDataParameters",
    "sqsTarget": "SqsParameters",
}
_TARGET_SAME = ("arn", "roleArn", "input", "inputPath", "deadLetterConfig", "retryPolicy")


def _target(context: Context) -> list[dict[str, Any]]:
    inputs = context.inputs
    target = {name: inputs.get(name) for name in _TARGET_SAME}
    target.update({aws: inputs.get(name) for name, aws in _TARGET_NAMES.items()})
    transformer: Mapping[str, Any] | None = inputs.get("inputTransformer")
    if transformer:
        target["inputTransformer"] = {**transformer, "inputPathsMap": transformer.get("inputPaths")}
    return [target]


def _this_target(context: Context, response: Mapping[str, Any]) -> Any:
    wanted = context.inputs["targetId"]
    return next((each for each in response["Targets"] if each["Id"] == wanted), None)


_PUT_TARGET = {"Rule": "in.rule", "EventBusName": "in.eventBusName", "Targets": _target}

_EVENT_TARGET = Resource(
    token="aws:cloudwatch/eventTarget:EventTarget",
    service="events",
    id="join('-', [in.rule, in.targetId])",
    live_id="join('-', [in.rule, live.Id])",
    create=(Call("PutTargets", _PUT_TARGET, auto=False),),
    read=(
        Call(
            "ListTargetsByRule", {"Rule": "in.rule", "EventBusName": "in.eventBusName"}, result=_this_target
        ),
    ),
    update=(
        Call(
            "PutTargets",
            _PUT_TARGET,
            auto=False,
            on=(*_TARGET_SAME, *(name for name in _TARGET_NAMES if name != "targetId"), "inputTransformer"),
        ),
    ),
    delete=(
        Call(
            "RemoveTargets",
            {"Rule": "in.rule", "EventBusName": "in.eventBusName", "Ids": "[in.targetId]"},
        ),
    ),
    names=_TARGET_NAMES,
    outputs={
        "rule": "in.rule",
        "eventBusName": "in.eventBusName || 'default'",
        "inputTransformer": "live.InputTransformer && {inputPaths: live.InputTransformer.InputPathsMap, "
        "inputTemplate: live.InputTransformer.InputTemplate}",
    },
    kept=frozenset({"forceDestroy"}),
    json=frozenset({"input"}),
    autoname=("targetId", 64),
    import_id=_on_bus("rule", "targetId"),
)

ROWS: tuple[Resource, ...] = (
    _LOG_GROUP_ROW,
    _LOG_STREAM,
    _METRIC_ALARM,
    _COMPOSITE_ALARM,
    _DASHBOARD,
    _EVENT_RULE,
    _EVENT_TARGET,
)
