from __future__ import annotations

from typing import Any

import pytest

from support.provider import Provider

TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
KEY = "aws:ec2/keyPair:KeyPair"
PUBLIC_KEY = (
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl somebody@example"
)

INPUTS: dict[str, Any] = {
    "name": "nodes",
    "updateDefaultVersion": True,
    "instanceType": "m7g.large",
    "metadataOptions": {"httpEndpoint": "enabled", "httpTokens": "required", "httpPutResponseHopLimit": 1},
    "blockDeviceMappings": [
        {
            "deviceName": "/dev/xvda",
            "ebs": {
                "volumeType": "gp3",
                "volumeSize": 50,
                "encrypted": "true",
                "deleteOnTermination": "true",
            },
        }
    ],
    "tagSpecifications": [
        {"resourceType": kind, "tags": {"Name": "node", "team": "data"}}
        for kind in ("instance", "volume", "network-interface")
    ],
    "tags": {"Name": "nodes"},
}


def test_a_change_of_a_template_makes_a_version_and_its_default(aws: Provider) -> None:
    template = aws.cycle(TEMPLATE, INPUTS, change={"instanceType": "m7g.xlarge"})
    assert (template.state["latestVersion"], template.state["defaultVersion"]) == (2, 2)
    assert template.state["arn"].endswith(f":launch-template/{template.id}")
    assert template.state["__kept"] == []


def test_a_template_s_default_version_stays_unless_it_should_follow(aws: Provider) -> None:
    template = aws.create(TEMPLATE, "still", {"name": "still", "instanceType": "m7g.large"})
    template = aws.update(template, {"name": "still", "instanceType": "m7g.xlarge"})
    assert (template.state["latestVersion"], template.state["defaultVersion"]) == (2, 1)
    template = aws.update(template, {"name": "still", "instanceType": "m7g.xlarge", "defaultVersion": 2})
    assert (template.state["latestVersion"], template.state["defaultVersion"]) == (2, 2)
    aws.delete(template)


def test_a_part_that_the_program_drops_is_not_in_the_next_version(aws: Provider) -> None:
    inputs = {"name": "shrinking", "instanceType": "m7g.large", "userData": "aGk="}
    template = aws.create(TEMPLATE, "shrinking", inputs)
    template = aws.update(template, {"name": "shrinking", "userData": "aGk="})
    assert template.state.get("instanceType") is None
    aws.assert_settled(template, {"name": "shrinking", "userData": "aGk="})
    aws.delete(template)


def test_only_a_new_version_makes_its_number_unknown_in_a_preview(aws: Provider) -> None:
    template = aws.create(TEMPLATE, "seen", {**INPUTS, "name": "seen"})
    tagged = aws.foresee(template, {**INPUTS, "name": "seen", "tags": {"Name": "other"}})
    assert tagged["latestVersion"] == 1
    grown = aws.foresee(template, {**INPUTS, "name": "seen", "instanceType": "m7g.xlarge"})
    assert grown["latestVersion"] != 1
    aws.delete(template)


def test_a_template_keeps_interfaces_profiles_and_markets(aws: Provider) -> None:
    inputs = {
        "namePrefix": "web-",
        "imageId": "ami-12c6146b",
        "ebsOptimized": "true",
        "iamInstanceProfile": {"name": "web"},
        "instanceMarketOptions": {"marketType": "spot", "spotOptions": {"maxPrice": "0.05"}},
        "monitoring": {"enabled": True},
        "networkInterfaces": [
            {
                "deviceIndex": 0,
                "associatePublicIpAddress": "false",
                "deleteOnTermination": "true",
                "securityGroups": ["sg-1"],
                "subnetId": "subnet-1",
                "ipv4Addresses": ["10.0.0.5"],
            }
        ],
        "placement": {"tenancy": "default"},
        "userData": "aGk=",
        "description": "first",
    }
    template = aws.cycle(TEMPLATE, inputs, change={"description": "second"})
    assert template.state["name"].startswith("web-")
    assert template.state["__kept"] == []


def test_an_unknown_instance_type_is_refused_by_name(aws: Provider) -> None:
    _, failures = aws.check(TEMPLATE, "wrong", {"instanceType": "m7g.huge"})
    assert "m7g.huge" in failures["instanceType"]


def test_a_key_pair_is_known_by_its_name(aws: Provider) -> None:
    inputs = {"keyName": "mine", "publicKey": PUBLIC_KEY, "tags": {"Name": "key"}}
    pair = aws.cycle(KEY, inputs, change={"tags": {"Name": "other"}})
    assert pair.id == "mine"
    assert pair.state["keyPairId"].startswith("key-")
    assert pair.state["fingerprint"]
    assert pair.state["keyType"] == "ed25519"
    assert pair.state["arn"] == "arn:aws:ec2:us-east-1:123456789012:key-pair/mine"


@pytest.mark.parametrize("change", [{"publicKey": f"{PUBLIC_KEY}.org"}, {"keyName": "other"}])
def test_another_key_or_name_replaces_a_key_pair(aws: Provider, change: dict[str, str]) -> None:
    inputs = {"keyName": "fixed", "publicKey": PUBLIC_KEY}
    pair = aws.create(KEY, "fixed", inputs)
    assert list(aws.diff(pair, {**inputs, **change}).replaces) == list(change)
    aws.delete(pair)
