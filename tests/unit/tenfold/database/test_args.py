"""What the databases' arguments refuse, and in which words."""

from __future__ import annotations

from typing import Any

import pytest

from tenfold.database import (
    AuroraDatabaseArgs,
    BackupReplication,
    CrossRegionReplica,
    DailyWindow,
    Deployment,
    InsightsMode,
    PostgresDatabaseArgs,
    ReaderAutoscaling,
    ServerlessCapacity,
)
from tenfold.errors import InvalidInputError

NETWORK = {
    "vpc_id": "vpc-1",
    "subnet_ids": ["subnet-a", "subnet-b"],
    "availability_zones": ["us-east-1a", "us-east-1b"],
}

REPLICA = "cross_region_replica"
SCALING = ReaderAutoscaling(max_readers=5)
CLUSTER = {
    "deployment": Deployment.MULTI_AZ_CLUSTER,
    "instance_class": "db.r6gd.large",
    "storage_gib": 400,
    "availability_zones": ["us-east-1a", "us-east-1b", "us-east-1c"],
}


def replica(**changed: Any) -> CrossRegionReplica:
    return CrossRegionReplica(
        **{"region": "us-west-2", "vpc_id": "vpc-2", "subnet_ids": ["subnet-x"], **changed}
    )


REMOTE = replica()


@pytest.mark.parametrize(
    ("args", "changed", "field"),
    [
        (AuroraDatabaseArgs, {"instance_class": "r7g.large"}, "instance_class"),
        (AuroraDatabaseArgs, {"engine_version": "17.6"}, "engine_version"),
        (AuroraDatabaseArgs, {"engine_version": "seventeen"}, "engine_version"),
        (AuroraDatabaseArgs, {"reader_count": 16}, "reader_count"),
        (AuroraDatabaseArgs, {"allow_major_version_upgrade": True}, "allow_major_version_upgrade"),
        (AuroraDatabaseArgs, {"availability_zones": ["us-east-1a"]}, "availability_zones"),
        (AuroraDatabaseArgs, {"availability_zones": ["us-east-1a", "us-east-1a"]}, "availability_zones"),
        (AuroraDatabaseArgs, {"backup_window": DailyWindow(start="05:30")}, "maintenance_window"),
        (AuroraDatabaseArgs, {"backup_retention_days": 0}, "backup_retention_days"),
        (AuroraDatabaseArgs, {"log_retention_days": 91}, "log_retention_days"),
        (
            PostgresDatabaseArgs,
            {"allowed_security_groups": {"the shop's": "sg-1"}},
            "allowed_security_groups.the shop's.[key]",
        ),
        (AuroraDatabaseArgs, {"monitoring_interval_seconds": 7}, "monitoring_interval_seconds"),
        (
            AuroraDatabaseArgs,
            {"serverless": ServerlessCapacity(), "instance_class": "db.r7g.large"},
            "instance_class",
        ),
        (PostgresDatabaseArgs, {"max_storage_gib": 109}, "max_storage_gib"),
        (PostgresDatabaseArgs, {"replica_instance_class": "large"}, "replica_instance_class"),
        (PostgresDatabaseArgs, {"read_replica_count": 16}, "read_replica_count"),
        (PostgresDatabaseArgs, {"reader_count": 1}, "reader_count"),
        (PostgresDatabaseArgs, {"multi_az": True}, "multi_az"),
        (PostgresDatabaseArgs, {"deployment": "everywhere"}, "deployment"),
        (AuroraDatabaseArgs, {"password_version": 2}, "password_version"),
        (AuroraDatabaseArgs, {"parameters": {"checkpoint_timeout": "30"}}, "parameters"),
        (PostgresDatabaseArgs, {"parameters": {"work_memory": "4096"}}, "parameters"),
        (AuroraDatabaseArgs, {"reader_count": 0, "reader_autoscaling": SCALING}, "reader_count"),
        (AuroraDatabaseArgs, {"reader_count": 5, "reader_autoscaling": SCALING}, "reader_count"),
        (PostgresDatabaseArgs, {"cross_region_replica": REMOTE, "region": "us-west-2"}, f"{REPLICA}.region"),
        (
            PostgresDatabaseArgs,
            {"cross_region_replica": REMOTE, "availability_zones": ["us-west-2a", "us-west-2b"]},
            f"{REPLICA}.region",
        ),
        (
            PostgresDatabaseArgs,
            {"cross_region_replica": replica(kms_key_arn="arn:aws:kms:us-east-1:1:key/a")},
            f"{REPLICA}.kms_key_arn",
        ),
        (
            PostgresDatabaseArgs,
            {"cross_region_replica": replica(instance_class="large")},
            f"{REPLICA}.instance_class",
        ),
        (
            PostgresDatabaseArgs,
            {"cross_region_replica": REMOTE, "allow_major_version_upgrade": True, "apply_immediately": True},
            "allow_major_version_upgrade",
        ),
        (
            PostgresDatabaseArgs,
            {"backup_replication": BackupReplication(region="us-east-1")},
            "backup_replication.region",
        ),
        (PostgresDatabaseArgs, {"deployment": Deployment.MULTI_AZ_CLUSTER}, "instance_class"),
        (
            PostgresDatabaseArgs,
            {**CLUSTER, "availability_zones": ["us-east-1a", "us-east-1b"]},
            "availability_zones",
        ),
        (PostgresDatabaseArgs, {**CLUSTER, "read_replica_count": 1}, "read_replica_count"),
        (PostgresDatabaseArgs, {**CLUSTER, "cross_region_replica": REMOTE}, REPLICA),
        (
            PostgresDatabaseArgs,
            {**CLUSTER, "backup_replication": BackupReplication(region="us-west-2")},
            "backup_replication",
        ),
        (PostgresDatabaseArgs, {**CLUSTER, "storage_gib": 399}, "storage_gib"),
        (PostgresDatabaseArgs, {**CLUSTER, "max_storage_gib": 800}, "max_storage_gib"),
        (
            PostgresDatabaseArgs,
            {**CLUSTER, "replica_instance_class": "db.r6gd.large"},
            "replica_instance_class",
        ),
        (
            PostgresDatabaseArgs,
            {**CLUSTER, "throughput_mibps": 500, "iops": 12_000},
            "throughput_mibps",
        ),
        (
            PostgresDatabaseArgs,
            {"blue_green_update": True, "allow_major_version_upgrade": True, "apply_immediately": True},
            "blue_green_update",
        ),
        (PostgresDatabaseArgs, {"blue_green_update": True, "read_replica_count": 1}, "blue_green_update"),
        (PostgresDatabaseArgs, {**CLUSTER, "blue_green_update": True}, "blue_green_update"),
        (PostgresDatabaseArgs, {"managed_password": True, "read_replica_count": 1}, "managed_password"),
        (
            PostgresDatabaseArgs,
            {"managed_password": True, "cross_region_replica": REMOTE},
            "managed_password",
        ),
        (PostgresDatabaseArgs, {"managed_password": True, "blue_green_update": True}, "managed_password"),
        (PostgresDatabaseArgs, {"managed_password": True, "password_version": 2}, "password_version"),
        (PostgresDatabaseArgs, {"iops": 12_000}, "iops"),
    ],
)
def test_a_bad_value_is_refused_under_the_field_s_own_name(
    args: type[AuroraDatabaseArgs | PostgresDatabaseArgs], changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        args(**{**NETWORK, **changed})
    assert refused.value.field == f"{args.__name__}.{field}"


def test_storage_may_grow_by_a_tenth_or_more() -> None:
    assert PostgresDatabaseArgs(**NETWORK, storage_gib=100, max_storage_gib=110).max_storage_gib == 110


def test_a_multi_az_cluster_may_be_larger_than_the_limit_that_it_does_not_grow_to() -> None:
    assert PostgresDatabaseArgs(**{**NETWORK, **CLUSTER, "storage_gib": 2_000}).storage_gib == 2_000


def test_a_major_version_is_copied_by_logical_replication() -> None:
    args = PostgresDatabaseArgs(
        **NETWORK,
        blue_green_update=True,
        allow_major_version_upgrade=True,
        apply_immediately=True,
        parameters={"rds.logical_replication": "1"},
    )
    assert args.blue_green_update


def test_only_a_database_that_can_sleep_pauses() -> None:
    with pytest.raises(InvalidInputError, match="auto_pause_seconds"):
        ServerlessCapacity(min_acu=1, auto_pause_seconds=600)


def test_serverless_limits_must_be_in_order() -> None:
    with pytest.raises(InvalidInputError, match="max_acu"):
        ServerlessCapacity(min_acu=4, max_acu=2)


def test_advanced_insights_keep_fifteen_months() -> None:
    assert (InsightsMode.STANDARD.retention_days, InsightsMode.ADVANCED.retention_days) == (7, 465)
