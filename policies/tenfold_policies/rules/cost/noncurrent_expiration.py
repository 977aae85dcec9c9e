"""Old versions of objects expire."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.cost._lifecycle import is_versioned, lifecycle_rules
from tenfold_policies.rules.cost._names import BUCKETS


class _Parameters(Parameters):
    days: int = Field(default=365, ge=1)
    """Days after which they go, at most."""


def _check(bucket: Resource, context: Context) -> Iterator[str]:
    if not is_versioned(context.stack, bucket):
        return
    rules = [each for each in lifecycle_rules(context.stack, bucket) if each.whole]
    days = min((each.noncurrent_days for each in rules if each.noncurrent_days), default=None)
    most: int = context.parameters.days
    if days is None:
        yield "it keeps versions, and no lifecycle rule for the whole bucket expires noncurrent ones."
    elif days > most:
        yield f"noncurrent versions expire after {days} days; allowed: {most} at most."


RULE = Rule(
    id="noncurrent-expiration",
    title="Old versions of objects expire",
    severity=Severity.LOW,
    why="In a versioned bucket nothing is ever deleted: each overwritten object is charged on.",
    remedy="Add a lifecycle rule without a filter, with a noncurrent_version_expiration.",
    reference="https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html",
    practice="COST04-BP05",
    types=BUCKETS,
    check=_check,
    parameters=_Parameters,
    relational=True,
)
