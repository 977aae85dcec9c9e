"""How PostgresDatabase is deployed: clusters, other regions, blue and green, storage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from support.recording import Recorded, Recording
from tenfold.database import BackupReplication, CrossRegionReplica, Deployment

Build = Callable[..., Recording]

CLUSTER: dict[str, Any] = {
    "deployment": Deployment.MULTI_AZ_CLUSTER,
    "instance_class": "db.r6gd.large",
    "storage_gib": 400,
}
REMOTE: dict[str, Any] = {
    "region": "us-west-2",
    "vpc_id": "vpc-2",
    "subnet_ids": ["subnet-x", "subnet-y"],
    "allowed_security_groups": {"eks": "sg-west"},
}


def remote_replica(recording: Recording) -> Recorded:
    return recording.one("aws:rds/instance:Instance", "prod-remote-replica")


def test_a_multi_az_cluster_is_rds_s_own_with_two_standbys_that_can_be_read(postgres: Build) -> None:
    recording = postgres(**CLUSTER)
    cluster = recording.one("aws:rds/cluster:Cluster")
    assert cluster.inputs["engine"] == "postgres"
    assert cluster.inputs["dbClusterInstanceClass"] == "db.r6gd.large"
    assert (cluster.inputs["storageType"], cluster.inputs["iops"]) == ("gp3", 12_000)
    assert cluster.inputs["storageEncrypted"] is True
    assert cluster.inputs["kmsKeyId"].endswith(":prod-key")
    assert cluster.protect
    assert recording.of("aws:rds/instance:Instance") == []


@pytest.mark.parametrize("kept", [True, False])
def test_its_backups_outlive_it_with_the_last_snapshot(postgres: Build, kept: bool) -> None:
    cluster = postgres(**CLUSTER, final_snapshot=kept).one("aws:rds/cluster:Cluster").inputs
    assert cluster["deleteAutomatedBackups"] is cluster["skipFinalSnapshot"] is (not kept)


def test_its_parameters_are_a_cluster_s(postgres: Build) -> None:
    recording = postgres(**CLUSTER)
    group = recording.one("ClusterParameterGroup").inputs
    assert group["family"] == "postgres17"
    assert recording.one("aws:rds/cluster:Cluster").inputs["dbClusterParameterGroupName"] == group["name"]


def test_a_standby_is_added_and_taken_away_in_place(postgres: Build) -> None:
    def urns(deployment: Deployment) -> set[str]:
        return {each.urn for each in postgres(deployment=deployment)}

    assert urns(Deployment.SINGLE) == urns(Deployment.MULTI_AZ_INSTANCE)


def test_a_replica_in_another_region_has_all_that_it_needs_there(postgres: Build) -> None:
    recording = postgres(cross_region_replica=CrossRegionReplica(**REMOTE))
    there = [each for each in recording if each.inputs.get("region") == "us-west-2"]
    assert {each.name for each in there} == {
        "prod-remote-key",
        "prod-remote-subnets",
        "prod-remote-security-group",
        "prod-remote-from-eks",
        "prod-remote-parameters",
        "prod-remote-postgresql-logs",
        "prod-remote-upgrade-logs",
        "prod-remote-replica",
    }


def test_it_follows_the_primary_under_a_key_of_its_own(postgres: Build) -> None:
    replica = remote_replica(postgres(cross_region_replica=CrossRegionReplica(**REMOTE))).inputs
    assert replica["replicateSourceDb"].endswith(":prod-primary")  # the ARN, since it is in another region
    assert replica["kmsKeyId"].endswith(":prod-remote-key")
    assert replica["performanceInsightsKmsKeyId"].endswith(":prod-remote-key")
    assert "password" not in replica


def test_it_is_as_safe_as_the_primary_so_that_it_can_become_one(postgres: Build) -> None:
    recording = postgres(cross_region_replica=CrossRegionReplica(**REMOTE), backup_retention_days=21)
    replica = remote_replica(recording)
    assert (replica.inputs["deletionProtection"], replica.protect) == (True, True)
    assert replica.inputs["backupRetentionPeriod"] == 21
    assert replica.inputs["publiclyAccessible"] is False
    assert replica.inputs["vpcSecurityGroupIds"] == ["prod-remote-security-group-id"]


def test_the_secret_is_readable_in_its_region(postgres: Build) -> None:
    secret = postgres(cross_region_replica=CrossRegionReplica(**REMOTE)).one("Secret").inputs
    (copy,) = secret["replicas"]
    assert copy["region"] == "us-west-2"
    assert copy["kmsKeyId"].endswith(":prod-remote-key")


def test_a_given_key_of_that_region_is_used(postgres: Build) -> None:
    key = "arn:aws:kms:us-west-2:123456789012:key/own"
    recording = postgres(cross_region_replica=CrossRegionReplica(**REMOTE, kms_key_arn=key))
    assert [each.name for each in recording.of("aws:kms/key:Key")] == ["prod-key"]
    assert remote_replica(recording).inputs["kmsKeyId"] == key


def test_its_alarms_go_to_a_topic_of_its_region(postgres: Build) -> None:
    topic = "arn:aws:sns:us-west-2:123456789012:alarms"
    recording = postgres(cross_region_replica=CrossRegionReplica(**REMOTE, alarm_topic_arn=topic))
    made = recording.of("MetricAlarm")
    assert "prod-remote-lag-alarm" in {each.name for each in made}
    assert {(each.inputs["region"], *each.inputs["alarmActions"]) for each in made} == {("us-west-2", topic)}


def test_a_replica_in_another_region_changes_of_the_rest_the_secret_s_copies_alone(postgres: Build) -> None:
    before = {each.urn: each.inputs for each in postgres()}
    after = {each.urn: each.inputs for each in postgres(cross_region_replica=CrossRegionReplica(**REMOTE))}
    changed = {urn.rsplit("::", 1)[-1] for urn in before if str(after[urn]) != str(before[urn])}
    assert changed <= {"prod-secret", "prod-secret-version", "prod-primary"}
    secret = next(urn for urn in before if urn.endswith("::prod-secret"))
    assert {**after[secret], "replicas": None} == {**before[secret], "replicas": None}


def test_backups_are_copied_to_another_region_under_a_key_there(postgres: Build) -> None:
    recording = postgres(backup_replication=BackupReplication(region="eu-west-1", retention_days=10))
    copies = recording.one("InstanceAutomatedBackupsReplication").inputs
    assert (copies["region"], copies["retentionPeriod"]) == ("eu-west-1", 10)
    assert copies["sourceDbInstanceArn"].endswith(":prod-primary")
    assert copies["kmsKeyId"].endswith(":prod-backup-key")
    assert recording.one("aws:kms/key:Key", "prod-backup-key").inputs["region"] == "eu-west-1"


@pytest.mark.parametrize(("chosen", "sent"), [(True, {"enabled": True}), (False, None)])
def test_updates_by_blue_and_green_are_a_choice(postgres: Build, chosen: bool, sent: object) -> None:
    primary = postgres(blue_green_update=chosen).one("aws:rds/instance:Instance")
    assert primary.inputs.get("blueGreenUpdate") == sent


def test_storage_may_be_faster(postgres: Build) -> None:
    primary = postgres(storage_gib=500, iops=20_000, throughput_mibps=1_000).one("aws:rds/instance:Instance")
    assert (primary.inputs["iops"], primary.inputs["storageThroughput"]) == (20_000, 1_000)
