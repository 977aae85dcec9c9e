"""Logs are there long enough to look into what happened."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.security._names import control


class Retention(Parameters):
    """How long."""

    min_days: int = Field(default=90, ge=1)
    """Days; 90 is what PCI DSS wants at hand, 365 what Security Hub asks for by default."""


def _check(group: Resource, context: Context) -> Iterator[str]:
    if group.known("logGroupClass") == "DELIVERY":
        return  # its events stay for two days, whatever is set: they are on their way elsewhere
    days = group.get("retentionInDays", 0)
    if 0 < days < context.parameters.min_days:  # 0 is for ever
        yield f"retentionInDays is {days}, less than {context.parameters.min_days}."


RULE = Rule(
    id="log-retention-minimum",
    title="Logs are there long enough to look into what happened",
    severity=Severity.LOW,
    why="Break-ins are found after weeks or months; what was logged at their beginning is gone by then.",
    remedy="Raise retention_in_days.",
    reference=control("CloudWatch.16"),
    practice="SEC04-BP01",
    types=("aws:cloudwatch/logGroup:LogGroup",),
    check=_check,
    parameters=Retention,
)
