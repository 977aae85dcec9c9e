from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.recording import Recorded, Recording, record
from tenfold_stacks import outputs
from tenfold_stacks.names import Environment
from tenfold_stacks.settings import parse
from tenfold_stacks.stages import build

SNAPSHOTS = Path(__file__).parent / "snapshots"

# What may be there a different number of times in two environments: instances and gateways, and what
# belongs to each gateway. Everything else is there exactly once in all of them.
COUNTED = ("database-instance-", "network-nat-")


@pytest.fixture(scope="module")
def environments() -> dict[str, Recording]:
    def program(environment: Environment) -> Callable[[], object]:
        return lambda: build(parse({"environment": environment, "stage": "startup"}, "us-east-1"))

    return {environment: record(program(environment)) for environment in Environment}


def role(resource: Recorded, environment: str) -> str:
    """A resource's name without its environment, and without the number of what is counted."""
    name = resource.name.removeprefix(f"{environment}-")
    return next((f"{prefix}*" for prefix in COUNTED if name.startswith(prefix)), name)


@pytest.mark.parametrize("environment", Environment)
def test_the_topology_is_the_one_that_was_agreed(
    environments: dict[str, Recording], environment: str, assert_snapshot: Callable[[Path, str], None]
) -> None:
    lines = [f"{each.parent_name} > {each.type} {each.name}" for each in environments[environment]]
    assert_snapshot(SNAPSHOTS / f"{environment}.txt", "\n".join(sorted(lines)) + "\n")


@pytest.mark.parametrize("environment", ["staging", "prod"])
def test_environments_have_the_same_topology(environments: dict[str, Recording], environment: str) -> None:
    def shape(name: str) -> set[tuple[str, str]]:
        return {(each.type, role(each, name)) for each in environments[name]}

    assert shape(environment) == shape("dev")


def test_only_instances_and_gateways_differ_in_number(environments: dict[str, Recording]) -> None:
    def once(name: str) -> list[str]:
        roles = [f"{each.type} {role(each, name)}" for each in environments[name]]
        return sorted(each for each in roles if not each.endswith("*"))

    assert once("prod") == once("dev")


@pytest.mark.parametrize("environment", Environment)
def test_everything_stands_in_three_zones(environments: dict[str, Recording], environment: str) -> None:
    found = environments[environment]
    subnets = found.of("aws:ec2/subnet:Subnet")
    for tier in ("public", "private", "isolated"):
        zones = {each.inputs["availabilityZone"] for each in subnets if f"-{tier}-" in each.name}
        assert len(zones) == 3, tier
    pool = found.one("aws:eks/nodeGroup:NodeGroup").inputs
    assert pool["scalingConfig"]["minSize"] >= 3
    assert len(pool["subnetIds"]) == 3
    instances = found.of("aws:rds/clusterInstance:ClusterInstance")
    assert len({each.inputs["availabilityZone"] for each in instances}) == len(instances) >= 2


def test_what_holds_data_is_protected_in_prod_and_disposable_in_dev(
    environments: dict[str, Recording],
) -> None:
    stateful = {
        "aws:ec2/vpc:Vpc",
        "aws:eks/cluster:Cluster",
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "aws:rds/cluster:Cluster",
        "aws:s3/bucket:Bucket",
    }

    def protected(environment: str) -> list[bool]:
        return [each.protect for each in environments[environment] if each.type in stateful]

    assert all(protected("prod"))
    assert len(protected("prod")) == len(stateful)
    assert not any(protected("dev"))


def test_every_resource_says_which_environment_it_belongs_to(environments: dict[str, Recording]) -> None:
    untagged: dict[str, Any] = {
        each.name: tags
        for each in environments["prod"]
        if (tags := each.inputs.get("tags")) is not None and tags.get("environment") != "prod"
    }
    assert untagged == {}


def test_outputs_hold_no_secret() -> None:
    names = set(outputs.StackOutputs.__annotations__)
    assert not [name for name in names if "password" in name or name.endswith("_secret")]
