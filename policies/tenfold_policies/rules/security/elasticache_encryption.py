"""A cache's data is encrypted at rest."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import REPLICATION_GROUP, control, on


def _check(cache: Resource, context: Context) -> Iterator[str]:
    if cache.has("globalReplicationGroupId"):
        return  # a standby region's takes it from the primary's, and must not set it
    by_default = cache.known("engine", "redis") == "valkey"
    if not on(cache.get("atRestEncryptionEnabled", by_default)):
        yield "atRestEncryptionEnabled is off."


RULE = Rule(
    id="elasticache-encryption",
    title="A cache's data is encrypted at rest",
    severity=Severity.MEDIUM,
    why="What a cache writes to disk, in backups, in synchronisation and when it swaps, is the users' data.",
    remedy="Set at_rest_encryption_enabled=True when the replication group is created.",
    reference=control("ElastiCache.4"),
    practice="SEC08-BP02",
    types=(REPLICATION_GROUP,),
    check=_check,
)
