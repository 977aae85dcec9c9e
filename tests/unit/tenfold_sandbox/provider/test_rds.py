from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from support.ground import make_network, make_role
from support.provider import Provider, Refused, Resource
from tenfold_sandbox.values import SECRET, SIGNATURE

INSTANCE = "aws:rds/instance:Instance"
CLUSTER = "aws:rds/cluster:Cluster"
MEMBER = "aws:rds/clusterInstance:ClusterInstance"
GLOBAL = "aws:rds/globalCluster:GlobalCluster"
PARAMETERS = "aws:rds/parameterGroup:ParameterGroup"
MONITORING = "arn:aws:iam::123456789012:role/monitoring"
SUBNETS = "aws:rds/subnetGroup:SubnetGroup"


@dataclass
class Ground:
    """What a database stands on."""

    subnets: list[str]
    security_groups: list[str]
    key_arn: str
    subnet_group: str

    def instance(self, identifier: str, **more: Any) -> dict[str, Any]:
        """The inputs that PostgresDatabase gives its primary."""
        return {
            "identifier": identifier,
            "engine": "postgres",
            "engineVersion": "16",
            "instanceClass": "db.r7g.large",
            "allocatedStorage": 50,
            "maxAllocatedStorage": 200,
            "storageType": "gp3",
            "storageEncrypted": True,
            "kmsKeyId": self.key_arn,
            "dbName": "app",
            "username": "postgres",
            "password": "correct-horse-battery",
            "port": 5432,
            "multiAz": True,
            "dbSubnetGroupName": self.subnet_group,
            "vpcSecurityGroupIds": self.security_groups[:1],
            "publiclyAccessible": False,
            "backupRetentionPeriod": 7,
            "backupWindow": "03:00-04:00",
            "maintenanceWindow": "Sun:05:00-Sun:06:00",
            "copyTagsToSnapshot": True,
            "iamDatabaseAuthenticationEnabled": True,
            "caCertIdentifier": "rds-ca-rsa2048-g1",
            "autoMinorVersionUpgrade": True,
            "enabledCloudwatchLogsExports": ["postgresql"],
            "databaseInsightsMode": "standard",
            "performanceInsightsEnabled": True,
            "performanceInsightsKmsKeyId": self.key_arn,
            "performanceInsightsRetentionPeriod": 7,
            "monitoringInterval": 60,
            "monitoringRoleArn": MONITORING,
            "skipFinalSnapshot": True,
            "deletionProtection": False,
            "applyImmediately": True,
            "tags": {"Name": identifier},
            **more,
        }

    def cluster(self, identifier: str, **more: Any) -> dict[str, Any]:
        """The inputs that AuroraDatabase gives its cluster."""
        return {
            "clusterIdentifier": identifier,
            "engine": "aurora-postgresql",
            "engineVersion": "16",
            "databaseName": "app",
            "port": 5432,
            "masterUsername": "postgres",
            "manageMasterUserPassword": True,
            "masterUserSecretKmsKeyId": self.key_arn,
            "iamDatabaseAuthenticationEnabled": True,
            "storageEncrypted": True,
            "kmsKeyId": self.key_arn,
            "dbSubnetGroupName": self.subnet_group,
            "vpcSecurityGroupIds": self.security_groups[:1],
            "backupRetentionPeriod": 7,
            "preferredBackupWindow": "03:00-04:00",
            "preferredMaintenanceWindow": "sun:05:00-sun:06:00",
            "copyTagsToSnapshot": True,
            "deletionProtection": False,
            "skipFinalSnapshot": True,
            "deleteAutomatedBackups": True,
            "enabledCloudwatchLogsExports": ["postgresql"],
            "databaseInsightsMode": "standard",
            "performanceInsightsEnabled": True,
            "performanceInsightsKmsKeyId": self.key_arn,
            "performanceInsightsRetentionPeriod": 7,
            "monitoringInterval": 60,
            "monitoringRoleArn": MONITORING,
            "applyImmediately": True,
            "tags": {"Name": identifier},
            **more,
        }


@pytest.fixture(scope="module")
def ground(aws: Provider) -> Ground:
    network = make_network(aws, 50)
    group = aws.create(SUBNETS, "shared", {"name": "shared-db", "subnetIds": network.subnets})
    assert make_role(aws, "monitoring", "monitoring.rds.amazonaws.com") == MONITORING
    key = aws.client("kms").create_key()["KeyMetadata"]["Arn"]
    return Ground(network.subnets, network.security_groups, key, group.id)


@pytest.fixture(scope="module")
def cluster(aws: Provider, ground: Ground) -> Iterator[Resource]:
    made = aws.create(CLUSTER, "shared", ground.cluster("shared-aurora"))
    yield made
    aws.delete(made)


def test_an_instance_lives_its_whole_life(aws: Provider, ground: Ground) -> None:
    made = aws.create(INSTANCE, "life", ground.instance("life"))
    aws.assert_settled(made, ground.instance("life"))
    changed = ground.instance(
        "life",
        instanceClass="db.r7g.xlarge",
        allocatedStorage=100,
        backupRetentionPeriod=14,
        vpcSecurityGroupIds=ground.security_groups,
        enabledCloudwatchLogsExports=["postgresql", "upgrade"],
        multiAz=False,
        tags={"Name": "life", "stage": "growth"},
    )
    last = aws.update(made, changed)
    aws.assert_settled(last, changed)
    assert last.state["__kept"] == []
    found = aws.import_(INSTANCE, "life", "life")
    assert found is not None
    assert found.id == made.id
    assert not list(aws.diff(found, changed).diffs)
    aws.delete(last)
    assert aws.read(last) is None


def test_an_instance_tells_what_its_clients_need(aws: Provider, ground: Ground) -> None:
    made = aws.create(INSTANCE, "outputs", ground.instance("outputs"))
    state = made.state
    assert made.id == state["resourceId"]
    assert made.id.startswith("db-")
    assert state["arn"] == "arn:aws:rds:us-east-1:123456789012:db:outputs"
    assert state["endpoint"] == f"{state['address']}:5432"
    assert state["address"].startswith("outputs.")
    assert state["hostedZoneId"].startswith("Z")
    assert state["status"] == "available"
    assert state["engineVersion"] == "16"
    assert state["engineVersionActual"].startswith("16.")
    assert state["password"] == "correct-horse-battery"
    standby = aws.client("rds").describe_db_instances(DBInstanceIdentifier="outputs")["DBInstances"][0]
    assert standby["SecondaryAvailabilityZone"] != state["availabilityZone"]
    aws.delete(made)


def test_a_new_password_and_a_new_name_reach_an_instance_in_place(aws: Provider, ground: Ground) -> None:
    made = aws.create(INSTANCE, "named", ground.instance("named"))
    inputs = ground.instance("renamed", password="another-horse-battery", tags={"Name": "named"})
    assert set(aws.diff(made, inputs).diffs) == {"identifier", "password"}
    last = aws.update(made, inputs)
    assert last.id == made.id
    assert last.state["address"].startswith("renamed.")
    aws.delete(last)


def test_a_database_is_replaced_when_its_key_or_user_changes(aws: Provider, ground: Ground) -> None:
    made = aws.create(INSTANCE, "fixed", ground.instance("fixed"))
    key = "arn:aws:kms:us-east-1:123456789012:key/0d3f4f7c-5f3b-4a5c-9a5e-3f7c0d3f4f7c"
    answer = aws.diff(made, ground.instance("fixed", kmsKeyId=key, username="admin1"))
    assert set(answer.replaces) == {"kmsKeyId", "username"}
    aws.delete(made)


def test_a_replica_follows_its_source_and_is_promoted_in_place(aws: Provider, ground: Ground) -> None:
    source = aws.create(INSTANCE, "source", ground.instance("source"))
    names = ("identifier", "instanceClass", "port", "storageType", "storageEncrypted", "vpcSecurityGroupIds")
    shared = {name: value for name, value in ground.instance("replica").items() if name in names}
    inputs = {
        **shared,
        "replicateSourceDb": source.state["identifier"],
        "maintenanceWindow": "sun:05:00-sun:06:00",
        "maxAllocatedStorage": 200,
        "performanceInsightsEnabled": True,
        "skipFinalSnapshot": True,
    }
    replica = aws.create(INSTANCE, "replica", inputs)
    aws.assert_settled(replica, inputs)
    seen = aws.read(source)
    assert seen is not None
    assert seen.state["replicas"] == ["replica"]
    other = {**inputs, "replicateSourceDb": "another"}
    assert list(aws.diff(replica, other).replaces) == ["replicateSourceDb"]
    free = {name: value for name, value in inputs.items() if name != "replicateSourceDb"}
    promoted = aws.update(replica, {**free, "backupRetentionPeriod": 7})
    assert "replicateSourceDb" not in promoted.state
    for each in (promoted, source):
        aws.delete(each)


def test_an_instance_is_restored_from_its_last_snapshot(aws: Provider, ground: Ground) -> None:
    inputs = ground.instance("lost", skipFinalSnapshot=False, finalSnapshotIdentifier="lost-final")
    aws.delete(aws.create(INSTANCE, "lost", inputs))
    again = ground.instance("found", snapshotIdentifier="lost-final")
    for name in ("username", "dbName", "allocatedStorage", "engineVersion", "kmsKeyId", "storageEncrypted"):
        del again[name]
    made = aws.create(INSTANCE, "found", again)
    aws.assert_settled(made, again)
    assert made.state["username"] == "postgres"
    assert made.state["backupRetentionPeriod"] == 7
    aws.delete(made)


def test_a_protected_instance_is_not_deleted(aws: Provider, ground: Ground) -> None:
    inputs = ground.instance("safe", deletionProtection=True)
    made = aws.create(INSTANCE, "safe", inputs)
    with pytest.raises(Refused, match=r"AWS refused DeleteDBInstance: .*[Pp]rotect"):
        aws.delete(made)
    aws.delete(aws.update(made, {**inputs, "deletionProtection": False}))


def test_an_unknown_instance_class_is_refused_before_anything_is_created(
    aws: Provider, ground: Ground
) -> None:
    _, failures = aws.check(INSTANCE, "x", ground.instance("x", instanceClass="db.r7g.largee"))
    assert "'db.r7g.largee' is not allowed" in failures["instanceClass"]


def test_a_secret_that_is_refused_is_not_shown(aws: Provider, ground: Ground) -> None:
    secret = {SIGNATURE: SECRET, "value": "db.hush.large"}
    _, failures = aws.check(INSTANCE, "x", ground.instance("x", instanceClass=secret))
    # The engine adds the value of the property that a failure names, so it names none.
    assert failures[""].startswith("property instanceClass: '[secret]' is not allowed.")


def test_refresh_sees_a_shorter_retention_that_was_set_elsewhere(aws: Provider, ground: Ground) -> None:
    made = aws.create(INSTANCE, "drift", ground.instance("drift"))
    rds = aws.client("rds")
    rds.modify_db_instance(DBInstanceIdentifier="drift", BackupRetentionPeriod=1, ApplyImmediately=True)
    seen = aws.read(made)
    assert seen is not None
    assert list(aws.diff(seen, ground.instance("drift")).diffs) == ["backupRetentionPeriod"]
    aws.delete(seen)


def test_a_cluster_lives_its_whole_life(aws: Provider, ground: Ground) -> None:
    made = aws.cycle(
        CLUSTER,
        ground.cluster("life"),
        change={
            "backupRetentionPeriod": 14,
            "serverlessv2ScalingConfiguration": {"minCapacity": 1, "maxCapacity": 16},
            "enabledCloudwatchLogsExports": [],
            "storageType": "aurora-iopt1",
            "tags": {"Name": "life", "stage": "growth"},
        },
    )
    assert made.state["serverlessv2ScalingConfiguration"]["maxCapacity"] == 16
    assert made.state["__kept"] == []


def test_a_cluster_tells_what_its_clients_need(cluster: Resource) -> None:
    state = cluster.state
    assert cluster.id == "shared-aurora"
    assert state["arn"] == "arn:aws:rds:us-east-1:123456789012:cluster:shared-aurora"
    assert state["endpoint"].startswith("shared-aurora.cluster-")
    assert state["readerEndpoint"].startswith("shared-aurora.cluster-ro-")
    assert state["masterUserSecrets"][0]["secretArn"].startswith("arn:aws:secretsmanager:us-east-1:")
    assert state["clusterResourceId"].startswith("cluster-")
    assert state["hostedZoneId"]
    assert state["engineVersionActual"].startswith("16.")


def test_a_cluster_has_one_writer_and_readers_are_added(
    aws: Provider, ground: Ground, cluster: Resource
) -> None:
    def member(ordinal: int) -> dict[str, Any]:
        return {
            "identifier": f"shared-aurora-{ordinal}",
            "clusterIdentifier": cluster.id,
            "engine": "aurora-postgresql",
            "instanceClass": "db.r7g.large",
            "dbSubnetGroupName": ground.subnet_group,
            "publiclyAccessible": False,
            "autoMinorVersionUpgrade": True,
            "caCertIdentifier": "rds-ca-rsa2048-g1",
            "copyTagsToSnapshot": True,
            "preferredMaintenanceWindow": "sun:05:00-sun:06:00",
            "monitoringInterval": 60,
            "monitoringRoleArn": MONITORING,
            "applyImmediately": True,
            "tags": {"Name": f"instance-{ordinal}"},
        }

    writer = aws.create(MEMBER, "instance-0", member(0))
    reader = aws.cycle(MEMBER, member(1), change={"instanceClass": "db.r7g.xlarge", "promotionTier": 3})
    assert writer.state["writer"] is True
    assert reader.state["writer"] is False
    assert reader.state["__kept"] == []
    assert writer.state["endpoint"].startswith("shared-aurora-0.")
    aws.delete(writer)


def test_a_cluster_becomes_a_global_databases_writer_in_place(aws: Provider, ground: Ground) -> None:
    inputs = ground.cluster("primary")
    writer = aws.create(CLUSTER, "primary", inputs)
    globally = {
        "globalClusterIdentifier": "worldwide",
        "sourceDbClusterIdentifier": writer.state["arn"],
        "forceDestroy": True,
        "tags": {"Name": "worldwide"},
    }
    made = aws.create(GLOBAL, "worldwide", globally)
    aws.assert_settled(made, globally)
    assert made.state["globalClusterMembers"][0]["dbClusterArn"] == writer.state["arn"]
    assert made.state["globalClusterMembers"][0]["isWriter"] is True
    made = aws.update(made, {**globally, "tags": {"stage": "enterprise"}})
    assert made.state["tagsAll"] == {"stage": "enterprise"}
    seen = aws.read(writer)
    assert seen is not None
    assert not list(aws.diff(seen, inputs).diffs)
    aws.delete(made)
    assert aws.read(made) is None
    aws.delete(seen)


def test_an_existing_cluster_is_told_how_to_join_a_global_one(
    aws: Provider, ground: Ground, cluster: Resource
) -> None:
    inputs = ground.cluster("shared-aurora", globalClusterIdentifier="worldwide")
    with pytest.raises(Refused, match="name the cluster as the global cluster's sourceDbClusterIdentifier"):
        aws.update(cluster, inputs)


def test_a_subnet_group_lives_its_whole_life(aws: Provider, ground: Ground) -> None:
    inputs = {"name": "life-db", "subnetIds": ground.subnets[:2], "tags": {"Name": "subnets"}}
    made = aws.cycle(SUBNETS, inputs, change={"subnetIds": ground.subnets, "tags": {"Name": "other"}})
    assert made.state["description"] == "Managed by Pulumi"
    assert made.state["arn"] == "arn:aws:rds:us-east-1:123456789012:subgrp:life-db"
    assert made.state["vpcId"].startswith("vpc-")


@pytest.mark.parametrize(
    ("token", "family"),
    [
        (PARAMETERS, "postgres16"),
        ("aws:rds/clusterParameterGroup:ClusterParameterGroup", "aurora-postgresql16"),
    ],
)
def test_a_parameter_group_lives_its_whole_life(aws: Provider, token: str, family: str) -> None:
    def parameter(name: str, value: str) -> dict[str, str]:
        return {"name": name, "value": value, "applyMethod": "immediate"}

    inputs = {
        "name": "life-parameters",
        "family": family,
        "description": "Parameters",
        "parameters": [parameter("rds.force_ssl", "1"), parameter("log_lock_waits", "1")],
        "tags": {"Name": "parameters"},
    }
    change = [parameter("rds.force_ssl", "0"), parameter("log_min_duration_statement", "1000")]
    made = aws.cycle(token, inputs, change={"parameters": change})
    assert {each["name"] for each in made.state["parameters"]} == {
        "rds.force_ssl",
        "log_min_duration_statement",
    }
    assert list(aws.diff(made, {**inputs, "family": family.replace("16", "17")}).replaces) == ["family"]


def test_refresh_sees_a_parameter_that_somebody_changed(aws: Provider) -> None:
    token = "aws:rds/clusterParameterGroup:ClusterParameterGroup"
    tls = {"name": "rds.force_ssl", "value": "1", "applyMethod": "immediate"}
    inputs = {"name": "drifting", "family": "aurora-postgresql17", "parameters": [tls]}
    made = aws.create(token, "drifting", inputs)
    off = {"ParameterName": "rds.force_ssl", "ParameterValue": "0", "ApplyMethod": "immediate"}
    more = {"ParameterName": "log_lock_waits", "ParameterValue": "1", "ApplyMethod": "immediate"}
    aws.client("rds").modify_db_cluster_parameter_group(
        DBClusterParameterGroupName="drifting", Parameters=[off, more]
    )
    seen = aws.read(made)
    assert seen is not None
    assert list(aws.diff(seen, inputs).diffs) == ["parameters"]
    last = aws.update(seen, inputs)
    assert last.state["parameters"] == [tls]
    aws.delete(last)


def test_an_option_group_lives_its_whole_life(aws: Provider) -> None:
    inputs = {"name": "life-options", "engineName": "mysql", "majorEngineVersion": "8.0"}
    made = aws.cycle("aws:rds/optionGroup:OptionGroup", inputs)
    assert made.state["arn"].endswith(":og:life-options")


def test_snapshots_live_their_whole_lives(aws: Provider, ground: Ground, cluster: Resource) -> None:
    instance = aws.create(INSTANCE, "snapped", ground.instance("snapped"))
    inputs = {"dbInstanceIdentifier": "snapped", "dbSnapshotIdentifier": "one", "tags": {"Name": "one"}}
    made = aws.cycle(
        "aws:rds/snapshot:Snapshot", inputs, change={"sharedAccounts": ["210987654321"], "tags": {}}
    )
    assert made.state["encrypted"] is True
    tags = cluster.state["tags"]  # which the cluster has copied to its snapshots
    inputs = {"dbClusterIdentifier": cluster.id, "dbClusterSnapshotIdentifier": "two", "tags": tags}
    aws.cycle("aws:rds/clusterSnapshot:ClusterSnapshot", inputs)
    aws.delete(instance)


def test_an_event_subscription_lives_its_whole_life(aws: Provider) -> None:
    topic = aws.client("sns").create_topic(Name="database-events")["TopicArn"]
    inputs = {
        "name": "failovers",
        "snsTopic": topic,
        "sourceType": "db-instance",
        "eventCategories": ["failover"],
    }
    change = {"eventCategories": ["failover", "failure"], "sourceType": "db-cluster"}
    made = aws.cycle("aws:rds/eventSubscription:EventSubscription", inputs, change=change)
    assert made.id == "failovers"
    made = aws.create("aws:rds/eventSubscription:EventSubscription", "failovers", inputs)
    aws.client("rds").modify_event_subscription(SubscriptionName="failovers", Enabled=False)
    seen = aws.read(made)
    assert seen is not None
    assert seen.state["enabled"] is False
    aws.delete(seen)


def test_a_custom_endpoint_lives_its_whole_life(aws: Provider, cluster: Resource) -> None:
    inputs = {
        "clusterIdentifier": cluster.id,
        "clusterEndpointIdentifier": "reports",
        "customEndpointType": "READER",
        "tags": {"Name": "reports"},
    }
    token = "aws:rds/clusterEndpoint:ClusterEndpoint"
    change = {"customEndpointType": "ANY", "excludedMembers": ["shared-aurora-0"], "tags": {"Name": "all"}}
    made = aws.cycle(token, inputs, change=change)
    assert made.state["__kept"] == []
    assert made.state["endpoint"].startswith("reports.cluster-custom-")


def test_a_role_is_associated_with_a_cluster_and_with_an_instance(
    aws: Provider, ground: Ground, cluster: Resource
) -> None:
    inputs = {"dbClusterIdentifier": cluster.id, "roleArn": MONITORING, "featureName": "s3Import"}
    made = aws.cycle("aws:rds/clusterRoleAssociation:ClusterRoleAssociation", inputs)
    assert made.id == f"{cluster.id},{MONITORING}"
    instance = aws.create(INSTANCE, "importing", ground.instance("importing"))
    inputs = {"dbInstanceIdentifier": "importing", "roleArn": MONITORING, "featureName": "s3Import"}
    aws.cycle("aws:rds/roleAssociation:RoleAssociation", inputs)
    aws.delete(instance)
