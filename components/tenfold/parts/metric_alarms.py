"""Alarms, once a plan has decided them, as resources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pulumi
from pulumi_aws import cloudwatch

from tenfold.component import Component
from tenfold.parts.alarms import Alarm


def metric_alarms(
    component: Component,
    alarms: Iterable[Alarm],
    *,
    dimensions: Mapping[str, pulumi.Input[str]],
    topic_arn: pulumi.Input[str] | None,
    region: str | None,
) -> list[cloudwatch.MetricAlarm]:
    """CloudWatch alarms that notify a topic when they go off and when all is well again.

    Args:
        component: their parent.
        alarms: what a plan has decided.
        dimensions: of every metric among them, by CloudWatch's names.
        topic_arn: whom they notify; None makes no alarms, since nobody would hear them.
        region: the component's region.
    """
    if topic_arn is None:
        return []
    return [_metric_alarm(component, alarm, dimensions, topic_arn, region) for alarm in alarms]


def _metric_alarm(
    component: Component,
    alarm: Alarm,
    dimensions: Mapping[str, pulumi.Input[str]],
    topic_arn: pulumi.Input[str],
    region: str | None,
) -> cloudwatch.MetricAlarm:
    name = f"{component.pulumi_resource_name}-{alarm.role}-alarm"
    shared = cloudwatch.MetricAlarmArgs(
        name=name,
        alarm_description=alarm.description,
        comparison_operator=alarm.comparison,
        threshold=alarm.threshold,
        evaluation_periods=alarm.periods,
        datapoints_to_alarm=alarm.breaching_periods or alarm.periods,
        treat_missing_data=alarm.missing,
        alarm_actions=[topic_arn],
        ok_actions=[topic_arn],
        region=region,
        tags=component.tags_for(f"{alarm.role}-alarm"),
    )
    if alarm.metric is not None:
        # An extended statistic is a percentile; CloudWatch takes it as an argument of its own.
        percentile = alarm.metric.statistic[0] == "p"
        shared.namespace = alarm.namespace
        shared.metric_name = alarm.metric.name
        shared.statistic = None if percentile else alarm.metric.statistic
        shared.extended_statistic = alarm.metric.statistic if percentile else None
        shared.period = alarm.period_seconds
        shared.dimensions = {
            **dimensions,
            **alarm.metric.dimensions,
        } or None  # AWS answers none for empty ones
    else:
        shared.metric_queries = _metric_queries(alarm, dimensions)
    return cloudwatch.MetricAlarm(name, shared, component.child())


def _metric_queries(
    alarm: Alarm, dimensions: Mapping[str, pulumi.Input[str]]
) -> list[cloudwatch.MetricAlarmMetricQueryArgs]:
    metrics = [
        cloudwatch.MetricAlarmMetricQueryArgs(
            id=id_,
            metric=cloudwatch.MetricAlarmMetricQueryMetricArgs(
                namespace=alarm.namespace,
                metric_name=metric.name,
                stat=metric.statistic,
                period=alarm.period_seconds,
                dimensions={**dimensions, **metric.dimensions},
            ),
        )
        for id_, metric in alarm.metrics.items()
    ]
    watched = cloudwatch.MetricAlarmMetricQueryArgs(
        id="watched", expression=alarm.expression, label=alarm.role, return_data=True
    )
    return [watched, *metrics]
