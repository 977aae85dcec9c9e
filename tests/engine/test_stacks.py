"""Tenfold's own stacks come up, settle, grow and go down; other eyes than the provider's see them."""

from __future__ import annotations

import json
import subprocess
import urllib.request

import pytest

from support.sandbox import Project


@pytest.fixture(scope="module")
def dev(tmp_path_factory: pytest.TempPathFactory, projects: list[Project]) -> Project:
    project = Project.of_stacks(tmp_path_factory.mktemp("dev"))
    projects.append(project)
    subprocess.run(["git", "init", "--quiet"], cwd=project.folder, check=True)
    subprocess.run(["git", "add", "."], cwd=project.folder, check=True)
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.com"]
    subprocess.run(
        ["git", *identity, "commit", "--quiet", "--message", "all"], cwd=project.folder, check=True
    )
    project.up()
    return project


@pytest.fixture(scope="module")
def prod(tmp_path_factory: pytest.TempPathFactory, projects: list[Project]) -> Project:
    project = Project.of_stacks(tmp_path_factory.mktemp("prod"))
    projects.append(project)
    project.up(stack="prod")
    return project


def test_a_preview_of_a_stack_that_is_not_up_creates_all_of_it(dev: Project) -> None:
    steps = dev.preview(stack="staging")
    assert set(steps) == {"create"}
    assert len(steps["create"]) > 90


def test_a_second_up_changes_nothing(dev: Project) -> None:
    text = dev.up().text
    assert "unchanged" in text
    assert " created" not in text
    assert " updated" not in text


def test_a_refresh_finds_no_drift_in_what_it_just_made(dev: Project) -> None:
    assert dev.preview("--refresh") == {}


def test_git_sees_no_trace_of_the_sandbox(dev: Project) -> None:
    status = subprocess.run(
        ["git", "status", "--porcelain"], cwd=dev.folder, check=True, capture_output=True, text=True
    )
    assert status.stdout == ""


def test_the_vpc_is_as_the_outputs_say(dev: Project) -> None:
    outputs, ec2 = dev.outputs(), dev.client("ec2")
    (vpc,) = ec2.describe_vpcs(VpcIds=[outputs["vpc_id"]])["Vpcs"]
    assert vpc["CidrBlock"] == "10.128.0.0/16"
    for tier in ("public", "private", "isolated"):
        subnets = ec2.describe_subnets(SubnetIds=outputs[f"{tier}_subnet_ids"])["Subnets"]
        assert {each["AvailabilityZone"] for each in subnets} == set(outputs["zones"])
    of_vpc = [{"Name": "vpc-id", "Values": [outputs["vpc_id"]]}]
    tables = ec2.describe_route_tables(Filters=of_vpc)["RouteTables"]
    for table in tables:
        subnets = {each.get("SubnetId") for each in table["Associations"]}
        targets = {
            key for route in table["Routes"] for key in ("GatewayId", "NatGatewayId") if route.get(key)
        }
        if subnets & set(outputs["isolated_subnet_ids"]):
            assert "NatGatewayId" not in targets
            assert all(not str(each.get("GatewayId")).startswith("igw") for each in table["Routes"])
        if subnets & set(outputs["private_subnet_ids"]):
            assert "NatGatewayId" in targets
    (default,) = [
        each
        for each in ec2.describe_security_groups(Filters=of_vpc)["SecurityGroups"]
        if each["GroupName"] == "default"
    ]
    assert default["IpPermissions"] == default["IpPermissionsEgress"] == []
    assert ec2.describe_flow_logs(Filters=[{"Name": "resource-id", "Values": [outputs["vpc_id"]]}])[
        "FlowLogs"
    ]


def test_the_cluster_is_private_encrypted_and_in_three_zones(dev: Project) -> None:
    outputs, eks = dev.outputs(), dev.client("eks")
    cluster = eks.describe_cluster(name=outputs["cluster_name"])["cluster"]
    network = cluster["resourcesVpcConfig"]
    assert (network["endpointPrivateAccess"], network["endpointPublicAccess"]) == (True, False)
    assert sorted(network["subnetIds"]) == sorted(outputs["private_subnet_ids"])
    assert cluster["encryptionConfig"][0]["resources"] == ["secrets"]
    assert cluster["accessConfig"]["authenticationMode"] == "API"
    (group,) = eks.list_nodegroups(clusterName=cluster["name"])["nodegroups"]
    nodes = eks.describe_nodegroup(clusterName=cluster["name"], nodegroupName=group)["nodegroup"]
    assert nodes["scalingConfig"]["minSize"] == 3
    assert sorted(nodes["subnets"]) == sorted(outputs["private_subnet_ids"])
    assert set(eks.list_addons(clusterName=cluster["name"])["addons"]) >= {"vpc-cni", "coredns", "kube-proxy"}
    kubeconfig = (
        json.loads(outputs["kubeconfig"]) if isinstance(outputs["kubeconfig"], str) else outputs["kubeconfig"]
    )
    user = kubeconfig["users"][0]["user"]
    assert list(user) == ["exec"]


def test_the_database_has_a_reader_in_another_zone_and_its_password_is_in_secrets_manager(
    dev: Project,
) -> None:
    outputs, rds = dev.outputs(), dev.client("rds")
    (cluster,) = rds.describe_db_clusters()["DBClusters"]
    assert cluster["Endpoint"] == outputs["database_endpoint"]
    assert cluster["ReaderEndpoint"] == outputs["database_reader_endpoint"]
    assert sorted(each["IsClusterWriter"] for each in cluster["DBClusterMembers"]) == [False, True]
    assert cluster["StorageEncrypted"]
    instances = rds.describe_db_instances()["DBInstances"]
    assert len({each["AvailabilityZone"] for each in instances}) == 2
    assert not any(each["PubliclyAccessible"] for each in instances)
    assert cluster["MasterUserSecret"]["SecretArn"] == outputs["database_secret_arn"]
    secret = dev.client("secretsmanager").get_secret_value(SecretId=outputs["database_secret_arn"])
    assert set(json.loads(secret["SecretString"])) >= {"username", "password"}


def test_the_cache_spans_zones_and_speaks_tls_only(dev: Project) -> None:
    outputs, elasticache = dev.outputs(), dev.client("elasticache")
    (group,) = elasticache.describe_replication_groups()["ReplicationGroups"]
    assert group["ConfigurationEndpoint"]["Address"] == outputs["cache_endpoint"]
    assert (group["MultiAZ"], group["AutomaticFailover"]) == ("enabled", "enabled")
    assert group["TransitEncryptionEnabled"]
    assert group["AtRestEncryptionEnabled"]
    members = [each for shard in group["NodeGroups"] for each in shard["NodeGroupMembers"]]
    assert len({each["PreferredAvailabilityZone"] for each in members}) == len(members) == 2


def test_the_bucket_is_private_encrypted_versioned_and_speaks_tls_only(dev: Project) -> None:
    name, s3 = dev.outputs()["bucket_name"], dev.client("s3")
    assert s3.get_bucket_versioning(Bucket=name)["Status"] == "Enabled"
    assert all(s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"].values())
    rules = s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rules[0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] in ("AES256", "aws:kms")
    policy = json.loads(s3.get_bucket_policy(Bucket=name)["Policy"])
    denied = [each for each in policy["Statement"] if each["Effect"] == "Deny"]
    assert any("aws:SecureTransport" in json.dumps(each["Condition"]) for each in denied)


def test_no_password_stands_in_the_state(dev: Project) -> None:
    secrets = dev.client("secretsmanager")
    values = [
        json.loads(secrets.get_secret_value(SecretId=each["ARN"])["SecretString"])["password"]
        for each in secrets.list_secrets()["SecretList"]
    ]
    assert len(values) >= 2
    files = [file for file in (dev.folder / ".tenfold").rglob("*") if file.is_file()]
    assert not [file for file in files for value in values if value.encode() in file.read_bytes()]


def test_growing_only_adds(dev: Project) -> None:
    file = dev.folder / "Pulumi.dev.yaml"
    before = file.read_text()
    try:
        file.write_text(
            before + "  tenfold:database:\n    readers: 2\n  tenfold:network:\n    nat: one_per_zone\n"
            "  tenfold:cache:\n    replicas: 2\n"
        )
        steps = dev.preview()
        assert set(steps) <= {"create", "update"}
        assert "dev-database-instance-2" in steps["create"]
        assert "dev-network-nat-b" in steps["create"]
        assert "dev-cache-replication-group" in steps["update"]
        dev.up()
        assert len(dev.client("rds").describe_db_instances()["DBInstances"]) == 3
        (group,) = dev.client("elasticache").describe_replication_groups()["ReplicationGroups"]
        assert len(group["MemberClusters"]) == 3
        assert dev.preview("--refresh") == {}
    finally:
        file.write_text(before)
        dev.up()


def test_at_least_nine_tenths_of_prods_resources_are_emulated(prod: Project) -> None:
    told = prod.up(stack="prod").text
    assert "Recorded in the state only" not in told
    custom = [each for each in prod.resources("prod") if each.get("custom")]
    recorded = [each for each in custom if ":recorded/" in str(each.get("outputs", {}).get("arn", ""))]
    assert len(custom) > 90
    assert len(recorded) / len(custom) < 0.1


def test_prod_stands_in_three_zones(prod: Project) -> None:
    instances = prod.client("rds").describe_db_instances()["DBInstances"]
    assert len({each["AvailabilityZone"] for each in instances}) == 3
    gateways = prod.client("ec2").describe_nat_gateways()["NatGateways"]
    assert len(gateways) == 3


def test_a_plain_destroy_of_prod_deletes_nothing_at_all(prod: Project) -> None:
    before = [each["urn"] for each in prod.resources("prod")]
    result = prod.run("pulumi", "destroy", "--yes", "--skip-preview", "--stack", "prod", check=False)
    assert result.code != 0
    assert "protected" in result.text
    assert [each["urn"] for each in prod.resources("prod")] == before


def test_prod_grows_to_the_next_stage_in_place(prod: Project) -> None:
    launched = prod.client("ec2").describe_launch_templates()["LaunchTemplates"]
    prod.run("pulumi", "config", "set", "tenfold:stage", "growth", "--stack", "prod")
    steps = prod.preview(stack="prod")
    assert set(steps) == {"create", "update"}
    assert {"prod-jobs-queue", "prod-database-proxy", "prod-cluster-general-spot"} <= set(steps["create"])
    assert {"prod-database-instance-0", "prod-cache-replication-group"} <= set(steps["update"])
    prod.up(stack="prod")
    assert prod.preview("--refresh", stack="prod") == {}
    now = prod.client("ec2").describe_launch_templates()["LaunchTemplates"]
    versions = {each["LaunchTemplateId"]: each["LatestVersionNumber"] for each in now}
    assert [versions[each["LaunchTemplateId"]] for each in launched] == [
        each["LatestVersionNumber"] for each in launched
    ], "a new version of a launch template replaces every node"


@pytest.mark.parametrize("stack", ["dev", "prod"])
def test_going_down_leaves_the_emulator_empty(stack: str, request: pytest.FixtureRequest) -> None:
    project: Project = request.getfixturevalue(stack)
    on_purpose = {each["urn"] for each in project.resources(stack) if each.get("retainOnDelete")}
    project.sandbox("down", "--stack", stack)
    with urllib.request.urlopen(f"{project.endpoint}/tenfold/ledger") as answer:
        assert {each["urn"] for each in json.loads(answer.read())} == on_purpose
    assert project.client("eks").list_clusters()["clusters"] == []
    assert project.client("rds").describe_db_clusters()["DBClusters"] == []
    assert project.client("s3").list_buckets()["Buckets"] == []
    vpcs = project.client("ec2").describe_vpcs()["Vpcs"]
    assert [each for each in vpcs if not each["IsDefault"]] == []
