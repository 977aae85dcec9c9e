"""An instance's parameters at its launch, and its live parts, in Pulumi's form."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any, cast

from tenfold_sandbox.provider.table import Context

_PLACEMENT = {
    "availabilityZone": "AvailabilityZone",
    "hostId": "HostId",
    "hostResourceGroupArn": "HostResourceGroupArn",
    "placementGroup": "GroupName",
    "placementGroupId": "GroupId",
    "placementPartitionNumber": "PartitionNumber",
    "tenancy": "Tenancy",
}
_DISK = ("deleteOnTermination", "encrypted", "iops", "kmsKeyId", "throughput", "volumeSize", "volumeType")


def placement(context: Context) -> dict[str, Any] | None:
    """Where it runs: AWS's one object of several inputs."""
    inputs = context.inputs
    return {name: inputs[prop] for prop, name in _PLACEMENT.items() if inputs.get(prop)} or None


def _disk(inputs: Mapping[str, Any], device: str) -> dict[str, Any]:
    names = (*_DISK, "snapshotId")
    return {
        "DeviceName": device,
        "Ebs": {name: inputs[name] for name in names if inputs.get(name) is not None},
    }


def block_devices(context: Context) -> list[dict[str, Any]] | None:
    """The root device's name is the image's; Pulumi keeps it apart from the others."""
    root = context.inputs.get("rootBlockDevice")
    devices = [_disk(root, context.found["RootDeviceName"])] if root else []
    devices += [_disk(each, each["deviceName"]) for each in context.inputs.get("ebsBlockDevices") or ()]
    devices += list(context.inputs.get("ephemeralBlockDevices") or ())
    return devices or None


def with_public_address(context: Context) -> bool:
    """Whether the program chooses if there is a public address."""
    return context.inputs.get("associatePublicIpAddress") is not None


def interfaces(context: Context) -> list[dict[str, Any]] | None:
    """AWS takes the choice of a public address on an interface only, which then holds subnet and groups."""
    inputs = context.inputs
    primary = inputs.get("primaryNetworkInterface")
    attached = [{"deviceIndex": 0, **primary}] if primary else []
    attached += list(inputs.get("networkInterfaces") or ())
    if attached or not with_public_address(context):
        return attached or None
    return [
        {
            "deviceIndex": 0,
            "associatePublicIpAddress": inputs["associatePublicIpAddress"],
            "subnetId": inputs.get("subnetId"),
            "groups": inputs.get("vpcSecurityGroupIds") or inputs.get("securityGroups"),
            "privateIpAddress": inputs.get("privateIp"),
            "ipv6AddressCount": inputs.get("ipv6AddressCount"),
            "ipv6Addresses": ipv6(context),
        }
    ]


def ipv6(context: Context) -> list[dict[str, str]] | None:
    """The program's IPv6 addresses as AWS takes them."""
    return [{"ipv6Address": each} for each in context.inputs.get("ipv6Addresses") or ()] or None


def unless_on_interface(prop: str, context: Context) -> Any:
    """An input that must stand on the interface where there is one."""
    return None if with_public_address(context) else context.inputs.get(prop)


def user_data(context: Context) -> bytes | None:
    """What botocore encodes: text, or what the program encoded itself."""
    plain, encoded = context.inputs.get("userData"), context.inputs.get("userDataBase64")
    if plain is not None:
        return str(plain).encode()
    return base64.b64decode(encoded) if encoded is not None else None


def tag_specifications(context: Context) -> list[dict[str, Any]] | None:
    """The tags of the instance and of its disks."""
    inputs = context.inputs
    root: dict[str, Any] = inputs.get("rootBlockDevice") or {}
    kinds = {"instance": context.tags, "volume": inputs.get("volumeTags") or root.get("tags")}
    return [{"resourceType": kind, "tags": tags} for kind, tags in kinds.items() if tags] or None


def template(context: Context) -> dict[str, Any] | None:
    """The launch template that it starts from."""
    template: dict[str, Any] | None = context.inputs.get("launchTemplate")
    return template and {
        "launchTemplateId": template.get("id"),
        "launchTemplateName": template.get("name"),
        "version": template.get("version"),
    }


def profile_name(context: Context) -> str | None:
    """AWS shows the profile's ARN; programs know it by name."""
    profile: dict[str, str] = context.live.get("IamInstanceProfile") or {}
    return profile["Arn"].rpartition("/")[2] if profile.get("Arn") else None


def live_user_data(context: Context, *, encoded: bool) -> str | None:
    """In the form that the program chose; an import shows text."""
    shown: dict[str, str] = context.live.get("UserData") or {}
    data = shown.get("Value")
    if not data or encoded != ("userDataBase64" in context.inputs):
        return None
    return data if encoded else base64.b64decode(data).decode(errors="replace")


def volumes(_: Context, response: Mapping[str, Any]) -> Any:
    """Volumes by the device that they are attached as."""
    volumes = cast("list[dict[str, Any]]", response.get("Volumes", []))
    return {
        "Volumes": {
            each["Attachments"][0]["Device"]: {
                **each,
                "VolumeSize": each.get("Size"),
                "DeviceName": each["Attachments"][0]["Device"],
            }
            for each in volumes
            if each.get("Attachments")
        }
    }


def root(context: Context) -> dict[str, Any]:
    """The root disk: a volume, and what the instance says of it."""
    device = str(context.live.get("RootDeviceName"))
    return _disk_of(context, device) if device in context.live.get("Volumes", {}) else {}


def other_disks(context: Context) -> list[dict[str, Any]]:
    """The disks that the program launches it with; all, for a program that does not name any."""
    asked = [each["deviceName"] for each in context.inputs.get("ebsBlockDevices") or ()]
    root_device = context.live.get("RootDeviceName")
    return [
        _disk_of(context, device)
        for device in context.live.get("Volumes", {})
        if device != root_device and (not asked or device in asked)
    ]


def _disk_of(context: Context, device: str) -> dict[str, Any]:
    mappings = context.live.get("BlockDeviceMappings", [])
    kept = [each["Ebs"].get("DeleteOnTermination") for each in mappings if each["DeviceName"] == device]
    return {**context.live["Volumes"][device], "DeleteOnTermination": kept[0] if kept else None}


def secondary_addresses(context: Context) -> list[str]:
    """Private addresses of the first interface beyond its own."""
    interfaces: list[dict[str, Any]] = context.live.get("NetworkInterfaces", [])
    addresses: list[dict[str, Any]] = interfaces[0].get("PrivateIpAddresses", []) if interfaces else []
    return [each["PrivateIpAddress"] for each in addresses if not each.get("Primary")]


def missing_addresses(context: Context) -> list[str]:
    """Those that the program wants and that are not there."""
    live = secondary_addresses(context)
    return [each for each in context.inputs.get("secondaryPrivateIps") or () if each not in live]


def dropped_addresses(context: Context) -> list[str]:
    """Those that are there and that the program does not want."""
    wanted: list[str] = context.inputs.get("secondaryPrivateIps") or []
    return [each for each in secondary_addresses(context) if each not in wanted]


def volume_tags(context: Context) -> dict[str, str] | None:
    """Those of the root disk: all disks bear the same."""
    return {tag["Key"]: tag["Value"] for tag in root(context).get("Tags", [])} or None
