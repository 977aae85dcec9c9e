from __future__ import annotations

import json
from typing import Any

import pytest

from support.provider import Provider

LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter"
RULE = "aws:cloudwatch/eventRule:EventRule"


def test_a_log_group_lives_its_whole_life(aws: Provider) -> None:
    account = {"AWS": "arn:aws:iam::123456789012:root"}
    statements = [
        {"Effect": "Allow", "Principal": principal, "Action": "kms:*", "Resource": "*"}
        for principal in (account, {"Service": "logs.us-east-1.amazonaws.com"})
    ]
    policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
    key = aws.create("aws:kms/key:Key", "logs", {"policy": policy})
    inputs = {"name": "/app/logs", "retentionInDays": 30, "tags": {"a": "b"}}
    change = {"retentionInDays": 90, "kmsKeyId": key.state["arn"], "tags": {"a": "c"}}
    group = aws.cycle(LOG_GROUP, inputs, change=change)
    assert group.id == "/app/logs"
    assert group.state["arn"] == "arn:aws:logs:us-east-1:123456789012:log-group:/app/logs"


def test_a_log_group_without_retention_keeps_logs_for_ever(aws: Provider) -> None:
    group = aws.create(LOG_GROUP, "kept", {"retentionInDays": 7})
    group = aws.update(group, {})
    assert group.state["retentionInDays"] == 0
    assert (
        "retentionInDays"
        not in aws.client("logs").describe_log_groups(logGroupNamePrefix=group.id)["logGroups"][0]
    )
    aws.delete(group)


def test_a_retention_that_aws_does_not_offer_is_refused(aws: Provider) -> None:
    _, failures = aws.check(LOG_GROUP, "odd", {"retentionInDays": 31})
    assert "Use one of" in failures["retentionInDays"]


def test_a_log_group_may_be_left_behind(aws: Provider) -> None:
    group = aws.create(LOG_GROUP, "left", {"skipDestroy": True})
    aws.delete(group)
    assert aws.read(group) is not None
    aws.client("logs").delete_log_group(logGroupName=group.id)


def test_a_refresh_sees_a_retention_that_somebody_changed(aws: Provider) -> None:
    group = aws.create(LOG_GROUP, "drifts", {"retentionInDays": 7})
    aws.client("logs").put_retention_policy(logGroupName=group.id, retentionInDays=14)
    seen = aws.read(group)
    assert seen is not None
    assert list(aws.diff(seen, {"retentionInDays": 7}).diffs) == ["retentionInDays"]
    aws.delete(group)


def test_a_log_stream_is_imported_by_its_group_and_name(aws: Provider) -> None:
    group = aws.create(LOG_GROUP, "streams", {})
    inputs = {"logGroupName": group.id, "name": "one"}
    stream = aws.create("aws:cloudwatch/logStream:LogStream", "s", inputs)
    aws.assert_settled(stream, inputs)
    found = aws.import_("aws:cloudwatch/logStream:LogStream", "s", f"{group.id}:one")
    assert found is not None
    assert found.id == stream.id == "one"
    aws.delete(stream)
    assert aws.read(stream) is None
    aws.delete(group)


def test_a_metric_filter_lives_its_whole_life(aws: Provider) -> None:
    group = aws.create(LOG_GROUP, "filtered", {"name": "/app/filtered"})
    inputs = {
        "logGroupName": group.id,
        "name": "errors",
        "pattern": " ?ERROR ?FATAL ",
        "metricTransformation": {
            "name": "Errors",
            "namespace": "App",
            "value": "1",
            "defaultValue": "0",
            "unit": "Count",
        },
    }
    by_host = {"name": "Errors", "namespace": "App", "value": "$.n", "dimensions": {"Host": "$.host"}}
    made = aws.cycle(
        FILTER,
        inputs,
        change={"pattern": "{ $.n > 0 }", "metricTransformation": by_host},
        importing="/app/filtered:errors",
    )
    assert made.id == "errors"
    assert made.state["__kept"] == []
    aws.delete(group)


def test_a_stream_is_gone_with_its_group_and_a_target_with_its_rule(aws: Provider) -> None:
    group = aws.create(LOG_GROUP, "dropped", {})
    stream = aws.create("aws:cloudwatch/logStream:LogStream", "dropped", {"logGroupName": group.id})
    rule = aws.create(RULE, "dropped", {"scheduleExpression": "rate(1 day)"})
    queue = aws.create("aws:sqs/queue:Queue", "dropped", {})
    target = {"rule": rule.id, "arn": queue.state["arn"]}
    made = aws.create("aws:cloudwatch/eventTarget:EventTarget", "dropped", target)
    aws.client("events").remove_targets(Rule=rule.id, Ids=[made.state["targetId"]])
    for each in (group, rule, queue):
        aws.delete(each)
    assert aws.read(stream) is None
    assert aws.read(made) is None


def test_the_metric_filters_of_a_deleted_group_are_gone(aws: Provider) -> None:
    group = aws.create(LOG_GROUP, "short-lived", {"name": "/app/short-lived"})
    transformation = {"name": "All", "namespace": "App", "value": "1"}
    inputs = {"logGroupName": group.id, "pattern": "", "metricTransformation": transformation}
    made = aws.create(FILTER, "all", inputs)
    logs = aws.client("logs")
    logs.delete_log_group(logGroupName=group.id)
    assert aws.read(made) is None
    assert logs.describe_metric_filters()["metricFilters"] == []


@pytest.mark.parametrize(
    "inputs",
    [
        {
            "namespace": "AWS/RDS",
            "metricName": "CPUUtilization",
            "statistic": "Average",
            "period": 60,
            "dimensions": {"DBInstanceIdentifier": "db"},
        },
        {
            "metricQueries": [
                {"id": "e1", "expression": "m1 * 2", "label": "twice", "returnData": True},
                {
                    "id": "m1",
                    "metric": {
                        "namespace": "AWS/SQS",
                        "metricName": "NumberOfMessagesSent",
                        "period": 60,
                        "stat": "Sum",
                        "dimensions": {"QueueName": "q"},
                    },
                },
            ]
        },
    ],
    ids=["one metric", "an expression"],
)
def test_an_alarm_lives_its_whole_life(aws: Provider, inputs: dict[str, Any]) -> None:
    common = {"comparisonOperator": "GreaterThanThreshold", "evaluationPeriods": 2, "threshold": 80}
    alarm = aws.cycle(ALARM, {**common, **inputs}, change={"threshold": 90.5, "alarmDescription": "high"})
    assert alarm.state["arn"] == f"arn:aws:cloudwatch:us-east-1:123456789012:alarm:{alarm.id}"


def test_a_composite_alarm_lives_its_whole_life(aws: Provider) -> None:
    common = {"comparisonOperator": "GreaterThanThreshold", "evaluationPeriods": 1, "threshold": 1}
    metric = {"namespace": "n", "metricName": "m", "statistic": "Sum", "period": 60}
    for name in ("one", "two"):
        aws.create(ALARM, name, {"name": name, **common, **metric})
    aws.cycle(
        "aws:cloudwatch/compositeAlarm:CompositeAlarm",
        {"alarmName": "both", "alarmRule": "ALARM(one) AND ALARM(two)", "tags": {"a": "b"}},
        change={"alarmRule": "ALARM(one) OR ALARM(two)"},
    )


def test_a_dashboard_lives_its_whole_life(aws: Provider) -> None:
    body = json.dumps({"widgets": [{"type": "text", "properties": {"markdown": "hello"}}]})
    other = json.dumps({"widgets": [{"type": "text", "properties": {"markdown": "bye"}}]})
    aws.cycle(
        "aws:cloudwatch/dashboard:Dashboard",
        {"dashboardName": "main", "dashboardBody": body},
        change={"dashboardBody": other},
    )


def test_a_rule_and_its_target_live_their_whole_lives(aws: Provider) -> None:
    queue = aws.create("aws:sqs/queue:Queue", "events", {})
    pattern = json.dumps({"source": ["aws.ec2"]})
    rule = aws.create(RULE, "r", {"eventPattern": pattern})
    target = aws.create(
        "aws:cloudwatch/eventTarget:EventTarget",
        "t",
        {"rule": rule.id, "arn": queue.state["arn"], "targetId": "queue"},
    )
    inputs = {
        "rule": rule.id,
        "arn": queue.state["arn"],
        "targetId": "queue",
        "inputTransformer": {"inputPaths": {"id": "$.detail.id"}, "inputTemplate": '{"id": <id>}'},
    }
    target = aws.update(target, inputs)
    aws.assert_settled(target, inputs)
    found = aws.import_("aws:cloudwatch/eventTarget:EventTarget", "t", f"{rule.id}/queue")
    assert found is not None
    assert found.id == target.id
    aws.delete(target)
    assert aws.read(target) is None
    aws.delete(rule)
    aws.cycle(
        RULE,
        {"scheduleExpression": "rate(5 minutes)", "tags": {"a": "b"}},
        change={"state": "DISABLED", "description": "off"},
    )
    aws.delete(queue)
