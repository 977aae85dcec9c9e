"""A database grows in place: the real engine's previews replace and delete nothing that holds data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support.sandbox import Project

PROGRAM = Path(__file__).parent / "programs/growing_database/__main__.py"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, projects: list[Project]) -> Project:
    """The database, protected, at the start of its growth. The tests take it on in their order."""
    made = Project.of_program(tmp_path_factory.mktemp("growing"), PROGRAM.read_text())
    projects.append(made)
    made.up()
    return made


def grow(project: Project, key: str, value: str) -> dict[str, list[str]]:
    """Take one step: what its preview foresees, which is then carried out."""
    project.run("pulumi", "config", "set", key, value, "--stack", "dev")
    foreseen = project.preview()
    project.up()
    return {kind: sorted(names) for kind, names in foreseen.items()}


def clusters(project: Project, region: str) -> list[dict[str, Any]]:
    return project.client("rds", region).describe_db_clusters()["DBClusters"]


def test_a_bigger_class_is_taken_in_place(project: Project) -> None:
    foreseen = grow(project, "class", "db.r7g.xlarge")
    assert foreseen == {"update": ["shop-dashboard", "shop-instance-0", "shop-instance-1"]}


def test_a_reader_is_only_added(project: Project) -> None:
    foreseen = grow(project, "readers", "2")
    assert foreseen == {"create": ["shop-instance-2"], "update": ["shop-dashboard"]}


def test_a_major_version_brings_its_parameters_and_takes_the_cluster_along(project: Project) -> None:
    foreseen = grow(project, "version", "17")
    assert foreseen.pop("update") == ["shop-cluster"]
    assert {name for names in foreseen.values() for name in names} == {"shop-parameters"}
    (cluster,) = clusters(project, "us-east-1")
    assert cluster["EngineVersion"].startswith("17")


def test_the_cluster_becomes_the_writer_of_a_global_database_in_place(project: Project) -> None:
    before = project.resource("shop-cluster")["id"]
    assert grow(project, "global", "true") == {"create": ["global"]}
    (whole,) = project.client("rds").describe_global_clusters()["GlobalClusters"]
    (member,) = whole["GlobalClusterMembers"]
    assert (member["DBClusterArn"].split(":")[-1], member["IsWriter"]) == (before, True)


def test_a_second_region_joins_without_touching_the_first(project: Project) -> None:
    foreseen = grow(project, "secondary", "true")
    assert set(foreseen) == {"create"}
    assert all(name.startswith("there") for name in foreseen["create"])
    (secondary,) = clusters(project, "us-west-2")
    assert secondary["DBClusterIdentifier"] == "shop-there"


def test_a_switchover_to_the_second_region_and_back_leaves_the_program_in_step(project: Project) -> None:
    rds, clusters_by_region = project.client("rds"), {}
    for region in ("us-east-1", "us-west-2"):
        (clusters_by_region[region],) = clusters(project, region)
    for region in ("us-west-2", "us-east-1"):
        target = clusters_by_region[region]["DBClusterArn"]
        (whole,) = rds.describe_global_clusters()["GlobalClusters"]
        rds.switchover_global_cluster(
            GlobalClusterIdentifier=whole["GlobalClusterIdentifier"], TargetDbClusterIdentifier=target
        )
        (whole,) = rds.describe_global_clusters()["GlobalClusters"]
        writers = [each["DBClusterArn"] for each in whole["GlobalClusterMembers"] if each["IsWriter"]]
        assert writers == [target]
        assert project.preview("--refresh") == {}


def test_what_has_grown_is_at_rest(project: Project) -> None:
    assert project.preview("--refresh") == {}


def test_once_unprotected_all_of_it_goes_and_leaves_nothing(project: Project) -> None:
    grow(project, "protected", "false")
    project.sandbox("down")
    assert clusters(project, "us-east-1") == clusters(project, "us-west-2") == []
    assert project.client("rds").describe_global_clusters()["GlobalClusters"] == []
