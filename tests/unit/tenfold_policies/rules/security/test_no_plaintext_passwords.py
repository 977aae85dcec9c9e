from __future__ import annotations

from dataclasses import replace

from support.policies import judged, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.security.no_plaintext_passwords import RULE
from tenfold_policies.values import UNKNOWN, Secret

INSTANCE = "aws:rds/instance:Instance"
USER = "aws:elasticache/user:User"


def secret(type_: str, **properties: object) -> Resource:
    return replace(resource(type_, **properties), secrets=frozenset(properties))


def test_passes() -> None:
    assert judged(
        RULE,
        resource(INSTANCE, "managed", manageMasterUserPassword=True),
        resource(USER, "known", passwords=[Secret("hunter22hunter22")]),
        secret(INSTANCE, password=UNKNOWN),
    ).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        resource(INSTANCE, "db", password="hunter22"),
        resource(USER, "user", passwords=["hunter22hunter22"]),
        resource("aws:secretsmanager/secretVersion:SecretVersion", "secret", secretString="hunter22"),
    )
    assert set(verdict.faults) == {"db", "user", "secret"}
    assert "hunter22" not in str(verdict.faults)


def test_cannot_tell() -> None:
    """An output that is not known yet and that nobody keeps secret."""
    verdict = judged(RULE, resource(INSTANCE, "db", password=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"db"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("random:index/randomPassword:RandomPassword", length=20)).passes
