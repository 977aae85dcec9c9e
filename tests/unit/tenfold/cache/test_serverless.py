"""What ServerlessCache registers and refuses."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from support.recording import Recorded, Recording, record
from tenfold.cache import CacheEndpoint, CacheUser, ServerlessCache, ServerlessCacheArgs
from tenfold.errors import InvalidInputError

NETWORK = {
    "vpc_id": "vpc-1",
    "subnet_ids": ["subnet-a", "subnet-b"],
    "allowed_security_groups": {"eks": "sg-eks"},
}
TOPIC = "arn:aws:sns:us-east-1:123456789012:alarms"


def build(**changed: Any) -> Recording:
    return record(
        lambda: ServerlessCache("prod", ServerlessCacheArgs(**{**NETWORK, **changed})), preview=True
    )


def cache(recording: Recording) -> Recorded:
    return recording.one("aws:elasticache/serverlessCache:ServerlessCache")


@pytest.fixture(scope="module")
def default() -> Recording:
    return build()


def test_every_child_belongs_to_the_component(default: Recording) -> None:
    component, *children = default
    assert {child.parent for child in children} == {component.urn}
    assert all(child.name.startswith("prod-") for child in children)


def test_it_is_encrypted_with_a_key_of_its_own_and_kept(default: Recording) -> None:
    inputs = cache(default).inputs
    assert inputs["kmsKeyId"].endswith(":prod-key")
    assert (inputs["snapshotRetentionLimit"], inputs["dailySnapshotTime"]) == (7, "03:00")
    assert cache(default).protect
    assert not cache(build(deletion_protection=False)).protect


def test_only_the_named_sources_reach_both_ports(default: Recording) -> None:
    rule = default.one("SecurityGroupIngressRule").inputs
    assert rule["referencedSecurityGroupId"] == "sg-eks"
    assert (rule["fromPort"], rule["toPort"]) == (6379, 6380)


def test_it_lets_in_the_users_of_its_group() -> None:
    recording = build(users={"reader": CacheUser(access="on +@read")})
    users = recording.one("UserGroup").inputs
    assert users["userIds"] == ["prod-default", "prod-app", "prod-reader"]
    assert cache(recording).inputs["userGroupId"] == users["userGroupId"]


def test_limits_are_sent_as_they_were_given(default: Recording) -> None:
    assert "cacheUsageLimits" not in cache(default).inputs
    limits = cache(build(maximum_data_gb=10, minimum_ecpu_per_second=1000)).inputs["cacheUsageLimits"]
    assert limits == {"dataStorage": {"unit": "GB", "maximum": 10}, "ecpuPerSeconds": [{"minimum": 1000}]}


def test_region_reaches_every_regional_child() -> None:
    recording = build(region="us-west-2", alarm_topic_arn=TOPIC)
    assert {r.inputs.get("region") for r in recording if r.type.startswith("aws:")} == {"us-west-2"}


def test_alarms_watch_the_cache_by_its_name() -> None:
    alarms = build(alarm_topic_arn=TOPIC, maximum_data_gb=10).of("MetricAlarm")
    assert {alarm.name for alarm in alarms} == {
        f"prod-{role}-alarm" for role in ("throttled", "data", "evictions", "hit-rate")
    }
    data = next(alarm for alarm in alarms if alarm.name == "prod-data-alarm").inputs
    assert (data["metricName"], data["dimensions"]) == ("BytesUsedForCache", {"clusterId": "prod"})


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"engine": "redis", "major_engine_version": "8"}, "major_engine_version"),
        ({"major_engine_version": "8.2"}, "major_engine_version"),
        ({"minimum_data_gb": 5, "maximum_data_gb": 4}, "minimum_data_gb"),
        ({"minimum_ecpu_per_second": 2000, "maximum_ecpu_per_second": 1000}, "minimum_ecpu_per_second"),
        ({"maximum_data_gb": 5001}, "maximum_data_gb"),
        ({"maximum_ecpu_per_second": 999}, "maximum_ecpu_per_second"),
        ({"daily_snapshot_time": "25:00"}, "daily_snapshot_time"),
        ({"users": {"app": CacheUser(access="on +@read")}}, "users.app"),
    ],
)
def test_what_cannot_work_is_refused_under_its_field_s_name(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        ServerlessCacheArgs(**{**NETWORK, **changed})
    assert refused.value.field == f"ServerlessCacheArgs.{field}"


def test_it_can_stand_in_for_a_cache_with_nodes() -> None:
    def connection(endpoint: CacheEndpoint) -> pulumi.Output[str]:
        return pulumi.Output.format("{0}:{1}", endpoint.endpoint, endpoint.port)

    seen: list[str] = []
    answers = {"endpoints": [{"address": "cache.example", "port": 6379}], "readerEndpoints": [{"port": 6380}]}

    def program() -> None:
        made = ServerlessCache("prod", ServerlessCacheArgs(**NETWORK))
        connection(made).apply(seen.append)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "support.recording._computed", lambda token, _: answers if "serverless" in token else {}
        )
        record(program)
    assert seen == ["cache.example:6379"]
