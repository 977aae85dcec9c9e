from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest

from support.provider import Provider, Refused, Resource

INSTANCE = "aws:ec2/instance:Instance"
VOLUME = "aws:ebs/volume:Volume"
ATTACHMENT = "aws:ec2/volumeAttachment:VolumeAttachment"


@pytest.fixture(scope="module")
def ami(aws: Provider) -> str:
    images = aws.client("ec2").describe_images(Owners=["amazon"])["Images"]
    return next(image["ImageId"] for image in images if image.get("RootDeviceType") == "ebs")


@pytest.fixture(scope="module")
def vpc(aws: Provider) -> Iterator[Resource]:
    made = aws.create("aws:ec2/vpc:Vpc", "instances", {"cidrBlock": "10.0.0.0/16"})
    yield made
    aws.delete(made)


@pytest.fixture(scope="module")
def subnet(aws: Provider, vpc: Resource) -> Iterator[Resource]:
    inputs = {"vpcId": vpc.id, "cidrBlock": "10.0.0.0/24", "availabilityZone": "us-east-1a"}
    made = aws.create("aws:ec2/subnet:Subnet", "instances", inputs)
    yield made
    aws.delete(made)


@pytest.fixture(scope="module")
def groups(aws: Provider, vpc: Resource) -> Iterator[list[str]]:
    made = [
        aws.create("aws:ec2/securityGroup:SecurityGroup", f"i{number}", {"vpcId": vpc.id})
        for number in range(2)
    ]
    yield [each.id for each in made]
    for each in made:
        aws.delete(each)


@pytest.fixture(scope="module")
def profile(aws: Provider) -> Iterator[str]:
    iam = aws.client("iam")
    iam.create_instance_profile(InstanceProfileName="web")
    yield "web"
    iam.delete_instance_profile(InstanceProfileName="web")


@pytest.fixture
def inputs(ami: str, subnet: Resource, groups: list[str]) -> dict[str, Any]:
    return {
        "ami": ami,
        "instanceType": "t3.micro",
        "subnetId": subnet.id,
        "vpcSecurityGroupIds": groups[:1],
    }


def test_an_instance_changes_in_place_what_aws_changes_in_place(
    aws: Provider, inputs: dict[str, Any], groups: list[str], profile: str
) -> None:
    before = {
        **inputs,
        "userData": "#!/bin/sh\necho hello\n",
        "metadataOptions": {"httpEndpoint": "enabled", "httpTokens": "required"},
        "rootBlockDevice": {"volumeType": "gp3", "volumeSize": 20, "encrypted": True},
        "tags": {"Name": "web"},
    }
    change = {
        "instanceType": "t3.small",
        "vpcSecurityGroupIds": groups[1:],
        "metadataOptions": {"httpEndpoint": "enabled", "httpTokens": "optional"},
        "iamInstanceProfile": profile,
        "monitoring": True,
        "rootBlockDevice": {"volumeType": "gp3", "volumeSize": 40, "encrypted": True},
        "disableApiTermination": False,
        "sourceDestCheck": False,
        "tags": {"Name": "other"},
    }
    instance = aws.cycle(INSTANCE, before, change=change)
    assert instance.id.startswith("i-")
    assert instance.state["arn"].endswith(f":instance/{instance.id}")
    assert instance.state["privateIp"].startswith("10.0.0.")
    assert instance.state["privateDns"].startswith("ip-10-0-0-")
    assert instance.state["availabilityZone"] == "us-east-1a"
    assert instance.state["primaryNetworkInterfaceId"].startswith("eni-")
    assert instance.state["rootBlockDevice"]["volumeId"].startswith("vol-")
    assert instance.state["instanceState"] == "running"
    assert instance.state["__kept"] == []


@pytest.mark.parametrize(
    "change",
    [
        {"subnetId": "subnet-1"},
        {"keyName": "other"},
        {"associatePublicIpAddress": True},
        {"rootBlockDevice": {"encrypted": True}},
        {"userData": "other", "userDataReplaceOnChange": True},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_instance_is_replaced_for_what_is_decided_at_launch(
    aws: Provider, inputs: dict[str, Any], change: dict[str, Any]
) -> None:
    instance = aws.create(INSTANCE, "fixed", inputs)
    assert list(aws.diff(instance, {**inputs, **change}).replaces) == [next(iter(change))]
    aws.delete(instance)


def test_an_instance_with_a_public_address_shows_it(aws: Provider, inputs: dict[str, Any]) -> None:
    public = {**inputs, "associatePublicIpAddress": True}
    instance = aws.create(INSTANCE, "public", public)
    assert instance.state["publicIp"].count(".") == 3
    assert instance.state["publicDns"].startswith("ec2-")
    assert instance.state["vpcSecurityGroupIds"] == inputs["vpcSecurityGroupIds"]
    aws.assert_settled(instance, public)
    aws.delete(instance)


def test_user_data_changes_in_place_and_reaches_the_instance_as_text(
    aws: Provider, inputs: dict[str, Any]
) -> None:
    encoded = base64.b64encode(b"one").decode()
    instance = aws.create(INSTANCE, "data", {**inputs, "userDataBase64": encoded})
    aws.assert_settled(instance, {**inputs, "userDataBase64": encoded})
    instance = aws.update(instance, {**inputs, "userData": "two"})
    aws.assert_settled(instance, {**inputs, "userData": "two"})
    shown = aws.client("ec2").describe_instance_attribute(InstanceId=instance.id, Attribute="userData")
    assert base64.b64decode(shown["UserData"]["Value"]) == b"two"
    aws.delete(instance)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["10.0.0.88"], ["10.0.0.89"]),
        ({"cpuCredits": "standard"}, {"cpuCredits": "unlimited"}),
    ],
    ids=["secondaryPrivateIps", "creditSpecification"],
)
def test_an_instance_s_addresses_and_credits_change_in_place(
    aws: Provider, inputs: dict[str, Any], request: pytest.FixtureRequest, before: Any, after: Any
) -> None:
    prop = request.node.callspec.id
    aws.cycle(INSTANCE, {**inputs, prop: before}, change={prop: after})


def test_a_protected_instance_goes_only_by_force(aws: Provider, inputs: dict[str, Any]) -> None:
    protected = {**inputs, "disableApiTermination": True}
    instance = aws.create(INSTANCE, "protected", protected)
    with pytest.raises(Refused, match="may not be terminated"):
        aws.delete(instance)
    instance = aws.update(instance, {**protected, "forceDestroy": True})
    aws.delete(instance)
    assert aws.read(instance) is None


def test_an_instance_s_disks_bear_the_volume_tags(aws: Provider, inputs: dict[str, Any]) -> None:
    disk = {"deviceName": "/dev/sdf", "volumeSize": 8, "volumeType": "gp3"}
    tagged = {**inputs, "volumeTags": {"team": "web"}, "ebsBlockDevices": [disk]}
    instance = aws.create(INSTANCE, "disks", tagged)
    aws.assert_settled(instance, tagged)
    instance = aws.update(instance, {**tagged, "volumeTags": {"team": "data"}})
    volumes = aws.client("ec2").describe_volumes(
        Filters=[{"Name": "attachment.instance-id", "Values": [instance.id]}]
    )["Volumes"]
    assert [volume["Tags"] for volume in volumes] == [[{"Key": "team", "Value": "data"}]] * 2
    aws.delete(instance)


def test_an_instance_that_somebody_terminates_is_gone(aws: Provider, inputs: dict[str, Any]) -> None:
    instance = aws.create(INSTANCE, "gone", inputs)
    aws.client("ec2").terminate_instances(InstanceIds=[instance.id])
    assert aws.read(instance) is None


def test_an_instance_type_that_somebody_changes_is_drift(aws: Provider, inputs: dict[str, Any]) -> None:
    instance = aws.create(INSTANCE, "drift", inputs)
    ec2 = aws.client("ec2")
    ec2.stop_instances(InstanceIds=[instance.id])
    ec2.modify_instance_attribute(InstanceId=instance.id, InstanceType={"Value": "t3.large"})
    ec2.start_instances(InstanceIds=[instance.id])
    seen = aws.read(instance)
    assert seen is not None
    assert list(aws.diff(seen, inputs).diffs) == ["instanceType"]
    aws.delete(instance)


def test_an_unknown_instance_type_is_refused_by_name(aws: Provider) -> None:
    _, failures = aws.check(INSTANCE, "wrong", {"instanceType": "t3.huge"})
    assert "t3.huge" in failures["instanceType"]


def test_an_instance_is_launched_from_a_template(
    aws: Provider, ami: str, subnet: Resource, groups: list[str]
) -> None:
    template = aws.create(
        "aws:ec2/launchTemplate:LaunchTemplate", "from", {"imageId": ami, "instanceType": "t3.micro"}
    )
    inputs = {
        "launchTemplate": {"id": template.id, "version": "$Latest"},
        "subnetId": subnet.id,
        "vpcSecurityGroupIds": groups,
    }
    instance = aws.create(INSTANCE, "from", inputs)
    assert instance.state["ami"] == ami
    aws.assert_settled(instance, inputs)
    aws.delete(instance)
    aws.delete(template)


def test_a_volume_grows_in_place(aws: Provider) -> None:
    inputs = {"availabilityZone": "us-east-1a", "size": 10, "type": "gp3", "encrypted": True}
    volume = aws.cycle(VOLUME, inputs, change={"size": 20, "throughput": 250, "tags": {"Name": "v"}})
    assert volume.state["arn"].endswith(f":volume/{volume.id}")
    assert list(aws.diff(volume, {**inputs, "encrypted": False}).replaces) == ["encrypted"]


def test_a_volume_leaves_a_snapshot_when_asked(aws: Provider) -> None:
    inputs = {"availabilityZone": "us-east-1a", "size": 1, "finalSnapshot": True}
    volume = aws.create(VOLUME, "kept", inputs)
    aws.delete(volume)
    kept = aws.client("ec2").describe_snapshots(Filters=[{"Name": "volume-id", "Values": [volume.id]}])
    assert len(kept["Snapshots"]) == 1


def test_a_volume_is_attached_and_detached(aws: Provider, inputs: dict[str, Any]) -> None:
    instance = aws.create(INSTANCE, "holder", inputs)
    volume = aws.create(VOLUME, "held", {"availabilityZone": "us-east-1a", "size": 1})
    wanted = {"deviceName": "/dev/sdg", "instanceId": instance.id, "volumeId": volume.id}
    attachment = aws.cycle(ATTACHMENT, wanted, importing=f"/dev/sdg:{volume.id}:{instance.id}")
    assert attachment.id.startswith("vai-")
    aws.delete(volume)
    aws.delete(instance)


def test_an_account_s_volumes_are_encrypted_by_default_where_one_says_so(aws: Provider) -> None:
    ec2, token = aws.client("ec2"), "aws:ebs/encryptionByDefault:EncryptionByDefault"
    made = aws.create(token, "it", {})
    assert ec2.get_ebs_encryption_by_default()["EbsEncryptionByDefault"] is True
    aws.assert_settled(made, {})
    aws.update(made, {"enabled": False})
    assert ec2.get_ebs_encryption_by_default()["EbsEncryptionByDefault"] is False
    aws.delete(made)
