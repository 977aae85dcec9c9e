"""ElastiCache: replication groups, clusters alone, serverless caches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from ..figures import Query, Series
from ..finding import Resource
from ..prices import Part
from .asking import Described, Place, as_tags
from .sizes import Sized

GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
CLUSTER = "aws:elasticache/cluster:Cluster"
SERVERLESS = "aws:elasticache/serverlessCache:ServerlessCache"
_MONITORS = 6
"""Connections that ElastiCache itself holds to a node at most (its user guide: Metrics for Valkey and
Redis OSS, CurrConnections)."""
_COMMANDS = ("GetTypeCmds", "SetTypeCmds", "PubSubBasedCmds", "StreamBasedCmds", "EvalBasedCmds")
_MEMCACHED_COMMANDS = ("CmdGet", "CmdSet", "CmdTouch")
_GB = Decimal(1024**3)


@dataclass(frozen=True)
class Activity:
    """What shows that a node is used.

    Args:
        most: something that CloudWatch reports in any hour, the most of each hour.
        quiet: what it is at most while nobody uses the node.
        commands: of all hours together.
    """

    most: Series
    quiet: float
    commands: float = 0


@dataclass(frozen=True)
class Cache:
    """One cache with all its nodes.

    Args:
        part: what is paid for.
        type: of its nodes; empty if it is serverless.
        standby: it is the copy of one in another region, which nobody uses until that one fails.
    """

    resource: Resource
    created: datetime | None
    part: Part
    type: str
    nodes: Sequence[Activity]
    standby: bool = False

    @property
    def sized(self) -> Sized:
        return Sized(self.resource, self.type, self._resized)

    def _resized(self, node_type: str) -> Sequence[Part]:
        return [Part(self.part.type, {**self.part.inputs, "nodeType": node_type}, self.part.usage)]


@dataclass(frozen=True)
class _Listed:
    """A cache whose figures are still to be asked for: of each node the measure, its limit, its commands."""

    arn: str
    name: str
    created: datetime | None
    type: str
    token: str
    inputs: Mapping[str, Any]
    queries: Sequence[tuple[Query, float, Sequence[Query]]]
    stored: Query | None = None
    standby: bool = False


def read(place: Place) -> list[Cache]:
    listed = [*_nodes(place), *_serverless(place)]
    queries = [
        query
        for each in listed
        for measure, _, commands in each.queries
        for query in (measure, *commands, *([each.stored] if each.stored else ()))
    ]
    series = place.figures.of(queries)
    client = place.client("elasticache")
    return [
        Cache(
            Resource(
                each.name,
                place.region,
                tags=as_tags(client.list_tags_for_resource(ResourceName=each.arn)["TagList"]),
            ),
            each.created,
            Part(each.token, each.inputs, _stored(series[each.stored]) if each.stored else {}),
            each.type,
            [
                Activity(series[measure], quiet, sum(sum(series[query]) for query in commands))
                for measure, quiet, commands in each.queries
            ],
            each.standby,
        )
        for each in listed
    ]


def _nodes(place: Place) -> list[_Listed]:
    clusters = place.all("elasticache", "describe_cache_clusters", "CacheClusters")
    members: dict[str, list[Described]] = {}
    for each in clusters:
        if each["CacheClusterStatus"] == "available":
            members.setdefault(each.get("ReplicationGroupId") or "", []).append(each)
    found = [_alone(each) for each in members.pop("", ())]
    if members:
        groups = place.all("elasticache", "describe_replication_groups", "ReplicationGroups")
        found += [
            _group(each, members[each["ReplicationGroupId"]])
            for each in groups
            if each["ReplicationGroupId"] in members
        ]
    return found


def _alone(described: Described) -> _Listed:
    inputs = {
        "engine": described["Engine"],
        "nodeType": described["CacheNodeType"],
        "numCacheNodes": described["NumCacheNodes"],
    }
    return _Listed(
        described["ARN"],
        described["CacheClusterId"],
        described.get("CacheClusterCreateTime"),
        described["CacheNodeType"],
        CLUSTER,
        inputs,
        [_measured(described)],
    )


def _group(described: Described, members: Sequence[Described]) -> _Listed:
    first = members[0]
    inputs = {
        "engine": first["Engine"],
        "nodeType": first["CacheNodeType"],
        "numCacheClusters": len(members),
    }
    created = [each["CacheClusterCreateTime"] for each in members if each.get("CacheClusterCreateTime")]
    world: Mapping[str, Any] = described.get("GlobalReplicationGroupInfo") or {}
    return _Listed(
        described["ARN"],
        described["ReplicationGroupId"],
        described.get("ReplicationGroupCreateTime") or min(created, default=None),
        first["CacheNodeType"],
        GROUP,
        inputs,
        [_measured(each) for each in members],
        standby=world.get("GlobalReplicationGroupMemberRole") == "SECONDARY",
    )


def _measured(described: Described) -> tuple[Query, float, list[Query]]:
    node: str = described["CacheClusterId"]
    if described["Engine"] == "memcached":  # it holds connections to itself, by its number of threads
        first, *others = (_query(node, metric) for metric in _MEMCACHED_COMMANDS)
        return first, 0, others
    return (
        _query(node, "CurrConnections", "Maximum"),
        _MONITORS,
        [_query(node, metric) for metric in _COMMANDS],
    )


def _query(node: str, metric: str, statistic: str = "Sum") -> Query:
    return Query("AWS/ElastiCache", metric, (("CacheClusterId", node),), statistic)


def _serverless(place: Place) -> list[_Listed]:
    found: list[_Listed] = []
    for each in place.all("elasticache", "describe_serverless_caches", "ServerlessCaches"):
        name: str = each["ServerlessCacheName"]
        dimensions = (("clusterId", name),)
        units = Query("AWS/ElastiCache", "ElastiCacheProcessingUnits", dimensions, "Sum")
        found.append(
            _Listed(
                each["ARN"],
                name,
                each.get("CreateTime"),
                "",
                SERVERLESS,
                {"engine": each["Engine"]},
                [(units, 0, ())],
                stored=Query("AWS/ElastiCache", "BytesUsedForCache", dimensions, "Average"),
            )
        )
    return found


def _stored(series: Series) -> dict[str, Decimal]:
    average = Decimal(str(sum(series) / len(series))) if series else Decimal(0)
    return {"gb_stored": average / _GB}
