"""Somebody is told of unusual spending."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.cost._names import STACK
from tenfold_policies.rules.cost._paid import costs_anything

_MONITOR = "aws:costexplorer/anomalyMonitor:AnomalyMonitor"
_SUBSCRIPTION = "aws:costexplorer/anomalySubscription:AnomalySubscription"


def _check(stack: Resource, context: Context) -> Iterator[str]:
    if not costs_anything(context.stack):
        return
    monitors = context.stack.of(_MONITOR)
    if not monitors:
        yield "it has no Cost Anomaly Detection monitor."
        return
    subscriptions = [each for each in context.stack.of(_SUBSCRIPTION) if each.get("subscribers", [])]
    if not subscriptions:
        yield f"its monitor {monitors[0].name} has no subscriber."


RULE = Rule(
    id="anomaly-monitor-exists",
    title="Somebody is told of unusual spending",
    severity=Severity.LOW,
    why="A budget warns at a fixed amount; a loop that spends $50 a day more is below it for weeks.",
    remedy="Add an aws.costexplorer.AnomalyMonitor with an AnomalySubscription; both are free. Where another "
    "stack holds the account's, set this rule's enforcementLevel to disabled.",
    reference="https://docs.aws.amazon.com/cost-management/latest/userguide/getting-started-ad.html",
    practice="COST03-BP05",
    types=(STACK,),
    check=_check,
    relational=True,
)
