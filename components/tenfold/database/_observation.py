"""What tells people about a database: alarms, AWS's own events, a dashboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, rds

from tenfold.component import Component
from tenfold.database import alarms
from tenfold.database.args import DatabaseArgs
from tenfold.parts.alarms import Alarm
from tenfold.parts.dashboards import make_dashboard
from tenfold.parts.metric_alarms import metric_alarms

# Those that somebody should hear of; a daily backup or a changed setting is none. (RDS User Guide, "Amazon
# RDS event categories and event messages"; Aurora's has clusters'.)
CLUSTER_EVENTS = ("failover", "failure", "maintenance", "notification")
INSTANCE_EVENTS = (
    *("availability", "deletion", "failover", "failure", "low storage", "maintenance", "notification"),
    *("read replica", "recovery"),
)


@dataclass(frozen=True)
class Source:
    """One thing that is watched: a cluster or an instance."""

    label: str
    dimensions: Mapping[str, str]
    alarms: Sequence[Alarm]


def observe(
    component: Component,
    args: DatabaseArgs,
    sources: Sequence[Source],
    arn: pulumi.Output[str],
    *,
    graphs: Sequence[str],
) -> None:
    """Alarms to the topic, and a dashboard of what they watch and of further metrics.

    Args:
        component: their parent.
        args: the database's.
        sources: what is watched.
        arn: of anything in the region: the dashboard has to name it.
        graphs: metrics that the dashboard shows besides.
    """
    for source in sources:
        metric_alarms(
            component,
            source.alarms,
            dimensions=source.dimensions,
            topic_arn=args.alarm_topic_arn,
            region=args.region,
        )
    if not args.dashboard:
        return
    shown = alarms.graphs(
        [alarm for source in sources for alarm in source.alarms],
        {source.label: source.dimensions for source in sources},
        graphs,
    )
    make_dashboard(component, shown, arn=arn, region=args.region)


def tell_events(
    component: Component,
    args: DatabaseArgs,
    *,
    role: str,
    source_type: str,
    source_ids: Sequence[pulumi.Input[str]],
    categories: Sequence[str],
) -> None:
    """AWS's events of these clusters or instances, to the topic."""
    if args.alarm_topic_arn is None:
        return
    name = f"{component.pulumi_resource_name}-{role}"
    rds.EventSubscription(
        name,
        name=name,
        sns_topic=args.alarm_topic_arn,
        source_type=source_type,
        source_ids=source_ids,
        event_categories=list(categories),
        region=args.region,
        tags=component.tags_for(role),
        opts=component.child(),
    )


def count_deadlocks(component: Component, args: DatabaseArgs, log_group: cloudwatch.LogGroup) -> None:
    """A metric of the deadlocks in PostgreSQL's log, and its alarm, since RDS has neither."""
    decided = list(alarms.logged_deadlocks(args.alarms, component.pulumi_resource_name))
    if args.alarm_topic_arn is None or not decided:
        return
    name = component.pulumi_resource_name
    cloudwatch.LogMetricFilter(
        f"{name}-deadlocks",
        name=f"{name}-deadlocks",
        log_group_name=log_group.name,
        pattern='"deadlock detected"',
        metric_transformation=cloudwatch.LogMetricFilterMetricTransformationArgs(
            name=alarms.DEADLOCKS, namespace=decided[0].namespace, value="1"
        ),
        region=args.region,
        opts=component.child(),
    )
    metric_alarms(component, decided, dimensions={}, topic_arn=args.alarm_topic_arn, region=args.region)
