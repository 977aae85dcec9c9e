from __future__ import annotations

from typing import Any

from support.policies import judged, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.cost.noncurrent_expiration import RULE
from tenfold_policies.values import UNKNOWN

BUCKET = resource("aws:s3/bucket:Bucket", "files", bucket="files")


def versioning(status: object = "Enabled") -> Resource:
    return resource(
        "aws:s3/bucketVersioning:BucketVersioning",
        bucket="files",
        versioningConfiguration={"status": status},
    )


def beside(days: object, **more: Any) -> Resource:
    rule = {"status": "Enabled", "noncurrentVersionExpiration": {"noncurrentDays": days}, **more}
    type_ = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
    return resource(type_, bucket="files", rules=[rule])


def test_passes() -> None:
    assert judged(RULE, BUCKET, versioning(), beside(90)).passes
    inline = {"enabled": True, "noncurrentVersionExpiration": {"days": 30}}
    old = resource("aws:s3/bucket:Bucket", versioning={"enabled": True}, lifecycleRules=[inline])
    assert judged(RULE, old).passes


def test_fails() -> None:
    assert set(judged(RULE, BUCKET, versioning()).faults) == {"files"}
    assert set(judged(RULE, BUCKET, versioning("Suspended")).faults) == {"files"}
    part = beside(90, filter={"prefix": "logs/"})
    assert set(judged(RULE, BUCKET, versioning(), part).faults) == {"files"}


def test_cannot_tell() -> None:
    assert judged(RULE, BUCKET, versioning(UNKNOWN)).untold == {"files"}
    assert judged(RULE, BUCKET, versioning(), beside(UNKNOWN)).untold == {"files"}


def test_does_not_apply() -> None:
    assert judged(RULE, BUCKET).passes
    assert judged(RULE, BUCKET, versioning("Disabled")).passes


def test_the_days_can_be_said() -> None:
    (message,) = judged(RULE, BUCKET, versioning(), beside(90), parameters={"days": 30}).faults["files"]
    assert message == "noncurrent versions expire after 90 days; allowed: 30 at most."
