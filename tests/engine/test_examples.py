"""The examples come up, settle and go down, with the library from its wheel and not from this checkout."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.sandbox import ROOT, Project

EXAMPLES = sorted(each.parent for each in (ROOT / "examples").glob("*/Pulumi.yaml"))


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new virtual environment with the wheel in it; what the wheel requires is linked, not downloaded."""
    folder = tmp_path_factory.mktemp("installed")
    build = ["hatchling", "build", "--target", "wheel", "--directory", str(folder / "wheels")]
    subprocess.run([sys.executable, "-m", *build], cwd=ROOT, check=True, capture_output=True)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True)
    python = folder / "venv/bin/python"
    (site,) = (folder / "venv").glob("lib/python*/site-packages")
    for each in Path(sysconfig.get_path("purelib")).iterdir():
        if "tenfold" not in each.name and each.suffix != ".pth" and not (site / each.name).exists():
            (site / each.name).symlink_to(each)
    requirements = ["--requirement", str(EXAMPLES[0] / "requirements.txt")]
    offline = ["--no-index", "--no-deps", "--find-links", str(folder / "wheels")]
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python)]
    subprocess.run([*pip, "install", "--quiet", *offline, *requirements], check=True)
    return folder / "venv"


@dataclass
class Example:
    """A copy of an example, with an AWS that has what it expects to find."""

    project: Project
    name: str

    def prepare(self) -> None:
        if self.name != "existing-vpc":
            return
        self.project.run("true")  # starts the emulator
        ec2 = self.project.client("ec2")
        vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
        ec2.create_tags(Resources=[vpc], Tags=[{"Key": "Name", "Value": "company"}])
        for index, zone in enumerate(("us-east-1a", "us-east-1b")):
            cidr = f"10.9.{index}.0/24"
            subnet = ec2.create_subnet(VpcId=vpc, CidrBlock=cidr, AvailabilityZone=zone)["Subnet"]["SubnetId"]
            ec2.create_tags(Resources=[subnet], Tags=[{"Key": "Tier", "Value": "isolated"}])


@pytest.fixture
def example(request: pytest.FixtureRequest, tmp_path: Path, installed: Path) -> Iterator[Example]:
    source: Path = request.param
    project = Project(tmp_path / "an example")
    shutil.copytree(source, project.folder)
    (project.folder / ".venv").symlink_to(installed)
    yield Example(project, source.name)
    project.end()


def test_the_library_is_the_wheels(installed: Path, tmp_path: Path) -> None:
    code = "import sys, tenfold, tenfold.host; print(tenfold.__file__); print(sys.path)"
    python = [installed / "bin/python", "-c", code]
    told = subprocess.run(python, cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    file, path = told.splitlines()
    assert Path(file).is_relative_to(installed)
    assert str(ROOT / "components") not in path


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda source: source.name, indirect=True)
def test_an_example_comes_up_settles_and_goes_down(example: Example) -> None:
    project = example.project
    example.prepare()
    told = project.up().text
    assert "Recorded in the state only" not in told
    assert all(project.outputs().values())
    assert project.preview() == {}
    on_purpose = {each["urn"] for each in project.resources() if each.get("retainOnDelete")}
    project.sandbox("down")
    with urllib.request.urlopen(f"{project.endpoint}/tenfold/ledger") as answer:
        assert {each["urn"] for each in json.loads(answer.read())} == on_purpose


@pytest.mark.parametrize("example", [ROOT / "examples/yaml"], ids=["yaml"], indirect=True)
def test_another_language_has_a_valid_schema_and_refusals_in_its_own_names(
    example: Example, installed: Path
) -> None:
    project = example.project
    (folder,) = installed.glob("lib/python*/site-packages/tenfold/host")
    command, file = ".venv/bin/pulumi-resource-tenfold", project.folder / "schema.json"
    schemas = {project.run("pulumi", "package", "get-schema", each).stdout for each in (command, str(folder))}
    (schema,) = schemas
    file.write_text(schema)
    project.run("pulumi", "schema", "check", str(file))

    program = project.folder / "Pulumi.yaml"
    program.write_text(program.read_text().replace("nat: single", "zoneCount: 9"))
    refused = project.run("pulumi", "preview", "--stack", "dev", check=False).text
    assert (
        "error: tenfold:index:Network resource 'network' has a problem: NetworkArgs.zoneCount: 9 is"
        in refused
    )
    assert "Traceback" not in refused


def test_the_examples_are_small() -> None:
    for folder in EXAMPLES:
        assert len((folder / "README.md").read_text().splitlines()) <= 10
        program = folder / "__main__.py"
        assert not program.exists() or len(program.read_text().splitlines()) < 60
