"""Databases in more zones and regions than one: Multi-AZ DB clusters, global clusters, copies elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from support.ground import make_network
from support.provider import Provider, Refused

CLUSTER = "aws:rds/cluster:Cluster"
INSTANCE = "aws:rds/instance:Instance"
GLOBAL = "aws:rds/globalCluster:GlobalCluster"
REPLICATION = "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication"
STANDBY = "us-west-2"


@dataclass
class Place:
    """What a database stands on in one region."""

    key_arn: str
    subnet_group: str
    security_group: str


def _place(aws: Provider, octet: int) -> Place:
    network = make_network(aws, octet)
    group = aws.create(
        "aws:rds/subnetGroup:SubnetGroup", "regions", {"name": "regions", "subnetIds": network.subnets}
    )
    key = aws.client("kms").create_key()["KeyMetadata"]["Arn"]
    return Place(key, group.id, network.security_groups[0])


@pytest.fixture(scope="module")
def west(endpoint: str) -> Provider:
    return Provider(endpoint, region=STANDBY)


@pytest.fixture(scope="module")
def here(aws: Provider) -> Place:
    return _place(aws, 52)


@pytest.fixture(scope="module")
def there(west: Provider) -> Place:
    return _place(west, 53)


def _aurora(place: Place, name: str, **more: Any) -> dict[str, Any]:
    return {
        "clusterIdentifier": name,
        "engine": "aurora-postgresql",
        "engineVersion": "17",
        "dbSubnetGroupName": place.subnet_group,
        "vpcSecurityGroupIds": [place.security_group],
        "storageEncrypted": True,
        "kmsKeyId": place.key_arn,
        "skipFinalSnapshot": True,
        **more,
    }


def _multi_az(place: Place, name: str, **more: Any) -> dict[str, Any]:
    return {
        "clusterIdentifier": name,
        "engine": "postgres",
        "engineVersion": "17",
        "dbClusterInstanceClass": "db.r6gd.large",
        "storageType": "io1",
        "allocatedStorage": 100,
        "iops": 3000,
        "databaseName": "app",
        "masterUsername": "postgres",
        "manageMasterUserPassword": True,
        "masterUserSecretKmsKeyId": place.key_arn,
        "iamDatabaseAuthenticationEnabled": True,
        "enabledCloudwatchLogsExports": ["postgresql"],
        "dbSubnetGroupName": place.subnet_group,
        "vpcSecurityGroupIds": [place.security_group],
        "storageEncrypted": True,
        "kmsKeyId": place.key_arn,
        "backupRetentionPeriod": 7,
        "caCertificateIdentifier": "rds-ca-rsa2048-g1",
        "performanceInsightsEnabled": True,
        "performanceInsightsKmsKeyId": place.key_arn,
        "skipFinalSnapshot": True,
        "applyImmediately": True,
        "tags": {"Name": name},
        **more,
    }


def test_a_multi_az_cluster_lives_its_whole_life(aws: Provider, here: Place) -> None:
    change = {"dbClusterInstanceClass": "db.r6gd.xlarge", "allocatedStorage": 200, "iops": 4000}
    made = aws.cycle(CLUSTER, _multi_az(here, "three"), change={**change, "backupRetentionPeriod": 14})
    assert made.state["endpoint"].startswith("three.cluster-")
    assert made.state["readerEndpoint"].startswith("three.cluster-ro-")
    assert made.state["masterUserSecrets"][0]["kmsKeyId"] == here.key_arn
    assert made.state["iamDatabaseAuthenticationEnabled"] is True
    assert made.state["__kept"] == []
    left = aws.client("rds").describe_db_instances()["DBInstances"]
    assert [each for each in left if each.get("DBClusterIdentifier") == "three"] == []


def test_a_multi_az_cluster_has_a_writer_and_two_readers_in_three_zones(aws: Provider, here: Place) -> None:
    made = aws.create(CLUSTER, "zones", _multi_az(here, "zones"))
    assert len(made.state["clusterMembers"]) == 3
    cluster = aws.client("rds").describe_db_clusters(DBClusterIdentifier="zones")["DBClusters"][0]
    assert [each["IsClusterWriter"] for each in cluster["DBClusterMembers"]].count(True) == 1
    found = aws.client("rds").describe_db_instances()["DBInstances"]
    members = [each for each in found if each.get("DBClusterIdentifier") == "zones"]
    assert {each["AvailabilityZone"][-1] for each in members} == set("abc")
    assert {each["DBInstanceClass"] for each in members} == {"db.r6gd.large"}
    assert cluster["MultiAZ"] is True
    with pytest.raises(ClientError, match="modify or delete the cluster"):
        aws.client("rds").delete_db_instance(DBInstanceIdentifier="zones-instance-1", SkipFinalSnapshot=True)
    aws.delete(made)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"dbClusterInstanceClass": "db.r7g.large"}, "'db.r7g.large' is not allowed"),
        ({"dbClusterInstanceClass": None}, "needs DBClusterInstanceClass"),
        ({"iops": None}, "needs Iops"),
        ({"storageType": "aurora-iopt1"}, "Invalid storage type aurora-iopt1"),
    ],
)
def test_a_multi_az_cluster_that_aws_has_not_is_refused(
    aws: Provider, here: Place, wrong: dict[str, Any], reason: str
) -> None:
    inputs = {name: value for name, value in _multi_az(here, "wrong", **wrong).items() if value is not None}
    with pytest.raises(Refused, match=reason):
        aws.create(CLUSTER, "wrong", inputs)


def test_a_serverless_cluster_pauses_when_it_is_idle(aws: Provider, here: Place) -> None:
    scaling = {"minCapacity": 0, "maxCapacity": 8, "secondsUntilAutoPause": 600}
    login = {"masterUsername": "postgres", "manageMasterUserPassword": True}
    inputs = _aurora(here, "paused", serverlessv2ScalingConfiguration=scaling, **login)
    made = aws.cycle(
        CLUSTER,
        inputs,
        change={"serverlessv2ScalingConfiguration": {**scaling, "secondsUntilAutoPause": 300}},
    )
    assert made.state["serverlessv2ScalingConfiguration"]["secondsUntilAutoPause"] == 300
    short = {**scaling, "secondsUntilAutoPause": 60}
    with pytest.raises(Refused, match="Invalid SecondsUntilAutoPause 60: 300 to 86400"):
        aws.create(CLUSTER, "short", {**inputs, "serverlessv2ScalingConfiguration": short})


def test_a_cluster_in_another_region_joins_a_global_one(
    aws: Provider, west: Provider, here: Place, there: Place
) -> None:
    writer_inputs = _aurora(here, "writer", masterUsername="postgres", manageMasterUserPassword=True)
    writer = aws.create(CLUSTER, "writer", writer_inputs)
    global_inputs = {
        "globalClusterIdentifier": "everywhere",
        "sourceDbClusterIdentifier": writer.state["arn"],
        "forceDestroy": True,
    }
    globally = aws.create(GLOBAL, "everywhere", global_inputs)
    inputs = _aurora(
        there, "reader", globalClusterIdentifier=globally.id, engineVersion=globally.state["engineVersion"]
    )
    reader = west.create(CLUSTER, "reader", inputs)
    west.assert_settled(reader, inputs)
    seen = aws.read(writer)
    assert seen is not None
    assert not list(aws.diff(seen, writer_inputs).diffs)
    members = aws.read(globally)
    assert members is not None
    assert {each["dbClusterArn"]: each["isWriter"] for each in members.state["globalClusterMembers"]} == {
        writer.state["arn"]: True,
        reader.state["arn"]: False,
    }
    assert not list(aws.diff(members, global_inputs).diffs)
    changed = {**global_inputs, "deletionProtection": True}
    members = aws.update(members, changed)
    members = aws.update(members, {**global_inputs, "deletionProtection": False})
    found = west.import_(CLUSTER, "reader", "reader")
    assert found is not None
    assert found.inputs["globalClusterIdentifier"] == "everywhere"
    with pytest.raises(Refused, match="can't be removed while the global cluster has secondary clusters"):
        aws.delete(seen)
    west.delete(reader)
    aws.delete(members)
    aws.delete(seen)
    for client in (aws.client("rds"), west.client("rds")):
        names = [each["DBClusterIdentifier"] for each in client.describe_db_clusters()["DBClusters"]]
        assert not {"writer", "reader"}.intersection(names)
    assert aws.client("rds").describe_global_clusters()["GlobalClusters"] == []


def _instance(place: Place, name: str, **more: Any) -> dict[str, Any]:
    return {
        "identifier": name,
        "engine": "postgres",
        "engineVersion": "17",
        "instanceClass": "db.r7g.large",
        "allocatedStorage": 50,
        "username": "postgres",
        "manageMasterUserPassword": True,
        "storageEncrypted": True,
        "kmsKeyId": place.key_arn,
        "dbSubnetGroupName": place.subnet_group,
        "vpcSecurityGroupIds": [place.security_group],
        "backupRetentionPeriod": 7,
        "skipFinalSnapshot": True,
        "applyImmediately": True,
        **more,
    }


def test_backups_are_replicated_to_another_region_with_its_key(
    aws: Provider, west: Provider, here: Place, there: Place
) -> None:
    source = aws.create(INSTANCE, "backed-up", _instance(here, "backed-up"))
    inputs = {"sourceDbInstanceArn": source.state["arn"], "retentionPeriod": 14}
    with pytest.raises(Refused, match="KmsKeyId must be given"):
        west.create(REPLICATION, "backups", inputs)
    inputs["kmsKeyId"] = there.key_arn
    made = west.create(REPLICATION, "backups", inputs)
    west.assert_settled(made, inputs)
    assert made.id.startswith("arn:aws:rds:us-west-2:123456789012:auto-backup:ab-")
    shown = aws.client("rds").describe_db_instances(DBInstanceIdentifier="backed-up")["DBInstances"][0]
    assert shown["DBInstanceAutomatedBackupsReplications"] == [{"DBInstanceAutomatedBackupsArn": made.id}]
    assert list(west.diff(made, {**inputs, "retentionPeriod": 7}).replaces) == ["retentionPeriod"]
    west.delete(made)
    west.cycle(REPLICATION, inputs)
    assert west.client("rds").describe_db_instance_automated_backups()["DBInstanceAutomatedBackups"] == []
    aws.delete(source)


def test_an_instance_is_replicated_to_another_region_and_promoted_there(
    aws: Provider, west: Provider, here: Place, there: Place
) -> None:
    source = aws.create(INSTANCE, "origin", _instance(here, "origin"))
    inputs = {
        "identifier": "copy",
        "replicateSourceDb": source.state["arn"],
        "instanceClass": "db.r7g.large",
        "kmsKeyId": there.key_arn,
        "storageEncrypted": True,
        "dbSubnetGroupName": there.subnet_group,
        "vpcSecurityGroupIds": [there.security_group],
        "skipFinalSnapshot": True,
        "deletionProtection": False,
        "tags": {"Name": "copy"},
    }
    made = west.create(INSTANCE, "copy", inputs)
    west.assert_settled(made, inputs)
    assert made.state["arn"].startswith("arn:aws:rds:us-west-2:")
    assert made.state["kmsKeyId"] == there.key_arn
    assert made.state["__kept"] == []
    free = {name: value for name, value in inputs.items() if name != "replicateSourceDb"}
    promoted = west.update(made, {**free, "backupRetentionPeriod": 7})
    west.delete(promoted)
    aws.delete(source)


def test_a_blue_green_update_changes_the_instance_in_place(aws: Provider, here: Place) -> None:
    inputs = _instance(here, "green", blueGreenUpdate={"enabled": True}, engineVersion="16")
    made = aws.create(INSTANCE, "green", inputs)
    changed = {**inputs, "instanceClass": "db.r7g.xlarge", "engineVersion": "17"}
    changed["allowMajorVersionUpgrade"] = True
    last = aws.update(made, changed)
    aws.assert_settled(last, changed)
    assert last.state["blueGreenUpdate"] == {"enabled": True}
    assert last.state["identifier"] == "green"
    aws.delete(last)


def test_a_password_that_rds_manages_has_a_key_of_its_own(aws: Provider, here: Place) -> None:
    inputs = _instance(here, "managed", masterUserSecretKmsKeyId=here.key_arn)
    made = aws.create(INSTANCE, "managed", {**inputs, "iamDatabaseAuthenticationEnabled": False})
    secret = made.state["masterUserSecrets"][0]
    assert secret["kmsKeyId"] == here.key_arn
    last = aws.update(made, {**inputs, "iamDatabaseAuthenticationEnabled": True})
    assert last.state["iamDatabaseAuthenticationEnabled"] is True
    assert last.state["masterUserSecrets"][0]["secretArn"] == secret["secretArn"]
    aws.delete(last)
    names = [each["ARN"] for each in aws.client("secretsmanager").list_secrets()["SecretList"]]
    assert secret["secretArn"] not in names
