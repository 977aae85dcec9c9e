"""What can't work ends in one message, without a traceback, and nothing is created."""

from __future__ import annotations

import re
import shutil
import socket
from pathlib import Path

import pytest
import yaml

from support.sandbox import Project, Result

from .conftest import MakeProject


@pytest.fixture(scope="module")
def stacks(tmp_path_factory: pytest.TempPathFactory, projects: list[Project]) -> Project:
    project = Project.of_stacks(tmp_path_factory.mktemp("bad"))
    projects.append(project)
    return project


@pytest.fixture(scope="module")
def components(tmp_path_factory: pytest.TempPathFactory, projects: list[Project]) -> Project:
    project = Project.of_program(tmp_path_factory.mktemp("components"), "")
    projects.append(project)
    return project


def assert_refused(project: Project, result: Result, *told: str) -> None:
    assert result.code != 0, result.text
    assert "Traceback" not in result.text
    for each in told:
        assert each in result.text, result.text
    vpcs = project.client("ec2").describe_vpcs()["Vpcs"] if (project.folder / ".tenfold").exists() else []
    assert [each for each in vpcs if not each["IsDefault"]] == []


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("network", {"cidr": "10.0.0.0/16", "reservedCidrs": ["10.0.128.0/20"]}, ["10.0.128.0/20"]),
        ("network", {"cidr": "10.0.0.0/28"}, ["NetworkArgs.cidr", "10.0.0.0/28", "/22"]),
        ("network", {"zones": ["us-east-1a", "us-east-1b", "us-east-1z"]}, ["us-east-1z"]),
        ("network", {"zones": ["eu-west-1a"]}, ["eu-west-1a", "us-east-1"]),
        ("network", {"nat": ["single", "regional"]}, ["tenfold:network.nat", "one_per_zone"]),
        ("database", {"instanceClass": "db.r7g.lrage"}, ["instanceClass", "db.r7g.lrage", "db.r7g.large"]),
        ("cache", {"nodeType": "cache.r7g.lrage"}, ["nodeType", "cache.r7g.lrage", "cache.r7g.large"]),
        ("cluster", {"instanceTypes": ["m7g.lrage"]}, ["instanceTypes", "m7g.lrage"]),
        ("cluster", {"version": "1.99"}, ["version", "1.99", "1.35"]),
        ("natt", "single", ["tenfold:natt"]),
        ("stage", "huge", ["tenfold:stage", "huge", "startup"]),
    ],
)
def test_a_stacks_bad_setting(stacks: Project, key: str, value: object, told: list[str]) -> None:
    file = stacks.folder / "Pulumi.dev.yaml"
    before = file.read_text()
    content = yaml.safe_load(before)
    content["config"][f"tenfold:{key}"] = value
    file.write_text(yaml.safe_dump(content))
    try:
        for command in ("preview", "up"):
            result = stacks.sandbox(command, "--stack", "dev", check=False)
            assert_refused(stacks, result, *told)
    finally:
        file.write_text(before)


def test_a_bad_setting_is_told_once(stacks: Project) -> None:
    file = stacks.folder / "Pulumi.dev.yaml"
    before = file.read_text()
    file.write_text(before + "  tenfold:natt: single\n")
    try:
        result = stacks.sandbox("preview", "--stack", "dev", check=False)
        diagnostics = result.text.partition("Diagnostics:")[2]
        assert len(re.findall("error:", diagnostics)) == 1, diagnostics
        assert "tenfold:natt" in diagnostics
    finally:
        file.write_text(before)


# A first resource that nothing is wrong with, so that it would be there if the refusal came too late.
COMPONENT = """
import pulumi_aws as aws
from tenfold import *
from tenfold.edge import *

vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
place = {"vpc_id": vpc.id, "subnet_ids": ["subnet-1", "subnet-2", "subnet-3"]}
zones = ["us-east-1a", "us-east-1b", "us-east-1c"]
certificate = IssuedCertificate(
    certificate_arn="arn:aws:acm:eu-west-1:123456789012:certificate/1",
    domain_names=["shop.example.com"],
    region="eu-west-1",
)
cdn = {
    "origins": {"app": HttpsOrigin(domain_name="app.example.com")},
    "default_behavior": Behavior(origin="app"),
}
"""


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (
            'AuroraDatabase("a", AuroraDatabaseArgs(**place, availability_zones=zones, reader_count=16))',
            ["AuroraDatabaseArgs.reader_count: 16", "15"],
        ),
        (
            'shop = AuroraDatabaseArgs(**place, availability_zones=zones, parameters={"work_men": "1"})',
            ["AuroraDatabaseArgs.parameters", "work_men", "work_mem"],
        ),
        (
            "NodePool(stateful=True, spot_percentage=50)",
            ["NodePool.spot_percentage: 50", "stateful"],
        ),
        (
            'EksClusterArgs(subnet_ids=place["subnet_ids"], addon_versions={"vpc-cni": "v9.9.9-eksbuild.1"})',
            ["EksClusterArgs.addon_versions.vpc-cni", "v9.9.9-eksbuild.1"],
        ),
        (
            'EksCluster("a", EksClusterArgs(subnet_ids=place["subnet_ids"], public_access_cidrs=[]))',
            ["EksClusterArgs.public_access_cidrs: []"],
        ),
        (
            'Queue("a", QueueArgs(fifo=True, queue_name="orders"))',
            ["QueueArgs.queue_name: 'orders'", ".fifo"],
        ),
        (
            'CdnArgs(domain_names=["shop.example.com"], certificate=certificate, log_bucket=None, **cdn)',
            ["CdnArgs.certificate", "eu-west-1", "us-east-1"],
        ),
        ('Cache("a", CacheArgs(**place, replicas_per_shard=6))', ["CacheArgs.replicas_per_shard: 6", "5"]),
    ],
    ids=["readers", "parameter", "spot", "add-on", "endpoint", "fifo", "certificate", "replicas"],
)
def test_a_components_bad_argument_is_one_message_before_anything_is_created(
    components: Project, code: str, told: list[str]
) -> None:
    components.write(COMPONENT + code)
    result = components.sandbox("up", check=False)
    assert_refused(components, result, *told)


def test_an_unknown_stack_names_the_ones_there_are(stacks: Project) -> None:
    result = stacks.sandbox("up", "--stack", "qa", check=False)
    assert_refused(stacks, result, "qa", "dev", "staging", "prod")


def test_a_folder_without_a_project(tmp_path: Path) -> None:
    result = Project(tmp_path).sandbox("up", check=False)
    assert result.code != 0
    assert "Pulumi.yaml" in result.text
    assert "Traceback" not in result.text
    assert list(tmp_path.iterdir()) == []


def test_a_missing_engine_says_what_to_install(make_project: MakeProject, tmp_path: Path) -> None:
    project = make_project("")
    empty = tmp_path / "bin"
    empty.mkdir()
    (empty / "sh").symlink_to(shutil.which("sh") or "/bin/sh")
    project.environment |= {
        "PATH": str(empty),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "HOME": str(tmp_path),
    }
    result = project.sandbox("up", check=False)
    assert_refused(project, result, "Go", "pulumi")


def test_a_port_in_use_is_named(make_project: MakeProject) -> None:
    project = make_project("")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = project.sandbox("up", "--port", port, check=False)
    assert result.code != 0
    assert port in result.text
    assert "Traceback" not in result.text


def test_another_port_for_a_sandbox_that_runs_is_refused(make_project: MakeProject) -> None:
    project = make_project("")
    project.up()
    before = project.emulator
    other = str(before["port"] - 1)
    result = project.sandbox("up", "--port", other, check=False)
    assert result.code != 0
    assert str(before["port"]) in result.text
    assert project.emulator == before


def test_a_second_command_in_a_busy_sandbox_is_refused(make_project: MakeProject) -> None:
    project = make_project("import time\n\ntime.sleep(8)\n")
    project.run("true")
    first = project.start("up")
    try:
        lock = project.folder / ".tenfold/sandbox"
        deadline = 60
        while deadline and "Running" not in project.sandbox("status", check=False).text:
            deadline -= 1
        result = project.up(check=False)
        assert result.code != 0
        assert "pulumi up" in result.text
        assert "Traceback" not in result.text
        assert lock.exists()
    finally:
        output, _ = first.communicate(timeout=120)
    assert first.returncode == 0, output


def test_two_sandboxes_do_not_meet(make_project: MakeProject) -> None:
    program = 'import pulumi_aws as aws\n\naws.cloudwatch.LogGroup("log", name="/same")\n'
    one, two = make_project(program), make_project(program)
    one.up()
    assert two.run("true").code == 0
    assert one.endpoint != two.endpoint
    assert two.client("logs").describe_log_groups()["logGroups"] == []
