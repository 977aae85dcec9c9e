"""Logs expire."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity


class _Parameters(Parameters):
    days: int = Field(default=400, ge=1)
    """Days that logs are kept, at most: by default a year and the month in which somebody asks for it."""


def _check(group: Resource, context: Context) -> Iterator[str]:
    if group.get("logGroupClass") == "DELIVERY":
        return  # CloudWatch keeps its logs for two days, whatever is set
    days, most = group.get("retentionInDays") or 0, context.parameters.days
    if not days:
        yield "retentionInDays is not set: its logs never expire."
    elif days > most:
        yield f"retentionInDays is {days}; allowed: {most} at most."


RULE = Rule(
    id="log-retention",
    title="Logs expire",
    severity=Severity.LOW,
    why="A log group keeps what it is sent for ever unless it is told otherwise, and each month costs more.",
    remedy="Set retention_in_days, and send what has to be kept for years to S3.",
    reference="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
    practice="COST04-BP05",
    types=("aws:cloudwatch/logGroup:LogGroup",),
    check=_check,
    parameters=_Parameters,
)
