"""What AuroraDatabase registers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pulumi.runtime import rpc

from support.recording import Recording
from tenfold.database import InsightsMode, ReaderAutoscaling, ServerlessCapacity

Build = Callable[..., Recording]


def test_writer_and_reader_stand_in_different_zones(aurora: Build) -> None:
    zones = [instance.inputs["availabilityZone"] for instance in aurora().of("ClusterInstance")]
    assert len(zones) == 2
    assert len(set(zones)) == 2


def test_a_reader_is_added_without_touching_the_others(aurora: Build) -> None:
    def instances(count: int) -> dict[str, object]:
        return {r.name: r.inputs for r in aurora(reader_count=count).of("ClusterInstance")}

    few, many = instances(1), instances(4)
    assert len(many) == 5
    assert {name: many[name] for name in few} == few


def test_a_zone_that_is_added_moves_no_instance(aurora: Build) -> None:
    assert {r.ignore_changes for r in aurora().of("ClusterInstance")} == {("availabilityZone",)}


def test_instances_are_monitored_as_the_cluster_says_so_that_neither_drifts(aurora: Build) -> None:
    recording = aurora(monitoring_interval_seconds=15)
    monitored = [recording.one("aws:rds/cluster:Cluster"), *recording.of("ClusterInstance")]
    assert [each.inputs["monitoringInterval"] for each in monitored] == [15, 15, 15]
    assert len({each.inputs["monitoringRoleArn"] for each in monitored}) == 1


def test_rds_makes_and_keeps_the_password(aurora: Build) -> None:
    recording = aurora()
    inputs = recording.one("aws:rds/cluster:Cluster").inputs
    assert inputs["manageMasterUserPassword"] is True
    assert inputs["masterUserSecretKmsKeyId"].endswith(":prod-key")
    assert "masterPassword" not in inputs
    assert recording.of("RandomPassword") == []


def test_joining_a_global_database_is_no_drift(aurora: Build) -> None:
    cluster = aurora().one("aws:rds/cluster:Cluster")
    assert cluster.ignore_changes == ("globalClusterIdentifier",)
    assert "engineMode" not in cluster.inputs


def test_serverless_limits_make_every_instance_serverless(aurora: Build) -> None:
    recording = aurora(serverless=ServerlessCapacity(min_acu=1, max_acu=4))
    scaling = recording.one("aws:rds/cluster:Cluster").inputs["serverlessv2ScalingConfiguration"]
    assert scaling == {"minCapacity": 1, "maxCapacity": 4}
    assert {r.inputs["instanceClass"] for r in recording.of("ClusterInstance")} == {"db.serverless"}


@pytest.mark.parametrize(("mode", "days"), [(InsightsMode.STANDARD, 7), (InsightsMode.ADVANCED, 465)])
def test_the_insights_mode_brings_the_retention_that_aws_demands(
    aurora: Build, mode: InsightsMode, days: int
) -> None:
    inputs = aurora(insights=mode).one("aws:rds/cluster:Cluster").inputs
    assert (inputs["databaseInsightsMode"], inputs["performanceInsightsRetentionPeriod"]) == (mode, days)


@pytest.mark.parametrize(("chosen", "type_"), [(None, None), (True, "aurora-iopt1"), (False, "aurora")])
def test_io_optimized_storage_is_a_choice_that_can_be_taken_back(
    aurora: Build, chosen: bool | None, type_: str | None
) -> None:
    cluster = aurora(io_optimized=chosen).one("aws:rds/cluster:Cluster")
    assert cluster.inputs.get("storageType") == type_


def test_a_cluster_for_a_global_database_has_a_password_of_its_own_since_aws_manages_none_there(
    aurora: Build,
) -> None:
    recording = aurora(managed_password=False)
    cluster = recording.one("aws:rds/cluster:Cluster").inputs
    assert "manageMasterUserPassword" not in cluster
    assert "masterUserSecretKmsKeyId" not in cluster
    assert cluster["masterPassword"][rpc._special_sig_key] == rpc._special_secret_sig
    secret = recording.one("aws:secretsmanager/secret:Secret")
    assert secret.inputs["kmsKeyId"].endswith(":prod-key")
    assert recording.one("SecretVersion").inputs["secretString"][rpc._special_sig_key]


def test_readers_are_added_while_they_are_busy_and_the_fixed_ones_stay(aurora: Build) -> None:
    recording = aurora(
        reader_count=2, reader_autoscaling=ReaderAutoscaling(max_readers=6, target_cpu_percent=50)
    )
    target, policy = recording.one("Target").inputs, recording.one("aws:appautoscaling/policy:Policy").inputs
    assert target["resourceId"] == policy["resourceId"] == "cluster:prod"
    assert target["scalableDimension"] == "rds:cluster:ReadReplicaCount"
    assert (target["minCapacity"], target["maxCapacity"]) == (2, 6)
    tracking = policy["targetTrackingScalingPolicyConfiguration"]
    assert tracking["targetValue"] == 50
    metric = tracking["predefinedMetricSpecification"]["predefinedMetricType"]
    assert metric == "RDSReaderAverageCPUUtilization"


def test_readers_are_scaled_once_there_is_one_to_measure(aurora: Build) -> None:
    recording = aurora(reader_autoscaling=ReaderAutoscaling(max_readers=3))
    assert {each.urn for each in recording.of("ClusterInstance")} <= recording.one("Target").depends_on


def test_autoscaling_changes_nothing_that_is_there(aurora: Build) -> None:
    before = {each.urn: each.inputs for each in aurora()}
    after = {each.urn: each.inputs for each in aurora(reader_autoscaling=ReaderAutoscaling(max_readers=3))}
    assert {urn: after[urn] for urn in before} == before


def test_an_idle_serverless_database_may_pause(aurora: Build) -> None:
    limits = ServerlessCapacity(min_acu=0, max_acu=4, auto_pause_seconds=900)
    cluster = aurora(serverless=limits).one("aws:rds/cluster:Cluster")
    scaling = cluster.inputs["serverlessv2ScalingConfiguration"]
    assert scaling == {"minCapacity": 0, "maxCapacity": 4, "secondsUntilAutoPause": 900}
