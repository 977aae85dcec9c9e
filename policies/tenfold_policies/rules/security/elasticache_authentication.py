"""A cache asks who is there."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import REPLICATION_GROUP, control

_USER = "aws:elasticache/user:User"
_SERVERLESS = "aws:elasticache/serverlessCache:ServerlessCache"


def _check(resource: Resource, context: Context) -> Iterator[str]:
    if resource.type == _USER:
        yield from _user(resource)
    elif resource.type == _SERVERLESS:
        if resource.get("engine", "redis") != "memcached" and not resource.has("userGroupId"):
            yield "userGroupId is not set: whoever reaches the cache may use it."
    elif resource.has("globalReplicationGroupId"):
        return
    elif not any(map(resource.has, ("userGroupIds", "authToken", "authTokenWo"))):
        yield "neither userGroupIds nor authToken is set: whoever reaches the cache may use it."


def _user(user: Resource) -> Iterator[str]:
    mode = user.get("authenticationMode.type", "")
    if not user.get("noPasswordRequired", False) and mode != "no-password-required":
        return
    if not str(user.get("accessString", "")).startswith("off"):
        yield f"the user {user.known('userName', user.name)} needs no password."


RULE = Rule(
    id="elasticache-authentication",
    title="A cache asks for a user or a password",
    severity=Severity.MEDIUM,
    why="The network alone then decides who reads and deletes everything in the cache.",
    remedy="Give the cache a user group (aws.elasticache.UserGroup), or an auth_token; turn the default user "
    "off.",
    reference=control("ElastiCache.6"),
    practice="SEC09-BP03",
    types=(REPLICATION_GROUP, _SERVERLESS, _USER),
    check=_check,
)
