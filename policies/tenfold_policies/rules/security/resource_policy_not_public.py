"""No policy of a resource lets in everybody."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import BUCKETS, KEY
from tenfold_policies.rules.security._policies import for_everyone, label, statements
from tenfold_policies.values import each_of

_TYPES = (
    *BUCKETS,
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:sqs/queue:Queue",
    "aws:sqs/queuePolicy:QueuePolicy",
    "aws:sns/topic:Topic",
    "aws:sns/topicPolicy:TopicPolicy",
    KEY,
    "aws:kms/replicaKey:ReplicaKey",
    "aws:kms/keyPolicy:KeyPolicy",
    "aws:secretsmanager/secret:Secret",
    "aws:secretsmanager/secretPolicy:SecretPolicy",
    "aws:ecr/repositoryPolicy:RepositoryPolicy",
    "aws:efs/fileSystemPolicy:FileSystemPolicy",
    "aws:backup/vaultPolicy:VaultPolicy",
    "aws:dynamodb/resourcePolicy:ResourcePolicy",
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
)


def _check(resource: Resource, context: Context) -> Iterator[str]:
    yield from each_of(statements(resource, "policy"), _statement)


def _statement(statement: Resource) -> Iterator[str]:
    if for_everyone(statement):
        yield f"{label(statement)} of its policy allows everybody, and no condition narrows it."


RULE = Rule(
    id="resource-policy-not-public",
    title="No policy of a resource lets in everybody",
    severity=Severity.CRITICAL,
    why="Principal '*' is every AWS account there is, and for S3 everyone without one: they read, write or "
    "spend.",
    remedy="Name the accounts, roles or services as principals, or narrow the statement by "
    "aws:PrincipalOrgID, aws:SourceAccount or aws:SourceArn.",
    reference="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-resources.html",
    practice="SEC03-BP07",
    types=_TYPES,
    check=_check,
)
