from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.rules.resilience.s3_versioning import RULE
from tenfold_policies.values import UNKNOWN

BUCKET, V2 = "aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"
VERSIONING = "aws:s3/bucketVersioning:BucketVersioning"
FILES = resource(BUCKET, "files", id=UNKNOWN)


def test_passes() -> None:
    enabled = resource(VERSIONING, bucket=UNKNOWN, versioningConfiguration={"status": "Enabled"})
    assert judged(RULE, FILES, refers(enabled, "bucket", FILES)).passes


def test_fails() -> None:
    suspended = resource(VERSIONING, "versioning", versioningConfiguration={"status": "Suspended"})
    suspended = refers(suspended, "bucket", FILES)
    assert judged(RULE, FILES, suspended).faults == {
        "versioning": ["versioningConfiguration.status is Suspended."]
    }
    verdict = judged(RULE, FILES, resource(V2, "old", versionings=[{"enabled": False}]))
    assert verdict.faults == {"files": ["It has no versioning."], "old": ["It has no versioning."]}


def test_cannot_tell() -> None:
    unknown = resource(VERSIONING, "versioning", versioningConfiguration={"status": UNKNOWN})
    verdict = judged(RULE, FILES, refers(unknown, "bucket", FILES))
    assert (verdict.faults, verdict.untold) == ({}, {"versioning"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:s3/directoryBucket:DirectoryBucket")).passes


def test_arguments_of_the_bucket_itself_count() -> None:
    assert judged(RULE, resource(BUCKET, versioning={"enabled": True})).passes
    assert judged(RULE, resource(V2, versionings=[{"enabled": True}])).passes


def test_a_bucket_for_logs_needs_no_versions() -> None:
    for type_, property_ in (
        ("aws:s3/bucketLogging:BucketLogging", "targetBucket"),
        ("aws:lb/loadBalancer:LoadBalancer", "accessLogs"),
        ("aws:cloudtrail/trail:Trail", "s3BucketName"),
    ):
        sender = refers(resource(type_, "sender"), property_, FILES)
        assert judged(RULE, FILES, sender).passes
        suspended = resource(VERSIONING, versioningConfiguration={"status": "Suspended"})
        assert judged(RULE, FILES, sender, refers(suspended, "bucket", FILES)).passes


def test_a_bucket_that_sends_its_logs_away_is_none_for_logs() -> None:
    logging = refers(resource("aws:s3/bucketLogging:BucketLogging"), "bucket", FILES)
    assert judged(RULE, FILES, logging).faults


def test_it_is_mended_where_versioning_is_switched_off() -> None:
    assert RULE.remediate is not None
    off = resource(VERSIONING, versioningConfiguration={"status": "Suspended"})
    assert RULE.remediate(off, None) == {"versioningConfiguration": {"status": "Enabled"}}
    on = resource(VERSIONING, versioningConfiguration={"status": "Enabled"})
    assert RULE.remediate(on, None) is None
    assert RULE.remediate(resource(BUCKET, versioning={"enabled": False}), None) == {
        "versioning": {"enabled": True}
    }
    assert RULE.remediate(resource(V2, versionings=[{"enabled": False}]), None) == {
        "versionings": [{"enabled": True}]
    }
    assert RULE.remediate(FILES, None) is None, "a BucketVersioning may say it"
