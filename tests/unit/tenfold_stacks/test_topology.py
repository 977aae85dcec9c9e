from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from support.recording import Recorded, Recording, record
from tenfold_stacks import outputs
from tenfold_stacks.names import Environment, Stage
from tenfold_stacks.settings import parse
from tenfold_stacks.stages import build

SNAPSHOTS = Path(__file__).parent / "snapshots"

# What may be there a different number of times in two environments: instances, shards and gateways, and
# what belongs to each. Everything else is there exactly once in all of them.
COUNTED = ("database-instance-", "network-nat-", "cache-shard-", "shards-")

Stacks = Mapping[tuple[Stage, Environment], Recording]
each_stage = pytest.mark.parametrize("stage", Stage)
each_environment = pytest.mark.parametrize("environment", Environment)


@pytest.fixture(scope="module")
def stacks() -> Stacks:
    def program(stage: Stage, environment: Environment) -> Callable[[], object]:
        return lambda: build(parse({"environment": environment, "stage": stage}, "us-east-1"))

    return {
        (stage, environment): record(program(stage, environment))
        for stage in Stage
        for environment in Environment
    }


def role(resource: Recorded, environment: str) -> str:
    """A resource's name without its environment, and without the number of what is counted."""
    name = resource.name.removeprefix(f"{environment}-")
    return next((f"{prefix}*" for prefix in COUNTED if name.startswith(prefix)), name)


@each_stage
@each_environment
def test_the_topology_is_the_one_that_was_agreed(
    stacks: Stacks, stage: Stage, environment: Environment, assert_snapshot: Callable[[Path, str], None]
) -> None:
    lines = [f"{each.parent_name} > {each.type} {each.name}" for each in stacks[stage, environment]]
    assert_snapshot(SNAPSHOTS / f"{stage}-{environment}.txt", "\n".join(sorted(lines)) + "\n")


@each_stage
@pytest.mark.parametrize("environment", [Environment.STAGING, Environment.PROD])
def test_environments_have_the_same_topology(stacks: Stacks, stage: Stage, environment: Environment) -> None:
    def shape(name: Environment) -> set[tuple[str, str]]:
        return {(each.type, role(each, name)) for each in stacks[stage, name]}

    assert shape(environment) == shape(Environment.DEV)


@each_stage
def test_only_instances_shards_and_gateways_differ_in_number(stacks: Stacks, stage: Stage) -> None:
    def once(name: Environment) -> list[str]:
        roles = [f"{each.type} {role(each, name)}" for each in stacks[stage, name]]
        return sorted(each for each in roles if not each.endswith("*"))

    assert once(Environment.PROD) == once(Environment.DEV)


@each_environment
def test_a_later_stage_only_adds(stacks: Stacks, environment: Environment) -> None:
    for before, after in pairwise(Stage):
        later = {each.urn for each in stacks[after, environment]}
        assert [each.urn for each in stacks[before, environment] if each.urn not in later] == []


@each_stage
@each_environment
def test_everything_stands_in_three_zones(stacks: Stacks, stage: Stage, environment: Environment) -> None:
    found = stacks[stage, environment]
    subnets = found.of("aws:ec2/subnet:Subnet")
    for tier in ("public", "private", "isolated"):
        zones = {each.inputs["availabilityZone"] for each in subnets if f"-{tier}-" in each.name}
        assert len(zones) == 3, tier
    pool = found.one("aws:eks/nodeGroup:NodeGroup", f"{environment}-cluster-general").inputs
    assert pool["scalingConfig"]["minSize"] >= 3
    assert len(pool["subnetIds"]) == 3
    instances = found.of("aws:rds/clusterInstance:ClusterInstance")
    zones = {each.inputs["availabilityZone"] for each in instances}
    assert len(zones) == min(len(instances), 3) >= 2


STATEFUL = {
    "aws:ec2/vpc:Vpc",
    "aws:eks/cluster:Cluster",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:rds/cluster:Cluster",
    "aws:s3/bucket:Bucket",
}


@each_stage
def test_what_holds_data_is_protected_in_prod_and_disposable_in_dev(stacks: Stacks, stage: Stage) -> None:
    def protected(environment: Environment) -> dict[str, bool]:
        return {each.type: each.protect for each in stacks[stage, environment] if each.type in STATEFUL}

    assert protected(Environment.PROD) == dict.fromkeys(STATEFUL, True)
    assert protected(Environment.DEV) == dict.fromkeys(STATEFUL, False)


@each_stage
def test_every_resource_says_which_environment_it_belongs_to(stacks: Stacks, stage: Stage) -> None:
    untagged: dict[str, Any] = {
        each.name: tags
        for each in stacks[stage, Environment.PROD]
        if (tags := each.inputs.get("tags")) is not None and tags.get("environment") != "prod"
    }
    assert untagged == {}


def test_karpenter_finds_the_private_subnets_of_its_cluster(stacks: Stacks) -> None:
    found = stacks[Stage.GROWTH, Environment.PROD]
    tags = {
        each.name: each.inputs["tags"].get("karpenter.sh/discovery")
        for each in found.of("aws:ec2/subnet:Subnet")
    }
    cluster = found.one("aws:eks/cluster:Cluster").inputs["name"]
    assert {name for name, tag in tags.items() if tag == cluster} == {
        f"prod-network-private-{letter}" for letter in "abc"
    }


@each_stage
def test_every_alarm_goes_to_the_one_topic(stacks: Stacks, stage: Stage) -> None:
    found = stacks[stage, Environment.PROD]
    topic = found.one("aws:sns/topic:Topic").name
    alarms = found.of("aws:cloudwatch/metricAlarm:MetricAlarm")
    assert len(alarms) > 20
    for alarm in alarms:
        assert [arn.rpartition(":")[2] for arn in alarm.inputs["alarmActions"]] == [topic], alarm.name


@each_stage
def test_the_other_database_is_behind_the_same_interface(stage: Stage) -> None:
    given = {"environment": "prod", "stage": stage, "database": {"engine": "postgres"}}
    found = record(lambda: outputs.collect(build(parse(given, "us-east-1"))))
    replicas = [each for each in found.of("aws:rds/instance:Instance") if "replicateSourceDb" in each.inputs]
    assert len(replicas) == {Stage.STARTUP: 2, Stage.GROWTH: 3, Stage.SCALE: 3}[stage]


@pytest.mark.parametrize("region", ["us-east-1", "us-west-2"])
def test_a_domain_puts_an_edge_before_the_cluster_that_only_the_cdn_passes(region: str) -> None:
    given = {"environment": "prod", "stage": "startup", "edge": {"domain": "shop.example.com"}}
    found = record(lambda: outputs.collect(build(parse(given, region))))
    assert found.one("aws:lb/loadBalancer:LoadBalancer").inputs["internal"] is True
    ways_in = [each.inputs for each in found.of("SecurityGroupIngressRule") if "load-balancer" in each.name]
    assert {key for each in ways_in for key in each if key in ("cidrIpv4", "cidrIpv6")} == set()
    assert found.one("aws:cloudfront/distribution:Distribution").inputs["aliases"] == [
        "shop.example.com",
        "www.shop.example.com",
    ]
    certified = {each.inputs["region"] for each in found.of("aws:acm/certificate:Certificate")}
    assert certified == {region, "us-east-1"}
    for alarm in found.of("MetricAlarm"):
        (topic,) = alarm.inputs["alarmActions"]
        assert ("cdn-alarms" in topic) == (alarm.inputs["region"] != region), alarm.name


def test_outputs_hold_no_secret() -> None:
    names = set(outputs.StackOutputs.__annotations__)
    assert not [name for name in names if "password" in name or name.endswith("_secret")]
