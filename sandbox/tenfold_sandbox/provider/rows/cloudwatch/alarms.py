"""Alarms and dashboards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenfold_sandbox.provider.rows.cloudwatch.tagging import tagging
from tenfold_sandbox.provider.table import Call, Context, Resource


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
    """Terraform takes an unset ``returnData`` for false, AWS for true."""
    metric: Mapping[str, Any] | None = query.get("metric")
    rest = {"returnData": False, **{key: value for key, value in query.items() if key != "metric"}}
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
    update=(_PUT_ALARM,),
    delete=(Call("DeleteAlarms", {"AlarmNames": "[id]"}),),
    names={"name": "AlarmName", "arn": "AlarmArn", "metricQueries": "Metrics"},
    schema_names={"dimensions": "-", "metricQueries": "-"},
    outputs={
        "dimensions": lambda c: _map(c.live.get("Dimensions")),
        "metricQueries": _shown_queries,
    },
    defaults={"actionsEnabled": True, "treatMissingData": "missing"},
    autoname=("name", 255),
    tagging=tagging("live.AlarmArn"),
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
    tagging=tagging("live.AlarmArn"),
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

ALARMS: tuple[Resource, ...] = (_METRIC_ALARM, _COMPOSITE_ALARM, _DASHBOARD)
