"""What BucketArgs refuses, in the user's words."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from tenfold.errors import InvalidInputError
from tenfold.storage import BucketArgs, LifecycleRule, LogSource, Notification, ObjectLock, PolicyStatement

QUEUE: dict[str, Any] = {"target": "queue", "target_arn": "arn:queue", "events": ["s3:ObjectCreated:*"]}
LOGS = list(LogSource)
READ: dict[str, Any] = {"actions": ["s3:GetObject"], "principals": {"AWS": ["111122223333"]}}


def test_nothing_is_required_and_the_defaults_are_safe() -> None:
    args = BucketArgs()
    assert args.versioning
    assert args.deletion_protection
    assert not args.force_destroy


@pytest.mark.parametrize(
    ("wrong", "field", "reason"),
    [
        ({"bucket_name": "Shop"}, "bucket_name", "lower-case"),
        ({"abort_incomplete_upload_days": 0}, "abort_incomplete_upload_days", "greater than or equal to 1"),
        ({"object_lock": ObjectLock(days=1), "versioning": False}, "object_lock", "Keep versioning"),
        ({"log_sources": list(LogSource), "kms_key_arn": "arn:key"}, "log_sources", "a bucket of its own"),
        (
            {"log_sources": list(LogSource), "object_lock": ObjectLock(days=1)},
            "log_sources",
            "a bucket of its own",
        ),
        (
            {"notifications": [Notification(id="a", **QUEUE), Notification(id="a", **QUEUE)]},
            "notifications",
            "each id once",
        ),
        (
            {"lifecycle_rules": [LifecycleRule(id="default", prefix="", expiration_days=1)]},
            "lifecycle_rules",
            "none of the component's own",
        ),
        (
            {"policy_statements": [PolicyStatement(sid="DenyPlainHttp", **READ)]},
            "policy_statements",
            "none of the component's own",
        ),
    ],
)
def test_what_cannot_work_is_refused_at_the_field(wrong: dict[str, Any], field: str, reason: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        BucketArgs(**wrong)
    assert refused.value.field == f"BucketArgs.{field}"
    assert reason in str(refused.value)


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ({}, "a transition, expiration_days or noncurrent_expiration_days"),
        ({"expiration_days": 1, "noncurrent_versions_to_keep": 2}, "beside noncurrent_expiration_days"),
        ({"transitions": [{"days": 1, "storage_class": "STANDARD_IA"}]}, "30 days or more"),
    ],
)
def test_a_lifecycle_rule_that_cannot_work_is_refused_by_its_id(rule: dict[str, Any], reason: str) -> None:
    with pytest.raises(InvalidInputError, match=reason) as refused:
        LifecycleRule(id="logs", prefix="logs/", **rule)
    assert refused.value.field == "LifecycleRule.logs"


def test_a_target_may_be_an_output() -> None:
    arn = pulumi.Output.from_input("arn:queue")
    assert Notification(id="a", **{**QUEUE, "target_arn": arn}).target_arn is arn
