from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.resilience.s3_cross_region_replication import RULE
from tenfold_policies.values import UNKNOWN

BUCKET = "aws:s3/bucket:Bucket"
CRITICAL = {"data-class": "critical"}
FILES = resource(BUCKET, "files", bucket="files", region="us-east-1", tags=CRITICAL)
COPY = resource(BUCKET, "copy", bucket="copy", region="us-west-2", tags=CRITICAL)
IN_TIME = {"replicationTime": {"status": "Enabled"}}


def replication(to: object = "arn:aws:s3:::copy", status: object = "Enabled", **more: object) -> Resource:
    rules = [{"status": status, "destination": {"bucket": to, **more}}]
    config = resource("aws:s3/bucketReplicationConfig:BucketReplicationConfig", bucket="files", rules=rules)
    return refers(refers(config, "bucket", FILES), "rules", COPY)


def test_passes() -> None:
    assert judged(RULE, FILES, COPY, replication(**IN_TIME)).passes
    assert judged(RULE, FILES, COPY, replication(UNKNOWN, **IN_TIME)).passes


def test_fails() -> None:
    none = ["No replication rule leads to a bucket in another region."]
    assert judged(RULE, FILES).faults == {"files": none}
    assert judged(RULE, FILES, COPY, replication(status="Disabled")).faults == {"files": none}
    near = resource(BUCKET, "copy", bucket="copy", region="us-east-1")
    assert judged(RULE, FILES, near, replication()).faults == {"files": none}
    assert judged(RULE, FILES, COPY, replication()).faults == {
        "files": ["Its replication has no time control (replicationTime)."]
    }


def test_cannot_tell() -> None:
    elsewhere = resource(
        "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
        bucket="files",
        rules=[{"status": "Enabled", "destination": {"bucket": "arn:aws:s3:::elsewhere"}}],
    )
    for stack in ([elsewhere], [COPY, replication(status=UNKNOWN)]):
        verdict = judged(RULE, FILES, *stack)
        assert (verdict.faults, verdict.untold) == ({}, {"files"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource(BUCKET, region="us-east-1")).passes


def test_the_copy_needs_no_copy() -> None:
    assert set(judged(RULE, FILES, COPY, replication()).faults) == {"files"}
    plain = resource(
        "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
        rules=[{"destination": {"bucket": "arn:aws:s3:::copy"}}],
    )
    assert judged(RULE, COPY, plain).passes


def test_arguments_of_the_bucket_itself_count() -> None:
    rules = [{"status": "Enabled", "destination": {"bucket": "arn:aws:s3:::far", **IN_TIME}}]
    inline = resource(
        BUCKET,
        "files",
        region="us-east-1",
        tags=CRITICAL,
        replicationConfiguration={"rules": rules},
    )
    far = resource(BUCKET, "far", bucket="far", region="us-west-2")
    assert judged(RULE, inline, far).passes


def test_what_is_critical_and_what_is_urgent_can_be_chosen() -> None:
    assert judged(RULE, FILES, COPY, replication(), parameters={"time_control_classes": []}).passes
    assert judged(RULE, FILES, parameters={"classes": ["gold"]}).passes
    assert judged(RULE, FILES, parameters={"tag": "tier"}).passes
