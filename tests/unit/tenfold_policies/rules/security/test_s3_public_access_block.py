from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.rules.security.s3_public_access_block import RULE
from tenfold_policies.values import UNKNOWN

BUCKET = resource("aws:s3/bucket:Bucket", "files")
BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
ACCOUNT = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"
ALL = {
    "blockPublicAcls": True,
    "blockPublicPolicy": True,
    "ignorePublicAcls": True,
    "restrictPublicBuckets": True,
}


def test_passes() -> None:
    assert judged(RULE, BUCKET, refers(resource(BLOCK, bucket=UNKNOWN, **ALL), "bucket", BUCKET)).passes


def test_fails() -> None:
    half = refers(
        resource(BLOCK, "half", **{**ALL, "ignorePublicAcls": False, "blockPublicAcls": None}),
        "bucket",
        BUCKET,
    )
    old = resource("aws:s3/bucketV2:BucketV2", "old")
    verdict = judged(RULE, BUCKET, old, half)
    assert set(verdict.faults) == {"half", "old"}
    assert verdict.faults["half"] == ["blockPublicAcls, ignorePublicAcls are off."]


def test_cannot_tell() -> None:
    stray = resource(BLOCK, "stray", bucket=UNKNOWN, **ALL)
    verdict = judged(RULE, BUCKET, stray)
    assert (verdict.faults, verdict.untold) == ({}, {"files"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:s3/directoryBucket:DirectoryBucket")).passes


def test_a_block_of_the_account_covers_every_bucket() -> None:
    assert judged(RULE, BUCKET, resource(ACCOUNT, **ALL)).passes
    assert set(judged(RULE, BUCKET, resource(ACCOUNT, "account")).faults) == {"account"}


def test_it_is_mended_by_all_four_switches() -> None:
    assert RULE.remediate is not None
    assert RULE.remediate(resource(BLOCK, blockPublicAcls=True), None) == ALL
    assert RULE.remediate(resource(BLOCK, **ALL), None) is None
    assert RULE.remediate(BUCKET, None) is None
