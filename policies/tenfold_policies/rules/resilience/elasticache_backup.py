"""A cache is backed up daily."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.resilience._caches import (
    CACHE_CLUSTER,
    REPLICATION_GROUP,
    SERVERLESS,
    is_secondary,
    is_single,
)
from tenfold_policies.rules.resilience._classes import Tagged, class_of

_PARAMETERS = "aws:elasticache/parameterGroup:ParameterGroup"


class _Parameters(Tagged):
    min_days: int = Field(default=1, ge=1, le=35)
    """Days for which a snapshot is kept."""
    exempt_classes: tuple[str, ...] = ("cache",)
    """The tag's values for a cache that holds nothing of its own: it fills itself again."""


def _check(cache: Resource, context: Context) -> Iterator[str]:
    wanted = context.parameters
    if not _holds_data(cache) or class_of(cache, wanted) in wanted.exempt_classes:
        return
    days = cache.get("snapshotRetentionLimit", 0)
    if days < wanted.min_days and not _evicts_anything(cache, context):
        yield f"snapshotRetentionLimit is {days} days, of at least {wanted.min_days}."


def _holds_data(cache: Resource) -> bool:
    if cache.type == CACHE_CLUSTER:
        return is_single(cache)
    return not is_secondary(cache) and cache.get("engine", "redis") != "memcached"


def _evicts_anything(cache: Resource, context: Context) -> bool:
    """Whether its parameters let it drop any key when it is full: then nobody relies on what it holds."""
    name = cache.known("parameterGroupName")
    groups = context.stack.referred(cache, "parameterGroupName", _PARAMETERS) or [
        each for each in context.stack.of(_PARAMETERS) if name and each.known("name") == name
    ]
    return any(
        group.known(f"parameters.{index}.name") == "maxmemory-policy"
        and str(group.get(f"parameters.{index}.value")).startswith("allkeys-")
        for group in groups
        for index, _ in enumerate(group.items("parameters"))
    )


RULE = Rule(
    id="elasticache-backup",
    title="A cache is backed up daily",
    severity=Severity.MEDIUM,
    why="Replicas repeat a flush or a faulty write at once: what exists only in the cache, such as sessions "
    "and counters, comes back from a snapshot or not at all.",
    remedy="Set snapshot_retention_limit, or tag a cache that fills itself again: data-class=cache.",
    reference="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-automatic.html",
    practice="REL09-BP03",
    types=(REPLICATION_GROUP, CACHE_CLUSTER, SERVERLESS),
    check=_check,
    parameters=_Parameters,
    relational=True,
)
