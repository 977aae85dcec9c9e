"""A cache speaks TLS only."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import REPLICATION_GROUP, control, on


def _check(cache: Resource, context: Context) -> Iterator[str]:
    if cache.has("globalReplicationGroupId"):
        return  # a standby region's takes it from the primary's, and must not set it
    if not on(cache.get("transitEncryptionEnabled", False)):
        yield "transitEncryptionEnabled is off: commands, passwords and data cross the network in plain text."
    elif cache.get("transitEncryptionMode", "required") == "preferred":
        yield "transitEncryptionMode is 'preferred': clients may speak in plain text."


RULE = Rule(
    id="elasticache-tls",
    title="A cache speaks TLS only",
    severity=Severity.HIGH,
    why="Who can listen in the network reads sessions and passwords, and can use them.",
    remedy="Set transit_encryption_enabled=True and transit_encryption_mode='required'; a running cache goes "
    "by way of 'preferred'.",
    reference=control("ElastiCache.5"),
    practice="SEC09-BP02",
    types=(REPLICATION_GROUP,),
    check=_check,
)
