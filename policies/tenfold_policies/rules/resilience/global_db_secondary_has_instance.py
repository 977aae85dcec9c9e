"""A global database's standby cluster has an instance."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.resilience._databases import CLUSTER, follows, is_aurora, members


def _check(cluster: Resource, context: Context) -> Iterator[str]:
    if follows(cluster) and is_aurora(cluster) and not members(cluster, context.stack):
        yield "It has no instance: its storage follows, and nothing can read it."


RULE = Rule(
    id="global-db-secondary-has-instance",
    title="A global database's standby cluster has an instance",
    severity=Severity.HIGH,
    why="A cluster without an instance can't take over: the failover waits until one is made, in a region "
    "where everybody then asks for capacity.",
    remedy="Add a ClusterInstance of the writer's size to the standby cluster.",
    reference="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/"
    "aurora-global-database-attach.console.headless.html",
    practice="REL13-BP02",
    types=(CLUSTER,),
    check=_check,
    relational=True,
)
