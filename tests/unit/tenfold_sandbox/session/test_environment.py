"""The environment of a command inside a sandbox."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest

from tenfold_sandbox.engine.install import Engine
from tenfold_sandbox.session.environment import sandbox_environment
from tenfold_sandbox.session.folder import Folder, Project

USERS_OWN = {
    "AWS_PROFILE": "leak",
    "AWS_SESSION_TOKEN": "leak",
    "AWS_ENDPOINT_URL_S3": "leak",
    "PULUMI_ACCESS_TOKEN": "leak",
    "PULUMI_STACK": "leak",
    "PULUMI_CONFIG_PASSPHRASE": "leak",
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    file = tmp_path / "my project" / "Pulumi.yaml"
    file.parent.mkdir()
    file.write_text("name: app\nruntime: python\n")
    return Project(file)


def environment_of(project: Project, base: dict[str, str]) -> dict[str, str]:
    engine = Engine(Path("/engine"), "3.259.0", own_host=True)
    return sandbox_environment(
        base, Folder.of(project), project, engine, "http://127.0.0.1:4566", Path("/events.jsonl")
    )


def test_no_pulumi_or_aws_setting_of_the_users_gets_in(project: Project) -> None:
    environment = environment_of(project, {**USERS_OWN, "PATH": "/bin", "EDITOR": "vi"})
    assert "leak" not in environment.values()
    assert environment["EDITOR"] == "vi"


def test_every_client_is_pointed_at_the_emulator(project: Project) -> None:
    environment = environment_of(project, {})
    assert environment["AWS_ENDPOINT_URL"] == "http://127.0.0.1:4566"
    root = project.folder / ".tenfold" / "sandbox"
    for name in (
        "AWS_CONFIG_FILE",
        "AWS_SHARED_CREDENTIALS_FILE",
        "PULUMI_HOME",
        "PULUMI_CONFIG_PASSPHRASE_FILE",
    ):
        assert Path(environment[name]).is_relative_to(root)


def test_the_state_lies_in_the_sandbox_though_its_path_has_spaces(project: Project) -> None:
    url = urlparse(environment_of(project, {})["PULUMI_BACKEND_URL"])
    assert url.scheme == "file"
    assert Path(unquote(url.path)) == project.folder / ".tenfold" / "sandbox" / "state"


def test_the_shim_comes_first_on_the_path(project: Project) -> None:
    path = environment_of(project, {"PATH": "/usr/bin:/bin"})["PATH"].split(os.pathsep)
    assert Path(path[0]) == project.folder / ".tenfold" / "sandbox" / "bin"
    assert path[-2:] == ["/usr/bin", "/bin"]


@pytest.mark.parametrize(
    ("config", "region"),
    [
        ("", "us-east-1"),
        ("config: {aws:region: eu-central-1}", "eu-central-1"),
        ("config: {aws:region: {value: eu-west-3}}", "eu-west-3"),
        ("config: {aws:region: {type: string, default: sa-east-1}}", "sa-east-1"),
    ],
)
def test_the_region_is_the_projects_or_else_us_east_1(project: Project, config: str, region: str) -> None:
    project.file.write_text(f"name: app\nruntime: python\n{config}\n")
    environment = environment_of(project, {})
    assert {environment["AWS_REGION"], environment["AWS_DEFAULT_REGION"]} == {region}


def test_the_region_of_the_only_stack_goes_before_the_projects(project: Project) -> None:
    project.file.write_text("name: app\nruntime: python\nconfig: {aws:region: eu-central-1}\n")
    (project.folder / "Pulumi.dev.yaml").write_text("config:\n  aws:region: eu-west-1\n")
    assert environment_of(project, {})["AWS_REGION"] == "eu-west-1"


def test_of_several_stacks_none_speaks_for_the_sandbox_until_one_is_selected(project: Project) -> None:
    project.file.write_text("name: app\nruntime: python\n")
    for stack, region in (("dev", "eu-west-1"), ("prod", "eu-west-3")):
        (project.folder / f"Pulumi.{stack}.yaml").write_text(f"config: {{aws:region: {region}}}\n")
    assert environment_of(project, {})["AWS_REGION"] == "us-east-1"
    workspaces = project.folder / ".tenfold/sandbox/home/workspaces"
    workspaces.mkdir(parents=True, exist_ok=True)
    (workspaces / "app-1-workspace.json").write_text('{"stack": "organization/app/prod"}')
    assert environment_of(project, {})["AWS_REGION"] == "eu-west-3"
