"""The steps of the reusable workflow, as they stand in its file: run in the sandbox, and against an API."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from support.sandbox import ROOT, Project, Result

WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/preview.yml").read_text())
INPUTS = WORKFLOW[True]["workflow_call"]["inputs"]  # YAML 1.1 reads the key `on` as true
BOT = "github-actions[bot]"

CLEAN = """
import pulumi_aws as aws

aws.cloudwatch.LogGroup(
    "requests", name="/shop/requests", retention_in_days=30,
    tags={"project": "shop", "environment": "dev", "owner": "team", "cost-center": "1"},
)
"""
FAULTY = (
    CLEAN
    + """
bucket = aws.s3.Bucket("files", bucket="files")
aws.s3.BucketPublicAccessBlock("files", bucket=bucket.bucket, block_public_acls=False)
aws.ec2.Instance("server", ami="ami-12c6146b", instance_type="t3.micro")
"""
)


@dataclass
class Runner:
    """As much of GitHub's runner as the workflow asks for."""

    folder: Path
    workspace: Path
    inputs: dict[str, Any] = field(default_factory=dict[str, Any])

    def step(self, job: str, name: str, **environment: str) -> Result:
        """Run one step as the runner does."""
        (step,) = [each for each in WORKFLOW["jobs"][job]["steps"] if each.get("name") == name]
        given = {key: self._filled(text) for key, text in step.get("env", {}).items()}
        files = {key: str(self.folder / key) for key in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        shell = {
            "python": [sys.executable, "-c"],
            "bash": ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"],
        }[step.get("shell", "bash")]
        done = subprocess.run(
            [*shell, step["run"]],
            cwd=self.workspace,
            env={**os.environ, **files, **given, **environment},
            capture_output=True,
            text=True,
            timeout=300,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    def written(self, name: str) -> str:
        file = self.folder / name
        return file.read_text() if file.exists() else ""

    def _filled(self, text: str) -> str:
        """The text with its expressions' values; secrets are empty, as where the caller gives none."""
        given = {**{name: each.get("default") for name, each in INPUTS.items()}, **self.inputs}
        values = {f"inputs.{name}": value for name, value in given.items()}
        values |= {"runner.temp": str(self.folder), "github.token": "token"}
        values |= {"github.event.pull_request.number": "7"}
        return re.sub(
            r"\$\{\{ (\S+) \}\}", lambda found: "" if "secrets." in found[1] else values[found[1]], text
        )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, projects: list[Project]) -> Project:
    made = Project.of_program(tmp_path_factory.mktemp("ci"), CLEAN)
    (made.folder / ".venv").symlink_to(ROOT / ".venv")
    (made.folder / "usage.yaml").write_text(
        "types:\n  aws:cloudwatch/logGroup:LogGroup:\n    gb_ingested: 100\n"
    )
    projects.append(made)
    return made


@pytest.fixture
def runner(tmp_path: Path, project: Project) -> Runner:
    return Runner(tmp_path, project.folder, {"stack": "dev", "install": ".venv/bin/tenfold --version"})


def test_the_install_step_runs_the_callers_command(runner: Runner) -> None:
    assert runner.step("preview", "Install").ok().stdout.startswith("tenfold, version ")
    runner.inputs["install"] = "false; true"
    assert runner.step("preview", "Install").code != 0


def test_a_clean_program_passes_and_its_report_has_cost_and_changes(project: Project, runner: Runner) -> None:
    project.write(CLEAN)
    runner.step("preview", "Preview").ok()
    report = runner.written("report.md")
    assert report.startswith("<!-- tenfold ci: trial/dev -->\n## Preview of `dev`: no mandatory fault\n")
    assert "2 to create." in report
    assert "### Cost of `dev`: $" in report
    assert runner.written("GITHUB_STEP_SUMMARY") == report
    assert re.fullmatch(r"artifact=tenfold-[0-9a-f]{12}\n", runner.written("GITHUB_OUTPUT"))


def test_a_faulty_program_fails_and_its_report_says_by_which_rules(project: Project, runner: Runner) -> None:
    project.write(FAULTY)
    assert runner.step("preview", "Preview").code == 1
    report = runner.written("report.md")
    mended = report.partition("### To be mended")[2].partition("<details>")[0]
    assert set(re.findall(r"^- \*\*\[([\w-]+)\].* `([\w-]+)` ", mended, re.M)) == {
        ("s3-public-access-block", "files")
    }
    advice = report.partition("<details><summary>Advice")[2].partition("</details>")[0]
    assert re.search(r"\[imdsv2-required\].* `server` ec2.Instance: ", advice)
    assert "### Cost of `dev`: $" in report
    assert runner.written("GITHUB_STEP_SUMMARY") == report
    assert "artifact=" in runner.written("GITHUB_OUTPUT")
    assert project.resources() == [], "a preview creates nothing"


def test_packs_their_configuration_and_a_usage_file_are_the_callers(project: Project, runner: Runner) -> None:
    project.write(FAULTY)
    (project.folder / "security.json").write_text('{"s3-public-access-block": "advisory"}')
    (project.folder / "cost.json").write_text(
        '{"stack-monthly-limit": {"enforcementLevel": "mandatory", "usd": 20}}'
    )
    runner.inputs |= {
        "packs": "cost security",
        "pack-configs": "security=security.json cost=cost.json",
        "usage": "usage.yaml",
    }
    assert runner.step("preview", "Preview").code == 1
    report = runner.written("report.md")
    mended = report.partition("### To be mended")[2].partition("<details>")[0]
    assert set(re.findall(r"^- \*\*\[([\w-]+)\]", mended, re.M)) == {"stack-monthly-limit"}
    assert "rds-multi-az" not in report
    assert "| written | 100 GB |" in report


def test_a_change_is_compared_with_what_is_deployed(project: Project, runner: Runner) -> None:
    project.write(CLEAN)
    project.up()
    project.write(CLEAN + 'aws.ec2.Eip("address")\n')
    config = project.folder / "increase.json"
    config.write_text(
        '{"cost-increase-threshold": {"enforcementLevel": "mandatory", "usd": 1, "percent": 0}}'
    )
    runner.inputs |= {"packs": "cost", "pack-configs": "cost=increase.json"}
    assert runner.step("preview", "Preview").code == 1
    report = runner.written("report.md")
    assert "Compared with what is deployed: " in report
    assert "[cost-increase-threshold]" in report.partition("### To be mended")[2].partition("<details>")[0]
    assert "1 to create." in report


def test_a_program_that_fails_is_reported_too(project: Project, runner: Runner) -> None:
    project.write("raise ValueError('boo')\n")
    assert runner.step("preview", "Preview").code == 1
    assert "ValueError: boo" in runner.written("report.md")
    assert "artifact=" in runner.written("GITHUB_OUTPUT")


def test_a_mistake_of_the_caller_ends_in_one_message_and_no_report(runner: Runner) -> None:
    runner.inputs["pack-configs"] = "costs=cost.json"
    result = runner.step("preview", "Preview")
    assert result.code == 1
    assert "--pack-config costs=cost.json" in result.stderr
    assert "Traceback" not in result.text
    assert runner.written("GITHUB_OUTPUT") == ""


class Api(BaseHTTPRequestHandler):
    """The comments on one issue, as GitHub's REST API has them."""

    comments: ClassVar[list[dict[str, Any]]] = []

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        assert urlsplit(self.path).path == "/repos/we/shop/issues/7/comments"
        size, page = int(query["per_page"][0]), int(query["page"][0])
        self._answer(self.comments[(page - 1) * size : page * size])

    def do_POST(self) -> None:
        assert self.path == "/repos/we/shop/issues/7/comments"
        self.comments.append({"id": len(self.comments) + 1, "user": {"login": BOT}, **self._body()})
        self._answer(self.comments[-1])

    def do_PATCH(self) -> None:
        number = int(self.path.removeprefix("/repos/we/shop/issues/comments/"))
        self.comments[number - 1] |= self._body()
        self._answer(self.comments[number - 1])

    def _body(self) -> dict[str, Any]:
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, body: object) -> None:
        assert self.headers["Authorization"] == "Bearer token"
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@pytest.fixture
def api() -> Iterator[Mapping[str, str]]:
    """The runner's environment for an API where a person has said much, and what a report begins with."""
    mark = "<!-- tenfold ci: trial/dev -->"
    Api.comments[:] = [{"id": number, "user": {"login": "person"}, "body": mark} for number in range(1, 121)]
    Api.comments.append({"id": 121, "user": {"login": BOT}, "body": "<!-- tenfold ci: trial/prod -->"})
    server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield {"GITHUB_API_URL": f"http://127.0.0.1:{server.server_port}", "GITHUB_REPOSITORY": "we/shop"}
    server.shutdown()
    server.server_close()


def test_a_stack_has_one_comment_which_is_written_anew(tmp_path: Path, api: Mapping[str, str]) -> None:
    runner = Runner(tmp_path, tmp_path)
    before = [dict(each) for each in Api.comments]
    for text in ("first → ✓", "second"):
        (tmp_path / "report.md").write_text(f"<!-- tenfold ci: trial/dev -->\n{text}\n", "utf-8")
        runner.step("comment", "Comment", **api).ok()
        assert Api.comments == [
            *before,
            {"id": 122, "user": {"login": BOT}, "body": f"<!-- tenfold ci: trial/dev -->\n{text}\n"},
        ]
