"""A bucket has a lifecycle."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.cost._lifecycle import lifecycle_rules
from tenfold_policies.rules.cost._names import BUCKETS


def _check(bucket: Resource, context: Context) -> Iterator[str]:
    if not lifecycle_rules(context.stack, bucket):
        yield "it has no enabled lifecycle rule: what is in it stays, in the dearest class."


RULE = Rule(
    id="s3-lifecycle",
    title="A bucket has a lifecycle",
    severity=Severity.LOW,
    why="Objects that nobody reads any more are charged for ever, at the price of those that are read daily.",
    remedy="Add a BucketLifecycleConfiguration that moves objects to cheaper classes or expires them.",
    reference="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html",
    practice="COST04-BP05",
    types=BUCKETS,
    check=_check,
    relational=True,
)
