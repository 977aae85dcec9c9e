"""Which alarms, events and graphs the databases have."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from support.recording import Recording
from tenfold.database import DatabaseAlarms, Deployment, ServerlessCapacity
from tenfold.database.alarms import aurora_alarms

Build = Callable[..., Recording]

TOPIC = "arn:aws:sns:us-east-1:123456789012:alarms"
GIB = 1 << 30


def alarms(recording: Recording) -> dict[str, dict[str, object]]:
    return {each.name: each.inputs for each in recording.of("MetricAlarm")}


def test_without_a_topic_there_are_neither_alarms_nor_subscriptions(build: Build) -> None:
    recording = build()
    assert recording.of("MetricAlarm") == recording.of("EventSubscription") == []
    assert recording.of("LogMetricFilter") == []


def test_every_alarm_notifies_the_topic_when_it_goes_off_and_when_it_is_over(build: Build) -> None:
    made = alarms(build(alarm_topic_arn=TOPIC))
    assert len(made) >= 6
    assert {(*each["alarmActions"], *each["okActions"]) for each in made.values()} == {(TOPIC, TOPIC)}


@pytest.mark.parametrize(
    ("role", "metric", "threshold"),
    [
        ("cpu", "CPUUtilization", 90),
        ("memory", "FreeableMemory", 0.05 * 16 * GIB),
        ("connections", "DatabaseConnections", 1441),  # four fifths of 1,802
        ("transaction-ids", "MaximumUsedTransactionIDs", 1_000_000_000),
        ("replica-lag", "AuroraReplicaLag", 30_000),  # ms
        ("deadlocks", "Deadlocks", 5 / 60),  # a second
        ("local-storage", "FreeLocalStorage", 2 * GIB),
        ("volume", "VolumeBytesUsed", 115 * 1024 * GIB),
    ],
)
def test_an_aurora_cluster_is_watched_as_a_whole(
    aurora: Build, role: str, metric: str, threshold: float
) -> None:
    alarm = alarms(aurora(alarm_topic_arn=TOPIC))[f"prod-{role}-alarm"]
    assert alarm["metricName"] == metric
    assert alarm["threshold"] == pytest.approx(threshold)
    assert alarm["dimensions"] == {"DBClusterIdentifier": "prod"}


def test_the_worst_of_a_cluster_s_instances_counts(aurora: Build) -> None:
    made = alarms(aurora(alarm_topic_arn=TOPIC))
    assert made["prod-cpu-alarm"]["statistic"] == "Maximum"
    assert made["prod-memory-alarm"]["statistic"] == "Minimum"


@pytest.mark.parametrize(
    ("name", "metric", "identifier"),
    [
        ("prod-cpu-alarm", "CPUUtilization", "prod"),
        ("prod-storage-alarm", "FreeStorageSpace", "prod"),
        ("prod-replica-2-lag-alarm", "ReplicaLag", "prod-replica-2"),
        ("prod-replica-2-cpu-alarm", "CPUUtilization", "prod-replica-2"),
    ],
)
def test_each_instance_is_watched_by_itself(postgres: Build, name: str, metric: str, identifier: str) -> None:
    alarm = alarms(postgres(alarm_topic_arn=TOPIC, read_replica_count=2))[name]
    assert alarm["metricName"] == metric
    assert alarm["dimensions"] == {"DBInstanceIdentifier": identifier}


def test_the_primary_has_nobody_to_be_behind(postgres: Build) -> None:
    assert "prod-lag-alarm" not in alarms(postgres(alarm_topic_arn=TOPIC))


def test_all_three_of_a_multi_az_cluster_are_watched(postgres: Build) -> None:
    cluster = {
        "deployment": Deployment.MULTI_AZ_CLUSTER,
        "instance_class": "db.r6gd.large",
        "storage_gib": 400,
    }
    made = alarms(postgres(alarm_topic_arn=TOPIC, **cluster))
    watched = {each["dimensions"]["DBInstanceIdentifier"] for each in made.values() if "dimensions" in each}
    assert watched == {"prod-instance-1", "prod-instance-2", "prod-instance-3"}


def test_rds_s_deadlocks_are_counted_in_its_log(postgres: Build) -> None:
    recording = postgres(alarm_topic_arn=TOPIC)
    counted = recording.one("LogMetricFilter").inputs
    alarm = alarms(recording)["prod-deadlocks-alarm"]
    assert counted["logGroupName"] == "/aws/rds/instance/prod/postgresql"
    assert counted["pattern"] == '"deadlock detected"'
    assert (alarm["namespace"], alarm["metricName"]) == (
        counted["metricTransformation"]["namespace"],
        counted["metricTransformation"]["name"],
    )


@pytest.mark.parametrize("field", DatabaseAlarms.model_fields)
def test_an_alarm_is_left_out_by_none(field: str) -> None:
    given: dict[str, Any] = {"memory": 16, "connections": 1_000, "serverless": False}
    whole = list(aurora_alarms(DatabaseAlarms(), **given))
    less = list(aurora_alarms(DatabaseAlarms(**{field: None}), **given))
    assert len(whole) - len(less) == (0 if field == "free_storage_percent" else 1)


def test_of_serverless_neither_memory_which_follows_the_load_nor_local_storage_is_watched(
    aurora: Build,
) -> None:
    made = alarms(aurora(alarm_topic_arn=TOPIC, serverless=ServerlessCapacity(min_acu=0.5, max_acu=64)))
    assert not {"prod-memory-alarm", "prod-local-storage-alarm"} & set(made)
    assert made["prod-connections-alarm"]["threshold"] == 1_600  # four fifths of 2,000


def test_the_user_s_number_of_connections_is_what_counts(build: Build) -> None:
    made = alarms(build(alarm_topic_arn=TOPIC, parameters={"max_connections": "200"}))
    assert made["prod-connections-alarm"]["threshold"] == 160


def test_failovers_and_failures_of_the_cluster_and_its_instances_are_told(aurora: Build) -> None:
    recording = aurora(alarm_topic_arn=TOPIC)
    told = {each.inputs["sourceType"]: each.inputs for each in recording.of("EventSubscription")}
    assert set(told) == {"db-cluster", "db-instance"}
    assert {"failover", "failure", "maintenance"} <= set(told["db-cluster"]["eventCategories"])
    assert {each["snsTopic"] for each in told.values()} == {TOPIC}
    assert len(told["db-instance"]["sourceIds"]) == 2


def test_the_dashboard_shows_every_metric_that_is_watched(build: Build) -> None:
    recording = build(alarm_topic_arn=TOPIC)
    body = json.loads(recording.one("Dashboard").inputs["dashboardBody"])
    shown = {widget["properties"]["title"] for widget in body["widgets"]}
    watched = {each["metricName"] for each in alarms(recording).values() if each["namespace"] == "AWS/RDS"}
    assert watched <= shown
    assert {widget["properties"]["region"] for widget in body["widgets"]} == {"us-east-1"}


def test_the_dashboard_is_a_choice(build: Build) -> None:
    assert build(dashboard=False).of("Dashboard") == []
