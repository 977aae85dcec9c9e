from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.elasticache_authentication import RULE
from tenfold_policies.values import UNKNOWN

GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
SERVERLESS = "aws:elasticache/serverlessCache:ServerlessCache"
USER = "aws:elasticache/user:User"


def test_passes() -> None:
    assert judged(
        RULE,
        resource(GROUP, "users", userGroupIds=["shop"]),
        resource(GROUP, "password", authToken=UNKNOWN),
        resource(SERVERLESS, engine="valkey", userGroupId=UNKNOWN),
        resource(USER, passwords=UNKNOWN, accessString="on ~* +@all"),
    ).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        resource(GROUP, "group"),
        resource(SERVERLESS, "serverless", engine="valkey"),
        resource(USER, "user", noPasswordRequired=True, accessString="on ~* +@all"),
        resource(USER, "mode", authenticationMode={"type": "no-password-required"}, accessString="on"),
    )
    assert set(verdict.faults) == {"group", "serverless", "user", "mode"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(USER, "user", noPasswordRequired=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"user"})


def test_does_not_apply() -> None:
    """Memcached knows no users."""
    assert judged(
        RULE,
        resource("aws:elasticache/cluster:Cluster", engine="memcached"),
        resource(SERVERLESS, engine="memcached"),
    ).passes


def test_a_user_who_is_turned_off_needs_no_password() -> None:
    assert judged(RULE, resource(USER, noPasswordRequired=True, accessString="off ~* -@all")).passes


def test_a_standby_region_takes_its_users_from_the_primary() -> None:
    assert judged(RULE, resource(GROUP, globalReplicationGroupId=UNKNOWN)).passes
