"""The program keeps passwords secret."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import DB_CLUSTER, DB_INSTANCE, REPLICATION_GROUP
from tenfold_policies.values import Secret

_PASSWORDS: Mapping[str, str] = {
    DB_INSTANCE: "password",
    DB_CLUSTER: "masterPassword",
    "aws:docdb/cluster:Cluster": "masterPassword",
    "aws:redshift/cluster:Cluster": "masterPassword",
    "aws:dms/endpoint:Endpoint": "password",
    REPLICATION_GROUP: "authToken",
    "aws:elasticache/user:User": "passwords",
    "aws:memorydb/user:User": "authenticationMode.passwords",
    "aws:secretsmanager/secretVersion:SecretVersion": "secretString",
}


def _check(resource: Resource, context: Context) -> Iterator[str]:
    path = _PASSWORDS[resource.type]
    if path.partition(".")[0] in resource.secrets:
        return
    value = resource.get(path, [])
    many = resource.items(path) if isinstance(value, list) else [value]
    if any(isinstance(each, str) and each and not isinstance(each, Secret) for each in many):
        yield f"{path} is in plain text, in the program or in the state."


RULE = Rule(
    id="no-plaintext-passwords",
    title="The program keeps passwords secret",
    severity=Severity.CRITICAL,
    why="It can be read by whoever reads the repository, the state or a pipeline's log.",
    remedy="Let AWS manage the password, or take it from pulumi.Config().require_secret() or a "
    "RandomPassword.",
    reference="https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html",
    practice="SEC02-BP03",
    types=tuple(_PASSWORDS),
    check=_check,
)
