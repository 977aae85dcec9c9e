"""What both databases promise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pulumi
import pytest

import support.recording as recording_support
from support.recording import Recorded, Recording, record
from tenfold.database import (
    AuroraDatabase,
    AuroraDatabaseArgs,
    DailyWindow,
    Database,
    PostgresDatabase,
    PostgresDatabaseArgs,
    Proxy,
    WeeklyWindow,
)
from tenfold.errors import InvalidInputError

Build = Callable[..., Recording]

GLOBAL_TYPES = (
    "aws:iam/role:Role",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "random:index/randomId:RandomId",
    "random:index/randomPassword:RandomPassword",
)


def store(recording: Recording) -> Recorded:
    """The resource that holds the data."""
    clusters = recording.of("aws:rds/cluster:Cluster")
    return clusters[0] if clusters else recording.one("aws:rds/instance:Instance", "prod-primary")


def test_every_child_belongs_to_the_component(build: Build) -> None:
    component, *children = build()
    assert {child.parent for child in children} == {component.urn}
    assert all(child.name.startswith("prod-") for child in children)


def test_an_alias_reaches_the_component_alone(build: Build) -> None:
    recording = build(pulumi.ResourceOptions(aliases=[pulumi.Alias(name="old")]))
    assert [r.name for r in recording if r.aliases] == ["prod"]


def test_region_reaches_every_regional_child(build: Build) -> None:
    recording = build(region="us-west-2")
    regional = [r for r in recording if r.type not in GLOBAL_TYPES and r.parent_name == "prod"]
    assert len(regional) >= 8
    assert {r.inputs.get("region") for r in regional} == {"us-west-2"}


def test_the_user_s_tags_reach_the_data(build: Build) -> None:
    assert store(build(tags={"team": "shop"})).inputs["tags"]["team"] == "shop"


def test_storage_is_encrypted_with_a_rotated_key(build: Build) -> None:
    recording = build()
    assert recording.one("aws:kms/key:Key").inputs["enableKeyRotation"] is True
    assert store(recording).inputs["storageEncrypted"] is True
    assert store(recording).inputs["kmsKeyId"].endswith(":prod-key")


def test_a_given_key_is_used_and_none_is_made(build: Build) -> None:
    recording = build(kms_key_arn="arn:aws:kms:us-east-1:123456789012:key/own")
    assert recording.of("aws:kms/key:Key") == []
    assert store(recording).inputs["kmsKeyId"].endswith("key/own")


def test_only_the_named_sources_reach_the_port_and_nothing_goes_out(build: Build) -> None:
    recording = build()
    rule, group = recording.one("SecurityGroupIngressRule"), recording.one("SecurityGroup")
    assert rule.inputs["referencedSecurityGroupId"] == "sg-eks"
    assert (rule.inputs["fromPort"], rule.inputs["toPort"]) == (5432, 5432)
    assert "ingress" not in group.inputs
    assert "egress" not in group.inputs
    assert recording.of("SecurityGroupEgressRule") == []


def test_the_data_stands_behind_the_security_group_in_the_given_subnets(build: Build) -> None:
    recording = build()
    assert store(recording).inputs["vpcSecurityGroupIds"] == ["prod-security-group-id"]
    assert store(recording).inputs["dbSubnetGroupName"] == "prod"
    assert recording.one("SubnetGroup").inputs["subnetIds"] == ["subnet-a", "subnet-b", "subnet-c"]


def test_backup_and_maintenance_happen_in_the_chosen_windows(build: Build) -> None:
    inputs = store(
        build(backup_window=DailyWindow(start="01:00"), maintenance_window=WeeklyWindow(start="02:30"))
    ).inputs
    backup, maintenance = ("backupWindow", "maintenanceWindow")
    if "preferredBackupWindow" in inputs:
        backup, maintenance = ("preferredBackupWindow", "preferredMaintenanceWindow")
    assert (inputs[backup], inputs[maintenance]) == ("01:00-02:00", "sun:02:30-sun:03:30")


def test_the_monitoring_role_has_its_policy_before_rds_checks_it(build: Build) -> None:
    recording = build()
    policy = recording.one("RolePolicyAttachment")
    assert policy.inputs["policyArn"].endswith("AmazonRDSEnhancedMonitoringRole")
    assert policy.urn in store(recording).depends_on


def test_no_source_means_no_way_in(build: Build) -> None:
    assert build(allowed_security_groups={}).of("SecurityGroupIngressRule") == []


def test_a_source_that_is_added_first_renames_no_rule(build: Build) -> None:
    more = build(allowed_security_groups={"bastion": "sg-bastion", "eks": "sg-eks"})
    rules = {
        rule.name: rule.inputs["referencedSecurityGroupId"] for rule in more.of("SecurityGroupIngressRule")
    }
    assert rules == {"prod-from-bastion": "sg-bastion", "prod-from-eks": "sg-eks"}


def test_no_instance_is_public(build: Build) -> None:
    recording = (
        build(reader_count=2) if build().of("aws:rds/cluster:Cluster") else build(read_replica_count=2)
    )
    instances = [*recording.of("ClusterInstance"), *recording.of("aws:rds/instance:Instance")]
    assert [instance.inputs["publiclyAccessible"] for instance in instances] == [False] * 3


def test_tls_is_forced(build: Build) -> None:
    recording = build()
    groups = [*recording.of("ClusterParameterGroup"), *recording.of("aws:rds/parameterGroup:ParameterGroup")]
    values = {each["name"]: each["value"] for each in groups[0].inputs["parameters"]}
    assert values["rds.force_ssl"] == "1"


def test_a_major_version_s_parameter_group_stands_beside_its_predecessor(build: Build) -> None:
    def group(version: str) -> str:
        recording = build(engine_version=version)
        groups = [
            *recording.of("ClusterParameterGroup"),
            *recording.of("aws:rds/parameterGroup:ParameterGroup"),
        ]
        return groups[0].inputs["name"]

    assert group("17") != group("18")


@pytest.mark.parametrize("protected", [True, False])
def test_deletion_protection_holds_in_aws_and_in_pulumi(build: Build, protected: bool) -> None:
    recording = build(deletion_protection=protected)
    assert (store(recording).inputs["deletionProtection"], store(recording).protect) == (protected, protected)
    assert recording.one("aws:kms/key:Key").protect is protected


def test_a_snapshot_and_the_backups_outlive_the_database_by_default(build: Build) -> None:
    recording = build()
    assert store(recording).inputs["skipFinalSnapshot"] is False
    assert store(recording).inputs["deleteAutomatedBackups"] is False
    assert store(recording).inputs["finalSnapshotIdentifier"].startswith("prod-final-")


def test_without_a_final_snapshot_nothing_is_left(build: Build) -> None:
    recording = build(final_snapshot=False)
    assert store(recording).inputs["skipFinalSnapshot"] is True
    assert store(recording).inputs["deleteAutomatedBackups"] is True
    assert "finalSnapshotIdentifier" not in store(recording).inputs


def test_backups_iam_login_and_insights_are_on(build: Build) -> None:
    inputs = store(build()).inputs
    assert inputs["backupRetentionPeriod"] == 14
    assert inputs["iamDatabaseAuthenticationEnabled"] is True
    assert inputs["performanceInsightsEnabled"] is True
    assert inputs["monitoringInterval"] == 60
    assert inputs["copyTagsToSnapshot"] is True


def test_logs_go_to_groups_that_exist_before(build: Build) -> None:
    recording = build()
    groups = recording.of("LogGroup")
    exported = store(recording).inputs["enabledCloudwatchLogsExports"]
    assert {group.inputs["name"].rsplit("/", 1)[-1] for group in groups} == set(exported)
    assert {group.urn for group in groups} <= store(recording).depends_on
    assert {group.inputs["retentionInDays"] for group in groups} == {90}


def test_one_call_makes_writer_readers_proxy_alarms_events_and_dashboard(build: Build) -> None:
    topic = "arn:aws:sns:us-east-1:123456789012:alarms"
    aurora = bool(build().of("aws:rds/cluster:Cluster"))
    recording = build(
        proxy=Proxy(), alarm_topic_arn=topic, **{"reader_count" if aurora else "read_replica_count": 2}
    )
    assert len(recording.of("ClusterInstance") or recording.of("aws:rds/instance:Instance")) == 3
    assert recording.one("aws:rds/proxy:Proxy").parent_name == "prod"
    assert recording.of("MetricAlarm")
    assert recording.of("EventSubscription")
    shown = recording.one("Dashboard").inputs["dashboardBody"]
    assert ("prod-2" if aurora else "prod-replica-2") in shown


@pytest.mark.parametrize(
    ("component", "args"), [(AuroraDatabase, AuroraDatabaseArgs), (PostgresDatabase, PostgresDatabaseArgs)]
)
def test_both_can_stand_where_a_database_is_asked_for(component: Any, args: Any) -> None:
    def use(database: Database) -> list[pulumi.Output[Any]]:
        return [
            database.endpoint,
            database.reader_endpoint,
            database.port,
            database.secret_arn,
            database.security_group_id,
        ]

    def program() -> None:
        made = component("prod", args(vpc_id="v", subnet_ids=["a", "b"], availability_zones=["a", "b"]))
        assert all(isinstance(output, pulumi.Output) for output in use(made))

    registered = record(program, preview=True).component_outputs
    assert {"endpoint", "reader_endpoint", "port", "secret_arn", "security_group_id"} <= set(
        *registered.values()
    )


@pytest.mark.parametrize(
    ("component", "args"), [(AuroraDatabase, AuroraDatabaseArgs), (PostgresDatabase, PostgresDatabaseArgs)]
)
def test_a_refused_name_registers_nothing(component: Any, args: Any) -> None:
    def program() -> None:
        with pytest.raises(InvalidInputError, match=f"{component.__name__} name"):
            component("Prod", args(vpc_id="v", subnet_ids=["a", "b"], availability_zones=["a", "b"]))

    assert record(program).resources == []


AWS_OUTPUTS: dict[str, dict[str, Any]] = {
    "aws:rds/cluster:Cluster": {
        "endpoint": "writer.example",
        "readerEndpoint": "readers.example",
        "masterUserSecrets": [{"secretArn": "arn:managed"}],
    },
    "aws:rds/instance:Instance": {"masterUserSecrets": [{"secretArn": "arn:managed"}]},
    "random:index/randomPassword:RandomPassword": {"result": "s3cret"},
    "random:index/randomId:RandomId": {"hex": "0a1b2c3d"},
    "aws:iam/role:Role": {"name": "role"},
}


@pytest.fixture
def aws_outputs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the monitor answer with what only AWS knows."""

    def answer(token: str, name: str) -> dict[str, Any]:
        return {"address": f"{name}.example", **AWS_OUTPUTS.get(token, {})}

    monkeypatch.setattr("support.recording._computed", answer)


def outputs(component: Any, args: Any, **more: Any) -> dict[str, Any]:
    made = args(vpc_id="v", subnet_ids=["a", "b"], availability_zones=["a", "b"], **more)
    recorded = record(lambda: component("prod", made))
    return recorded.component_outputs[recorded.one(component.__name__).urn]


@pytest.mark.usefixtures("aws_outputs")
def test_aurora_s_outputs_are_those_of_the_cluster_and_its_managed_secret() -> None:
    assert outputs(AuroraDatabase, AuroraDatabaseArgs) == {
        "endpoint": "writer.example",
        "reader_endpoint": "readers.example",
        "port": 5432,
        "secret_arn": "arn:managed",
        "security_group_id": "prod-security-group-id",
        "cluster_identifier": "prod",
        "cluster_arn": "arn:aws:rds:us-east-1:123456789012:prod-cluster",
    }


@pytest.mark.usefixtures("aws_outputs")
def test_aurora_s_secret_is_its_own_where_rds_manages_none() -> None:
    own = outputs(AuroraDatabase, AuroraDatabaseArgs, managed_password=False)
    assert own["secret_arn"] == "arn:aws:secretsmanager:us-east-1:123456789012:prod-secret"


@pytest.mark.usefixtures("aws_outputs")
def test_postgres_s_secret_is_rds_s_where_rds_manages_it() -> None:
    managed = outputs(PostgresDatabase, PostgresDatabaseArgs, managed_password=True)
    assert managed["secret_arn"] == "arn:managed"


def test_a_managed_secret_is_unknown_at_preview_and_asked_for_again_until_rds_has_made_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As where management is turned on: the provider tells the list as it was."""
    computed = recording_support._computed
    before = {"masterUserSecrets": list[str]()}
    monkeypatch.setattr(recording_support, "_computed", lambda *of: {**computed(*of), **before})
    made = PostgresDatabaseArgs(
        vpc_id="v", subnet_ids=["a", "b"], availability_zones=["a", "b"], managed_password=True
    )

    def program() -> None:
        PostgresDatabase("prod", made)

    foreseen = record(program, preview=True)
    arn = foreseen.component_outputs[foreseen.one("PostgresDatabase").urn]["secret_arn"]
    assert isinstance(arn, pulumi.output.Unknown)
    with pytest.raises(InvalidInputError, match="repeat the update"):
        record(program)


@pytest.mark.usefixtures("aws_outputs")
def test_reads_go_to_a_replica_and_without_one_to_the_primary() -> None:
    alone = outputs(PostgresDatabase, PostgresDatabaseArgs)
    assert alone["endpoint"] == alone["reader_endpoint"] == "prod-primary.example"
    grown = outputs(PostgresDatabase, PostgresDatabaseArgs, read_replica_count=2)
    assert grown["endpoint"] == "prod-primary.example"
    assert grown["reader_endpoint"] == "prod-replica-1.example"
    assert grown["reader_endpoints"] == ["prod-replica-1.example", "prod-replica-2.example"]


@pytest.mark.usefixtures("aws_outputs")
@pytest.mark.parametrize(
    ("component", "args"), [(AuroraDatabase, AuroraDatabaseArgs), (PostgresDatabase, PostgresDatabaseArgs)]
)
def test_the_final_snapshot_s_name_is_stable_yet_new_for_a_new_database(component: Any, args: Any) -> None:
    made = args(vpc_id="v", subnet_ids=["a", "b"], availability_zones=["a", "b"])
    recorded = record(lambda: component("prod", made))
    assert store(recorded).inputs["finalSnapshotIdentifier"] == "prod-final-0a1b2c3d"


def test_the_user_s_parameters_stand_beside_the_tested_ones(build: Build) -> None:
    recording = build(parameters={"max_connections": "500", "log_min_duration_statement": "250"})
    groups = [*recording.of("ClusterParameterGroup"), *recording.of("aws:rds/parameterGroup:ParameterGroup")]
    found = {each["name"]: (each["value"], each["applyMethod"]) for each in groups[0].inputs["parameters"]}
    assert found["max_connections"] == ("500", "pending-reboot")
    assert found["log_min_duration_statement"] == ("250", "immediate")
    assert found["rds.force_ssl"] == ("1", "pending-reboot")
    assert found["log_lock_waits"] == ("1", "immediate")


def test_a_role_may_log_in_as_one_user_of_the_database_and_its_proxy() -> None:
    found: list[pulumi.Output[list[str]]] = []

    def program() -> None:
        args = AuroraDatabaseArgs(
            vpc_id="vpc-1",
            subnet_ids=["subnet-a", "subnet-b"],
            availability_zones=["us-east-1a", "us-east-1b"],
            proxy=Proxy(),
        )
        (statement,) = AuroraDatabase("prod", args).connect_statements("app")
        assert statement.actions == ["rds-db:connect"]
        pulumi.Output.all(*statement.resources).apply(found.append)

    record(program)
    assert found == [
        [
            "arn:aws:rds-db:us-east-1:123456789012:dbuser:<prod-cluster.clusterResourceId>/app",
            "arn:aws:rds-db:us-east-1:123456789012:dbuser:prod-proxy/app",
        ]
    ]


def test_a_role_may_read_the_master_user_s_secret_and_use_its_key_for_that_alone() -> None:
    seen: list[Any] = []

    def program() -> None:
        args = PostgresDatabaseArgs(
            vpc_id="vpc-1",
            subnet_ids=["subnet-a", "subnet-b"],
            availability_zones=["us-east-1a", "us-east-1b"],
        )
        statements = [statement.render() for statement in PostgresDatabase("prod", args).secret_statements()]
        pulumi.Output.all(*statements).apply(seen.extend)

    record(program)
    read, decrypt = seen
    assert read["Action"] == ["secretsmanager:GetSecretValue"]
    assert [arn.rsplit(":", 1)[-1] for arn in read["Resource"]] == ["prod-secret"]
    assert decrypt["Condition"] == {
        "StringEquals": {"kms:ViaService": "secretsmanager.us-east-1.amazonaws.com"}
    }
