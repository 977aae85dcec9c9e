"""Single clusters (Memcached), serverless caches, and the groups that caches refer to."""

from __future__ import annotations

from typing import Any

from tenfold_sandbox.provider.rows.elasticache._shared import (
    NODE_NAMES,
    NODE_OUTPUTS,
    TAGGING,
    deliver_logs,
    log_delivery,
)
from tenfold_sandbox.provider.table import Call, Context, Resource, Value
from tenfold_sandbox.provider.wording import DESCRIPTION, in_lower_case, is_version_of, lower_case_name

_AT_ONCE = 20  # parameters that a call takes (ElastiCache API Reference, ModifyCacheParameterGroup)


def _dropped_nodes(context: Context) -> list[str] | None:
    """Nodes are taken away from the end."""
    if "numCacheNodes" not in context.changed:
        return None
    nodes = [each["CacheNodeId"] for each in context.live.get("CacheNodes", [])]
    return nodes[context.inputs["numCacheNodes"] :] or None


def _az_mode(context: Context) -> str:
    zones = {each.get("CustomerAvailabilityZone") for each in context.live.get("CacheNodes", [])}
    return "cross-az" if len(zones) > 1 else "single-az"


_CLUSTER_KEY: dict[str, Value] = {"CacheClusterId": "id"}
_CLUSTER = Resource(
    token="aws:elasticache/cluster:Cluster",
    schema="AWS::ElastiCache::CacheCluster",
    service="elasticache",
    id="out.CacheCluster.CacheClusterId",
    create=(Call("CreateCacheCluster", {"LogDeliveryConfigurations": log_delivery}),),
    read=(
        Call(
            "DescribeCacheClusters",
            {**_CLUSTER_KEY, "ShowCacheNodeInfo": "`true`"},
            auto=False,
            result="CacheClusters[0]",
        ),
    ),
    update=(
        Call(
            "ModifyCacheCluster",
            {
                **_CLUSTER_KEY,
                "CacheNodeIdsToRemove": _dropped_nodes,
                "LogDeliveryConfigurations": "`null`",  # the next call's
                "ApplyImmediately": "in.applyImmediately || `false`",
            },
        ),
        deliver_logs("ModifyCacheCluster", "CacheClusterId"),
    ),
    delete=(
        Call("DeleteCacheCluster", {**_CLUSTER_KEY, "FinalSnapshotIdentifier": "in.finalSnapshotIdentifier"}),
    ),
    names={
        **NODE_NAMES,
        "clusterId": "CacheClusterId",
        "availabilityZone": "PreferredAvailabilityZone",
    },
    schema_names={"clusterId": "ClusterName", "logDeliveryConfigurations": "-"},
    outputs={
        **NODE_OUTPUTS,
        "azMode": _az_mode,
        "cacheNodes": "live.CacheNodes[].{id: CacheNodeId, address: Endpoint.Address, "
        "port: Endpoint.Port, availabilityZone: CustomerAvailabilityZone}",
        "clusterAddress": "live.ConfigurationEndpoint.Address",
        "configurationEndpoint": "live.ConfigurationEndpoint && "
        "join(':', [live.ConfigurationEndpoint.Address, to_string(live.ConfigurationEndpoint.Port)])",
        "port": "live.ConfigurationEndpoint.Port || live.CacheNodes[0].Endpoint.Port",
    },
    alike={"engineVersion": is_version_of, "maintenanceWindow": in_lower_case},
    kept=frozenset({"applyImmediately", "finalSnapshotIdentifier"}),
    unread=frozenset({"preferredAvailabilityZones", "snapshotArns", "snapshotName", "outpostMode"}),
    autoname=("clusterId", 40),
    autoname_form=lower_case_name,
    tagging=TAGGING,
)

_SERVERLESS_KEY: dict[str, Value] = {"ServerlessCacheName": "id"}
_SERVERLESS = Resource(
    token="aws:elasticache/serverlessCache:ServerlessCache",
    schema="AWS::ElastiCache::ServerlessCache",
    service="elasticache",
    id="out.ServerlessCache.ServerlessCacheName",
    create=(Call("CreateServerlessCache"),),
    read=(Call("DescribeServerlessCaches", _SERVERLESS_KEY, auto=False, result="ServerlessCaches[0]"),),
    update=(Call("ModifyServerlessCache", _SERVERLESS_KEY),),
    delete=(Call("DeleteServerlessCache", _SERVERLESS_KEY),),
    names={"name": "ServerlessCacheName"},
    outputs={
        "endpoints": "live.Endpoint && [live.Endpoint]",
        "readerEndpoints": "live.ReaderEndpoint && [live.ReaderEndpoint]",
    },
    kept=frozenset({"timeouts"}),
    unread=frozenset({"snapshotArnsToRestores"}),
    autoname=("name", 40),
    autoname_form=lower_case_name,
    tagging=TAGGING,
)

_SUBNETS_KEY: dict[str, Value] = {"CacheSubnetGroupName": "id"}
_SUBNETS = Resource(
    token="aws:elasticache/subnetGroup:SubnetGroup",
    schema="AWS::ElastiCache::SubnetGroup",
    service="elasticache",
    id="out.CacheSubnetGroup.CacheSubnetGroupName",
    create=(
        Call("CreateCacheSubnetGroup", {"CacheSubnetGroupDescription": f"in.description || '{DESCRIPTION}'"}),
    ),
    read=(Call("DescribeCacheSubnetGroups", _SUBNETS_KEY, auto=False, result="CacheSubnetGroups[0]"),),
    update=(Call("ModifyCacheSubnetGroup", _SUBNETS_KEY),),
    delete=(Call("DeleteCacheSubnetGroup", _SUBNETS_KEY),),
    names={"name": "CacheSubnetGroupName", "description": "CacheSubnetGroupDescription"},
    outputs={"subnetIds": "live.Subnets[].SubnetIdentifier"},
    autoname=("name", 255),
    autoname_form=lower_case_name,
    tagging=TAGGING,
)


def _parameters(given: Any) -> dict[str, str]:
    items: list[dict[str, str]] = given or []
    return {each["name"]: each["value"] for each in items}


def _chunks(values: dict[str, str]) -> list[list[dict[str, str]]]:
    pairs = [{"ParameterName": name, "ParameterValue": value} for name, value in values.items()]
    return [pairs[start : start + _AT_ONCE] for start in range(0, len(pairs), _AT_ONCE)]


def _set(context: Context) -> list[list[dict[str, str]]]:
    old, new = _parameters(context.old.get("parameters")), _parameters(context.inputs.get("parameters"))
    return _chunks({name: value for name, value in new.items() if old.get(name) != value})


def _reset(context: Context) -> list[list[dict[str, str]]]:
    old, new = _parameters(context.old.get("parameters")), _parameters(context.inputs.get("parameters"))
    return _chunks({name: value for name, value in old.items() if name not in new})


_PARAMETERS_KEY: dict[str, Value] = {"CacheParameterGroupName": "id"}
_CHUNK: dict[str, Value] = {**_PARAMETERS_KEY, "ParameterNameValues": "item"}
_PARAMETERS = Resource(
    token="aws:elasticache/parameterGroup:ParameterGroup",
    schema="AWS::ElastiCache::ParameterGroup",
    service="elasticache",
    id="out.CacheParameterGroup.CacheParameterGroupName",
    create=(
        Call("CreateCacheParameterGroup", {"Description": f"in.description || '{DESCRIPTION}'"}),
        Call("ModifyCacheParameterGroup", _CHUNK, auto=False, each=_set),
    ),
    read=(
        Call("DescribeCacheParameterGroups", _PARAMETERS_KEY, auto=False, result="CacheParameterGroups[0]"),
        Call("DescribeCacheParameters", {**_PARAMETERS_KEY, "Source": "'user'"}, auto=False),
    ),
    update=(
        Call("ModifyCacheParameterGroup", _CHUNK, auto=False, on=("parameters",), each=_set),
        Call("ResetCacheParameterGroup", _CHUNK, auto=False, on=("parameters",), each=_reset),
    ),
    delete=(Call("DeleteCacheParameterGroup", _PARAMETERS_KEY),),
    names={"name": "CacheParameterGroupName", "family": "CacheParameterGroupFamily"},
    schema_names={"parameters": "-"},  # "Properties" there
    outputs={"parameters": "live.Parameters[].{name: ParameterName, value: ParameterValue}"},
    autoname=("name", 255),
    autoname_form=lower_case_name,
    tagging=TAGGING,
)

ROWS: tuple[Resource, ...] = (_CLUSTER, _SERVERLESS, _SUBNETS, _PARAMETERS)
