"""Launch templates and key pairs. A template's data are flat in Pulumi, and a version of its own in AWS."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tenfold_sandbox.provider.rows.ec2._shared import TAGGING, arn
from tenfold_sandbox.provider.table import Call, Context, Resource

_RENAMED = {"vpcSecurityGroupIds": "SecurityGroupIds", "securityGroupNames": "SecurityGroups"}
_DATA = (
    "blockDeviceMappings",
    "capacityReservationSpecification",
    "cpuOptions",
    "creditSpecification",
    "disableApiStop",
    "disableApiTermination",
    "ebsOptimized",
    "enclaveOptions",
    "hibernationOptions",
    "iamInstanceProfile",
    "imageId",
    "instanceInitiatedShutdownBehavior",
    "instanceMarketOptions",
    "instanceRequirements",
    "instanceType",
    "kernelId",
    "keyName",
    "licenseSpecifications",
    "maintenanceOptions",
    "metadataOptions",
    "monitoring",
    "networkInterfaces",
    "networkPerformanceOptions",
    "placement",
    "privateDnsNameOptions",
    "ramDiskId",
    "secondaryInterfaces",
    "securityGroupNames",
    "tagSpecifications",
    "userData",
    "vpcSecurityGroupIds",
)


_VERSIONED = (*_DATA, "description")


def _data(context: Context) -> dict[str, Any]:
    """The version's data; the table's conversion names what is inside."""
    inputs = context.inputs
    return {_RENAMED.get(name, name): _inner(name, inputs[name]) for name in _DATA if name in inputs}


def _inner(name: str, value: Any) -> Any:
    if name != "networkInterfaces":
        return value
    return [_interface(each) for each in value]


def _interface(interface: dict[str, Any]) -> dict[str, Any]:
    """Pulumi names some of an interface's parts otherwise, and lists addresses as text."""
    told = {**interface, "groups": interface.get("securityGroups")}
    told["privateIpAddresses"] = [
        {"privateIpAddress": address, "primary": index == 0}
        for index, address in enumerate(interface.get("ipv4Addresses") or ())
    ] or None
    told["secondaryPrivateIpAddressCount"] = interface.get("ipv4AddressCount")
    told["ipv6Addresses"] = [{"ipv6Address": each} for each in interface.get("ipv6Addresses") or ()] or None
    told["ipv4Prefixes"] = [{"ipv4Prefix": each} for each in interface.get("ipv4Prefixes") or ()] or None
    told["ipv6Prefixes"] = [{"ipv6Prefix": each} for each in interface.get("ipv6Prefixes") or ()] or None
    return told


def _live_interfaces(context: Context) -> list[dict[str, Any]] | None:
    interfaces = context.live.get("NetworkInterfaces")
    return interfaces and [
        {
            **each,
            "securityGroups": each.get("Groups"),
            "ipv4Addresses": _column(each, "PrivateIpAddresses", "PrivateIpAddress"),
            "ipv4AddressCount": each.get("SecondaryPrivateIpAddressCount"),
            "Ipv6Addresses": _column(each, "Ipv6Addresses", "Ipv6Address"),
            "Ipv4Prefixes": _column(each, "Ipv4Prefixes", "Ipv4Prefix"),
            "Ipv6Prefixes": _column(each, "Ipv6Prefixes", "Ipv6Prefix"),
        }
        for each in interfaces
    ]


def _column(interface: dict[str, Any], name: str, key: str) -> list[str] | None:
    return [each[key] for each in interface.get(name, [])] or None


def _new_version(context: Context) -> bool:
    return bool(context.changed.intersection(_VERSIONED))


def _moved(context: Context) -> list[str]:
    """Tags alone make no version, so what uses the latest one must not see a change."""
    moved: list[str] = []
    if _new_version(context):
        moved.append("latestVersion")
        if context.inputs.get("updateDefaultVersion"):
            moved.append("defaultVersion")
    elif context.changed:
        moved.append("defaultVersion")
    return moved


def _default_version(context: Context) -> str:
    """The version that the update just made, or the one that the program names."""
    latest = int(context.live["LatestVersionNumber"]) + int(_new_version(context))
    return str(latest if context.inputs.get("updateDefaultVersion") else context.inputs["defaultVersion"])


_TEMPLATE = Resource(
    token="aws:ec2/launchTemplate:LaunchTemplate",
    schema="AWS::EC2::LaunchTemplate",
    schema_root="LaunchTemplateData",
    service="ec2",
    id="out.LaunchTemplate.LaunchTemplateId",
    names={
        **_RENAMED,
        "name": "LaunchTemplateName",
        "description": "VersionDescription",
        "latestVersion": "LatestVersionNumber",
        "defaultVersion": "DefaultVersionNumber",
    },
    create=(
        Call(
            "CreateLaunchTemplate",
            {
                "LaunchTemplateName": "in.name",
                "VersionDescription": "in.description",
                "LaunchTemplateData": _data,
            },
            auto=False,
        ),
    ),
    read=(
        Call("DescribeLaunchTemplates", {"LaunchTemplateIds": "[id]"}, result="LaunchTemplates[0]"),
        Call(
            "DescribeLaunchTemplateVersions",
            {"LaunchTemplateId": "id", "Versions": "['$Latest']"},
            result="merge({VersionDescription: LaunchTemplateVersions[0].VersionDescription}, "
            "LaunchTemplateVersions[0].LaunchTemplateData || `{}`)",
        ),
    ),
    update=(
        Call(
            "CreateLaunchTemplateVersion",
            {"LaunchTemplateId": "id", "VersionDescription": "in.description", "LaunchTemplateData": _data},
            auto=False,
            on=_VERSIONED,
        ),
        Call(
            "ModifyLaunchTemplate",
            {"LaunchTemplateId": "id", "DefaultVersion": _default_version},
            auto=False,
            on=(*_VERSIONED, "updateDefaultVersion", "defaultVersion"),
            when="in.updateDefaultVersion || contains(changed, 'defaultVersion') && in.defaultVersion",
        ),
    ),
    delete=(Call("DeleteLaunchTemplate", {"LaunchTemplateId": "id"}),),
    outputs={"arn": arn("launch-template"), "networkInterfaces": _live_interfaces},
    kept=frozenset({"namePrefix"}),
    unread=frozenset({"updateDefaultVersion"}),
    replaces=frozenset({"name"}),
    volatile=_moved,
    autoname=("name", 125),
    tagging=TAGGING,
    tag_type="launch-template",
)

_KEY_PAIR = Resource(
    token="aws:ec2/keyPair:KeyPair",
    schema="AWS::EC2::KeyPair",
    service="ec2",
    id="out.KeyName",
    create=(
        Call("ImportKeyPair", {"PublicKeyMaterial": lambda context: context.inputs["publicKey"].encode()}),
    ),
    read=(Call("DescribeKeyPairs", {"KeyNames": "[id]"}, result="KeyPairs[0]"),),
    delete=(Call("DeleteKeyPair", {"KeyName": "id"}),),
    outputs={
        "arn": arn("key-pair"),
        "fingerprint": "live.KeyFingerprint",
    },
    kept=frozenset({"keyNamePrefix"}),
    unread=frozenset({"publicKey"}),
    replaces=frozenset({"publicKey"}),
    autoname=("keyName", 255),
    tagging=replace(TAGGING, target="live.KeyPairId"),
    tag_type="key-pair",
)

ROWS: tuple[Resource, ...] = (_TEMPLATE, _KEY_PAIR)
