from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.elasticache_encryption import RULE
from tenfold_policies.values import UNKNOWN

GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"


def test_passes() -> None:
    assert judged(RULE, resource(GROUP, atRestEncryptionEnabled=True)).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        resource(GROUP, "unset", engine="redis"),
        resource(GROUP, "off", engine="valkey", atRestEncryptionEnabled=False),
    )
    assert set(verdict.faults) == {"unset", "off"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(GROUP, "cache", atRestEncryptionEnabled=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"cache"})


def test_does_not_apply() -> None:
    """Memcached keeps nothing at rest; a serverless cache is always encrypted."""
    assert judged(
        RULE,
        resource("aws:elasticache/cluster:Cluster", engine="memcached"),
        resource("aws:elasticache/serverlessCache:ServerlessCache"),
    ).passes


def test_valkey_is_encrypted_by_default() -> None:
    assert judged(RULE, resource(GROUP, engine="valkey")).passes


def test_a_standby_region_takes_it_from_the_primary() -> None:
    assert judged(RULE, resource(GROUP, engine="redis", globalReplicationGroupId=UNKNOWN)).passes
