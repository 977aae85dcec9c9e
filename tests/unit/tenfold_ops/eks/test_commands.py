"""``tenfold eks`` against the emulated AWS."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from click.testing import CliRunner, Result

from support.provider import emulator
from tenfold_ops.eks import eks
from tenfold_sandbox.errors import SandboxError

ALLOW = {"Effect": "Allow", "Principal": {"Service": "eks.amazonaws.com"}, "Action": "sts:AssumeRole"}
TRUST = json.dumps({"Version": "2012-10-17", "Statement": [ALLOW]})


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with emulator() as address:
        yield address


def client(endpoint: str, service: str) -> Any:
    return boto3.client(
        service,
        region_name="us-east-1",
        endpoint_url=endpoint,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


@pytest.fixture(scope="module")
def cluster(endpoint: str) -> str:
    ec2, eks = client(endpoint, "ec2"), client(endpoint, "eks")
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.9.{place}.0/24", AvailabilityZone=f"us-east-1{zone}")[
            "Subnet"
        ]["SubnetId"]
        for place, zone in enumerate("ab")
    ]
    role = client(endpoint, "iam").create_role(RoleName="eks", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    eks.create_cluster(name="shop", version="1.35", roleArn=role, resourcesVpcConfig={"subnetIds": subnets})
    eks.create_addon(clusterName="shop", addonName="coredns", addonVersion="v1.12.4-eksbuild.38")
    return "shop"


def tenfold(endpoint: str, *arguments: str) -> Result:
    environment = {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    }
    return CliRunner().invoke(eks, arguments, env=environment)


def test_an_add_on_that_holds_the_upgrade_up_ends_with_1_and_the_release_to_move_to(
    endpoint: str, cluster: str
) -> None:
    result = tenfold(endpoint, "preflight", "--to", "1.36", "--cluster", cluster, "--json")
    assert result.exit_code == 1, result.output
    found = json.loads(result.stdout)
    assert (found["from"], found["to"], found["ready"]) == ("1.35", "1.36", False)
    failed = {each["check"]: each for each in found["checks"] if each["verdict"] == "fail"}
    assert set(failed) == {"add-on coredns", "EKS insight"}
    assert "v1.14.6-eksbuild.4" in failed["add-on coredns"]["remedy"]


def test_once_it_is_moved_the_cluster_is_ready(endpoint: str, cluster: str) -> None:
    client(endpoint, "eks").update_addon(
        clusterName=cluster, addonName="coredns", addonVersion="v1.13.2-eksbuild.31"
    )
    result = tenfold(endpoint, "preflight", "--to", "1.36")
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "Ready to upgrade.")


def test_a_cluster_that_is_not_there_is_one_message_with_those_that_are(endpoint: str, cluster: str) -> None:
    result = tenfold(endpoint, "preflight", "--to", "1.36", "--cluster", "none")
    assert isinstance(result.exception, SandboxError)
    assert str(result.exception) == f"--cluster none: there is none. Those there are: {cluster}."


def test_what_is_no_version_is_refused_before_aws_is_asked() -> None:
    result = tenfold("http://127.0.0.1:9", "preflight", "--to", "36")
    assert isinstance(result.exception, SandboxError)
    assert str(result.exception).startswith("--to 36: it is no")


def test_the_catalogue_is_written_as_the_library_ships_it(endpoint: str, tmp_path: Path) -> None:
    file = tmp_path / "versions.json"
    wanted = [part for version in ("1.33", "1.34", "1.35", "1.36") for part in ("--kubernetes", version)]
    result = tenfold(endpoint, "add-ons", *wanted, "--write", str(file))
    assert result.exit_code == 0, result.output
    shipped = Path(__file__).parents[4] / "components/tenfold/eks/addon_versions.json"
    assert json.loads(file.read_text())["addons"] == json.loads(shipped.read_text())["addons"]
