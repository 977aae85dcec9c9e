from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from support.provider import Provider, Resource

GROUP = "aws:autoscaling/group:Group"


@pytest.fixture(scope="module")
def subnets(aws: Provider) -> Iterator[list[str]]:
    vpc = aws.create("aws:ec2/vpc:Vpc", "scaling", {"cidrBlock": "10.0.0.0/16"})
    made = [
        aws.create(
            "aws:ec2/subnet:Subnet",
            f"scaling-{letter}",
            {
                "vpcId": vpc.id,
                "cidrBlock": f"10.0.{number}.0/24",
                "availabilityZone": f"us-east-1{letter}",
            },
        )
        for number, letter in enumerate("ab")
    ]
    yield [each.id for each in made]
    for each in [*made, vpc]:
        aws.delete(each)


@pytest.fixture(scope="module")
def template(aws: Provider) -> Iterator[Resource]:
    images = aws.client("ec2").describe_images(Owners=["amazon"])["Images"]
    inputs = {"imageId": images[0]["ImageId"], "instanceType": "t3.micro"}
    made = aws.create("aws:ec2/launchTemplate:LaunchTemplate", "scaling", inputs)
    yield made
    aws.delete(made)


@pytest.fixture
def inputs(subnets: list[str], template: Resource) -> dict[str, Any]:
    return {
        "minSize": 0,
        "maxSize": 2,
        "desiredCapacity": 0,
        "vpcZoneIdentifiers": subnets[:1],
        "launchTemplate": {"id": template.id, "version": "$Latest"},
        "tags": [{"key": "Name", "value": "web", "propagateAtLaunch": True}],
    }


def test_a_group_changes_sizes_subnets_and_tags_in_place(
    aws: Provider, inputs: dict[str, Any], subnets: list[str]
) -> None:
    change = {
        "maxSize": 4,
        "vpcZoneIdentifiers": subnets,
        "healthCheckType": "ELB",
        "tags": [
            {"key": "Name", "value": "other", "propagateAtLaunch": True},
            {"key": "team", "value": "web", "propagateAtLaunch": False},
        ],
    }
    group = aws.cycle(GROUP, inputs, change=change)
    assert group.id == group.state["name"]
    assert ":autoScalingGroup:" in group.state["arn"]
    assert group.state["__kept"] == []


def test_a_tag_that_the_program_drops_goes(aws: Provider, inputs: dict[str, Any]) -> None:
    group = aws.create(GROUP, "untagged", inputs)
    group = aws.update(group, {**inputs, "tags": []})
    live = aws.client("autoscaling").describe_auto_scaling_groups(AutoScalingGroupNames=[group.id])
    assert live["AutoScalingGroups"][0]["Tags"] == []
    aws.delete(group)


def test_a_group_scaled_by_somebody_is_drift(aws: Provider, inputs: dict[str, Any]) -> None:
    group = aws.create(GROUP, "scaled", inputs)
    aws.client("autoscaling").update_auto_scaling_group(AutoScalingGroupName=group.id, MaxSize=9)
    seen = aws.read(group)
    assert seen is not None
    assert list(aws.diff(seen, inputs).diffs) == ["maxSize"]
    aws.delete(group)
