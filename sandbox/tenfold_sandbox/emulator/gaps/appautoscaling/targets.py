"""Scalable targets: what may be scaled, and between which bounds."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime
from typing import Any

from ...messages import Document
from .. import Call, refuse, store
from ..references import backend
from .base import GAPS, INVALID, find_target, key_of, select, table
from .policies import drop_alarms

_SUSPENSIONS = ("DynamicScalingInSuspended", "DynamicScalingOutSuspended", "ScheduledScalingSuspended")

# How each dimension names its resource (API Reference, RegisterScalableTarget: ResourceId).
_RESOURCES = {
    "rds:cluster:ReadReplicaCount": r"cluster:([^:/]+)",
    "elasticache:replication-group:NodeGroups": r"replication-group/([^/]+)",
    "elasticache:replication-group:Replicas": r"replication-group/([^/]+)",
    "dynamodb:table:ReadCapacityUnits": r"table/([^/]+)",
    "dynamodb:table:WriteCapacityUnits": r"table/([^/]+)",
    "dynamodb:index:ReadCapacityUnits": r"table/([^/]+)/index/[^/]+",
    "dynamodb:index:WriteCapacityUnits": r"table/([^/]+)/index/[^/]+",
    "ecs:service:DesiredCount": r"service/([^/]+/[^/]+)",
    "lambda:function:ProvisionedConcurrency": r"function:([^:]+):[^:]+",
}
# Service-linked roles (Application Auto Scaling User Guide, Service-linked roles).
_ROLES = {
    "rds": "RDSCluster",
    "elasticache": "ElastiCacheRG",
    "dynamodb": "DynamoDBTable",
    "ecs": "ECSService",
    "lambda": "LambdaConcurrency",
}
# ElastiCache User Guide, Auto Scaling Valkey and Redis OSS clusters: Prerequisites.
_CACHE_NODES = re.compile(r"cache\.(r7g|r6gd?|r5|m7g|m6g|m5|c7gn)\.(large|xlarge|2xlarge)")
_MOST = {
    "rds:cluster:ReadReplicaCount": 15,
    "elasticache:replication-group:NodeGroups": 500,
    "elasticache:replication-group:Replicas": 5,
}
"""Aurora User Guide, Aurora Auto Scaling; ElastiCache User Guide, Managing clusters."""


@GAPS.replaces("RegisterScalableTarget")
def register_scalable_target(call: Call) -> Document:
    params, key = call.params, key_of(call.params)
    _check_resource(call)
    target = dict(table(call, "targets").get(key) or _new(call))
    target |= {name: params[name] for name in ("MinCapacity", "MaxCapacity") if name in params}
    target["SuspendedState"] = {**target["SuspendedState"], **params.get("SuspendedState", {})}
    _check_bounds(target)
    table(call, "targets")[key] = target
    return {"ScalableTargetARN": target["ScalableTargetARN"]}


@GAPS.replaces("DescribeScalableTargets")
def describe_scalable_targets(call: Call) -> Document:
    return {"ScalableTargets": select(call, "targets", ResourceId="ResourceIds")}


@GAPS.replaces("DeregisterScalableTarget")
def deregister_scalable_target(call: Call) -> Document:
    find_target(call)
    key = key_of(call.params)
    for kind in ("policies", "actions"):
        gone = [name for name in table(call, kind) if name.startswith(f"{key}|")]
        for name in gone:
            drop_alarms(call, table(call, kind).pop(name))
    del table(call, "targets")[key]
    return {}


@GAPS.replaces("ListTagsForResource")
def list_tags(call: Call) -> Document:
    return {"Tags": _tagged(call)["Tags"]}


@GAPS.replaces("TagResource")
def tag_resource(call: Call) -> Document:
    _tagged(call)["Tags"].update(call.params["Tags"])
    return {}


@GAPS.replaces("UntagResource")
def untag_resource(call: Call) -> Document:
    tags = _tagged(call)["Tags"]
    for key in call.params["TagKeys"]:
        tags.pop(key, None)
    return {}


def _tagged(call: Call) -> Document:
    arn = call.params["ResourceARN"]
    for target in table(call, "targets").values():
        if target["ScalableTargetARN"] == arn:
            return target
    return refuse("ResourceNotFoundException", f"The specified resource doesn't exist: {arn}")


def _new(call: Call) -> Document:
    params, namespace = call.params, call.params["ServiceNamespace"]
    role = (
        f"arn:{call.partition}:iam::{call.account_id}:role/aws-service-role/{namespace}"
        f".application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_{_ROLES[namespace]}"
    )
    return {
        **{name: params[name] for name in ("ServiceNamespace", "ResourceId", "ScalableDimension")},
        "RoleARN": role,  # whatever role was given: these services use their own
        "CreationTime": datetime.now(UTC),
        "SuspendedState": dict.fromkeys(_SUSPENSIONS, False),
        "ScalableTargetARN": call.arn("application-autoscaling", f"scalable-target/{secrets.token_hex(18)}"),
        "Tags": dict(params.get("Tags", {})),
    }


def _check_bounds(target: Document) -> None:
    least, most = target.get("MinCapacity"), target.get("MaxCapacity")
    if least is None or most is None:
        refuse(INVALID, "MinCapacity and MaxCapacity must be given for a new scalable target")
    limit = _MOST.get(target["ScalableDimension"])
    if least > most or (limit is not None and most > limit):
        bound = "" if limit is None else f", at most {limit} for {target['ScalableDimension']}"
        message = f"Minimum capacity {least} and maximum capacity {most}"
        refuse(INVALID, f"{message}: the maximum must not be below the minimum{bound}")


def _check_resource(call: Call) -> None:
    namespace, dimension = call.params["ServiceNamespace"], call.params["ScalableDimension"]
    resource_id = call.params["ResourceId"]
    if dimension not in _RESOURCES:
        refuse(INVALID, f"The sandbox does not emulate the scaling of {dimension}")
    match = re.fullmatch(_RESOURCES[dimension], resource_id)
    if match is None or dimension.split(":")[0] != namespace:
        message = "Unsupported service namespace, resource type or scalable dimension"
        refuse(INVALID, f"{message}: {namespace}, {resource_id}, {dimension}")
    _CHECKS[namespace](call, match.group(1))


def _check_cluster(call: Call, name: str) -> None:
    cluster = backend(call, "rds").clusters.get(name)
    if cluster is None:
        refuse(INVALID, f"DB cluster doesn't exist: {name}")
    if not str(cluster.engine).startswith("aurora"):
        refuse(
            INVALID, f"DB cluster {name} has the engine {cluster.engine}: only Aurora's readers are scaled"
        )


def _check_cache(call: Call, name: str) -> None:
    from ..elasticache.global_groups import membership

    group = store(backend(call, "elasticache"), "groups").get(name)
    if group is None:
        refuse(INVALID, f"Replication group doesn't exist: {name}")
    if not group["ClusterEnabled"]:
        refuse(INVALID, f"Replication group {name} is not in cluster mode, which scaling needs")
    if not _CACHE_NODES.fullmatch(group["CacheNodeType"]):
        offered = "R7g, R6g, R6gd, R5, M7g, M6g, M5 and C7gn of the sizes large, xlarge and 2xlarge"
        refuse(INVALID, f"{group['CacheNodeType']} can't be scaled automatically; node types: {offered}")
    if membership(call, group):
        refuse(INVALID, f"Replication group {name} is in a global datastore, which can't be scaled")


def _check_table(call: Call, name: str) -> None:
    found: Any = backend(call, "dynamodb").tables.get(name)
    if found is None:
        refuse(INVALID, f"DynamoDB table does not exist: {call.params['ResourceId']}")
    if found.billing_mode == "PAY_PER_REQUEST":
        refuse(INVALID, f"DynamoDB table {name} is billed per request: it has no capacity to scale")


def _check_service(call: Call, name: str) -> None:
    cluster, _, service = name.partition("/")
    known = [each.name for each in backend(call, "ecs").services.values() if each.cluster_name == cluster]
    if service not in known:
        refuse(INVALID, f"ECS service doesn't exist: {call.params['ResourceId']}")


def _check_function(call: Call, name: str) -> None:
    from ..references import lambda_function

    if lambda_function(call, name) is None:
        refuse(INVALID, f"Lambda function doesn't exist: {call.params['ResourceId']}")


_CHECKS = {
    "rds": _check_cluster,
    "elasticache": _check_cache,
    "dynamodb": _check_table,
    "ecs": _check_service,
    "lambda": _check_function,
}
