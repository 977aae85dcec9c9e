"""What keeps data is encrypted with a key of the account's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.security._names import DB_CLUSTER, DB_INSTANCE, REPLICATION_GROUP, REPOSITORY
from tenfold_policies.values import each_of

_S3 = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
_TABLE = "aws:dynamodb/table:Table"
_KEYS: Mapping[str, str] = {
    "aws:cloudwatch/logGroup:LogGroup": "kmsKeyId",
    _TABLE: "serverSideEncryption.kmsKeyArn",
    "aws:ebs/volume:Volume": "kmsKeyId",
    REPOSITORY: "encryptionConfigurations.0.kmsKey",
    "aws:efs/fileSystem:FileSystem": "kmsKeyId",
    REPLICATION_GROUP: "kmsKeyId",
    DB_CLUSTER: "kmsKeyId",
    DB_INSTANCE: "kmsKeyId",
    "aws:secretsmanager/secret:Secret": "kmsKeyId",
    "aws:sns/topic:Topic": "kmsMasterKeyId",
    "aws:sqs/queue:Queue": "kmsMasterKeyId",
}
_SERVICES = tuple(sorted({each.split(":")[1].split("/")[0] for each in (*_KEYS, _S3)}))


class OwnKeys(Parameters):
    """Where an own key is asked for."""

    services: tuple[str, ...] = _SERVICES
    """Services by their name in a type, such as s3 and rds."""


def _check(resource: Resource, context: Context) -> Iterator[str]:
    if resource.service not in context.parameters.services:
        return
    if resource.type == _S3:
        yield from each_of(resource.parts("rules"), _bucket)
    elif resource.has("replicateSourceDb") or resource.has("globalReplicationGroupId"):
        return  # it takes its source's key
    elif not _own(resource, _KEYS[resource.type]):
        yield f"{_KEYS[resource.type]} is not set: AWS owns or manages its key."


def _bucket(rule: Resource) -> Iterator[str]:
    if not _own(rule, "applyServerSideEncryptionByDefault.kmsMasterKeyId"):
        yield "applyServerSideEncryptionByDefault.kmsMasterKeyId is not set: AWS owns or manages its key."


def _own(resource: Resource, path: str) -> bool:
    key = str(resource.known(path, ""))
    return resource.has(path) and "alias/aws/" not in key


RULE = Rule(
    id="customer-managed-keys",
    title="What keeps data is encrypted with a key of the account's own",
    severity=Severity.LOW,
    why="A key that AWS owns can't be audited, denied to someone, or withdrawn. Off unless your rules ask "
    "for it: each key costs $1 a month, and each use of it is a request.",
    remedy="Create an aws.kms.Key and name it in the resource's key property.",
    reference="https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html",
    practice="SEC08-BP01",
    types=(*_KEYS, _S3),
    check=_check,
    parameters=OwnKeys,
)
