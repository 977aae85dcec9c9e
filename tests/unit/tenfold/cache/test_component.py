"""What Cache registers."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest
from pulumi.runtime import rpc

from support.recording import Recorded, Recording, record
from tenfold.cache import Cache, CacheArgs
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
