from __future__ import annotations

from typing import Any

import pytest

from support.policies import judged, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.cost.abort_incomplete_uploads import RULE
from tenfold_policies.values import UNKNOWN

BUCKET = resource("aws:s3/bucket:Bucket", "files", bucket="files")
ABORT = {"abortIncompleteMultipartUpload": {"daysAfterInitiation": 7}}


def beside(**rule: Any) -> Resource:
    type_ = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
    return resource(type_, bucket="files", rules=[{"status": "Enabled", **rule}])


@pytest.mark.parametrize("whole", [{}, {"filter": {}}, {"filter": {"prefix": ""}}, {"prefix": ""}])
def test_passes(whole: dict[str, object]) -> None:
    assert judged(RULE, BUCKET, beside(**ABORT, **whole)).passes


@pytest.mark.parametrize(
    "rule",
    [
        {"expiration": {"days": 9}},
        {**ABORT, "filter": {"prefix": "logs/"}},
        {**ABORT, "prefix": "logs/"},
        {**ABORT, "status": "Disabled"},
    ],
)
def test_fails(rule: dict[str, object]) -> None:
    assert set(judged(RULE, BUCKET, beside(**rule)).faults) == {"files"}


def test_cannot_tell() -> None:
    rule = {"abortIncompleteMultipartUpload": {"daysAfterInitiation": UNKNOWN}}
    assert judged(RULE, BUCKET, beside(**rule)).untold == {"files"}


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:s3/bucketPolicy:BucketPolicy")).passes


def test_the_days_can_be_said() -> None:
    (message,) = judged(RULE, BUCKET, beside(**ABORT), parameters={"days": 3}).faults["files"]
    assert message == "incomplete multipart uploads are aborted after 7 days; allowed: 3 at most."


def test_an_inline_rule_counts() -> None:
    rule = {"enabled": True, "abortIncompleteMultipartUploadDays": 7}
    assert judged(RULE, resource("aws:s3/bucket:Bucket", lifecycleRules=[rule])).passes
