from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from support.provider import Provider, Refused, Resource

TARGET = "aws:appautoscaling/target:Target"
POLICY = "aws:appautoscaling/policy:Policy"
ACTION = "aws:appautoscaling/scheduledAction:ScheduledAction"
READERS = {
    "serviceNamespace": "rds",
    "resourceId": "cluster:scaled",
    "scalableDimension": "rds:cluster:ReadReplicaCount",
}
BOUNDS = {"minCapacity": 1, "maxCapacity": 4}
CPU = {
    "predefinedMetricSpecification": {"predefinedMetricType": "RDSReaderAverageCPUUtilization"},
    "targetValue": 60,
    "scaleInCooldown": 300,
    "scaleOutCooldown": 60,
}


def _cache(name: str, dimension: str) -> dict[str, Any]:
    return {
        "serviceNamespace": "elasticache",
        "resourceId": f"replication-group/{name}",
        "scalableDimension": f"elasticache:replication-group:{dimension}",
    }


@pytest.fixture(scope="module")
def cluster(aws: Provider) -> Iterator[str]:
    rds = aws.client("rds")
    rds.create_db_cluster(
        DBClusterIdentifier="scaled",
        Engine="aurora-postgresql",
        MasterUsername="app",
        ManageMasterUserPassword=True,
    )
    yield "scaled"
    rds.delete_db_cluster(DBClusterIdentifier="scaled", SkipFinalSnapshot=True)


@pytest.fixture(scope="module")
def target(aws: Provider, cluster: str) -> Iterator[Resource]:
    made = aws.create(TARGET, "readers", {**READERS, **BOUNDS})
    yield made
    aws.delete(made)


@pytest.fixture(scope="module")
def caches(aws: Provider) -> Iterator[None]:
    """A cache in cluster mode, one without it, and one of small nodes."""
    elasticache = aws.client("elasticache")
    kinds = {
        "sharded": {"NumNodeGroups": 2, "CacheNodeType": "cache.r7g.large"},
        "plain": {"CacheNodeType": "cache.r7g.large"},
        "small": {"NumNodeGroups": 2, "CacheNodeType": "cache.t4g.small"},
    }
    for name, kind in kinds.items():
        elasticache.create_replication_group(
            ReplicationGroupId=name,
            ReplicationGroupDescription=name,
            Engine="valkey",
            AutomaticFailoverEnabled="NumNodeGroups" in kind,
            **kind,
        )
    yield
    for name in kinds:
        elasticache.delete_replication_group(ReplicationGroupId=name)


def test_a_target_lives_its_whole_life(aws: Provider, cluster: str) -> None:
    made = aws.cycle(
        TARGET,
        {**READERS, **BOUNDS, "tags": {"Name": "readers"}},
        change={
            "maxCapacity": 6,
            "suspendedState": {"dynamicScalingInSuspended": True},
            "tags": {"Name": "readers", "stage": "scale"},
        },
        importing="rds/cluster:scaled/rds:cluster:ReadReplicaCount",
    )
    assert made.id == "cluster:scaled"
    assert made.state["arn"].startswith("arn:aws:application-autoscaling:us-east-1:123456789012:scalable-t")
    assert made.state["roleArn"].endswith("AWSServiceRoleForApplicationAutoScaling_RDSCluster")
    assert made.state["suspendedState"]["dynamicScalingInSuspended"] is True
    assert made.state["__kept"] == []


def test_a_target_of_another_cluster_is_another_target(aws: Provider, target: Resource) -> None:
    answer = aws.diff(target, {**READERS, **BOUNDS, "resourceId": "cluster:other"})
    assert list(answer.replaces) == ["resourceId"]


def test_a_target_must_exist_and_be_aurora(aws: Provider, cluster: str) -> None:
    with pytest.raises(Refused, match="DB cluster doesn't exist: missing"):
        aws.create(TARGET, "missing", {**READERS, **BOUNDS, "resourceId": "cluster:missing"})


def test_the_bounds_of_a_target_are_checked(aws: Provider, cluster: str) -> None:
    with pytest.raises(Refused, match="at most 15 for rds:cluster:ReadReplicaCount"):
        aws.create(TARGET, "many", {**READERS, "minCapacity": 1, "maxCapacity": 16})
    with pytest.raises(Refused, match="the maximum must not be below the minimum"):
        aws.create(TARGET, "turned", {**READERS, "minCapacity": 5, "maxCapacity": 4})


def test_a_resource_id_of_another_form_is_refused(aws: Provider, cluster: str) -> None:
    with pytest.raises(Refused, match="Unsupported service namespace, resource type or scalable dimension"):
        aws.create(TARGET, "slash", {**READERS, **BOUNDS, "resourceId": "cluster/scaled"})


@pytest.mark.parametrize("dimension", ["NodeGroups", "Replicas"])
def test_shards_and_replicas_of_a_cache_are_scaled(aws: Provider, caches: None, dimension: str) -> None:
    aws.cycle(
        TARGET,
        {**_cache("sharded", dimension), **BOUNDS},
        change={"minCapacity": 2},
        importing=f"elasticache/replication-group/sharded/elasticache:replication-group:{dimension}",
    )


@pytest.mark.parametrize(
    ("name", "reason"), [("plain", "is not in cluster mode"), ("small", "can't be scaled automatically")]
)
def test_a_cache_that_aws_does_not_scale_is_refused(
    aws: Provider, caches: None, name: str, reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        aws.create(TARGET, name, {**_cache(name, "Replicas"), **BOUNDS})


def test_a_table_is_scaled_by_its_capacity(aws: Provider) -> None:
    dynamodb = aws.client("dynamodb")
    dynamodb.create_table(
        TableName="scaled",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        ProvisionedThroughput={"ReadCapacityUnits": 5, "WriteCapacityUnits": 5},
    )
    table = {
        "serviceNamespace": "dynamodb",
        "resourceId": "table/scaled",
        "scalableDimension": "dynamodb:table:ReadCapacityUnits",
    }
    made = aws.create(TARGET, "table", {**table, **BOUNDS})
    utilization = {"predefinedMetricType": "DynamoDBReadCapacityUtilization"}
    policy = {
        **table,
        "name": "reads",
        "policyType": "TargetTrackingScaling",
        "targetTrackingScalingPolicyConfiguration": {
            "predefinedMetricSpecification": utilization,
            "targetValue": 70,
        },
    }
    aws.cycle(POLICY, policy, importing="dynamodb/table/scaled/dynamodb:table:ReadCapacityUnits/reads")
    step = {"adjustmentType": "ChangeInCapacity", "stepAdjustments": [{"scalingAdjustment": 1}]}
    with pytest.raises(Refused, match="StepScaling is not supported for dynamodb"):
        aws.create(POLICY, "step", {**table, "stepScalingPolicyConfiguration": step})
    aws.delete(made)
    dynamodb.delete_table(TableName="scaled")


def test_a_tracking_policy_lives_its_whole_life_and_takes_its_alarms_along(
    aws: Provider, target: Resource
) -> None:
    made = aws.cycle(
        POLICY,
        {
            **READERS,
            "name": "cpu",
            "policyType": "TargetTrackingScaling",
            "targetTrackingScalingPolicyConfiguration": CPU,
        },
        change={"targetTrackingScalingPolicyConfiguration": {**CPU, "targetValue": 55.5}},
        importing="rds/cluster:scaled/rds:cluster:ReadReplicaCount/cpu",
    )
    assert made.id == "cpu"
    assert ":scalingPolicy:" in made.state["arn"]
    assert len(made.state["alarmArns"]) == 2
    assert made.state["__kept"] == []
    alarms = aws.client("cloudwatch").describe_alarms(AlarmNamePrefix="TargetTracking-cluster:scaled")
    assert alarms["MetricAlarms"] == []


def test_the_alarms_of_a_policy_watch_the_readers(aws: Provider, target: Resource) -> None:
    tracking = {**CPU, "disableScaleIn": True}
    inputs = {
        **READERS,
        "policyType": "TargetTrackingScaling",
        "targetTrackingScalingPolicyConfiguration": tracking,
    }
    made = aws.create(POLICY, "out-only", inputs)
    found = aws.client("cloudwatch").describe_alarms(AlarmNamePrefix="TargetTracking-cluster:scaled")
    (alarm,) = found["MetricAlarms"]
    assert alarm["AlarmArn"] == made.state["alarmArns"][0]
    assert alarm["AlarmActions"] == [made.state["arn"]]
    assert {each["Name"]: each["Value"] for each in alarm["Dimensions"]} == {
        "DBClusterIdentifier": "scaled",
        "Role": "READER",
    }
    aws.delete(made)


def test_a_metric_of_another_service_is_refused_with_those_that_fit(aws: Provider, target: Resource) -> None:
    wrong = {"predefinedMetricType": "ElastiCachePrimaryEngineCPUUtilization"}
    inputs = {
        **READERS,
        "policyType": "TargetTrackingScaling",
        "targetTrackingScalingPolicyConfiguration": {**CPU, "predefinedMetricSpecification": wrong},
    }
    with pytest.raises(Refused, match="allowed: RDSReaderAverageCPUUtilization"):
        aws.create(POLICY, "wrong", inputs)


def test_a_step_policy_lives_its_whole_life(aws: Provider, target: Resource) -> None:
    step = {
        "adjustmentType": "ChangeInCapacity",
        "cooldown": 60,
        "metricAggregationType": "Maximum",
        "stepAdjustments": [
            {"metricIntervalLowerBound": "0", "metricIntervalUpperBound": "10", "scalingAdjustment": 1},
            {"metricIntervalLowerBound": "10", "scalingAdjustment": 2},
        ],
    }
    made = aws.cycle(
        POLICY,
        {**READERS, "name": "steps", "stepScalingPolicyConfiguration": step},
        change={"stepScalingPolicyConfiguration": {**step, "cooldown": 120}},
        importing="rds/cluster:scaled/rds:cluster:ReadReplicaCount/steps",
    )
    assert made.state["policyType"] == "StepScaling"


def test_a_scheduled_action_is_made_changed_and_deleted(aws: Provider, target: Resource) -> None:
    inputs = {
        **READERS,
        "name": "mornings",
        "schedule": "cron(0 7 * * ? *)",
        "timezone": "Europe/Berlin",
        "startTime": "2030-01-01T01:00:00+01:00",
        "scalableTargetAction": {"minCapacity": 3, "maxCapacity": 8},
    }
    made = aws.create(ACTION, "mornings", inputs)
    aws.assert_settled(made, inputs)
    assert made.id == "mornings-rds-cluster:scaled"
    changed = {**inputs, "scalableTargetAction": {"minCapacity": 4}}
    last = aws.update(made, changed)
    aws.assert_settled(last, changed)
    assert ":scheduledAction:" in last.state["arn"]
    with pytest.raises(Refused, match="can't be imported"):
        aws.import_(ACTION, "mornings", last.id)
    aws.delete(last)
    assert aws.read(last) is None


def test_a_target_takes_its_policies_and_actions_along(aws: Provider, cluster: str, target: Resource) -> None:
    aws.client("rds").create_db_cluster(
        DBClusterIdentifier="brief",
        Engine="aurora-postgresql",
        MasterUsername="app",
        MasterUserPassword="x" * 9,
    )
    brief = {**READERS, "resourceId": "cluster:brief"}
    made = aws.create(TARGET, "brief", {**brief, **BOUNDS})
    tracking = {"policyType": "TargetTrackingScaling", "targetTrackingScalingPolicyConfiguration": CPU}
    policy = aws.create(POLICY, "brief", {**brief, **tracking})
    action = {"schedule": "rate(1 day)", "scalableTargetAction": {"minCapacity": 2}}
    scheduled = aws.create(ACTION, "brief", {**brief, **action})
    aws.delete(made)
    assert aws.read(policy) is None
    assert aws.read(scheduled) is None
    alarms = aws.client("cloudwatch").describe_alarms(AlarmNamePrefix="TargetTracking-cluster:brief")
    assert alarms["MetricAlarms"] == []
    aws.client("rds").delete_db_cluster(DBClusterIdentifier="brief", SkipFinalSnapshot=True)


def test_refresh_sees_bounds_that_somebody_changed(aws: Provider, target: Resource) -> None:
    scaling = aws.client("application-autoscaling")
    identity = {name[0].upper() + name[1:]: value for name, value in READERS.items()}
    scaling.register_scalable_target(**identity, MaxCapacity=9)
    seen = aws.read(target)
    assert seen is not None
    assert list(aws.diff(seen, {**READERS, **BOUNDS}).diffs) == ["maxCapacity"]
    aws.update(seen, {**READERS, **BOUNDS})
