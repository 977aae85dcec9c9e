"""A critical database has several replicas."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.resilience._classes import Classified, is_classified
from tenfold_policies.rules.resilience._databases import (
    CLUSTER,
    INSTANCE,
    follows,
    is_aurora,
    members,
    replicas,
)


class _Parameters(Classified):
    min_replicas: int = Field(default=2, ge=1, le=15)
    """Read replicas at least; of an Aurora cluster, instances besides the writer."""


def _check(database: Resource, context: Context) -> Iterator[str]:
    wanted, stack = context.parameters, context.stack
    if follows(database) or not is_classified(database, wanted):
        return
    if database.type == INSTANCE:
        count = len(replicas(database, stack))
    elif is_aurora(database):
        count = max(0, len(members(database, stack)) - 1)
    else:
        return
    if count < wanted.min_replicas:
        yield f"It has {count} of {wanted.min_replicas} replicas."


RULE = Rule(
    id="replica-count",
    title="A critical database has several replicas",
    severity=Severity.MEDIUM,
    why="With one replica, its loss moves all reads to the writer, at the worst moment; a failover takes "
    "one replica away too.",
    remedy="Add read replicas (an Instance with replicate_source_db, or a ClusterInstance).",
    reference="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.html",
    practice="REL11-BP05",
    types=(INSTANCE, CLUSTER),
    check=_check,
    parameters=_Parameters,
    relational=True,
)
