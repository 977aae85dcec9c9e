"""Scaling policies, and the alarms that a target tracking policy makes and takes along."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import NamedTuple

from ...messages import Document
from .. import Call, refuse
from ..references import backend
from .base import GAPS, INVALID, find_target, key_of, select, table, take

_CONFIGURATIONS = {
    "TargetTrackingScaling": "TargetTrackingScalingPolicyConfiguration",
    "StepScaling": "StepScalingPolicyConfiguration",
    "PredictiveScaling": "PredictiveScalingPolicyConfiguration",
}
_UNSUPPORTED = {"StepScaling": ("dynamodb", "lambda", "elasticache")}
"""API Reference, PutScalingPolicy: PolicyType."""


class _Metric(NamedTuple):
    """A predefined metric: the dimensions of targets that it is for, and what the alarms watch."""

    targets: tuple[str, ...]
    namespace: str
    name: str
    key: str
    more: dict[str, str]


_NODES, _REPLICAS = "elasticache:replication-group:NodeGroups", "elasticache:replication-group:Replicas"
_READERS, _SERVICE = "rds:cluster:ReadReplicaCount", "ecs:service:DesiredCount"
_CACHE, _GROUP = "AWS/ElastiCache", "ReplicationGroupId"
_READ = ("dynamodb:table:ReadCapacityUnits", "dynamodb:index:ReadCapacityUnits")
_WRITE = ("dynamodb:table:WriteCapacityUnits", "dynamodb:index:WriteCapacityUnits")
_MEMORY = "DatabaseMemoryUsageCountedForEvictPercentage"
_CAPACITY = "DatabaseCapacityUsageCountedForEvictPercentage"
_READER, _PRIMARY, _REPLICA = {"Role": "READER"}, {"Role": "Primary"}, {"Role": "Replica"}
_METRICS = {
    "RDSReaderAverageCPUUtilization": _Metric(
        (_READERS,), "AWS/RDS", "CPUUtilization", "DBClusterIdentifier", _READER
    ),
    "RDSReaderAverageDatabaseConnections": _Metric(
        (_READERS,), "AWS/RDS", "DatabaseConnections", "DBClusterIdentifier", _READER
    ),
    "ElastiCachePrimaryEngineCPUUtilization": _Metric(
        (_NODES,), _CACHE, "EngineCPUUtilization", _GROUP, _PRIMARY
    ),
    "ElastiCacheReplicaEngineCPUUtilization": _Metric(
        (_REPLICAS,), _CACHE, "EngineCPUUtilization", _GROUP, _REPLICA
    ),
    f"ElastiCache{_MEMORY}": _Metric((_NODES,), _CACHE, _MEMORY, _GROUP, {}),
    f"ElastiCache{_CAPACITY}": _Metric((_NODES,), _CACHE, _CAPACITY, _GROUP, {}),
    "DynamoDBReadCapacityUtilization": _Metric(
        _READ, "AWS/DynamoDB", "ConsumedReadCapacityUnits", "TableName", {}
    ),
    "DynamoDBWriteCapacityUtilization": _Metric(
        _WRITE, "AWS/DynamoDB", "ConsumedWriteCapacityUnits", "TableName", {}
    ),
    "ECSServiceAverageCPUUtilization": _Metric((_SERVICE,), "AWS/ECS", "CPUUtilization", "ServiceName", {}),
    "ECSServiceAverageMemoryUtilization": _Metric(
        (_SERVICE,), "AWS/ECS", "MemoryUtilization", "ServiceName", {}
    ),
    "ALBRequestCountPerTarget": _Metric(
        (_SERVICE,), "AWS/ApplicationELB", "RequestCountPerTarget", "TargetGroup", {}
    ),
    "LambdaProvisionedConcurrencyUtilization": _Metric(
        ("lambda:function:ProvisionedConcurrency",),
        "AWS/Lambda",
        "ProvisionedConcurrencyUtilization",
        "FunctionName",
        {},
    ),
}


@GAPS.replaces("PutScalingPolicy")
def put_scaling_policy(call: Call) -> Document:
    target, params = find_target(call), call.params
    key = key_of(params, "PolicyName")
    old = table(call, "policies").get(key, {})
    kind = params.get("PolicyType") or old.get("PolicyType") or "StepScaling"
    configuration = _configuration(target, kind, params)
    path = f"{uuid.uuid4()}:resource/{target['ServiceNamespace']}/{target['ResourceId']}"
    policy: Document = {
        "PolicyName": params["PolicyName"],
        "PolicyARN": old.get("PolicyARN")
        or call.arn("autoscaling", f"scalingPolicy:{path}:policyName/{params['PolicyName']}"),
        "PolicyType": kind,
        "CreationTime": old.get("CreationTime", datetime.now(UTC)),
        **{field: target[field] for field in ("ServiceNamespace", "ResourceId", "ScalableDimension")},
        _CONFIGURATIONS[kind]: configuration,
        "Alarms": [],
    }
    drop_alarms(call, old)
    if kind == "TargetTrackingScaling":
        policy["Alarms"] = _make_alarms(call, policy, configuration)
    table(call, "policies")[key] = policy
    return {"PolicyARN": policy["PolicyARN"], "Alarms": policy["Alarms"]}


@GAPS.replaces("DescribeScalingPolicies")
def describe_scaling_policies(call: Call) -> Document:
    return {"ScalingPolicies": select(call, "policies", PolicyName="PolicyNames")}


@GAPS.replaces("DeleteScalingPolicy")
def delete_scaling_policy(call: Call) -> Document:
    drop_alarms(call, take(call, "policies", "PolicyName"))
    return {}


def drop_alarms(call: Call, policy: Document) -> None:
    """Delete the alarms that belong to a policy."""
    alarms = backend(call, "cloudwatch").alarms
    for alarm in policy.get("Alarms", []):
        alarms.pop(alarm["AlarmName"], None)


def _configuration(target: Document, kind: str, params: Document) -> Document:
    namespace, dimension = target["ServiceNamespace"], target["ScalableDimension"]
    if namespace in _UNSUPPORTED.get(kind, ()) or (kind == "PredictiveScaling" and namespace != "ecs"):
        refuse(INVALID, f"Policy type {kind} is not supported for {namespace}")
    configuration = params.get(_CONFIGURATIONS[kind])
    if configuration is None:
        refuse(INVALID, f"{_CONFIGURATIONS[kind]} must be given for policy type {kind}")
    if kind == "TargetTrackingScaling":
        _check_metric(dimension, configuration)
    return configuration


def _check_metric(dimension: str, configuration: Document) -> None:
    predefined = configuration.get("PredefinedMetricSpecification")
    if (predefined is None) == ("CustomizedMetricSpecification" not in configuration):
        refuse(INVALID, "Give one of PredefinedMetricSpecification and CustomizedMetricSpecification")
    if predefined is not None:
        name = predefined["PredefinedMetricType"]
        if name not in _METRICS or dimension not in _METRICS[name].targets:
            fitting = ", ".join(known for known, metric in _METRICS.items() if dimension in metric.targets)
            refuse(INVALID, f"The metric {name} can't be used for {dimension}; allowed: {fitting}")


def _make_alarms(call: Call, policy: Document, configuration: Document) -> list[Document]:
    """AWS's two alarms: after three minutes above the target, after fifteen below nine tenths of it."""
    goal, watched = float(configuration["TargetValue"]), _watched(policy, configuration)
    sides = [("AlarmHigh", "GreaterThanThreshold", 3, goal)]
    if not configuration.get("DisableScaleIn"):
        sides.append(("AlarmLow", "LessThanThreshold", 15, goal * 0.9))
    made: list[Document] = []
    for side, comparison, periods, threshold in sides:
        name = f"TargetTracking-{policy['ResourceId']}-{side}-{uuid.uuid4()}"
        alarm = backend(call, "cloudwatch").put_metric_alarm(
            name=name,
            description=f"DO NOT EDIT OR DELETE. For TargetTrackingScaling policy {policy['PolicyARN']}.",
            comparison_operator=comparison,
            evaluation_periods=periods,
            period=60,
            threshold=threshold,
            alarm_actions=[policy["PolicyARN"]],
            metric_data_queries=[],
            **watched,
        )
        made.append({"AlarmName": name, "AlarmARN": alarm.alarm_arn})
    return made


def _watched(policy: Document, configuration: Document) -> Document:
    """What the alarms watch; of a metric by expressions only that there is one."""
    custom = configuration.get("CustomizedMetricSpecification")
    if custom is not None:
        return {
            "namespace": custom.get("Namespace", "expression"),
            "metric_name": custom.get("MetricName", "expression"),
            "statistic": custom.get("Statistic", "Average"),
            "dimensions": custom.get("Dimensions", []),
        }
    metric = _METRICS[configuration["PredefinedMetricSpecification"]["PredefinedMetricType"]]
    name = policy["ResourceId"].replace(":", "/").split("/")[-1 if metric.key == "ServiceName" else 1]
    dimensions = {metric.key: name, **metric.more}
    return {
        "namespace": metric.namespace,
        "metric_name": metric.name,
        "statistic": "Average",
        "dimensions": [{"Name": key, "Value": value} for key, value in dimensions.items()],
    }
