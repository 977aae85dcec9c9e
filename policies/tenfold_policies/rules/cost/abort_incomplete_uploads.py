"""The parts of unfinished uploads are removed."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.cost._lifecycle import lifecycle_rules
from tenfold_policies.rules.cost._names import BUCKETS


class _Parameters(Parameters):
    days: int = Field(default=30, ge=1)
    """Days after which they go, at most."""


def _check(bucket: Resource, context: Context) -> Iterator[str]:
    rules = [each for each in lifecycle_rules(context.stack, bucket) if each.whole]
    days = min((each.abort_days for each in rules if each.abort_days), default=None)
    most: int = context.parameters.days
    if days is None:
        yield "no lifecycle rule for the whole bucket aborts incomplete multipart uploads."
    elif days > most:
        yield f"incomplete multipart uploads are aborted after {days} days; allowed: {most} at most."


RULE = Rule(
    id="abort-incomplete-uploads",
    title="The parts of unfinished uploads are removed",
    severity=Severity.LOW,
    why="They are charged as any object and listed nowhere, so that nobody ever removes them by hand.",
    remedy="Add a lifecycle rule without a filter that aborts incomplete multipart uploads after 7 days.",
    reference="https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html",
    practice="COST04-BP05",
    types=BUCKETS,
    check=_check,
    parameters=_Parameters,
    relational=True,
)
