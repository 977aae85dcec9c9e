from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.customer_managed_keys import RULE
from tenfold_policies.values import UNKNOWN

S3 = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
QUEUE = "aws:sqs/queue:Queue"
TABLE = "aws:dynamodb/table:Table"
KEY = "arn:aws:kms:us-east-1:123456789012:key/1"


def of_bucket(**rule: object) -> dict[str, object]:
    return {"rules": [{"applyServerSideEncryptionByDefault": rule}]}


def test_passes() -> None:
    assert judged(
        RULE,
        resource(QUEUE, kmsMasterKeyId=KEY),
        resource(TABLE, serverSideEncryption={"enabled": True, "kmsKeyArn": UNKNOWN}),
        resource(S3, **of_bucket(sseAlgorithm="aws:kms", kmsMasterKeyId=KEY)),
    ).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        resource(QUEUE, "queue", sqsManagedSseEnabled=True),
        resource("aws:sns/topic:Topic", "topic", kmsMasterKeyId="alias/aws/sns"),
        resource(TABLE, "table"),
        resource(S3, "bucket", **of_bucket(sseAlgorithm="AES256")),
    )
    assert set(verdict.faults) == {"queue", "topic", "table", "bucket"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(S3, "bucket", rules=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"bucket"})


def test_does_not_apply() -> None:
    assert judged(
        RULE,
        resource("aws:ec2/vpc:Vpc"),
        resource("aws:rds/instance:Instance", replicateSourceDb="shop"),
    ).passes


def test_the_services_can_be_chosen() -> None:
    queue, table = resource(QUEUE, "queue"), resource(TABLE, "table")
    assert set(judged(RULE, queue, table, parameters={"services": ["sqs"]}).faults) == {"queue"}
