from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.s3_no_public_acl import RULE
from tenfold_policies.values import UNKNOWN

BUCKET = "aws:s3/bucket:Bucket"
ACL = "aws:s3/bucketAcl:BucketAcl"
EVERYBODY = {"type": "Group", "uri": "http://acs.amazonaws.com/groups/global/AllUsers"}
LOGS = {"type": "Group", "uri": "http://acs.amazonaws.com/groups/s3/LogDelivery"}


def test_passes() -> None:
    assert judged(RULE, resource(BUCKET, "plain"), resource(ACL, acl="private")).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        resource(ACL, "acl", acl="public-read"),
        resource("aws:s3/bucketObjectv2:BucketObjectv2", "object", acl="authenticated-read"),
        resource(BUCKET, "inline", grants=[EVERYBODY]),
        resource(ACL, "grant", accessControlPolicy={"grants": [{"grantee": EVERYBODY}]}),
    )
    assert set(verdict.faults) == {"acl", "object", "inline", "grant"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(ACL, "acl", acl=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"acl"})


def test_does_not_apply() -> None:
    """A bucket that takes S3's access logs by an ACL is not open."""
    assert judged(RULE, resource(ACL, accessControlPolicy={"grants": [{"grantee": LOGS}]})).passes
