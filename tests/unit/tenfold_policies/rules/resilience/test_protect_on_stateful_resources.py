from __future__ import annotations

from dataclasses import replace

from support.policies import judged, resource
from tenfold_policies.rules.resilience.protect_on_stateful_resources import RULE
from tenfold_policies.values import UNKNOWN

BUCKET, STREAM = "aws:s3/bucket:Bucket", "aws:kinesis/stream:Stream"


def test_passes() -> None:
    assert judged(RULE, replace(resource(BUCKET), protect=True)).passes


def test_fails() -> None:
    verdict = judged(RULE, resource(BUCKET, "files"), resource("aws:dynamodb/table:Table", "table"))
    assert verdict.faults == {"files": ["protect is off."], "table": ["protect is off."]}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(BUCKET, "files", id=UNKNOWN, bucket=UNKNOWN))
    assert (set(verdict.faults), verdict.untold) == ({"files"}, set()), "it is always known"


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:sns/topic:Topic")).passes
    assert judged(RULE, resource("aws:s3/bucketVersioning:BucketVersioning")).passes


def test_what_follows_another_database_can_be_made_anew() -> None:
    assert judged(RULE, resource("aws:rds/instance:Instance", replicateSourceDb=UNKNOWN)).passes
    assert judged(RULE, resource("aws:rds/cluster:Cluster", globalClusterIdentifier="world")).passes


def test_types_can_be_left_out() -> None:
    assert judged(RULE, resource(STREAM), parameters={"exempt_types": [STREAM]}).passes
