"""The VPC, its address blocks, its subnets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenfold_sandbox.provider.rows.ec2._shared import OWNER, TAGGING, arn, attributes, where
from tenfold_sandbox.provider.table import Call, Context, Resource

_IPV6 = "live.Ipv6CidrBlockAssociationSet[?Ipv6CidrBlockState.State=='associated'] | [0]"

_VPC_ATTRIBUTES = {
    "enableDnsSupport": "EnableDnsSupport",
    "enableDnsHostnames": "EnableDnsHostnames",
    "enableNetworkAddressUsageMetrics": "EnableNetworkAddressUsageMetrics",
}

_SUBNET_ATTRIBUTES = {
    "mapPublicIpOnLaunch": "MapPublicIpOnLaunch",
    "enableDns64": "EnableDns64",
    "enableResourceNameDnsARecordOnLaunch": "EnableResourceNameDnsARecordOnLaunch",
    "enableResourceNameDnsAaaaRecordOnLaunch": "EnableResourceNameDnsAAAARecordOnLaunch",
}
_SUBNET_CHANGES = (
    *attributes("ModifySubnetAttribute", "SubnetId", _SUBNET_ATTRIBUTES),
    *(
        Call("ModifySubnetAttribute", {"SubnetId": "id", name: f"in.{prop}"}, auto=False, on=(prop,))
        for prop, name in (
            ("privateDnsHostnameTypeOnLaunch", "PrivateDnsHostnameTypeOnLaunch"),
            ("enableLniAtDeviceIndex", "EnableLniAtDeviceIndex"),
        )
    ),
    Call(
        "ModifySubnetAttribute",
        {
            "SubnetId": "id",
            "MapCustomerOwnedIpOnLaunch": "{Value: in.mapCustomerOwnedIpOnLaunch}",
            "CustomerOwnedIpv4Pool": "in.customerOwnedIpv4Pool",
        },
        auto=False,
        on=("mapCustomerOwnedIpOnLaunch",),
    ),
)


def _assign_ipv6(wanted: str) -> Call:
    return Call(
        "ModifySubnetAttribute",
        {"SubnetId": "id", "AssignIpv6AddressOnCreation": f"{{Value: `{wanted}`}}"},
        auto=False,
        on=("assignIpv6AddressOnCreation",),
        when=f"(in.assignIpv6AddressOnCreation || `false`) == `{wanted}`",
    )


def _moved_ipv6(context: Context) -> list[str]:
    """Turning IPv6 on or off is the only change that moves the VPC's block: subnets depend on it."""
    moved = "assignGeneratedIpv6CidrBlock" in context.changed
    return ["ipv6CidrBlock", "ipv6AssociationId"] if moved else []


def _fixed_tenancy(old: Mapping[str, Any], new: Mapping[str, Any]) -> set[str]:
    """AWS lets a VPC go from dedicated to default tenancy, and not back."""
    back = old.get("instanceTenancy") == "dedicated" and new.get("instanceTenancy", "default") == "default"
    return set() if back else {"instanceTenancy"}


def _cidr_association(context: Context, response: Mapping[str, Any]) -> Any:
    """One of a VPC's blocks, found by its id."""
    for vpc in response.get("Vpcs", []):
        for each in vpc.get("CidrBlockAssociationSet", []):
            if each["AssociationId"] == context.id and each["CidrBlockState"]["State"] == "associated":
                return {**each, "VpcId": vpc["VpcId"]}
    return None


_VPC = Resource(
    token="aws:ec2/vpc:Vpc",
    schema="AWS::EC2::VPC",
    service="ec2",
    id="out.Vpc.VpcId",
    names={"assignGeneratedIpv6CidrBlock": "AmazonProvidedIpv6CidrBlock"},
    create=(Call("CreateVpc"), *attributes("ModifyVpcAttribute", "VpcId", _VPC_ATTRIBUTES)),
    read=(
        Call("DescribeVpcs", {"VpcIds": "[id]"}, result="Vpcs[0]"),
        *(
            Call(
                "DescribeVpcAttribute",
                {"VpcId": "id", "Attribute": f"'{prop}'"},
                result=f"{{{name}: {name}.Value}}",
            )
            for prop, name in _VPC_ATTRIBUTES.items()
        ),
        Call(
            "DescribeSecurityGroups",
            {"Filters": where({"vpc-id": "id", "group-name": "'default'"})},
            result="{DefaultSecurityGroupId: SecurityGroups[0].GroupId}",
        ),
        Call(
            "DescribeRouteTables",
            {"Filters": where({"vpc-id": "id", "association.main": "'true'"})},
            result="{MainRouteTableId: RouteTables[0].RouteTableId, "
            "DefaultRouteTableId: RouteTables[0].RouteTableId}",
        ),
        Call(
            "DescribeNetworkAcls",
            {"Filters": where({"vpc-id": "id", "default": "'true'"})},
            result="{DefaultNetworkAclId: NetworkAcls[0].NetworkAclId}",
        ),
    ),
    update=(
        *attributes("ModifyVpcAttribute", "VpcId", _VPC_ATTRIBUTES),
        Call(
            "AssociateVpcCidrBlock",
            {"VpcId": "id", "AmazonProvidedIpv6CidrBlock": "`true`"},
            auto=False,
            on=("assignGeneratedIpv6CidrBlock",),
            when="in.assignGeneratedIpv6CidrBlock",
        ),
        Call(
            "DisassociateVpcCidrBlock",
            {"AssociationId": f"{_IPV6} | AssociationId"},
            auto=False,
            on=("assignGeneratedIpv6CidrBlock",),
            when=f"!(in.assignGeneratedIpv6CidrBlock) && {_IPV6}",
        ),
        Call(
            "ModifyVpcTenancy",
            {"VpcId": "id", "InstanceTenancy": "in.instanceTenancy"},
            auto=False,
            on=("instanceTenancy",),
        ),
    ),
    delete=(Call("DeleteVpc", {"VpcId": "id"}),),
    outputs={
        "arn": arn("vpc"),
        "ownerId": OWNER,
        "assignGeneratedIpv6CidrBlock": f"!!({_IPV6})",
        "ipv6CidrBlock": f"{_IPV6} | Ipv6CidrBlock || ''",
        "ipv6AssociationId": f"{_IPV6} | AssociationId || ''",
        "ipv6CidrBlockNetworkBorderGroup": f"{_IPV6} | NetworkBorderGroup || ''",
    },
    defaults={
        "enableDnsSupport": True,
        "enableDnsHostnames": False,
        "enableNetworkAddressUsageMetrics": False,
        "assignGeneratedIpv6CidrBlock": False,
        "instanceTenancy": "default",
    },
    replaces=frozenset({"ipv6CidrBlock", "ipv6IpamPoolId", "ipv6NetmaskLength"}),
    replaces_when=_fixed_tenancy,
    volatile=_moved_ipv6,
    tagging=TAGGING,
    tag_type="vpc",
)

_SUBNET = Resource(
    token="aws:ec2/subnet:Subnet",
    schema="AWS::EC2::Subnet",
    service="ec2",
    id="out.Subnet.SubnetId",
    create=(Call("CreateSubnet"), *_SUBNET_CHANGES, _assign_ipv6("true")),
    read=(Call("DescribeSubnets", {"SubnetIds": "[id]"}, result="Subnets[0]"),),
    update=(
        *_SUBNET_CHANGES,
        _assign_ipv6("false"),  # the block can't go before this, nor this come before the block
        Call(
            "DisassociateSubnetCidrBlock",
            {"AssociationId": f"{_IPV6} | AssociationId"},
            auto=False,
            on=("ipv6CidrBlock",),
            when=_IPV6,
        ),
        Call(
            "AssociateSubnetCidrBlock",
            {"SubnetId": "id", "Ipv6CidrBlock": "in.ipv6CidrBlock"},
            auto=False,
            on=("ipv6CidrBlock",),
            when="in.ipv6CidrBlock",
        ),
        _assign_ipv6("true"),
    ),
    delete=(Call("DeleteSubnet", {"SubnetId": "id"}),),
    outputs={
        "arn": "live.SubnetArn",
        "ownerId": OWNER,
        "ipv6CidrBlock": f"{_IPV6} | Ipv6CidrBlock || ''",
        "ipv6CidrBlockAssociationId": f"{_IPV6} | AssociationId || ''",
        "privateDnsHostnameTypeOnLaunch": "live.PrivateDnsNameOptionsOnLaunch.HostnameType",
        "enableResourceNameDnsARecordOnLaunch": (
            "live.PrivateDnsNameOptionsOnLaunch.EnableResourceNameDnsARecord"
        ),
        "enableResourceNameDnsAaaaRecordOnLaunch": (
            "live.PrivateDnsNameOptionsOnLaunch.EnableResourceNameDnsAAAARecord"
        ),
    },
    defaults={
        "mapPublicIpOnLaunch": False,
        "assignIpv6AddressOnCreation": False,
        "enableDns64": False,
        "enableResourceNameDnsARecordOnLaunch": False,
        "enableResourceNameDnsAaaaRecordOnLaunch": False,
        "mapCustomerOwnedIpOnLaunch": False,
        "ipv6Native": False,
    },
    volatile=lambda context: ["ipv6CidrBlockAssociationId"] if "ipv6CidrBlock" in context.changed else [],
    tagging=TAGGING,
    tag_type="subnet",
)

_CIDR_ASSOCIATION = Resource(
    token="aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
    schema="AWS::EC2::VPCCidrBlock",
    service="ec2",
    id="out.CidrBlockAssociation.AssociationId",
    create=(Call("AssociateVpcCidrBlock"),),
    read=(
        Call(
            "DescribeVpcs",
            {"Filters": where({"cidr-block-association.association-id": "id"})},
            result=_cidr_association,
        ),
    ),
    delete=(Call("DisassociateVpcCidrBlock", {"AssociationId": "id"}),),
)

ROWS: tuple[Resource, ...] = (_VPC, _SUBNET, _CIDR_ASSOCIATION)
