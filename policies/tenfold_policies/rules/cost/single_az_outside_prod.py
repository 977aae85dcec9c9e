"""Outside prod, databases and caches pay for one zone only."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.cost._names import DB_INSTANCE

_PAID = {
    DB_INSTANCE: ("multiAz", "a standby"),
    "aws:elasticache/replicationGroup:ReplicationGroup": ("multiAzEnabled", "a replica of each shard"),
}


def _check(resource: Resource, context: Context) -> Iterator[str]:
    property_, more = _PAID[resource.type]
    if context.environment != "prod" and resource.get(property_, False):
        yield f"{property_} is on: {more} in another zone is paid for in {context.environment}."


RULE = Rule(
    id="single-az-outside-prod",
    title="Outside prod, databases and caches are in one zone",
    severity=Severity.LOW,
    why="A standby doubles the price of a database that may be down for an hour.",
    remedy="Turn multi_az off; leave it on in one environment, such as staging, where failover is rehearsed.",
    reference="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html",
    practice="COST05-BP05",
    types=tuple(_PAID),
    check=_check,
)
