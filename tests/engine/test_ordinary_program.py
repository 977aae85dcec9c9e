"""A program of someone else runs too."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.sandbox import Project

PROGRAM = Path(__file__).parent / "programs/ordinary/__main__.py"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, projects: list[Project]) -> Project:
    made = Project.of_program(tmp_path_factory.mktemp("ordinary"), PROGRAM.read_text())
    projects.append(made)
    made.up()
    return made


def test_every_type_of_it_is_emulated(project: Project) -> None:
    assert "Recorded" not in project.sandbox("up").text


def test_other_eyes_see_what_it_made(project: Project) -> None:
    outputs = project.outputs()
    (reservation,) = project.client("ec2").describe_instances()["Reservations"]
    (server,) = reservation["Instances"]
    assert server["PublicIpAddress"] == outputs["public_ip"]
    assert server["IamInstanceProfile"]["Arn"].endswith(project.resource("profile")["id"])
    page = project.client("s3").get_object(Bucket=outputs["bucket"], Key="index.html")
    assert page["Body"].read() == b"<h1>Hello</h1>"
    website = project.client("s3").get_bucket_website(Bucket=outputs["bucket"])
    assert website["ErrorDocument"] == {"Key": "404.html"}
    (function,) = project.client("lambda").list_functions()["Functions"]
    assert function["FunctionArn"] == outputs["function"]
    assert function["Runtime"] == "python3.12"


def test_a_secret_stands_nowhere_in_its_state(project: Project) -> None:
    state = [file.read_text() for file in (project.folder / ".tenfold").rglob("*.json")]
    assert state
    assert not [text for text in state if "a-secret-token" in text]


def test_it_settles_at_once(project: Project) -> None:
    assert project.preview("--refresh") == {}


def test_it_goes_down_and_leaves_nothing(project: Project) -> None:
    project.sandbox("down")
    groups = project.client("iam").list_roles()["Roles"]
    assert [each["RoleName"] for each in groups if each["RoleName"].startswith("role-")] == []
    assert project.client("s3").list_buckets()["Buckets"] == []
