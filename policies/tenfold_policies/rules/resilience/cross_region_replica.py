"""A critical database is replicated to another region."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource, Stack
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.resilience._classes import Classified, is_classified
from tenfold_policies.rules.resilience._databases import CLUSTER, INSTANCE, TABLE, follows, replicas
from tenfold_policies.rules.resilience._matching import matching
from tenfold_policies.rules.resilience._regions import global_cluster_of, joined, region_of


def _check(database: Resource, context: Context) -> Iterator[str]:
    if follows(database) or not is_classified(database, context.parameters):
        return
    if database.type == TABLE:
        if not database.items("replicas"):
            yield "The table has no replicas."
    elif not matching(_copies(database, context.stack), lambda each: region_of(each) != region_of(database)):
        yield "Nothing in another region follows it."


def _copies(database: Resource, stack: Stack) -> list[Resource]:
    if database.type == INSTANCE:
        return replicas(database, stack)
    global_cluster = global_cluster_of(database, stack)
    others = joined(global_cluster, stack) if global_cluster else []
    followers = stack.referring(database, CLUSTER, "replicationSourceIdentifier")
    return [each for each in (*others, *followers) if each is not database]


RULE = Rule(
    id="cross-region-replica",
    title="A critical database is replicated to another region",
    severity=Severity.HIGH,
    why="When a region is lost, a database that has nothing elsewhere comes back from a copied backup at "
    "best: hours later and hours older.",
    remedy="Add a read replica, a global database's second cluster or a table replica in another region.",
    reference="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.html",
    practice="REL13-BP02",
    types=(INSTANCE, CLUSTER, TABLE),
    check=_check,
    parameters=Classified,
    relational=True,
)
