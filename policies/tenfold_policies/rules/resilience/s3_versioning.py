"""A bucket keeps the former versions of its objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.resilience._buckets import BUCKET, BUCKETS, VERSIONINGS, beside, takes_logs

_STATUS = "versioningConfiguration.status"


def _check(bucket: Resource, context: Context) -> Iterator[str]:
    stack = context.stack
    if bucket.type in VERSIONINGS:
        # The bucket's own setting, judged where it is written.
        if bucket.get(_STATUS) != "Enabled" and not any(
            takes_logs(each, stack) for each in stack.referred(bucket, "bucket", *BUCKETS)
        ):
            yield f"{_STATUS} is {bucket.get(_STATUS)}."
    elif not beside(bucket, stack, *VERSIONINGS) and not takes_logs(bucket, stack) and not _inline(bucket):
        yield "It has no versioning."


def _inline(bucket: Resource) -> bool:
    """Whether it is versioned by the arguments of its own that aws.s3.Bucket still has."""
    path = "versioning" if bucket.type == BUCKET else "versionings.0"
    return bool(bucket.given(f"{path}.enabled", False))


def _remediate(bucket: Resource, parameters: Any) -> Mapping[str, Any] | None:
    if bucket.type in VERSIONINGS:
        on = bucket.get(_STATUS) == "Enabled"
        return None if on else {"versioningConfiguration": {"status": "Enabled"}}
    path = "versioning" if bucket.type == BUCKET else "versionings"
    # Where it says nothing itself, a BucketVersioning may say it, which can't be seen from here.
    if not bucket.has(path) or _inline(bucket):
        return None
    return {path: {"enabled": True} if bucket.type == BUCKET else [{"enabled": True}]}


RULE = Rule(
    id="s3-versioning",
    title="A bucket keeps the former versions of its objects",
    severity=Severity.HIGH,
    why="An object that is overwritten or deleted by mistake, or by malware, is gone; nor can a bucket "
    "without versions be replicated.",
    remedy="Add a BucketVersioning with status Enabled, and a lifecycle rule that ends old versions.",
    reference="https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
    practice="REL09-BP01",
    types=(*BUCKETS, *VERSIONINGS),
    check=_check,
    relational=True,
    remediate=_remediate,
)
