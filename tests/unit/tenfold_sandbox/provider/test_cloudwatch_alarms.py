from __future__ import annotations

import json
from typing import Any

import pytest

from support.provider import Provider, Refused

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
DASHBOARD = "aws:cloudwatch/dashboard:Dashboard"
TOPIC = "arn:aws:sns:us-east-1:123456789012:alarms"


def _metric(name: str, **dimensions: str) -> dict[str, Any]:
    return {
        "namespace": "AWS/ElastiCache",
        "metricName": name,
        "period": 60,
        "stat": "Sum",
        "dimensions": dimensions,
    }


def _alarm(**more: Any) -> dict[str, Any]:
    return {
        "comparisonOperator": "GreaterThanThreshold",
        "evaluationPeriods": 3,
        "alarmActions": [TOPIC],
        "okActions": [TOPIC],
        "treatMissingData": "notBreaching",
        "tags": {"Name": "alarm"},
        **more,
    }


CPU = {"namespace": "AWS/RDS", "metricName": "CPUUtilization", "period": 60, "threshold": 80}
HIT_RATE = [
    {
        "id": "rate",
        "expression": "100 * hits / (hits + misses)",
        "label": "Hit rate (%)",
        "returnData": True,
    },
    {"id": "hits", "metric": _metric("CacheHits", CacheClusterId="cache-0001-001")},
    {"id": "misses", "metric": _metric("CacheMisses", CacheClusterId="cache-0001-001")},
]
BAND = [
    {"id": "m1", "metric": _metric("CurrConnections", ReplicationGroupId="cache"), "returnData": True},
    {"id": "band", "expression": "ANOMALY_DETECTION_BAND(m1, 3)", "label": "Expected", "returnData": True},
]


@pytest.mark.parametrize(
    ("inputs", "change"),
    [
        (
            _alarm(
                **CPU, statistic="Average", dimensions={"DBClusterIdentifier": "aurora", "Role": "READER"}
            ),
            {"threshold": 90, "datapointsToAlarm": 2, "insufficientDataActions": [TOPIC]},
        ),
        (_alarm(**CPU, extendedStatistic="p99"), {"extendedStatistic": "tm95", "unit": "Percent"}),
        (
            _alarm(**CPU, extendedStatistic="p95", evaluateLowSampleCountPercentiles="ignore"),
            {"evaluateLowSampleCountPercentiles": "evaluate"},
        ),
        (
            _alarm(metricQueries=HIT_RATE, comparisonOperator="LessThanThreshold", threshold=99),
            {
                "metricQueries": [
                    {**HIT_RATE[0], "expression": "100 * hits / MAX([hits + misses, 1])"},
                    *HIT_RATE[1:],
                ]
            },
        ),
        (
            _alarm(
                metricQueries=BAND,
                comparisonOperator="LessThanLowerOrGreaterThanUpperThreshold",
                thresholdMetricId="band",
            ),
            {"evaluationPeriods": 5},
        ),
        (_alarm(**CPU, statistic="Maximum", actionsEnabled=False), {"actionsEnabled": True}),
    ],
    ids=["statistic", "percentile", "few samples", "expression", "anomaly", "silent"],
)
def test_alarms_of_every_kind_live_their_whole_lives(
    aws: Provider, inputs: dict[str, Any], change: dict[str, Any]
) -> None:
    made = aws.cycle(ALARM, inputs, change=change)
    assert made.state["__kept"] == []
    assert made.state["tagsAll"] == {"Name": "alarm"}
    left = aws.client("cloudwatch").describe_alarms(AlarmNames=[made.id])["MetricAlarms"]
    assert left == []


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        (_alarm(**CPU), "Statistic or ExtendedStatistic"),
        (_alarm(**{**CPU, "period": 45}, statistic="Sum"), "Period 45"),
        (_alarm(**{**CPU, "period": 300}, statistic="Sum", evaluationPeriods=300), "86400 seconds"),
        (_alarm(**CPU, statistic="Sum", datapointsToAlarm=4), "DatapointsToAlarm 4"),
        (_alarm(metricQueries=HIT_RATE[1:], threshold=1), "ReturnData"),
        (
            _alarm(
                metricQueries=BAND,
                thresholdMetricId="other",
                comparisonOperator="GreaterThanUpperThreshold",
            ),
            "ThresholdMetricId other",
        ),
        (_alarm(metricQueries=HIT_RATE), "Threshold must be given"),
    ],
    ids=["no statistic", "period", "day", "datapoints", "no result", "no band", "no threshold"],
)
def test_an_alarm_that_could_never_ring_is_refused(
    aws: Provider, inputs: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        aws.create(ALARM, "wrong", inputs)


def test_refresh_sees_an_alarm_that_was_silenced(aws: Provider) -> None:
    inputs = _alarm(**CPU, statistic="Average", name="silenced")
    made = aws.create(ALARM, "silenced", inputs)
    aws.client("cloudwatch").disable_alarm_actions(AlarmNames=["silenced"])
    seen = aws.read(made)
    assert seen is not None
    assert seen.state["actionsEnabled"] is False
    aws.delete(seen)


def test_a_composite_alarm_is_suppressed_by_another(aws: Provider) -> None:
    made = [
        aws.create(ALARM, name, _alarm(**CPU, statistic="Average", name=name))
        for name in ("burning", "deploying")
    ]
    inputs = {
        "alarmName": "page",
        "alarmRule": 'ALARM("burning") AND NOT ALARM("deploying")',
        "alarmActions": [TOPIC],
        "tags": {"Name": "page"},
    }
    suppressor = {"alarm": "deploying", "extensionPeriod": 60, "waitPeriod": 120}
    last = aws.cycle(
        COMPOSITE,
        inputs,
        change={"actionsSuppressor": suppressor, "actionsEnabled": False, "okActions": [TOPIC]},
    )
    assert last.state["actionsSuppressor"]["extensionPeriod"] == 60
    assert last.state["__kept"] == []
    for each in made:
        aws.delete(each)


def _board(*widgets: dict[str, Any]) -> dict[str, str]:
    return {"dashboardName": "board", "dashboardBody": json.dumps({"widgets": widgets})}


def test_a_dashboard_tells_its_arn(aws: Provider) -> None:
    widget = {
        "type": "metric",
        "x": 12,
        "y": 0,
        "width": 12,
        "height": 6,
        "properties": {"region": "us-east-1", "metrics": [["AWS/SQS", "NumberOfMessagesSent"]]},
    }
    alarms = {"type": "alarm", "properties": {"alarms": []}}
    made = aws.cycle(DASHBOARD, _board(widget), change=_board(widget, alarms))
    assert made.state["dashboardArn"] == "arn:aws:cloudwatch::123456789012:dashboard/board"


@pytest.mark.parametrize(
    ("widget", "reason"),
    [
        ({"type": "graph", "properties": {}}, "type 'graph'"),
        ({"type": "text", "x": 20, "width": 25, "properties": {"markdown": "x"}}, "width 25"),
        ({"type": "text"}, "properties"),
    ],
)
def test_a_dashboard_with_an_impossible_widget_is_refused(
    aws: Provider, widget: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        aws.create(DASHBOARD, "board", _board(widget))
