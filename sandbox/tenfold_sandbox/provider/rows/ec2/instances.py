"""Instances."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from tenfold_sandbox.provider.rows.ec2 import _launch
from tenfold_sandbox.provider.rows.ec2._shared import TAGGING, arn, attributes, where
from tenfold_sandbox.provider.table import Call, Context, Resource


def _root_changed(*names: str) -> Any:
    def changed(context: Context) -> bool:
        new: dict[str, Any] = context.inputs.get("rootBlockDevice") or {}
        old: dict[str, Any] = context.old.get("rootBlockDevice") or {}
        return any(new.get(name) is not None and new.get(name) != old.get(name) for name in names)

    return changed


def _fixed(_: Mapping[str, Any], new: Mapping[str, Any]) -> set[str]:
    return {"userData", "userDataBase64"} if new.get("userDataReplaceOnChange") else set()


_STOPPED = ("instanceType", "userData", "userDataBase64", "ebsOptimized")
"""AWS changes these on a stopped instance only; the provider stops and starts it."""

_GONE = "['terminated', 'shutting-down']"
_PROFILE = "in.iamInstanceProfile && {Name: in.iamInstanceProfile}"

_ATTRIBUTES = {
    "disableApiTermination": "DisableApiTermination",
    "disableApiStop": "DisableApiStop",
    "instanceInitiatedShutdownBehavior": "InstanceInitiatedShutdownBehavior",
    "sourceDestCheck": "SourceDestCheck",
}

_SECONDARY_ADDRESSES = tuple(
    Call(
        f"{verb}PrivateIpAddresses",
        {
            "NetworkInterfaceId": "live.NetworkInterfaces[0].NetworkInterfaceId",
            "PrivateIpAddresses": addresses,
        },
        auto=False,
        on=("secondaryPrivateIps",),
        when=addresses,
    )
    for verb, addresses in (
        ("Unassign", _launch.dropped_addresses),
        ("Assign", _launch.missing_addresses),
    )
)

_INSTANCE = Resource(
    token="aws:ec2/instance:Instance",
    schema="AWS::EC2::Instance",
    service="ec2",
    id="out.Instances[0].InstanceId",
    names={"ami": "ImageId", "tenancy": "Placement.Tenancy"},
    schema_names={"ami": "ImageId"},
    lookup=(
        Call(
            "DescribeImages",
            {"ImageIds": "[in.ami]"},
            auto=False,
            when="in.ami",
            result="Images[0].{RootDeviceName: RootDeviceName}",
            optional=True,
        ),
    ),
    create=(
        Call(
            "RunInstances",
            {
                "MinCount": "`1`",
                "MaxCount": "`1`",
                "Placement": _launch.placement,
                "BlockDeviceMappings": _launch.block_devices,
                "NetworkInterfaces": _launch.interfaces,
                "SubnetId": partial(_launch.unless_on_interface, "subnetId"),
                "SecurityGroupIds": partial(_launch.unless_on_interface, "vpcSecurityGroupIds"),
                "SecurityGroups": partial(_launch.unless_on_interface, "securityGroups"),
                "PrivateIpAddress": partial(_launch.unless_on_interface, "privateIp"),
                "Ipv6AddressCount": partial(_launch.unless_on_interface, "ipv6AddressCount"),
                "Ipv6Addresses": lambda context: (
                    None if _launch.with_public_address(context) else _launch.ipv6(context)
                ),
                "UserData": _launch.user_data,
                "TagSpecifications": _launch.tag_specifications,
                "LaunchTemplate": _launch.template,
                "IamInstanceProfile": _PROFILE,
                "Monitoring": "in.monitoring && {Enabled: in.monitoring}",
                "HibernationOptions": "in.hibernation && {Configured: in.hibernation}",
            },
        ),
        *attributes("ModifyInstanceAttribute", "InstanceId", {"sourceDestCheck": "SourceDestCheck"}),
        *_SECONDARY_ADDRESSES,
    ),
    read=(
        Call(
            "DescribeInstances",
            {"InstanceIds": "[id]"},
            result=f"Reservations[].Instances[] | [?!contains({_GONE}, State.Name)] | [0]",
        ),
        Call(
            "DescribeVolumes",
            {"Filters": where({"attachment.instance-id": "id"})},
            result=_launch.volumes,
        ),
        *(
            Call(
                "DescribeInstanceAttribute",
                {"InstanceId": "id", "Attribute": f"'{name}'"},
                auto=False,
                result=result,
            )
            for name, result in (
                ("userData", "{UserData: UserData}"),
                ("disableApiTermination", "{DisableApiTermination: DisableApiTermination.Value}"),
                ("disableApiStop", "{DisableApiStop: DisableApiStop.Value}"),
                (
                    "instanceInitiatedShutdownBehavior",
                    "{InstanceInitiatedShutdownBehavior: InstanceInitiatedShutdownBehavior.Value}",
                ),
            )
        ),
        Call(
            "DescribeIamInstanceProfileAssociations",
            {"Filters": where({"instance-id": "id"})},
            auto=False,
            result="IamInstanceProfileAssociations[0].{ProfileAssociationId: AssociationId}",
        ),
        Call(
            "DescribeInstanceCreditSpecifications",
            {"InstanceIds": "[id]"},
            auto=False,
            result="InstanceCreditSpecifications[0].{CreditSpecification: {CpuCredits: CpuCredits}}",
            when="starts_with(live.InstanceType || '', 't')",
            optional=True,
        ),
    ),
    update=(
        Call("StopInstances", {"InstanceIds": "[id]"}, auto=False, on=_STOPPED),
        *attributes(
            "ModifyInstanceAttribute",
            "InstanceId",
            {"instanceType": "InstanceType", "ebsOptimized": "EbsOptimized"},
        ),
        Call(
            "ModifyInstanceAttribute",
            {"InstanceId": "id", "UserData": lambda context: {"Value": _launch.user_data(context) or b""}},
            auto=False,
            on=("userData", "userDataBase64"),
        ),
        Call("StartInstances", {"InstanceIds": "[id]"}, auto=False, on=_STOPPED),
        *attributes("ModifyInstanceAttribute", "InstanceId", _ATTRIBUTES),
        *_SECONDARY_ADDRESSES,
        Call(
            "ModifyInstanceAttribute",
            {"InstanceId": "id", "Groups": "in.vpcSecurityGroupIds"},
            auto=False,
            on=("vpcSecurityGroupIds",),
            when="in.vpcSecurityGroupIds",
        ),
        Call(
            "ModifyInstanceMetadataOptions",
            {
                "InstanceId": "id",
                **{
                    name: f"in.metadataOptions.{name[0].lower()}{name[1:]}"
                    for name in (
                        "HttpEndpoint",
                        "HttpProtocolIpv6",
                        "HttpPutResponseHopLimit",
                        "HttpTokens",
                        "InstanceMetadataTags",
                    )
                },
            },
            auto=False,
            on=("metadataOptions",),
        ),
        Call("MonitorInstances", {"InstanceIds": "[id]"}, on=("monitoring",), when="in.monitoring"),
        Call("UnmonitorInstances", {"InstanceIds": "[id]"}, on=("monitoring",), when="!(in.monitoring)"),
        Call(
            "ModifyInstanceCreditSpecification",
            {
                "InstanceCreditSpecifications": (
                    "[{InstanceId: id, CpuCredits: in.creditSpecification.cpuCredits}]"
                )
            },
            auto=False,
            on=("creditSpecification",),
        ),
        Call(
            "DisassociateIamInstanceProfile",
            {"AssociationId": "live.ProfileAssociationId"},
            auto=False,
            on=("iamInstanceProfile",),
            when="live.ProfileAssociationId && !(in.iamInstanceProfile)",
        ),
        Call(
            "ReplaceIamInstanceProfileAssociation",
            {"AssociationId": "live.ProfileAssociationId", "IamInstanceProfile": _PROFILE},
            auto=False,
            on=("iamInstanceProfile",),
            when="live.ProfileAssociationId && in.iamInstanceProfile",
        ),
        Call(
            "AssociateIamInstanceProfile",
            {"InstanceId": "id", "IamInstanceProfile": _PROFILE},
            auto=False,
            on=("iamInstanceProfile",),
            when="!(live.ProfileAssociationId) && in.iamInstanceProfile",
        ),
        Call(
            "ModifyVolume",
            {
                "VolumeId": lambda context: _launch.root(context)["VolumeId"],
                "Size": "in.rootBlockDevice.volumeSize",
                "VolumeType": "in.rootBlockDevice.volumeType",
                "Iops": "in.rootBlockDevice.iops",
                "Throughput": "in.rootBlockDevice.throughput",
            },
            auto=False,
            on=("rootBlockDevice",),
            when=_root_changed("volumeSize", "volumeType", "iops", "throughput"),
        ),
        Call(
            "CreateTags",
            {
                "Resources": lambda context: [each["VolumeId"] for each in context.live["Volumes"].values()],
                "Tags": "in.volumeTags",
            },
            auto=False,
            on=("volumeTags",),
            when="in.volumeTags",
        ),
    ),
    delete=(
        Call(
            "ModifyInstanceAttribute",
            {"InstanceId": "id", "DisableApiTermination": "{Value: `false`}"},
            auto=False,
            when="in.forceDestroy",
        ),
        Call("TerminateInstances", {"InstanceIds": "[id]"}),
    ),
    outputs={
        "arn": arn("instance"),
        "availabilityZone": "live.Placement.AvailabilityZone",
        "ebsBlockDevices": _launch.other_disks,
        "iamInstanceProfile": _launch.profile_name,
        "instanceState": "live.State.Name",
        "ipv6Addresses": "live.NetworkInterfaces[0].Ipv6Addresses[].Ipv6Address",
        "monitoring": "live.Monitoring.State == 'enabled'",
        "primaryNetworkInterfaceId": (
            "live.NetworkInterfaces[?Attachment.DeviceIndex==`0`] | [0].NetworkInterfaceId"
        ),
        "placementGroup": "live.Placement.GroupName != '' && live.Placement.GroupName || null",
        "privateDns": "live.PrivateDnsName",
        "privateIp": "live.PrivateIpAddress",
        "publicDns": "live.PublicDnsName || ''",
        "publicIp": "live.PublicIpAddress || ''",
        "associatePublicIpAddress": "live.PublicIpAddress != null",
        "rootBlockDevice": _launch.root,
        "secondaryPrivateIps": _launch.secondary_addresses,
        "securityGroups": "live.SecurityGroups[].GroupName",
        "vpcSecurityGroupIds": "live.NetworkInterfaces[0].Groups[].GroupId || live.SecurityGroups[].GroupId",
        "hibernation": "live.HibernationOptions.Configured",
        "userData": partial(_launch.live_user_data, encoded=False),
        "userDataBase64": partial(_launch.live_user_data, encoded=True),
        "volumeTags": _launch.volume_tags,
        "launchTemplate": "in.launchTemplate",
        "networkInterfaces": "in.networkInterfaces",
        "primaryNetworkInterface": "in.primaryNetworkInterface",
        "ephemeralBlockDevices": "in.ephemeralBlockDevices",
        "hostId": "live.Placement.HostId",
        "placementPartitionNumber": "live.Placement.PartitionNumber",
    },
    defaults={
        "disableApiTermination": False,
        "disableApiStop": False,
        "monitoring": False,
        "sourceDestCheck": True,
        "instanceInitiatedShutdownBehavior": "stop",
    },
    kept=frozenset({"userDataReplaceOnChange", "getPasswordData", "forceDestroy"}),
    replaces=frozenset(
        {
            "associatePublicIpAddress",
            "ephemeralBlockDevices",
            "hostId",
            "placementGroup",
            "placementPartitionNumber",
            "rootBlockDevice.encrypted",
            "rootBlockDevice.kmsKeyId",
            "securityGroups",
            "tenancy",
        }
    ),
    replaces_when=_fixed,
    volatile=lambda context: (
        ["publicIp", "publicDns", "instanceState"] if context.changed.intersection(_STOPPED) else []
    ),
    tagging=TAGGING,
    tag_type="instance",
)


ROWS: tuple[Resource, ...] = (_INSTANCE,)
