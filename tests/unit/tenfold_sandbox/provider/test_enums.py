from __future__ import annotations

import pytest

from support.provider import Provider
from tenfold_sandbox.provider.rows import all_rows


@pytest.mark.parametrize(
    ("token", "inputs", "where", "told"),
    [
        (
            "aws:s3/bucketVersioning:BucketVersioning",
            {"bucket": "b", "versioningConfiguration": {"status": "On"}},
            "versioningConfiguration",
            "Use one of: Disabled, Enabled, Suspended",
        ),
        (
            "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
            {"bucket": "b", "rules": [{"id": "a", "status": "On"}]},
            "rules",
            "Use one of: Disabled, Enabled",
        ),
        (
            "aws:dynamodb/table:Table",
            {"hashKey": "id", "attributes": [{"name": "id", "type": "STRING"}]},
            "attributes",
            "Use one of: B, N, S",
        ),
        (
            "aws:route53/record:Record",
            {"zoneId": "Z1", "name": "a", "type": "BOGUS", "ttl": 60, "records": ["x"]},
            "type",
            "CNAME",
        ),
        (
            "aws:ssm/parameter:Parameter",
            {"name": "a", "type": "Secret", "value": "x"},
            "type",
            "SecureString",
        ),
        (
            "aws:eks/cluster:Cluster",
            {
                "roleArn": "arn:aws:iam::123456789012:role/r",
                "vpcConfig": {"subnetIds": []},
                "version": "1.99",
            },
            "version",
            "1.35",
        ),
        ("aws:sqs/queue:Queue", {"policy": "{not json"}, "policy", "it is not JSON"),
        ("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16", "region": "us-east-9"}, "region", "us-east-1"),
        (
            "aws:elasticache/replicationGroup:ReplicationGroup",
            {"description": "d", "engine": "valkyrie"},
            "engine",
            "Use one of: memcached, redis, valkey",
        ),
        (
            "aws:elasticache/replicationGroup:ReplicationGroup",
            {"description": "d", "engine": "valkey", "engineVersion": "99"},
            "engineVersion",
            "8.2",
        ),
    ],
)
def test_check_names_what_is_allowed(
    aws: Provider, token: str, inputs: dict[str, object], where: str, told: str
) -> None:
    _, failures = aws.check(token, "it", inputs)
    (name,) = failures
    assert where in f"{name} {failures[name]}"
    assert told in failures[name]


def test_a_newest_patch_of_redis_is_no_unknown_version(aws: Provider) -> None:
    inputs = {"description": "d", "engine": "redis", "engineVersion": "6.x"}
    assert aws.check("aws:elasticache/replicationGroup:ReplicationGroup", "it", inputs)[1] == {}


@pytest.mark.parametrize("row", [row for row in all_rows() if row.enums], ids=lambda row: row.token)
def test_every_enumeration_that_a_row_names_is_one(aws: Provider, row: object) -> None:
    for shape in row.enums.values():  # pyright: ignore[reportAttributeAccessIssue]  # a Resource
        if isinstance(shape, str):
            service = row.service  # pyright: ignore[reportAttributeAccessIssue]  # as above
            assert aws.server._aws.enum(service, shape)  # pyright: ignore[reportPrivateUsage]  # no other way in
