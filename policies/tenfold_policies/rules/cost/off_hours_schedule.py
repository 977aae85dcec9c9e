"""Outside prod, what is charged by the hour is stopped at night."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.cost._names import (
    DB_CLUSTER,
    DB_INSTANCE,
    INSTANCE,
    NODE_GROUP,
    SCALING_GROUP,
    STACK,
)
from tenfold_policies.rules.cost._tags import tags_of

_RUNS = (INSTANCE, SCALING_GROUP, NODE_GROUP, DB_INSTANCE, DB_CLUSTER)
_SCALES = "aws:autoscaling/schedule:Schedule"
_SCHEDULES = (
    _SCALES,
    "aws:scheduler/schedule:Schedule",
    "aws:cloudwatch/eventRule:EventRule",
    "aws:appautoscaling/scheduledAction:ScheduledAction",
    "kubernetes:batch/v1:CronJob",
)


class _Parameters(Parameters):
    tag: str = "Schedule"
    """The tag by which AWS's Instance Scheduler finds what it stops."""


def _check(stack: Resource, context: Context) -> Iterator[str]:
    if context.environment == "prod":
        return
    running = context.stack.of(*_RUNS)
    if not running or any(_scheduled(each) for each in context.stack.of(*_SCHEDULES)):
        return
    tag: str = context.parameters.tag
    left = [each.name for each in running if tag not in tags_of(each)]
    if len(left) == len(running):
        names = ", ".join(left[:3]) + (f" and {len(left) - 3} more" if len(left) > 3 else "")
        yield f"nothing stops {names} at night and at weekends, which are two thirds of the week."


def _scheduled(schedule: Resource) -> bool:
    """Whether it fires by the clock; an EventBridge rule may have an event pattern instead."""
    return schedule.type == _SCALES or bool(
        schedule.known("scheduleExpression") or schedule.known("schedule") or schedule.known("spec.schedule")
    )


RULE = Rule(
    id="off-hours-schedule",
    title="Outside prod, what is charged by the hour is stopped at night",
    severity=Severity.LOW,
    why="People work 50 of the week's 168 hours: the rest is paid for nobody.",
    remedy="Add a schedule that scales nodes to 0 and stops databases, or AWS's Instance Scheduler's tag.",
    reference="https://docs.aws.amazon.com/wellarchitected/latest/cost-optimization-pillar/"
    "cost_manage_demand_resources_dynamic.html",
    practice="COST09-BP03",
    types=(STACK,),
    check=_check,
    parameters=_Parameters,
    relational=True,
)
