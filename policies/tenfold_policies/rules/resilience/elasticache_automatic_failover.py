"""A cache fails over to a replica by itself."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.resilience._caches import REPLICATION_GROUP, copies, is_secondary


def _check(group: Resource, context: Context) -> Iterator[str]:
    if is_secondary(group):
        return
    if not group.get("automaticFailoverEnabled", False):
        yield "automaticFailoverEnabled is off: when the primary is lost, a person has to promote a replica."
    elif copies(group) == 1:
        yield "It has no replica to fail over to."


RULE = Rule(
    id="elasticache-automatic-failover",
    title="A cache fails over to a replica by itself",
    severity=Severity.HIGH,
    why="Without it the loss of the primary makes the cache read-only until somebody acts, and what it held "
    "of sessions or counters is lost with a single node.",
    remedy="Set automatic_failover_enabled=True and at least one replica in each shard.",
    reference="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html",
    practice="REL11-BP02",
    types=(REPLICATION_GROUP,),
    check=_check,
)
