from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.ebs_encryption import RULE
from tenfold_policies.values import UNKNOWN

DEFAULT = "aws:ebs/encryptionByDefault:EncryptionByDefault"
VOLUME = "aws:ebs/volume:Volume"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
CLASS = "kubernetes:storage.k8s.io/v1:StorageClass"


def template(**ebs: object) -> dict[str, object]:
    return {"blockDeviceMappings": [{"deviceName": "/dev/xvda", "ebs": ebs}]}


def test_passes() -> None:
    assert judged(
        RULE,
        resource(VOLUME, encrypted=True),
        resource(TEMPLATE, **template(encrypted="true")),
        resource("aws:ec2/instance:Instance", rootBlockDevice={"encrypted": True}),
        resource(CLASS, provisioner="ebs.csi.aws.com", parameters={"encrypted": "true"}),
    ).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        resource(VOLUME, "volume"),
        resource(TEMPLATE, "template", **template(encrypted="false")),
        resource("aws:ec2/instance:Instance", "instance"),
        resource(CLASS, "class", provisioner="ebs.csi.aws.com"),
        resource("aws:ebs/snapshotCopy:SnapshotCopy", "copy", encrypted=False),
    )
    assert set(verdict.faults) == {"volume", "template", "instance", "class", "copy"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(VOLUME, "volume", encrypted=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"volume"})


def test_does_not_apply() -> None:
    other = {"provisioner": "efs.csi.aws.com"}
    devices = [{"deviceName": "/dev/sdb", "virtualName": "ephemeral0"}, {"noDevice": "true"}]
    assert judged(RULE, resource(CLASS, **other), resource(TEMPLATE, blockDeviceMappings=devices)).passes


def test_a_region_that_encrypts_by_default_covers_its_volumes_and_no_others() -> None:
    default = resource(DEFAULT, "default", enabled=True, region="us-east-1")
    here, there = (resource(VOLUME, each, region=each) for each in ("us-east-1", "eu-west-1"))
    assert set(judged(RULE, default, here, there).faults) == {"eu-west-1"}


def test_an_instance_has_the_volumes_of_its_template() -> None:
    assert judged(RULE, resource("aws:ec2/instance:Instance", launchTemplate={"id": UNKNOWN})).passes


def test_a_default_that_is_turned_off_is_itself_a_fault() -> None:
    assert set(judged(RULE, resource(DEFAULT, "default", enabled=False)).faults) == {"default"}


def test_what_says_nothing_has_awss_defaults() -> None:
    bare = resource(TEMPLATE, "bare", **template(volumeSize=20))
    assert set(judged(RULE, bare).faults) == {"bare"}
    assert judged(RULE, resource(DEFAULT, "default"), bare).faults == {}, "the resource's default is on"
