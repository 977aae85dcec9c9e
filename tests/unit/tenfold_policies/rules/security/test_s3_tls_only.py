from __future__ import annotations

import json

from support.policies import judged, refers, resource
from tenfold_policies.rules.security.s3_tls_only import RULE
from tenfold_policies.values import UNKNOWN

BUCKET = "aws:s3/bucket:Bucket"
POLICY = "aws:s3/bucketPolicy:BucketPolicy"
BUCKET_ONE = resource(BUCKET, "files")


def policy(condition: object, effect: str = "Deny") -> str:
    statement = {
        "Effect": effect,
        "Principal": "*",
        "Action": "s3:*",
        "Resource": "*",
        "Condition": condition,
    }
    return json.dumps({"Statement": [statement]})


PLAIN = {"Bool": {"aws:SecureTransport": "false"}}


def test_passes() -> None:
    for condition in (PLAIN, {"NumericLessThan": {"s3:TlsVersion": "1.2"}}):
        of_bucket = refers(resource(POLICY, bucket=UNKNOWN, policy=policy(condition)), "bucket", BUCKET_ONE)
        assert judged(RULE, BUCKET_ONE, of_bucket).passes
    for anybody in ('"*"', '{"AWS": "*"}', '{"AWS": ["*"]}'):
        said = policy(PLAIN).replace('"Principal": "*"', f'"Principal": {anybody}')
        assert judged(RULE, resource(BUCKET, policy=said)).passes


def test_fails() -> None:
    other = resource(BUCKET, "other", bucket="other")
    tls = resource(POLICY, bucket="other", policy=policy(PLAIN))
    assert set(judged(RULE, BUCKET_ONE, other, tls).faults) == {"files"}
    allowed = resource(BUCKET, "allows", policy=policy(PLAIN, effect="Allow"))
    assert set(judged(RULE, allowed).faults) == {"allows"}


def test_cannot_tell() -> None:
    unknown = refers(resource(POLICY, bucket=UNKNOWN, policy=UNKNOWN), "bucket", BUCKET_ONE)
    stray = resource(POLICY, bucket=UNKNOWN, policy=policy(PLAIN))
    for of_bucket in (unknown, stray):
        verdict = judged(RULE, BUCKET_ONE, of_bucket)
        assert (verdict.faults, verdict.untold) == ({}, {"files"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:s3/directoryBucket:DirectoryBucket")).passes
