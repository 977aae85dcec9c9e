from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.elasticache_tls import RULE
from tenfold_policies.values import UNKNOWN

GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"


def test_passes() -> None:
    assert judged(
        RULE, resource(GROUP, transitEncryptionEnabled=True, transitEncryptionMode="required")
    ).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        resource(GROUP, "unset"),
        resource(GROUP, "preferred", transitEncryptionEnabled=True, transitEncryptionMode="preferred"),
    )
    assert set(verdict.faults) == {"unset", "preferred"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(GROUP, "cache", transitEncryptionEnabled=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"cache"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:elasticache/serverlessCache:ServerlessCache")).passes


def test_a_standby_region_takes_it_from_the_primary() -> None:
    assert judged(RULE, resource(GROUP, globalReplicationGroupId=UNKNOWN)).passes
