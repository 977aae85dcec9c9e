"""RDS: instances with standby and replicas, Aurora clusters, global databases, what belongs to them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .conftest import Clients
from .helpers import Network, make_network, make_role, refusal

SMALL: dict[str, Any] = {
    "Engine": "postgres",
    "EngineVersion": "17.6",
    "DBInstanceClass": "db.m7g.large",
    "AllocatedStorage": 50,
    "MasterUsername": "app",
    "ManageMasterUserPassword": True,
    "BackupRetentionPeriod": 7,
    "DBSubnetGroupName": "shared",
}
CLUSTER: dict[str, Any] = {
    "Engine": "aurora-postgresql",
    "EngineVersion": "17.6",
    "MasterUsername": "app",
    "ManageMasterUserPassword": True,
    "DBSubnetGroupName": "shared",
}


def make_groups(clients: Clients, region: str) -> Network:
    network = make_network(clients, region)
    clients("rds", region).create_db_subnet_group(
        DBSubnetGroupName="shared", DBSubnetGroupDescription="d", SubnetIds=network.subnet_ids
    )
    return network


@pytest.fixture(scope="module")
def network(clients: Clients) -> Network:
    return make_groups(clients, "us-east-1")


@pytest.fixture(scope="module")
def standby_network(clients: Clients) -> Network:
    return make_groups(clients, "us-west-2")


@pytest.fixture
def rds(clients: Clients, network: Network) -> Any:
    return clients("rds")


def instance(rds: Any, name: str) -> dict[str, Any]:
    return rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]


def cluster(rds: Any, name: str) -> dict[str, Any]:
    return rds.describe_db_clusters(DBClusterIdentifier=name)["DBClusters"][0]


def add_member(rds: Any, cluster_name: str, name: str, **more: Any) -> dict[str, Any]:
    wanted = {"Engine": "aurora-postgresql", "DBInstanceClass": "db.r7g.large", **more}
    made = rds.create_db_instance(DBInstanceIdentifier=name, DBClusterIdentifier=cluster_name, **wanted)
    return made["DBInstance"]


def test_an_instance_keeps_its_configuration(clients: Clients, rds: Any, network: Network) -> None:
    key = clients("kms").create_key()["KeyMetadata"]["Arn"]
    role = make_role(clients, "rds-monitoring", "monitoring.rds.amazonaws.com")
    group = clients("ec2").create_security_group(GroupName="db", Description="d", VpcId=network.vpc_id)
    settings = {
        "MaxAllocatedStorage": 500,
        "StorageType": "gp3",
        "StorageEncrypted": True,
        "KmsKeyId": key,
        "VpcSecurityGroupIds": [group["GroupId"]],
        "EnablePerformanceInsights": True,
        "PerformanceInsightsRetentionPeriod": 31,
        "MonitoringInterval": 60,
        "MonitoringRoleArn": role,
        "DeletionProtection": True,
        "CopyTagsToSnapshot": True,
        "CACertificateIdentifier": "rds-ca-ecc384-g1",
        "EnableIAMDatabaseAuthentication": True,
        "EnableCloudwatchLogsExports": ["postgresql", "upgrade"],
        "AutoMinorVersionUpgrade": False,
        "Port": 6432,
        "DBName": "app",
        "Tags": [{"Key": "team", "Value": "data"}],
    }
    rds.create_db_instance(DBInstanceIdentifier="full", **SMALL, **settings)
    got = instance(rds, "full")
    same = ("StorageType", "KmsKeyId", "MaxAllocatedStorage", "DeletionProtection", "DBName")
    assert {name: got[name] for name in same} == {name: settings[name] for name in same}
    assert got["PerformanceInsightsEnabled"] is True
    assert got["PerformanceInsightsRetentionPeriod"] == 31
    assert (got["MonitoringInterval"], got["MonitoringRoleArn"]) == (60, role)
    assert got["CACertificateIdentifier"] == "rds-ca-ecc384-g1"
    assert got["IAMDatabaseAuthenticationEnabled"] is True
    assert got["EnabledCloudwatchLogsExports"] == ["postgresql", "upgrade"]
    assert (got["Endpoint"]["Port"], got["LicenseModel"]) == (6432, "postgresql-license")
    assert got["VpcSecurityGroups"][0]["VpcSecurityGroupId"] == group["GroupId"]
    assert (got["Iops"], got["StorageThroughput"], got["PubliclyAccessible"]) == (3000, 125, False)
    assert got["TagList"] == [{"Key": "team", "Value": "data"}]
    assert got["DBParameterGroups"][0]["DBParameterGroupName"] == "default.postgres17"


def test_instances_have_ids_of_their_own(rds: Any) -> None:
    made = [rds.create_db_instance(DBInstanceIdentifier=f"own-{n}", **SMALL)["DBInstance"] for n in range(2)]
    assert len({item["DbiResourceId"] for item in made}) == 2


def test_a_managed_password_lives_in_secrets_manager_with_its_instance(clients: Clients, rds: Any) -> None:
    made = rds.create_db_instance(DBInstanceIdentifier="secret", **SMALL)["DBInstance"]
    arn = made["MasterUserSecret"]["SecretArn"]
    assert made["MasterUserSecret"]["SecretStatus"] == "active"
    value = json.loads(clients("secretsmanager").get_secret_value(SecretId=arn)["SecretString"])
    assert value["username"] == "app"
    assert len(value["password"]) >= 16
    rds.delete_db_instance(DBInstanceIdentifier="secret", SkipFinalSnapshot=True)
    with refusal("ResourceNotFoundException"):
        clients("secretsmanager").describe_secret(SecretId=arn)


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"EngineVersion": "17.99"}, "InvalidParameterCombination", "17.99"),
        ({"DBInstanceClass": "db.q1.huge"}, "InvalidParameterCombination", "db.q1.huge"),
        ({"DBSubnetGroupName": "none"}, "DBSubnetGroupNotFoundFault", "none"),
        ({"VpcSecurityGroupIds": ["sg-0123"]}, "InvalidParameterValue", "sg-0123"),
        ({"DBParameterGroupName": "none"}, "DBParameterGroupNotFound", "none"),
        ({"StorageEncrypted": True, "KmsKeyId": "no-key"}, "KMSKeyNotAccessibleFault", "no-key"),
        ({"MasterUserPassword": "password1"}, "InvalidParameterCombination", "MasterUserPassword"),
        ({"AllocatedStorage": 5}, "InvalidParameterValue", "20 GiB"),
        ({"MonitoringInterval": 60}, "InvalidParameterCombination", "MonitoringRoleARN"),
        ({"CACertificateIdentifier": "rds-ca-2019"}, "CertificateNotFound", "rds-ca-rsa2048-g1"),
        ({"EnableCloudwatchLogsExports": ["audit"]}, "InvalidParameterCombination", "audit"),
        ({"PerformanceInsightsRetentionPeriod": 8}, "InvalidParameterValue", "8"),
    ],
)
def test_a_wrong_instance_is_refused(rds: Any, change: dict[str, Any], code: str, words: str) -> None:
    with refusal(code, words):
        rds.create_db_instance(DBInstanceIdentifier="refused", **{**SMALL, **change})
    names = [item["DBInstanceIdentifier"] for item in rds.describe_db_instances()["DBInstances"]]
    assert "refused" not in names


def test_a_forced_failover_moves_a_multi_az_instance_to_its_standby(rds: Any) -> None:
    rds.create_db_instance(DBInstanceIdentifier="multi", MultiAZ=True, **SMALL)
    before = instance(rds, "multi")
    assert before["SecondaryAvailabilityZone"] != before["AvailabilityZone"]
    rds.reboot_db_instance(DBInstanceIdentifier="multi", ForceFailover=True)
    after = instance(rds, "multi")
    assert after["AvailabilityZone"] == before["SecondaryAvailabilityZone"]
    assert after["SecondaryAvailabilityZone"] == before["AvailabilityZone"]
    rds.modify_db_instance(DBInstanceIdentifier="multi", MultiAZ=False)
    assert "SecondaryAvailabilityZone" not in instance(rds, "multi")
    with refusal("InvalidParameterCombination", "ForceFailover"):
        rds.reboot_db_instance(DBInstanceIdentifier="multi", ForceFailover=True)


def test_an_instance_changes(rds: Any) -> None:
    rds.create_db_instance(DBInstanceIdentifier="changed", **{**SMALL, "EngineVersion": "16.10"})
    which = {"DBInstanceIdentifier": "changed", "ApplyImmediately": True}
    with refusal("InvalidParameterCombination", "AllowMajorVersionUpgrade"):
        rds.modify_db_instance(**which, EngineVersion="17.6")
    with refusal("InvalidParameterCombination", "Invalid storage size"):
        rds.modify_db_instance(**which, AllocatedStorage=20)
    rds.modify_db_instance(**which, EngineVersion="17.6", AllowMajorVersionUpgrade=True)
    rds.modify_db_instance(
        **which,
        DBInstanceClass="db.m7g.xlarge",
        AllocatedStorage=100,
        BackupRetentionPeriod=14,
        DeletionProtection=True,
        EnablePerformanceInsights=True,
        CloudwatchLogsExportConfiguration={"EnableLogTypes": ["postgresql"]},
    )
    got = instance(rds, "changed")
    assert (got["EngineVersion"], got["DBInstanceClass"]) == ("17.6", "db.m7g.xlarge")
    assert (got["AllocatedStorage"], got["BackupRetentionPeriod"]) == (100, 14)
    assert got["PerformanceInsightsRetentionPeriod"] == 7
    assert got["EnabledCloudwatchLogsExports"] == ["postgresql"]
    with refusal("InvalidParameterCombination", "deletion protection"):
        rds.delete_db_instance(DBInstanceIdentifier="changed", SkipFinalSnapshot=True)


def test_deletion_wants_a_final_snapshot_or_a_word_that_there_is_none(rds: Any) -> None:
    for name in ("last-1", "last-2"):
        rds.create_db_instance(DBInstanceIdentifier=name, **SMALL)
    with refusal("InvalidParameterCombination", "FinalDBSnapshotIdentifier is required"):
        rds.delete_db_instance(DBInstanceIdentifier="last-1")
    rds.delete_db_instance(DBInstanceIdentifier="last-1", FinalDBSnapshotIdentifier="final")
    (snapshot,) = rds.describe_db_snapshots(DBSnapshotIdentifier="final")["DBSnapshots"]
    assert (snapshot["DBInstanceIdentifier"], snapshot["SnapshotType"]) == ("last-1", "manual")
    with refusal("DBSnapshotAlreadyExists", "final"):
        rds.delete_db_instance(DBInstanceIdentifier="last-2", FinalDBSnapshotIdentifier="final")
    assert instance(rds, "last-2")["DBInstanceStatus"] == "available"


def test_a_replica_is_linked_with_its_source_until_promotion(rds: Any) -> None:
    rds.create_db_instance(DBInstanceIdentifier="source", **SMALL)
    made = rds.create_db_instance_read_replica(
        DBInstanceIdentifier="replica", SourceDBInstanceIdentifier="source", DBInstanceClass="db.m7g.xlarge"
    )["DBInstance"]
    assert made["ReadReplicaSourceDBInstanceIdentifier"] == "source"
    assert (made["DBInstanceClass"], made["EngineVersion"]) == ("db.m7g.xlarge", "17.6")
    assert "MasterUserSecret" not in made
    assert instance(rds, "source")["ReadReplicaDBInstanceIdentifiers"] == ["replica"]
    assert instance(rds, "source")["DbiResourceId"] != made["DbiResourceId"]
    rds.promote_read_replica(DBInstanceIdentifier="replica", BackupRetentionPeriod=3)
    got = instance(rds, "replica")
    assert "ReadReplicaSourceDBInstanceIdentifier" not in got
    assert got["BackupRetentionPeriod"] == 3
    assert instance(rds, "source")["ReadReplicaDBInstanceIdentifiers"] == []
    with refusal("InvalidDBInstanceState", "not a read replica"):
        rds.promote_read_replica(DBInstanceIdentifier="replica")


def test_replicas_of_the_region_follow_their_source_to_a_major_version(
    clients: Clients, rds: Any, standby_network: Network
) -> None:
    west = clients("rds", "us-west-2")
    for major in (16, 17):
        rds.create_db_parameter_group(
            DBParameterGroupName=f"moving-{major}",
            DBParameterGroupFamily=f"postgres{major}",
            Description="d",
        )
    settings = {**SMALL, "EngineVersion": "16.10", "DBParameterGroupName": "moving-16"}
    arn = rds.create_db_instance(DBInstanceIdentifier="moving", **settings)["DBInstance"]["DBInstanceArn"]
    rds.create_db_instance_read_replica(DBInstanceIdentifier="near", SourceDBInstanceIdentifier="moving")
    rds.modify_db_instance(DBInstanceIdentifier="near", BackupRetentionPeriod=1)
    rds.create_db_instance_read_replica(DBInstanceIdentifier="nearer", SourceDBInstanceIdentifier="near")
    west.create_db_instance_read_replica(
        DBInstanceIdentifier="afar", SourceDBInstanceIdentifier=arn, DBSubnetGroupName="shared"
    )
    rds.modify_db_instance(DBInstanceIdentifier="moving", EngineVersion="16.11", ApplyImmediately=True)
    assert instance(rds, "near")["EngineVersion"] == "16.10"
    rds.modify_db_instance(
        DBInstanceIdentifier="moving",
        EngineVersion="17.6",
        AllowMajorVersionUpgrade=True,
        DBParameterGroupName="moving-17",
        ApplyImmediately=True,
    )
    for name in ("near", "nearer"):
        got = instance(rds, name)
        assert got["EngineVersion"] == "17.6"
        assert got["DBParameterGroups"][0]["DBParameterGroupName"] == "default.postgres17"
    assert instance(west, "afar")["EngineVersion"] == "16.10"
    rds.modify_db_instance(DBInstanceIdentifier="near", DBParameterGroupName="moving-17")
    assert instance(rds, "near")["DBParameterGroups"][0]["DBParameterGroupName"] == "moving-17"
    rds.delete_db_parameter_group(DBParameterGroupName="moving-16")


def test_a_replica_needs_backups_and_leaves_the_subnet_group_to_its_source(rds: Any) -> None:
    rds.create_db_instance(DBInstanceIdentifier="bare", **{**SMALL, "BackupRetentionPeriod": 0})
    with refusal("InvalidDBInstanceState", "Automated backups"):
        rds.create_db_instance_read_replica(DBInstanceIdentifier="r", SourceDBInstanceIdentifier="bare")
    rds.create_db_instance(DBInstanceIdentifier="grouped", **SMALL)
    with refusal("DBSubnetGroupNotAllowedFault", "ARN"):
        rds.create_db_instance_read_replica(
            DBInstanceIdentifier="r", SourceDBInstanceIdentifier="grouped", DBSubnetGroupName="shared"
        )


def test_a_replica_in_another_region_has_a_key_of_its_own(
    clients: Clients, rds: Any, standby_network: Network
) -> None:
    west = clients("rds", "us-west-2")
    rds.create_db_parameter_group(
        DBParameterGroupName="custom", DBParameterGroupFamily="postgres17", Description="d"
    )
    settings = {**SMALL, "StorageEncrypted": True, "DBParameterGroupName": "custom"}
    arn = rds.create_db_instance(DBInstanceIdentifier="far", **settings)["DBInstance"]["DBInstanceArn"]
    wanted = {
        "DBInstanceIdentifier": "far-replica",
        "SourceDBInstanceIdentifier": arn,
        "DBSubnetGroupName": "shared",
    }
    with refusal("InvalidParameterCombination", "KmsKeyId"):
        west.create_db_instance_read_replica(**wanted)
    key = clients("kms", "us-west-2").create_key()["KeyMetadata"]["Arn"]
    west.create_db_instance_read_replica(**wanted, KmsKeyId=key)
    got = instance(west, "far-replica")
    assert (got["KmsKeyId"], got["ReadReplicaSourceDBInstanceIdentifier"]) == (key, arn)
    assert got["AvailabilityZone"].startswith("us-west-2")
    assert got["DBParameterGroups"][0]["DBParameterGroupName"] == "default.postgres17"
    assert instance(rds, "far")["ReadReplicaDBInstanceIdentifiers"] == [got["DBInstanceArn"]]
    west.delete_db_instance(DBInstanceIdentifier="far-replica", SkipFinalSnapshot=True)
    assert instance(rds, "far")["ReadReplicaDBInstanceIdentifiers"] == []


def test_a_restored_instance_is_a_new_one(rds: Any) -> None:
    rds.create_db_instance(DBInstanceIdentifier="origin", **{**SMALL, "StorageEncrypted": True})
    rds.create_db_snapshot(DBInstanceIdentifier="origin", DBSnapshotIdentifier="shot")
    rds.restore_db_instance_from_db_snapshot(
        DBInstanceIdentifier="restored", DBSnapshotIdentifier="shot", DBInstanceClass="db.m7g.xlarge"
    )
    rds.restore_db_instance_to_point_in_time(
        SourceDBInstanceIdentifier="origin",
        TargetDBInstanceIdentifier="rewound",
        UseLatestRestorableTime=True,
    )
    origin = instance(rds, "origin")
    for name in ("restored", "rewound"):
        got = instance(rds, name)
        assert got["DbiResourceId"] != origin["DbiResourceId"]
        assert got["KmsKeyId"] == origin["KmsKeyId"]
        assert got["MasterUsername"] == "app"
    assert instance(rds, "restored")["DBInstanceClass"] == "db.m7g.xlarge"


def test_a_subnet_group_changes_and_stays_while_it_is_used(clients: Clients, rds: Any) -> None:
    network = make_network(clients)
    rds.create_db_subnet_group(
        DBSubnetGroupName="moving", DBSubnetGroupDescription="d", SubnetIds=network.subnet_ids[:2]
    )
    rds.modify_db_subnet_group(DBSubnetGroupName="moving", SubnetIds=network.subnet_ids)
    (group,) = rds.describe_db_subnet_groups(DBSubnetGroupName="moving")["DBSubnetGroups"]
    assert [item["SubnetIdentifier"] for item in group["Subnets"]] == network.subnet_ids
    rds.create_db_instance(DBInstanceIdentifier="user", **{**SMALL, "DBSubnetGroupName": "moving"})
    with refusal("InvalidDBSubnetGroupStateFault", "user"):
        rds.delete_db_subnet_group(DBSubnetGroupName="moving")
    rds.delete_db_instance(DBInstanceIdentifier="user", SkipFinalSnapshot=True)
    rds.delete_db_subnet_group(DBSubnetGroupName="moving")
    with refusal("DBSubnetGroupNotFoundFault", "moving"):
        rds.describe_db_subnet_groups(DBSubnetGroupName="moving")


@pytest.mark.parametrize(
    ("subnets", "code"), [(["subnet-0123"], "InvalidSubnet"), (None, "DBSubnetGroupDoesNotCoverEnoughAZs")]
)
def test_a_wrong_subnet_group_is_refused(
    rds: Any, network: Network, subnets: list[str] | None, code: str
) -> None:
    with refusal(code):
        rds.create_db_subnet_group(
            DBSubnetGroupName="wrong",
            DBSubnetGroupDescription="d",
            SubnetIds=subnets or network.subnet_ids[:1],
        )


def test_parameters_are_set_read_and_reset(rds: Any) -> None:
    name = "tuned"
    rds.create_db_parameter_group(
        DBParameterGroupName=name, DBParameterGroupFamily="postgres17", Description="d"
    )
    force = {"ParameterName": "rds.force_ssl", "ParameterValue": "1", "ApplyMethod": "immediate"}
    rds.modify_db_parameter_group(DBParameterGroupName=name, Parameters=[force])
    (got,) = rds.describe_db_parameters(DBParameterGroupName=name, Source="user")["Parameters"]
    assert (got["ParameterName"], got["ParameterValue"]) == ("rds.force_ssl", "1")
    static = {"ParameterName": "max_connections", "ParameterValue": "9", "ApplyMethod": "immediate"}
    with refusal("InvalidParameterCombination", "max_connections"):
        rds.modify_db_parameter_group(DBParameterGroupName=name, Parameters=[static])
    rds.reset_db_parameter_group(DBParameterGroupName=name, ResetAllParameters=True)
    assert rds.describe_db_parameters(DBParameterGroupName=name)["Parameters"] == []
    rds.create_db_instance(DBInstanceIdentifier="tuned", DBParameterGroupName=name, **SMALL)
    with refusal("InvalidDBParameterGroupState", name):
        rds.delete_db_parameter_group(DBParameterGroupName=name)
    with refusal("DBParameterGroupNotFound", "none"):
        rds.describe_db_parameter_groups(DBParameterGroupName="none")


def test_a_parameter_group_fits_one_engine_version(rds: Any) -> None:
    with refusal("InvalidParameterValue", "postgres99"):
        rds.create_db_parameter_group(
            DBParameterGroupName="x", DBParameterGroupFamily="postgres99", Description="d"
        )
    rds.create_db_parameter_group(
        DBParameterGroupName="for-16", DBParameterGroupFamily="postgres16", Description="d"
    )
    with refusal("InvalidParameterCombination", "postgres17"):
        rds.create_db_instance(DBInstanceIdentifier="x", DBParameterGroupName="for-16", **SMALL)


def test_a_cluster_has_a_writer_and_readers_in_different_zones(rds: Any) -> None:
    made = rds.create_db_cluster(DBClusterIdentifier="aurora", StorageEncrypted=True, **CLUSTER)["DBCluster"]
    assert made["Status"] == "available"
    assert made["DBClusterParameterGroup"] == "default.aurora-postgresql17"
    members = [add_member(rds, "aurora", f"aurora-{n}", PromotionTier=n) for n in range(3)]
    assert len({member["AvailabilityZone"] for member in members}) == 3
    got = cluster(rds, "aurora")
    assert [member["IsClusterWriter"] for member in got["DBClusterMembers"]] == [True, False, False]
    assert got["Endpoint"] != got["ReaderEndpoint"]
    assert (got["MultiAZ"], got["StorageEncrypted"]) == (True, True)
    rds.failover_db_cluster(DBClusterIdentifier="aurora", TargetDBInstanceIdentifier="aurora-2")
    writers = [
        m["DBInstanceIdentifier"] for m in cluster(rds, "aurora")["DBClusterMembers"] if m["IsClusterWriter"]
    ]
    assert writers == ["aurora-2"]
    with refusal("InvalidDBClusterStateFault"):
        rds.delete_db_cluster(DBClusterIdentifier="aurora", SkipFinalSnapshot=True)


def test_a_serverless_member_needs_a_capacity_range(rds: Any) -> None:
    rds.create_db_cluster(DBClusterIdentifier="elastic", **CLUSTER)
    with refusal("InvalidParameterCombination", "Serverless v2"):
        add_member(rds, "elastic", "elastic-1", DBInstanceClass="db.serverless")
    with refusal("InvalidParameterValue", "MaxCapacity 0.5"):
        rds.modify_db_cluster(
            DBClusterIdentifier="elastic",
            ServerlessV2ScalingConfiguration={"MinCapacity": 2, "MaxCapacity": 0.5},
        )
    rds.modify_db_cluster(
        DBClusterIdentifier="elastic", ServerlessV2ScalingConfiguration={"MinCapacity": 0.5, "MaxCapacity": 8}
    )
    scaling = cluster(rds, "elastic")["ServerlessV2ScalingConfiguration"]
    assert (scaling["MinCapacity"], scaling["MaxCapacity"]) == (0.5, 8.0)
    assert add_member(rds, "elastic", "elastic-1", DBInstanceClass="db.serverless")["DBInstanceClass"]


def test_a_cluster_changes_and_is_protected(rds: Any) -> None:
    rds.create_db_cluster(DBClusterIdentifier="guarded", DeletionProtection=True, **CLUSTER)
    with refusal("InvalidParameterCombination", "deletion protection"):
        rds.delete_db_cluster(DBClusterIdentifier="guarded", SkipFinalSnapshot=True)
    rds.modify_db_cluster(
        DBClusterIdentifier="guarded",
        DeletionProtection=False,
        EnableIAMDatabaseAuthentication=True,
        BackupRetentionPeriod=14,
        CloudwatchLogsExportConfiguration={"EnableLogTypes": ["postgresql"]},
        StorageType="aurora-iopt1",
    )
    got = cluster(rds, "guarded")
    assert got["IAMDatabaseAuthenticationEnabled"] is True
    assert (got["BackupRetentionPeriod"], got["StorageType"]) == (14, "aurora-iopt1")
    assert got["EnabledCloudwatchLogsExports"] == ["postgresql"]
    with refusal("InvalidParameterCombination", "FinalDBSnapshotIdentifier is required"):
        rds.delete_db_cluster(DBClusterIdentifier="guarded")
    rds.delete_db_cluster(DBClusterIdentifier="guarded", FinalDBSnapshotIdentifier="guarded-final")
    snapshots = rds.describe_db_cluster_snapshots(DBClusterSnapshotIdentifier="guarded-final")
    assert snapshots["DBClusterSnapshots"][0]["DBClusterIdentifier"] == "guarded"
    rds.restore_db_cluster_from_snapshot(
        DBClusterIdentifier="again",
        SnapshotIdentifier="guarded-final",
        Engine="aurora-postgresql",
        DBSubnetGroupName="shared",
    )
    assert cluster(rds, "again")["EngineVersion"] == "17.6"


def test_nothing_is_left_of_a_deleted_cluster(rds: Any, clients: Clients) -> None:
    made = rds.create_db_cluster(DBClusterIdentifier="gone", **CLUSTER)["DBCluster"]
    add_member(rds, "gone", "gone-1")
    rds.delete_db_instance(DBInstanceIdentifier="gone-1")
    rds.delete_db_cluster(DBClusterIdentifier="gone", SkipFinalSnapshot=True)
    shots = rds.describe_db_cluster_snapshots()["DBClusterSnapshots"]
    assert "gone" not in {shot["DBClusterIdentifier"] for shot in shots}
    with refusal("ResourceNotFoundException"):
        clients("secretsmanager").describe_secret(SecretId=made["MasterUserSecret"]["SecretArn"])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"EngineVersion": "3.1"}, "InvalidParameterCombination"),
        ({"DBSubnetGroupName": "none"}, "DBSubnetGroupNotFoundFault"),
        ({"DBClusterParameterGroupName": "none"}, "DBParameterGroupNotFound"),
        ({"VpcSecurityGroupIds": ["sg-0123"]}, "InvalidParameterValue"),
    ],
)
def test_a_wrong_cluster_is_refused(rds: Any, change: dict[str, Any], code: str) -> None:
    with refusal(code):
        rds.create_db_cluster(DBClusterIdentifier="refused", **{**CLUSTER, **change})


def test_a_global_database_moves_its_writer(clients: Clients, rds: Any, standby_network: Network) -> None:
    west = clients("rds", "us-west-2")
    arn = rds.create_db_cluster(DBClusterIdentifier="g-east", **CLUSTER)["DBCluster"]["DBClusterArn"]
    rds.create_global_cluster(GlobalClusterIdentifier="world", SourceDBClusterIdentifier=arn)
    second = west.create_db_cluster(
        DBClusterIdentifier="g-west",
        Engine="aurora-postgresql",
        EngineVersion="17.6",
        GlobalClusterIdentifier="world",
        DBSubnetGroupName="shared",
    )["DBCluster"]["DBClusterArn"]

    def writers() -> list[str]:
        found = rds.describe_global_clusters(GlobalClusterIdentifier="world")["GlobalClusters"][0]
        return [item["DBClusterArn"] for item in found["GlobalClusterMembers"] if item["IsWriter"]]

    assert writers() == [arn]
    rds.switchover_global_cluster(GlobalClusterIdentifier="world", TargetDbClusterIdentifier=second)
    assert writers() == [second]
    with refusal("InvalidGlobalClusterStateFault", "primary"):
        rds.remove_from_global_cluster(GlobalClusterIdentifier="world", DbClusterIdentifier=second)
    with refusal("InvalidDBClusterStateFault", "global cluster"):
        rds.delete_db_cluster(DBClusterIdentifier="g-east", SkipFinalSnapshot=True)
    for member in (arn, second):
        rds.remove_from_global_cluster(GlobalClusterIdentifier="world", DbClusterIdentifier=member)
    rds.delete_global_cluster(GlobalClusterIdentifier="world")
    rds.delete_db_cluster(DBClusterIdentifier="g-east", SkipFinalSnapshot=True)


def test_versions_and_classes_are_those_that_aws_publishes(rds: Any) -> None:
    versions = rds.describe_db_engine_versions(Engine="aurora-postgresql", EngineVersion="17")
    found = [item["EngineVersion"] for item in versions["DBEngineVersions"]]
    assert "17.6" in found
    assert all(version.startswith("17.") for version in found)
    default = rds.describe_db_engine_versions(Engine="postgres", DefaultOnly=True)["DBEngineVersions"]
    assert [item["DBParameterGroupFamily"] for item in default] == ["postgres17"]
    options = rds.describe_orderable_db_instance_options(Engine="postgres", EngineVersion="17.6")
    classes = {item["DBInstanceClass"] for item in options["OrderableDBInstanceOptions"]}
    assert "db.m7g.large" in classes


def test_a_major_version_stands_for_its_newest_minor(rds: Any) -> None:
    made = rds.create_db_instance(DBInstanceIdentifier="major", **{**SMALL, "EngineVersion": "16"})
    assert made["DBInstance"]["EngineVersion"].startswith("16.")
