"""A bucket's lifecycle rules, whether they are its own or a resource beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tenfold_policies.resource import Resource, Stack

CONFIGURATIONS = (
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
)
_VERSIONINGS = (
    "aws:s3/bucketVersioning:BucketVersioning",
    "aws:s3/bucketVersioningV2:BucketVersioningV2",
)


@dataclass(frozen=True)
class LifecycleRule:
    """One rule that is enabled."""

    whole: bool
    """Whether it holds for all objects."""
    abort_days: int | None
    """Days after which the parts of an unfinished upload go."""
    noncurrent_days: int | None
    """Days after which an overwritten or deleted version goes."""


def lifecycle_rules(stack: Stack, bucket: Resource) -> list[LifecycleRule]:
    """The rules that hold for a bucket.

    Raises:
        Undecided: it is not known yet which they are.
    """
    found = [*_inline(bucket)]
    for type_ in CONFIGURATIONS:
        for each in stack.attached(bucket, type_, "bucket"):
            found += _beside(each)
    return found


def is_versioned(stack: Stack, bucket: Resource) -> bool:
    """Whether old versions are kept; a suspended versioning keeps those that there are."""
    if bucket.get("versioning.enabled"):
        return True
    beside = [each for type_ in _VERSIONINGS for each in stack.attached(bucket, type_, "bucket")]
    return any(each.get("versioningConfiguration.status") in ("Enabled", "Suspended") for each in beside)


def _inline(bucket: Resource) -> Iterator[LifecycleRule]:
    for rule in bucket.parts("lifecycleRules"):
        if rule.get("enabled"):
            yield LifecycleRule(
                whole=not rule.get("prefix") and not rule.get("tags"),
                abort_days=rule.get("abortIncompleteMultipartUploadDays"),
                noncurrent_days=rule.get("noncurrentVersionExpiration.days"),
            )


def _beside(configuration: Resource) -> Iterator[LifecycleRule]:
    for rule in configuration.parts("rules"):
        if rule.get("status") == "Enabled":
            yield LifecycleRule(
                whole=not rule.get("prefix") and not _narrows(rule.get("filter")),
                abort_days=rule.get("abortIncompleteMultipartUpload.daysAfterInitiation"),
                noncurrent_days=rule.get("noncurrentVersionExpiration.noncurrentDays"),
            )


def _narrows(filter_: Any) -> bool:
    """Whether a filter leaves objects out; an empty one, or an empty prefix, does not."""
    return any(filter_.values()) if filter_ else False
