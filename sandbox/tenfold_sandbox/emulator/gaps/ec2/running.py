"""Running instances: their disks and groups as asked at launch, monitoring, user data."""

from __future__ import annotations

from typing import Any

from ...messages import Document
from .. import Call, refuse
from .base import GAPS, models, table, tags_of

_DEFAULT_ROOT = "/dev/sda1"
"""Where moto puts the root disk of any image."""

_IMAGE_SIZE_GIB = 8

_SHOWN = {
    "CapacityReservationSpecification",
    "CpuOptions",
    "EnclaveOptions",
    "MaintenanceOptions",
    "PrivateDnsNameOptions",
}
"""Settings that moto does not keep, and shows when its instance has them."""


@GAPS.amends("RunInstances")
def complete_instances(call: Call, result: Document) -> None:
    from moto.core.utils import camelcase_to_underscores

    ec2 = models(call)
    for shown in result["Instances"]:
        instance = ec2.get_instance(shown["InstanceId"])
        _complete_disks(call, ec2, instance)
        _complete_groups(ec2, call, instance)
        for name in _SHOWN & call.params.keys():
            setattr(instance, camelcase_to_underscores(name), call.params[name])
        instance.disable_api_termination = call.params.get("DisableApiTermination", False)
        mode = call.params.get("CreditSpecification", {}).get("CpuCredits")
        table(call, "credits")[instance.id] = {"CpuCredits": mode or _default_credits(instance)}


def _complete_disks(call: Call, ec2: Any, instance: Any) -> None:
    """Give each instance its image's root disk, which moto leaves out or puts elsewhere."""
    asked: dict[str, Document] = {
        item["DeviceName"]: item.get("Ebs", {}) for item in call.params.get("BlockDeviceMappings", [])
    }
    root, devices = instance.root_device_name, instance.block_device_mapping
    if _DEFAULT_ROOT in devices and _DEFAULT_ROOT not in asked and root not in devices:
        devices[root] = devices.pop(_DEFAULT_ROOT)
        ec2.get_volume(devices[root].volume_id).attachment.device = root
    elif root not in devices:
        instance.add_block_device(_IMAGE_SIZE_GIB, root, None, False, True, None, volume_type=None)
        ec2.get_volume(devices[root].volume_id).add_tags(tags_of(call, "volume"))
    for device, block in devices.items():
        volume, settings = ec2.get_volume(block.volume_id), asked.get(device, {})
        volume.size = block.size = volume.size or _IMAGE_SIZE_GIB
        volume.iops, volume.throughput = settings.get("Iops"), settings.get("Throughput")
        if device == root:  # AWS deletes the root disk with its instance unless told otherwise
            block.delete_on_termination = settings.get("DeleteOnTermination", True)


def _complete_groups(ec2: Any, call: Call, instance: Any) -> None:
    """The groups of the first interface are the instance's; moto keeps both, and later changes one."""
    interfaces: list[Document] = call.params.get("NetworkInterfaces", [])
    groups = next((item.get("Groups") for item in interfaces if item.get("DeviceIndex", 0) == 0), None)
    if groups:
        instance.security_groups = [ec2.get_security_group_from_id(group_id) for group_id in groups]
    if instance.security_groups:
        instance.nics[0]._group_set = []


def _default_credits(instance: Any) -> str:
    """T2 starts standard; later burstable types start unlimited."""
    return "standard" if instance.instance_type.startswith("t2.") else "unlimited"


@GAPS.replaces("DescribeInstanceCreditSpecifications")
def describe_credits(call: Call) -> Document:
    ec2, known = models(call), table(call, "credits")
    instances = [ec2.get_instance(instance_id) for instance_id in call.params.get("InstanceIds", [])]
    return {
        "InstanceCreditSpecifications": [
            {
                "InstanceId": instance.id,
                "CpuCredits": _default_credits(instance),
                **known.get(instance.id, {}),
            }
            for instance in instances
        ]
    }


@GAPS.replaces("ModifyInstanceCreditSpecification")
def modify_credits(call: Call) -> Document:
    changes: list[Document] = call.params["InstanceCreditSpecifications"]
    for change in changes:
        instance = models(call).get_instance(change["InstanceId"])
        table(call, "credits")[instance.id] = {"CpuCredits": change["CpuCredits"]}
    return {
        "SuccessfulInstanceCreditSpecifications": [{"InstanceId": each["InstanceId"]} for each in changes],
        "UnsuccessfulInstanceCreditSpecifications": [],
    }


@GAPS.replaces("MonitorInstances", "UnmonitorInstances")
def change_monitoring(call: Call) -> Document:
    state, ec2 = ("enabled" if call.operation == "MonitorInstances" else "disabled"), models(call)
    instances = [ec2.get_instance(instance_id) for instance_id in call.params["InstanceIds"]]
    for instance in instances:
        instance.monitoring_state = state
    return {
        "InstanceMonitorings": [
            {"InstanceId": instance.id, "Monitoring": {"State": state}} for instance in instances
        ]
    }


@GAPS.replaces("ModifyInstanceAttribute")
def modify_user_data(call: Call) -> Document | None:
    """Moto decodes the data, which has come decoded, once more."""
    if "UserData" not in call.params:
        return None
    from moto.core.types import Base64EncodedString

    instance = models(call).get_instance(call.params["InstanceId"])
    if instance.state != "stopped":
        message = f"The instance '{instance.id}' is not in the 'stopped' state."
        refuse("IncorrectInstanceState", message)
    data = call.params["UserData"].get("Value", b"")
    raw = data if isinstance(data, bytes) else str(data).encode()
    instance.user_data = Base64EncodedString.from_raw_bytes(raw)
    return {}
