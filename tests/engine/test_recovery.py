"""Kill -9 anything at any moment, and the next command puts state and emulator right by itself."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest

from support.processes import alive, descendants, kill
from support.sandbox import Project

from .conftest import MakeProject

COUNT = 25
PROGRAM = f"""
import pulumi
import pulumi_aws as aws

vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
for number in range({COUNT}):
    subnet = aws.ec2.Subnet(f"subnet-{{number}}", vpc_id=vpc.id, cidr_block=f"10.0.{{number}}.0/24")
    bucket = aws.s3.Bucket(f"bucket-{{number}}", tags={{"subnet": subnet.id}})
    aws.s3.BucketVersioning(
        f"versioning-{{number}}", bucket=bucket.bucket, versioning_configuration={{"status": "Enabled"}}
    )
"""

# A command line of each process that a command consists of.
TARGETS = {
    "command": "tenfold_ops",
    "CLI": "pulumi up",
    "language host": "tenfold_sandbox.language",
    "program": "pulumi-language-python-exec",
    "provider": "tenfold_sandbox.provider",
}


def ledger(project: Project) -> list[dict[str, Any]]:
    with urllib.request.urlopen(f"{project.endpoint}/tenfold/ledger") as answer:
        return json.loads(answer.read())


def assert_agree(project: Project) -> None:
    """State and emulator hold the same things, each once."""
    in_state = sorted(
        (each["urn"], each["id"]) for each in project.resources() if each["type"].startswith("aws:")
    )
    assert sorted((each["urn"], each["id"]) for each in ledger(project)) == in_state
    ec2 = project.client("ec2")
    own = [each for each in ec2.describe_vpcs()["Vpcs"] if not each["IsDefault"]]
    assert len(own) == 1
    subnets = ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [own[0]["VpcId"]]}])["Subnets"]
    assert len(subnets) == COUNT
    assert len(project.client("s3").list_buckets()["Buckets"]) == COUNT


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("it did not come to pass")


def kill_after(
    project: Project, running: subprocess.Popen[str], fragment: str, condition: Callable[[], bool]
) -> None:
    """Kill a process of a running command when something has come to pass, and wait until all have ended."""
    wait_for(lambda: condition() or running.poll() is not None)
    below = descendants(running.pid)
    kill(running.pid, fragment)
    running.wait(60)
    wait_for(lambda: not [pid for pid in below if alive(pid)])


def entries(project: Project) -> int:
    try:
        return len(ledger(project))
    except OSError:
        return 0


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("target", TARGETS)
def test_an_update_that_was_killed_is_finished_by_the_next(
    make_project: MakeProject, target: str, seed: int
) -> None:
    project = make_project(PROGRAM)
    project.run("true")
    moment = random.Random(f"{target} {seed}").randint(1, 2 * COUNT)
    running = project.start("up", "--stack", "dev")
    kill_after(project, running, TARGETS[target], lambda: entries(project) >= moment)
    print(f"seed {seed}: killed the {target} after {moment} of {3 * COUNT + 1} creations")
    project.up()
    assert_agree(project)
    assert project.preview("--refresh") == {}


def test_a_destroy_that_was_killed_is_finished_by_the_next(make_project: MakeProject) -> None:
    project = make_project(PROGRAM)
    project.up()
    running = project.start("down", "--stack", "dev")
    kill_after(project, running, "pulumi destroy", lambda: entries(project) <= 2 * COUNT)
    assert entries(project) > 0
    project.up()
    assert_agree(project)
    project.sandbox("down")
    assert ledger(project) == []


def test_a_lost_emulator_takes_its_state_with_it(make_project: MakeProject) -> None:
    project = make_project(PROGRAM)
    project.up()
    os.kill(project.emulator["pid"], signal.SIGKILL)
    result = project.up()
    assert "emulator" in result.stderr
    assert_agree(project)


def test_what_was_left_on_purpose_survives_a_later_crash(make_project: MakeProject) -> None:
    project = make_project(PROGRAM)
    project.up()
    bucket = project.resource("bucket-0")
    project.run("pulumi", "state", "delete", "--yes", "--target-dependents", "--stack", "dev", bucket["urn"])
    project.run("pulumi", "stack", "output", "--stack", "dev")
    project.write(PROGRAM.replace(f"range({COUNT})", f"range(1, {COUNT + 5})"))
    project.up()
    running = project.start("down", "--stack", "dev")
    kill_after(project, running, "pulumi destroy", lambda: entries(project) <= 2 * COUNT)
    project.run("pulumi", "refresh", "--yes", "--stack", "dev")
    names = [each["Name"] for each in project.client("s3").list_buckets()["Buckets"]]
    assert bucket["id"] in names


def test_going_down_tells_what_was_left_on_purpose_and_counts_only_what_no_stack_has(
    make_project: MakeProject,
) -> None:
    project = make_project(
        """
import pulumi
import pulumi_aws as aws

if pulumi.get_stack() == "dev":
    kept = pulumi.ResourceOptions(retain_on_delete=True)
    for name in pulumi.Config().get_object("retained") or []:
        aws.sqs.Queue(name, name=name, opts=kept)
aws.sqs.Queue("queue")
"""
    )
    config = project.folder / "Pulumi.dev.yaml"
    plain = config.read_text()
    (project.folder / "Pulumi.other.yaml").write_text(plain)
    project.up(stack="other")
    project.run("pulumi", "stack", "rename", "renamed", "--stack", "other")  # its queue has another URN now
    config.write_text(plain + "  trial:retained: [early, late]\n")
    project.up()
    config.write_text(plain + "  trial:retained: [late]\n")
    project.up()
    said = project.sandbox("down").stdout
    (line,) = [line for line in said.splitlines() if line.startswith("Still in the emulated AWS")]
    urls = [word.rstrip(".,") for word in line.split() if word.startswith("http")]
    assert sorted(url.rsplit("/")[-1] for url in urls) == ["early", "late"]
