"""A cache has its replicas in other zones."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.resilience._caches import (
    CACHE_CLUSTER,
    REPLICATION_GROUP,
    is_secondary,
    is_single,
)


def _check(cache: Resource, context: Context) -> Iterator[str]:
    if cache.type == CACHE_CLUSTER:
        if is_single(cache):
            yield "It is a single node."
    elif not is_secondary(cache) and not cache.get("multiAzEnabled", False):
        yield "multiAzEnabled is off: primary and replicas may lie in one zone."


RULE = Rule(
    id="elasticache-multi-az",
    title="A cache has its replicas in other zones",
    severity=Severity.HIGH,
    why="The loss of one zone empties the cache, and all the load that it kept away falls on the database.",
    remedy="Use a ReplicationGroup with multi_az_enabled=True and automatic_failover_enabled=True.",
    reference="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html",
    practice="REL10-BP01",
    types=(REPLICATION_GROUP, CACHE_CLUSTER),
    check=_check,
)
