"""Ways in and out of a VPC, and addresses."""

from __future__ import annotations

from typing import Any

from tenfold_sandbox.provider.rows.ec2._shared import OWNER, TAGGING, arn, where
from tenfold_sandbox.provider.table import Call, Context, Resource

_ATTACHED = "live.Attachments[0].VpcId"

_INTERNET_GATEWAY = Resource(
    token="aws:ec2/internetGateway:InternetGateway",
    schema="AWS::EC2::InternetGateway",
    service="ec2",
    id="out.InternetGateway.InternetGatewayId",
    create=(
        Call("CreateInternetGateway"),
        Call("AttachInternetGateway", {"InternetGatewayId": "id", "VpcId": "in.vpcId"}, on=("vpcId",)),
    ),
    read=(Call("DescribeInternetGateways", {"InternetGatewayIds": "[id]"}, result="InternetGateways[0]"),),
    update=(
        Call(
            "DetachInternetGateway",
            {"InternetGatewayId": "id", "VpcId": _ATTACHED},
            on=("vpcId",),
            when=_ATTACHED,
        ),
        Call(
            "AttachInternetGateway",
            {"InternetGatewayId": "id", "VpcId": "in.vpcId"},
            on=("vpcId",),
            when="in.vpcId",
        ),
    ),
    delete=(
        Call("DetachInternetGateway", {"InternetGatewayId": "id", "VpcId": _ATTACHED}, when=_ATTACHED),
        Call("DeleteInternetGateway", {"InternetGatewayId": "id"}),
    ),
    outputs={"arn": arn("internet-gateway"), "ownerId": OWNER, "vpcId": _ATTACHED},
    tagging=TAGGING,
    tag_type="internet-gateway",
)

_EGRESS_ONLY = Resource(
    token="aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway",
    schema="AWS::EC2::EgressOnlyInternetGateway",
    service="ec2",
    id="out.EgressOnlyInternetGateway.EgressOnlyInternetGatewayId",
    create=(Call("CreateEgressOnlyInternetGateway"),),
    read=(
        Call(
            "DescribeEgressOnlyInternetGateways",
            {"EgressOnlyInternetGatewayIds": "[id]"},
            result="EgressOnlyInternetGateways[0]",
        ),
    ),
    delete=(Call("DeleteEgressOnlyInternetGateway", {"EgressOnlyInternetGatewayId": "id"}),),
    outputs={"vpcId": _ATTACHED},
    tagging=TAGGING,
    tag_type="egress-only-internet-gateway",
)


def _public_dns(context: Context) -> str:
    zone = "compute-1" if context.region == "us-east-1" else f"{context.region}.compute"
    return f"ec2-{context.live['PublicIp'].replace('.', '-')}.{zone}.amazonaws.com"


def _private_dns(context: Context) -> str | None:
    address = context.live.get("PrivateIpAddress")
    zone = "ec2.internal" if context.region == "us-east-1" else f"{context.region}.compute.internal"
    return f"ip-{address.replace('.', '-')}.{zone}" if address else None


_HOLDERS = ("instance", "networkInterface", "associateWithPrivateIp")
_ASSOCIATE = Call(
    "AssociateAddress",
    {
        "AllocationId": "id",
        "InstanceId": "in.instance",
        "NetworkInterfaceId": "in.networkInterface",
        "PrivateIpAddress": "in.associateWithPrivateIp",
        "AllowReassociation": "`true`",
    },
    auto=False,
    on=_HOLDERS,
    when="in.instance || in.networkInterface",
)
_DISASSOCIATE = Call(
    "DisassociateAddress",
    {"AssociationId": "live.AssociationId"},
    auto=False,
    when="live.AssociationId && live.AssociationId != ''",
)

_EIP = Resource(
    token="aws:ec2/eip:Eip",
    service="ec2",
    schema="AWS::EC2::EIP",
    id="out.AllocationId",
    names={
        "instance": "InstanceId",
        "networkInterface": "NetworkInterfaceId",
        "privateIp": "PrivateIpAddress",
    },
    create=(Call("AllocateAddress", {"Domain": "in.domain || 'vpc'"}), _ASSOCIATE),
    read=(Call("DescribeAddresses", {"AllocationIds": "[id]"}, result="Addresses[0]"),),
    update=(
        Call(_DISASSOCIATE.operation, _DISASSOCIATE.params, auto=False, on=_HOLDERS, when=_DISASSOCIATE.when),
        _ASSOCIATE,
    ),
    delete=(_DISASSOCIATE, Call("ReleaseAddress", {"AllocationId": "id"})),
    outputs={
        "arn": arn("elastic-ip"),
        "publicDns": _public_dns,
        "privateDns": _private_dns,
        "associateWithPrivateIp": "in.associateWithPrivateIp",
    },
    defaults={"domain": "vpc"},
    replaces=frozenset({"domain", "publicIpv4Pool", "customerOwnedIpv4Pool"}),
    volatile=lambda context: (
        ["associationId", "privateIp", "privateDns"] if context.changed.intersection(_HOLDERS) else []
    ),
    tagging=TAGGING,
    tag_type="elastic-ip",
)

_EIP_ASSOCIATION = Resource(
    token="aws:ec2/eipAssociation:EipAssociation",
    schema="AWS::EC2::EIPAssociation",
    service="ec2",
    id="out.AssociationId",
    create=(Call("AssociateAddress", {"AllowReassociation": "in.allowReassociation"}),),
    read=(
        Call(
            "DescribeAddresses",
            {"Filters": where({"association-id": "id"})},
            result="Addresses[0]",
        ),
    ),
    delete=(Call("DisassociateAddress", {"AssociationId": "id"}),),
    kept=frozenset({"allowReassociation"}),
    replaces=frozenset({"publicIp"}),
)


def _primary(context: Context) -> dict[str, Any]:
    """The address that Terraform shows: a regional gateway has one or more in each zone instead."""
    if context.live.get("AvailabilityMode") == "regional":
        return {}
    addresses: list[dict[str, Any]] = context.live.get("NatGatewayAddresses", [])
    return next((each for each in addresses if each.get("IsPrimary", True)), dict[str, Any]())


def _secondary(context: Context, key: str) -> list[str]:
    addresses = context.live.get("NatGatewayAddresses", [])
    return [each[key] for each in addresses if not each.get("IsPrimary", True) and each.get(key)]


_NAT_GATEWAY = Resource(
    token="aws:ec2/natGateway:NatGateway",
    schema="AWS::EC2::NatGateway",
    service="ec2",
    id="out.NatGateway.NatGatewayId",
    names={"privateIp": "PrivateIpAddress", "regionalNatGatewayAutoMode": "AutoProvisionZones"},
    create=(Call("CreateNatGateway"),),
    read=(
        Call(
            "DescribeNatGateways",
            {"NatGatewayIds": "[id]"},
            result="NatGateways[?State!='deleted' && State!='deleting'] | [0]",
        ),
    ),
    delete=(Call("DeleteNatGateway", {"NatGatewayId": "id"}),),
    outputs={
        "allocationId": lambda context: _primary(context).get("AllocationId"),
        "associationId": lambda context: _primary(context).get("AssociationId"),
        "networkInterfaceId": lambda context: _primary(context).get("NetworkInterfaceId"),
        "privateIp": lambda context: _primary(context).get("PrivateIp"),
        "publicIp": lambda context: _primary(context).get("PublicIp"),
        "secondaryAllocationIds": lambda context: _secondary(context, "AllocationId"),
        "secondaryPrivateIpAddresses": lambda context: _secondary(context, "PrivateIp"),
        "regionalNatGatewayAddresses": (
            "live.AvailabilityMode == 'regional' && live.NatGatewayAddresses || `[]`"
        ),
    },
    defaults={"connectivityType": "public", "availabilityMode": "zonal"},
    tagging=TAGGING,
    tag_type="natgateway",
)

ROWS: tuple[Resource, ...] = (_INTERNET_GATEWAY, _EGRESS_ONLY, _EIP, _EIP_ASSOCIATION, _NAT_GATEWAY)
