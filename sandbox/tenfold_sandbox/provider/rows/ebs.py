"""EBS volumes that stand apart from an instance, and whether an account's are encrypted by default."""

from __future__ import annotations

from tenfold_sandbox.provider.rows.ec2._shared import TAGGING, arn
from tenfold_sandbox.provider.table import Call, Resource

_SWITCH = (
    Call("EnableEbsEncryptionByDefault", auto=False, when="in.enabled != `false`"),
    Call("DisableEbsEncryptionByDefault", auto=False, when="in.enabled == `false`"),
)

ROWS: tuple[Resource, ...] = (
    Resource(
        token="aws:ebs/encryptionByDefault:EncryptionByDefault",
        service="ec2",
        id="region",
        create=_SWITCH,
        read=(Call("GetEbsEncryptionByDefault"),),
        update=_SWITCH,
        delete=(Call("DisableEbsEncryptionByDefault"),),
        names={"enabled": "EbsEncryptionByDefault"},
        updates=frozenset({"enabled"}),
        defaults={"enabled": True},
    ),
    Resource(
        token="aws:ebs/volume:Volume",
        schema="AWS::EC2::Volume",
        service="ec2",
        id="out.VolumeId",
        names={"type": "VolumeType"},
        create=(Call("CreateVolume"),),
        read=(Call("DescribeVolumes", {"VolumeIds": "[id]"}, result="Volumes[0]"),),
        update=(
            Call(
                "ModifyVolume",
                {
                    "VolumeId": "id",
                    "Size": "in.size",
                    "VolumeType": "in.type",
                    "Iops": "in.iops",
                    "Throughput": "in.throughput",
                },
                auto=False,
                on=("size", "type", "iops", "throughput"),
            ),
        ),
        delete=(
            Call("CreateSnapshot", {"VolumeId": "id"}, auto=False, when="in.finalSnapshot"),
            Call("DeleteVolume", {"VolumeId": "id"}),
        ),
        outputs={"arn": arn("volume")},
        defaults={"multiAttachEnabled": False, "encrypted": False},
        kept=frozenset({"finalSnapshot"}),
        replaces=frozenset(
            {"availabilityZone", "encrypted", "kmsKeyId", "multiAttachEnabled", "outpostArn", "snapshotId"}
        ),
        tagging=TAGGING,
        tag_type="volume",
    ),
)
