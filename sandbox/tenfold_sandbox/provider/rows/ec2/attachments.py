"""Volumes that are attached to an instance after its launch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenfold_sandbox.provider.rows.ec2._shared import hashed
from tenfold_sandbox.provider.table import Call, Context, Resource


def _attachment_id(context: Context) -> str:
    parts = (context.inputs["deviceName"], context.inputs["instanceId"], context.inputs["volumeId"])
    return f"vai-{hashed(''.join(f'{part}-' for part in parts))}"


def _attachment(context: Context, response: Mapping[str, Any]) -> Any:
    attachments = [each for volume in response.get("Volumes", []) for each in volume.get("Attachments", [])]
    wanted = (context.inputs["instanceId"], context.inputs["deviceName"])
    return next((each for each in attachments if (each["InstanceId"], each["Device"]) == wanted), None)


def _imported_attachment(identity: str) -> dict[str, str]:
    return dict(zip(("deviceName", "volumeId", "instanceId"), identity.split(":"), strict=True))


_ATTACHMENT = Resource(
    token="aws:ec2/volumeAttachment:VolumeAttachment",
    schema="AWS::EC2::VolumeAttachment",
    service="ec2",
    id=_attachment_id,
    live_id=_attachment_id,
    import_id=_imported_attachment,
    names={"deviceName": "Device"},
    create=(Call("AttachVolume"),),
    read=(Call("DescribeVolumes", {"VolumeIds": "[in.volumeId]"}, result=_attachment),),
    delete=(
        Call("StopInstances", {"InstanceIds": "[in.instanceId]"}, when="in.stopInstanceBeforeDetaching"),
        Call(
            "DetachVolume",
            {"VolumeId": "in.volumeId", "InstanceId": "in.instanceId", "Device": "in.deviceName"},
            auto=False,
            when="!(in.skipDestroy)",
        ),
    ),
    kept=frozenset({"forceDetach", "skipDestroy", "stopInstanceBeforeDetaching"}),
)

ROWS: tuple[Resource, ...] = (_ATTACHMENT,)
