"""A whole EKS cluster's life with the real engine: what each change touches, and that nothing is left."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.sandbox import Project

PROGRAM = Path(__file__).parent / "programs/whole_cluster/__main__.py"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, projects: list[Project]) -> Project:
    """The cluster at the start of its life. The tests take it on in their order."""
    made = Project.of_program(tmp_path_factory.mktemp("cluster"), PROGRAM.read_text())
    projects.append(made)
    made.up()
    return made


def foreseen(project: Project, key: str, value: str) -> dict[str, list[str]]:
    """What a change would do."""
    project.run("pulumi", "config", "set", key, value, "--stack", "dev")
    steps = project.preview()
    return {kind: sorted(names) for kind, names in steps.items()}


def undo(project: Project, key: str) -> None:
    project.run("pulumi", "config", "rm", key, "--stack", "dev")


def test_all_of_it_is_emulated_and_at_rest(project: Project) -> None:
    assert project.preview("--refresh") == {}
    assert [each["urn"] for each in project.resources() if each.get("outputs", {}).get("__kept")] == []


def test_an_existing_cluster_s_kubeconfig_names_the_role_and_holds_no_credential(project: Project) -> None:
    outputs = project.outputs()
    (user,) = json.loads(outputs["kubeconfig"])["users"]
    assert list(user["user"]) == ["exec"]
    assert user["user"]["exec"]["args"][-2:] == ["--role-arn", outputs["operator"]]


def test_the_preflight_finds_it_ready(project: Project) -> None:
    said = project.run("tenfold", "eks", "preflight", "--to", "1.36", "--stack", "dev").stdout
    assert said.endswith("Ready to upgrade.\n")


def test_other_instance_types_replace_one_pool_s_node_groups_and_nothing_else(project: Project) -> None:
    steps = foreseen(project, "types", "m7g.xlarge,m6g.xlarge")
    undo(project, "types")
    assert steps == {"replace": ["shop-general", "shop-general-spot"]}


def test_a_zone_more_moves_no_subnet_and_leaves_the_control_plane(project: Project) -> None:
    steps = foreseen(project, "zones", "3")
    undo(project, "zones")
    assert steps.get("replace") == ["shop-data", "shop-general", "shop-general-spot"]
    assert "delete" not in steps
    assert not [name for name in steps.get("update", []) if "subnet" in name or name == "shop-cluster"]


def test_an_upgrade_is_in_place_with_its_add_ons_and_nodes(project: Project) -> None:
    steps = foreseen(project, "version", "1.36")
    assert set(steps) == {"update"}
    assert set(steps["update"]) >= {"shop-cluster", "shop-kube-proxy", "shop-coredns", "shop-general"}
    project.up()
    assert project.preview("--refresh") == {}


def test_aws_s_newer_node_image_changes_nothing_unasked(project: Project) -> None:
    eks = project.client("eks")
    for name in eks.list_nodegroups(clusterName="shop")["nodegroups"]:
        eks.update_nodegroup_version(clusterName="shop", nodegroupName=name, releaseVersion="1.36.9-20270101")
    assert project.preview("--refresh") == {}


def test_auto_mode_takes_over_in_place(project: Project) -> None:
    steps = foreseen(project, "compute", "auto_mode")
    assert "replace" not in steps
    assert "shop-cluster" in steps["update"]
    project.up()
    assert project.client("eks").list_nodegroups(clusterName="shop")["nodegroups"] == []


def test_all_of_it_goes_and_leaves_nothing(project: Project) -> None:
    project.sandbox("down")
    ec2 = project.client("ec2")
    ours = [{"Name": "is-default", "Values": ["false"]}]
    assert ec2.describe_vpcs(Filters=ours)["Vpcs"] == []
    assert [
        group["GroupName"]
        for group in ec2.describe_security_groups()["SecurityGroups"]
        if group["GroupName"] != "default"
    ] == []
    assert ec2.describe_network_interfaces()["NetworkInterfaces"] == []
    assert ec2.describe_launch_templates()["LaunchTemplates"] == []
    assert project.client("eks").list_clusters()["clusters"] == []
    assert project.client("logs").describe_log_groups()["logGroups"] == []
    assert project.client("iam").list_roles()["Roles"] == []
    assert project.client("sqs").list_queues().get("QueueUrls", []) == []
    assert project.client("events").list_rules()["Rules"] == []
