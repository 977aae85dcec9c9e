from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.rules.cost.s3_lifecycle import RULE
from tenfold_policies.values import UNKNOWN

BUCKET = resource("aws:s3/bucket:Bucket", "files", bucket="files")
BESIDE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
EXPIRES = [{"id": "a", "status": "Enabled", "expiration": {"days": 90}}]


def test_passes() -> None:
    beside = refers(resource(BESIDE, bucket=UNKNOWN, rules=EXPIRES), "bucket", BUCKET)
    assert judged(RULE, BUCKET, beside).passes
    assert judged(RULE, resource("aws:s3/bucketV2:BucketV2", lifecycleRules=[{"enabled": True}])).passes


def test_fails() -> None:
    off = resource(BESIDE, bucket="files", rules=[{"status": "Disabled"}])
    assert set(judged(RULE, BUCKET, off).faults) == {"files"}


def test_cannot_tell() -> None:
    assert judged(RULE, BUCKET, resource(BESIDE, bucket=UNKNOWN, rules=EXPIRES)).untold == {"files"}
    beside = refers(resource(BESIDE, rules=UNKNOWN), "bucket", BUCKET)
    assert judged(RULE, BUCKET, beside).untold == {"files"}


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:s3/directoryBucket:DirectoryBucket")).passes


def test_another_buckets_rules_are_not_its_own() -> None:
    assert set(judged(RULE, BUCKET, resource(BESIDE, bucket="other", rules=EXPIRES)).faults) == {"files"}
