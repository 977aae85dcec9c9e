"""The life of a small stack under the real engine: change, replace, drift, import, regions, tags."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from support.sandbox import Project

PROGRAM = """
import pulumi
import pulumi_aws as aws
import pulumi_random as random

config = pulumi.Config()
cidr = config.get("cidr") or "10.0.1.0/24"
vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16", tags={"team": config.get("team") or "web"})
subnet = aws.ec2.Subnet("subnet", vpc_id=vpc.id, cidr_block=cidr)
group = aws.ec2.SecurityGroup("group", vpc_id=vpc.id, description=config.get("description") or "first")
log = aws.cloudwatch.LogGroup("log", name="/trial", retention_in_days=config.get_int("days") or 7)
west = aws.ec2.Vpc("west", cidr_block="10.1.0.0/16", region="us-west-2")
ireland = aws.Provider(
    "ireland", region="eu-west-1", default_tags={"tags": {"owner": config.get("owner") or "platform"}}
)
irish = aws.cloudwatch.LogGroup(
    "irish", name="/irish", tags={"own": "yes"}, opts=pulumi.ResourceOptions(provider=ireland)
)
password = random.RandomPassword("password", length=24)
secret = aws.secretsmanager.Secret("secret", recovery_window_in_days=0)
aws.secretsmanager.SecretVersion("version", secret_id=secret.id, secret_string=password.result)
aws.chatbot.SlackChannelConfiguration(
    "recorded",
    configuration_name="alerts",
    iam_role_arn="arn:aws:iam::123456789012:role/chatbot",
    slack_channel_id="C1",
    slack_team_id="T1",
)
pulumi.export("vpc", vpc.id)
pulumi.export("west_arn", west.arn)
pulumi.export("irish_tags", irish.tags_all)
pulumi.export("password", password.result)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, projects: list[Project]) -> Project:
    made = Project.of_program(tmp_path_factory.mktemp("lifecycle"), PROGRAM)
    projects.append(made)
    made.first = made.up()  # pyright: ignore[reportAttributeAccessIssue]  # for the tests of its output
    return made


@pytest.fixture
def configured(project: Project) -> Iterator[Project]:
    """The project, with its configuration put back afterwards."""
    file = project.folder / "Pulumi.dev.yaml"
    before = file.read_text()
    yield project
    file.write_text(before)
    project.up()


def set_config(project: Project, key: str, value: str) -> None:
    project.run("pulumi", "config", "set", "--stack", "dev", key, value)


def test_a_type_that_is_not_in_the_table_is_recorded_and_said_so_once(project: Project) -> None:
    told = project.first.text  # pyright: ignore[reportAttributeAccessIssue]  # set by the fixture
    assert told.count("aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration") == 1
    assert project.resource("recorded")["outputs"]["arn"].startswith(
        "arn:aws:chatbot:us-east-1:123456789012:recorded/"
    )


def test_the_same_program_makes_no_change(project: Project) -> None:
    assert project.preview() == {}


def test_each_region_has_what_was_meant_for_it(project: Project) -> None:
    outputs = project.outputs()
    cidrs = [each["CidrBlock"] for each in project.client("ec2", "us-west-2").describe_vpcs()["Vpcs"]]
    assert "10.1.0.0/16" in cidrs
    assert outputs["west_arn"].startswith("arn:aws:ec2:us-west-2:")
    groups = project.client("logs", "eu-west-1").describe_log_groups()["logGroups"]
    assert [each["logGroupName"] for each in groups] == ["/irish"]


def test_a_providers_default_tags_join_the_resources_own(project: Project) -> None:
    assert project.outputs()["irish_tags"] == {"owner": "platform", "own": "yes"}
    assert project.resource("irish")["inputs"]["tags"] == {"own": "yes"}


def test_a_secret_stays_one_in_the_state(project: Project) -> None:
    text = project.run("pulumi", "stack", "output", "password", "--show-secrets", "--stack", "dev").stdout
    password = text.strip()
    assert len(password) == 24
    files = [file for file in (project.folder / ".tenfold").rglob("*") if file.is_file()]
    assert not [file for file in files if password.encode() in file.read_bytes()]
    value = project.client("secretsmanager").get_secret_value(SecretId=project.resource("secret")["id"])
    assert value["SecretString"] == password


def test_a_preview_of_a_creation_knows_what_it_cannot_know(project: Project) -> None:
    created = Project.of_program(project.folder / "new", PROGRAM)
    try:
        created.run("pulumi", "stack", "init", "dev")
        shown = created.run("pulumi", "preview", "--diff", "--stack", "dev").stdout
        assert 'cidrBlock         : "10.0.0.0/16"' in " ".join(shown.split("\n")) or "10.0.0.0/16" in shown
        assert "vpcId" in shown
        assert "[unknown]" in shown or "output<string>" in shown
    finally:
        created.end()


def test_a_change_in_place_is_an_update(configured: Project) -> None:
    set_config(configured, "days", "14")
    assert configured.preview() == {"update": ["log"]}
    configured.up()
    (group,) = configured.client("logs").describe_log_groups()["logGroups"]
    assert group["retentionInDays"] == 14


def test_a_create_only_property_replaces(configured: Project) -> None:
    before = configured.resource("subnet")["id"]
    set_config(configured, "cidr", "10.0.2.0/24")
    assert configured.preview()["replace"] == ["subnet"]
    configured.up()
    after = configured.resource("subnet")["id"]
    subnets = configured.client("ec2").describe_subnets(
        Filters=[{"Name": "vpc-id", "Values": [configured.outputs()["vpc"]]}]
    )["Subnets"]
    assert [(each["SubnetId"], each["CidrBlock"]) for each in subnets] == [(after, "10.0.2.0/24")]
    assert after != before


def test_a_new_default_tag_reaches_what_exists(configured: Project) -> None:
    set_config(configured, "owner", "sre")
    configured.up()
    assert configured.outputs()["irish_tags"] == {"owner": "sre", "own": "yes"}


def test_a_refresh_sees_a_drift_and_the_next_update_mends_it(project: Project) -> None:
    logs = project.client("logs")
    logs.put_retention_policy(logGroupName="/trial", retentionInDays=30)
    assert project.preview("--refresh") == {"update": ["log"]}
    project.run("pulumi", "refresh", "--yes", "--skip-preview", "--stack", "dev")
    assert project.resource("log")["inputs"]["retentionInDays"] == 30
    project.up()
    assert logs.describe_log_groups()["logGroups"][0]["retentionInDays"] == 7
    assert project.preview("--refresh") == {}


def test_a_refresh_sees_what_was_deleted_behind_its_back(project: Project) -> None:
    project.client("logs").delete_log_group(logGroupName="/trial")
    project.run("pulumi", "refresh", "--yes", "--skip-preview", "--stack", "dev")
    assert project.preview() == {"create": ["log"]}
    project.up()
    assert project.preview("--refresh") == {}


def test_what_exists_is_imported_as_it_is(project: Project) -> None:
    logs = project.client("logs")
    logs.create_log_group(logGroupName="/old", tags={"by": "hand"})
    logs.put_retention_policy(logGroupName="/old", retentionInDays=90)
    project.write(
        PROGRAM
        + """
aws.cloudwatch.LogGroup(
    "old", name="/old", retention_in_days=90, tags={"by": "hand"}, opts=pulumi.ResourceOptions(import_="/old")
)
"""
    )
    assert project.preview() == {"import": ["old"]}
    project.up()
    assert project.preview("--refresh") == {}
    project.write(PROGRAM)
    project.up()
    assert [each["logGroupName"] for each in logs.describe_log_groups()["logGroups"]] == ["/trial"]


def test_an_import_from_another_region_names_it(project: Project) -> None:
    project.client("logs", "us-west-2").create_log_group(logGroupName="/far")
    project.write(
        PROGRAM
        + """
aws.cloudwatch.LogGroup(
    "far", name="/far", region="us-west-2", opts=pulumi.ResourceOptions(import_="/far@us-west-2")
)
"""
    )
    project.up()
    assert project.resource("far")["outputs"]["region"] == "us-west-2"
    project.write(PROGRAM)
    project.up()
    assert project.client("logs", "us-west-2").describe_log_groups()["logGroups"] == []


def test_a_type_renamed_in_the_program_is_found_by_its_alias(project: Project) -> None:
    before = project.resource("log")["urn"]
    project.write(
        PROGRAM.replace(
            'LogGroup("log", ',
            'LogGroup("renamed", opts=pulumi.ResourceOptions(aliases=[pulumi.Alias(name="log")]), ',
        )
    )
    project.up()
    assert project.preview("--refresh") == {}
    assert before not in [each["urn"] for each in project.resources()]
    project.write(
        PROGRAM.replace(
            'LogGroup("log", ',
            'LogGroup("log", opts=pulumi.ResourceOptions(aliases=[pulumi.Alias(name="renamed")]), ',
        )
    )
    project.up()
    assert project.preview("--refresh") == {}


def test_a_policy_pack_judges_what_the_program_wants(project: Project) -> None:
    pack = project.folder / "pack"
    pack.mkdir()
    (pack / "PulumiPolicy.yaml").write_text("runtime: python\nversion: 0.0.1\ndescription: trial\n")
    (pack / "__main__.py").write_text(
        """
from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy


def check(args, report):
    if args.resource_type != "aws:cloudwatch/logGroup:LogGroup":
        return
    if args.props.get("retentionInDays", 30) < 30:
        report("keep logs for 30 days")


PolicyPack(
    "trial",
    policies=[ResourceValidationPolicy("retention", "logs are kept", check)],
    enforcement_level=EnforcementLevel.MANDATORY,
)
"""
    )
    refused = project.run("pulumi", "preview", "--policy-pack", "pack", "--stack", "dev", check=False)
    assert refused.code != 0
    assert "keep logs for 30 days" in refused.text


def test_the_state_can_be_exported_and_imported_again(project: Project) -> None:
    exported = project.run("pulumi", "stack", "export", "--stack", "dev").stdout
    file = project.folder / "state.json"
    file.write_text(exported)
    project.run("pulumi", "stack", "import", "--file", str(file), "--stack", "dev")
    file.unlink()
    assert json.loads(exported)["deployment"]["resources"]
    assert project.preview("--refresh") == {}


def test_destroying_it_leaves_the_emulator_empty(project: Project) -> None:
    project.sandbox("down")
    assert project.client("logs").describe_log_groups()["logGroups"] == []
    assert project.client("logs", "eu-west-1").describe_log_groups()["logGroups"] == []
    own = [each for each in project.client("ec2").describe_vpcs()["Vpcs"] if not each["IsDefault"]]
    assert own == []
