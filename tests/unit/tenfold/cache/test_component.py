"""What Cache registers."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest
from pulumi.runtime import rpc

from support.recording import Recorded, Recording, record
from tenfold.cache import (
    Authentication,
    Cache,
    CacheAlarms,
    CacheArgs,
    CacheUser,
    ReplicaAutoscaling,
    ShardAutoscaling,
)
from tenfold.errors import InvalidInputError

NETWORK = {
    "vpc_id": "vpc-1",
    "subnet_ids": ["subnet-a", "subnet-b"],
    "allowed_security_groups": {"eks": "sg-eks"},
}


def build(opts: pulumi.ResourceOptions | None = None, name: str = "prod", **changed: Any) -> Recording:
    return record(lambda: Cache(name, CacheArgs(**{**NETWORK, **changed}), opts), preview=True)


def group(recording: Recording) -> Recorded:
    return recording.one("ReplicationGroup")


def is_secret(value: Any) -> bool:
    return isinstance(value, dict) and value.get(rpc._special_sig_key) == rpc._special_secret_sig


@pytest.fixture(scope="module")
def default() -> Recording:
    return build()


def test_every_child_belongs_to_the_component(default: Recording) -> None:
    component, *children = default
    assert {child.parent for child in children} == {component.urn}
    assert all(child.name.startswith("prod-") for child in children)


def test_an_alias_reaches_the_component_alone() -> None:
    recording = build(pulumi.ResourceOptions(aliases=[pulumi.Alias(name="old")]))
    assert [r.name for r in recording if r.aliases] == ["prod"]


def test_region_reaches_every_regional_child() -> None:
    recording = build(region="us-west-2")
    regional = [r for r in recording if r.type.startswith("aws:")]
    assert len(regional) > 10
    assert {r.inputs.get("region") for r in regional} == {"us-west-2"}


def test_the_user_s_tags_reach_the_cache() -> None:
    assert group(build(tags={"team": "shop"})).inputs["tags"]["team"] == "shop"


def test_plain_text_is_refused_on_the_wire_and_on_disk(default: Recording) -> None:
    inputs = group(default).inputs
    assert inputs["transitEncryptionEnabled"] is True
    assert inputs["transitEncryptionMode"] == "required"
    assert inputs["atRestEncryptionEnabled"] is True
    assert inputs["kmsKeyId"].endswith(":prod-key")
    assert default.one("aws:kms/key:Key").inputs["enableKeyRotation"] is True


def test_a_given_key_is_used_and_none_is_made() -> None:
    recording = build(kms_key_arn="arn:aws:kms:us-east-1:123456789012:key/own")
    assert recording.of("aws:kms/key:Key") == []
    assert group(recording).inputs["kmsKeyId"].endswith("key/own")


def test_only_the_named_sources_reach_the_port_and_nothing_goes_out(default: Recording) -> None:
    rule, security_group = default.one("SecurityGroupIngressRule"), default.one("SecurityGroup")
    assert rule.inputs["referencedSecurityGroupId"] == "sg-eks"
    assert (rule.inputs["fromPort"], rule.inputs["toPort"]) == (6379, 6379)
    assert "ingress" not in security_group.inputs
    assert "egress" not in security_group.inputs
    assert build(allowed_security_groups={}).of("SecurityGroupIngressRule") == []


def test_the_cache_stands_behind_the_security_group_in_the_given_subnets(default: Recording) -> None:
    assert group(default).inputs["securityGroupIds"] == ["prod-security-group-id"]
    assert group(default).inputs["subnetGroupName"] == "prod"
    assert default.one("SubnetGroup").inputs["subnetIds"] == ["subnet-a", "subnet-b"]


def test_daily_snapshots_are_kept_for_a_week(default: Recording) -> None:
    inputs = group(default).inputs
    assert inputs["snapshotRetentionLimit"] == 7
    assert inputs["snapshotWindow"] == "03:00-04:00"
    assert inputs["maintenanceWindow"] == "sun:05:00-sun:06:00"


def test_who_does_not_log_in_can_do_nothing(default: Recording) -> None:
    user = default.one("aws:elasticache/user:User", "prod-default-user").inputs
    assert user["userName"] == "default"
    assert user["accessString"] == "off ~* -@all"
    assert is_secret(user["passwords"])
    assert "noPasswordRequired" not in user


def test_the_application_s_user_can_do_all_but_what_is_dangerous(default: Recording) -> None:
    user = default.one("aws:elasticache/user:User", "prod-app-user").inputs
    assert user["userName"] == "app"
    assert user["accessString"].startswith("on ")
    assert user["accessString"].endswith("-@dangerous")


def test_the_password_is_a_secret_wherever_it_goes(default: Recording) -> None:
    assert is_secret(default.one("aws:elasticache/user:User", "prod-app-user").inputs["passwords"])
    assert is_secret(default.one("SecretVersion").inputs["secretString"])


def test_the_group_has_both_users_and_the_cache_has_the_group(default: Recording) -> None:
    users = default.one("UserGroup").inputs
    assert users["userIds"] == ["prod-default", "prod-app"]
    assert group(default).inputs["userGroupIds"] == [users["userGroupId"]]


def test_ids_of_the_longest_name_fit() -> None:
    recording = build(name="a" * 40)
    ids = [user.inputs["userId"] for user in recording.of("aws:elasticache/user:User")]
    assert len(set(ids)) == 2
    assert max(map(len, ids)) <= 40


def test_replicas_stand_in_other_zones_and_take_over(default: Recording) -> None:
    inputs = group(default).inputs
    assert (inputs["multiAzEnabled"], inputs["automaticFailoverEnabled"]) == (True, True)
    assert inputs["replicasPerNodeGroup"] == 1


def test_without_replicas_there_is_nothing_to_spread() -> None:
    inputs = group(build(replicas_per_shard=0)).inputs
    assert inputs["multiAzEnabled"] is False


def test_the_first_shard_is_in_cluster_mode_so_that_others_are_only_added() -> None:
    def registered(shards: int) -> dict[str, str]:
        recording = build(shard_count=shards)
        for resource in recording.of("ReplicationGroup"):
            assert resource.inputs.pop("numNodeGroups") == shards
        recording.one("Dashboard").inputs.pop("dashboardBody")  # it shows each node
        return {r.urn: json.dumps(r.inputs, sort_keys=True, default=lambda _: "unknown") for r in recording}

    assert registered(1) == registered(8)
    parameters = build().one("aws:elasticache/parameterGroup:ParameterGroup").inputs["parameters"]
    assert {"name": "cluster-enabled", "value": "yes"} in parameters


def test_both_logs_go_to_groups_with_a_retention(default: Recording) -> None:
    deliveries = {
        each["logType"]: each["destination"] for each in group(default).inputs["logDeliveryConfigurations"]
    }
    groups = {each.inputs["name"]: each.inputs["retentionInDays"] for each in default.of("LogGroup")}
    assert set(deliveries) == {"slow-log", "engine-log"}
    assert groups == dict.fromkeys(deliveries.values(), 90)


@pytest.mark.parametrize("protected", [True, False])
def test_deletion_protection_holds_the_data_and_its_key(protected: bool) -> None:
    recording = build(deletion_protection=protected)
    assert group(recording).protect is protected
    assert recording.one("aws:kms/key:Key").protect is protected


def test_a_snapshot_outlives_the_cache_unless_told_otherwise(default: Recording) -> None:
    assert "finalSnapshotIdentifier" in group(default).inputs
    assert "finalSnapshotIdentifier" not in group(build(final_snapshot=False)).inputs


TOPIC = "arn:aws:sns:us-east-1:123456789012:alarms"
READER = {"reader": CacheUser(access="on ~session:* +@read")}
SIGNED = {"jobs": CacheUser(access="on ~job:* +@all", authentication=Authentication.IAM)}


def test_a_further_user_has_a_secret_of_its_own_that_its_role_may_read() -> None:
    seen: list[Any] = []

    def program() -> None:
        cache = Cache("prod", CacheArgs(**NETWORK, users=READER))
        statements = [statement.render() for statement in cache.secret_statements("reader")]
        pulumi.Output.all(*statements).apply(seen.extend)

    recording = record(program)
    user = recording.one("aws:elasticache/user:User", "prod-reader-user").inputs
    assert (user["userName"], user["accessString"]) == ("reader", "on ~session:* +@read")
    assert is_secret(user["passwords"])
    assert is_secret(recording.one("SecretVersion", "prod-reader-secret-version").inputs["secretString"])
    assert recording.one("UserGroup").inputs["userIds"] == ["prod-default", "prod-app", "prod-reader"]
    outputs = recording.component_outputs[recording.one("Cache").urn]
    assert list(outputs["user_secret_arns"]) == ["reader"]
    assert outputs["user_secret_arns"]["reader"].endswith(":prod-reader-secret")
    read, decrypt = seen
    assert (read["Action"], read["Resource"]) == (
        ["secretsmanager:GetSecretValue"],
        ["arn:aws:secretsmanager:us-east-1:123456789012:prod-reader-secret"],
    )
    assert decrypt["Condition"] == {
        "StringEquals": {"kms:ViaService": "secretsmanager.us-east-1.amazonaws.com"}
    }


def test_a_user_of_iam_has_no_password_and_its_id_is_its_name() -> None:
    seen: list[Any] = []

    def program() -> None:
        (statement,) = Cache("prod", CacheArgs(**NETWORK, users=SIGNED)).connect_statements("jobs")
        pulumi.Output.from_input(statement.render()).apply(seen.append)

    recording = record(program)
    user = recording.one("aws:elasticache/user:User", "prod-jobs-user").inputs
    assert user["userId"] == user["userName"] == "prod-jobs"
    assert user["authenticationMode"] == {"type": "iam"}
    assert "passwords" not in user
    outputs = recording.component_outputs[recording.one("Cache").urn]
    assert outputs["user_names"] == {"jobs": "prod-jobs"}
    assert {r.name for r in recording.of("RandomPassword")} == {"prod-app-password", "prod-default-password"}
    (statement,) = seen
    assert statement["Action"] == ["elasticache:Connect"]
    assert [arn.rsplit(":", 1)[-1] for arn in statement["Resource"]] == [
        "prod-replication-group",
        "prod-jobs-user",
    ]


@pytest.mark.parametrize("method", ["secret_statements", "connect_statements"])
def test_statements_for_a_user_that_is_not_of_that_kind_are_refused(method: str) -> None:
    def program() -> None:
        cache = Cache("prod", CacheArgs(**NETWORK, users={**READER, **SIGNED}))
        other = {"secret_statements": "jobs", "connect_statements": "reader"}[method]
        with pytest.raises(InvalidInputError, match=other):
            getattr(cache, method)(other)

    record(program, preview=True)


def test_shards_are_left_to_aws_once_it_scales_them() -> None:
    recording = build(
        autoscaling=ShardAutoscaling(min_shards=2, max_shards=8, memory_target_percent=70), shard_count=3
    )
    assert group(recording).inputs["numNodeGroups"] == 3
    assert group(recording).ignore_changes == ("numNodeGroups",)
    target = recording.one("aws:appautoscaling/target:Target").inputs
    assert (target["scalableDimension"], target["minCapacity"], target["maxCapacity"]) == (
        "elasticache:replication-group:NodeGroups",
        2,
        8,
    )
    policies = {
        each.name: each.inputs["targetTrackingScalingPolicyConfiguration"]
        for each in recording.of("aws:appautoscaling/policy:Policy")
    }
    assert {
        name: (each["predefinedMetricSpecification"]["predefinedMetricType"], each["targetValue"])
        for name, each in policies.items()
    } == {
        "prod-cpu-scaling-policy": ("ElastiCachePrimaryEngineCPUUtilization", 60),
        "prod-memory-scaling-policy": ("ElastiCacheDatabaseMemoryUsageCountedForEvictPercentage", 70),
    }
    assert policies["prod-cpu-scaling-policy"]["disableScaleIn"] is False


def test_replicas_are_left_to_aws_once_it_scales_them() -> None:
    recording = record(
        lambda: Cache(
            "prod", CacheArgs(**NETWORK, autoscaling=ReplicaAutoscaling(max_replicas=4, scale_in=False))
        )
    )
    assert group(recording).ignore_changes == ("replicasPerNodeGroup",)
    target = recording.one("aws:appautoscaling/target:Target").inputs
    assert target["scalableDimension"] == "elasticache:replication-group:Replicas"
    assert target["resourceId"] == "replication-group/prod-replication-group-id"
    policy = recording.one("aws:appautoscaling/policy:Policy").inputs[
        "targetTrackingScalingPolicyConfiguration"
    ]
    metric = policy["predefinedMetricSpecification"]["predefinedMetricType"]
    assert (metric, policy["disableScaleIn"]) == ("ElastiCacheReplicaEngineCPUUtilization", True)


def test_without_autoscaling_the_program_s_numbers_hold(default: Recording) -> None:
    assert group(default).ignore_changes == ()
    assert default.of("aws:appautoscaling/target:Target") == []


def test_a_type_with_an_ssd_uses_it_and_scales_by_it() -> None:
    recording = build(
        node_type="cache.r6gd.xlarge",
        autoscaling=ShardAutoscaling(
            min_shards=1, max_shards=2, cpu_target_percent=None, memory_target_percent=60
        ),
        alarm_topic_arn=TOPIC,
    )
    assert group(recording).inputs["dataTieringEnabled"] is True
    policy = recording.one("aws:appautoscaling/policy:Policy").inputs[
        "targetTrackingScalingPolicyConfiguration"
    ]
    assert policy["predefinedMetricSpecification"]["predefinedMetricType"] == (
        "ElastiCacheDatabaseCapacityUsageCountedForEvictPercentage"
    )
    memory = recording.one("MetricAlarm", "prod-shard-1-memory-alarm").inputs["metricQueries"][1]
    assert memory["metric"]["metricName"] == "DatabaseCapacityUsageCountedForEvictPercentage"


def test_a_type_without_an_ssd_says_nothing_of_it(default: Recording) -> None:
    assert "dataTieringEnabled" not in group(default).inputs


def test_parameters_are_those_of_the_fields_and_the_user_s() -> None:
    recording = build(node_type="cache.t4g.micro", parameters={"timeout": "300"})
    parameters = recording.one("aws:elasticache/parameterGroup:ParameterGroup").inputs["parameters"]
    assert {each["name"]: each["value"] for each in parameters} == {
        "cluster-enabled": "yes",
        "maxmemory-policy": "volatile-lru",
        "reserved-memory-percent": "50",
        "timeout": "300",
    }


def test_events_go_to_the_topic_that_was_given(default: Recording) -> None:
    assert "notificationTopicArn" not in group(default).inputs
    assert group(build(notification_topic_arn=TOPIC)).inputs["notificationTopicArn"] == TOPIC


def test_there_are_no_alarms_that_nobody_hears(default: Recording) -> None:
    assert default.of("MetricAlarm") == []


def test_each_shard_has_its_alarms() -> None:
    alarms = build(shard_count=2, alarm_topic_arn=TOPIC).of("MetricAlarm")
    roles = ("cpu", "memory", "evictions", "lag", "connections", "hit-rate")
    assert {alarm.name for alarm in alarms} == {
        f"prod-shard-{shard}-{role}-alarm" for shard in (1, 2) for role in roles
    }
    assert all(alarm.inputs["alarmActions"] == [TOPIC] for alarm in alarms)
    second = next(alarm for alarm in alarms if alarm.name == "prod-shard-2-cpu-alarm").inputs
    watched = [each["metric"]["dimensions"] for each in second["metricQueries"] if "metric" in each]
    assert watched == [{"CacheClusterId": "prod-0002-001"}, {"CacheClusterId": "prod-0002-002"}]


def test_an_alarm_can_be_left_out() -> None:
    recording = build(alarms=CacheAlarms(evictions_per_minute=None), alarm_topic_arn=TOPIC)
    assert not [each for each in recording.of("MetricAlarm") if "evictions" in each.name]


def test_the_dashboard_shows_each_node_in_its_region() -> None:
    body = json.loads(
        record(lambda: Cache("prod", CacheArgs(**NETWORK))).one("Dashboard").inputs["dashboardBody"]
    )
    cpu = body["widgets"][0]["properties"]
    assert cpu["region"] == "us-east-1"
    assert [line[3] for line in cpu["metrics"]] == ["prod-0001-001", "prod-0001-002"]
    assert build(dashboard=False).of("Dashboard") == []


def test_a_refused_name_registers_nothing() -> None:
    def program() -> None:
        with pytest.raises(InvalidInputError, match="Cache name"):
            Cache("Prod", CacheArgs(**NETWORK))

    assert record(program).resources == []


AWS_OUTPUTS: dict[str, dict[str, Any]] = {
    "aws:elasticache/replicationGroup:ReplicationGroup": {"configurationEndpointAddress": "cache.example"},
    "random:index/randomPassword:RandomPassword": {"result": "s3cret"},
    "random:index/randomId:RandomId": {"hex": "0a1b2c3d"},
}


@pytest.fixture
def aws_outputs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the monitor answer with what only AWS knows."""
    monkeypatch.setattr("support.recording._computed", lambda token, _: AWS_OUTPUTS.get(token, {}))


@pytest.mark.usefixtures("aws_outputs")
def test_outputs_are_those_of_the_cache() -> None:
    recorded = record(lambda: Cache("prod", CacheArgs(**NETWORK)))
    assert recorded.component_outputs[recorded.one("Cache").urn] == {
        "configuration_endpoint": "cache.example",
        "endpoint": "cache.example",
        "user_secret_arns": {},
        "user_names": {},
        "port": 6379,
        "secret_arn": "arn:aws:secretsmanager:us-east-1:123456789012:prod-secret",
        "security_group_id": "prod-security-group-id",
        "replication_group_id": "prod-replication-group-id",
        "replication_group_arn": "arn:aws:elasticache:us-east-1:123456789012:prod-replication-group",
    }


@pytest.mark.usefixtures("aws_outputs")
def test_the_final_snapshot_s_name_is_stable_yet_new_for_a_new_cache() -> None:
    recorded = record(lambda: Cache("prod", CacheArgs(**NETWORK)))
    assert group(recorded).inputs["finalSnapshotIdentifier"] == "prod-final-0a1b2c3d"
