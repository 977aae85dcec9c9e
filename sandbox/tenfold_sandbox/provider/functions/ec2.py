"""EC2: images, and networks that somebody else made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tenfold_sandbox.plugin import PluginError
from tenfold_sandbox.provider.functions.query import Query, Source, filters
from tenfold_sandbox.provider.table import Call, Context
from tenfold_sandbox.values import Properties

_ATTRIBUTES = ("enableDnsSupport", "enableDnsHostnames", "enableNetworkAddressUsageMetrics")


def _attribute(name: str) -> Call:
    key = name[0].upper() + name[1:]
    return Call(
        "DescribeVpcAttribute",
        {"VpcId": "live.VpcId", "Attribute": f"'{name}'"},
        result=f"{{{key}: {key}.Value}}",
    )


def _arn(kind: str, value: str) -> str:
    return f"join('', ['arn:', partition, ':ec2:', region, ':', account, ':{kind}/', {value}])"


def _ids(name: str) -> str:
    return f"in.{name} && [in.{name}] || `null`"


_VPC = Source(
    service="ec2",
    calls=(
        Call(
            "DescribeVpcs",
            {
                "VpcIds": _ids("id"),
                "Filters": filters(
                    cidrBlock="cidr", default="isDefault", dhcpOptionsId="dhcp-options-id", state="state"
                ),
            },
            result="Vpcs",
        ),
        *(_attribute(name) for name in _ATTRIBUTES),
        Call(
            "DescribeRouteTables",
            {
                "Filters": "[{Name: 'vpc-id', Values: [live.VpcId]}, "
                "{Name: 'association.main', Values: ['true']}]"
            },
            result="{MainRouteTableId: RouteTables[0].RouteTableId}",
        ),
    ),
    id="live.VpcId",
    outputs={
        "arn": _arn("vpc", "live.VpcId"),
        "default": "live.IsDefault",
        "cidrBlockAssociations": "live.CidrBlockAssociationSet[].{associationId: AssociationId, "
        "cidrBlock: CidrBlock, state: CidrBlockState.State}",
        "ipv6CidrBlock": "live.Ipv6CidrBlockAssociationSet[0].Ipv6CidrBlock",
        "ipv6AssociationId": "live.Ipv6CidrBlockAssociationSet[0].AssociationId",
    },
)

_SUBNET_FILTERS = filters(
    availabilityZone="availability-zone",
    availabilityZoneId="availability-zone-id",
    cidrBlock="cidr-block",
    defaultForAz="default-for-az",
    ipv6CidrBlock="ipv6-cidr-block-association.ipv6-cidr-block",
    state="state",
    vpcId="vpc-id",
)

_SUBNET = Source(
    service="ec2",
    calls=(Call("DescribeSubnets", {"SubnetIds": _ids("id"), "Filters": _SUBNET_FILTERS}, result="Subnets"),),
    id="live.SubnetId",
    outputs={
        "arn": "live.SubnetArn",
        "availableIpAddressCount": "live.AvailableIpAddressCount",
        "ipv6CidrBlock": "live.Ipv6CidrBlockAssociationSet[0].Ipv6CidrBlock",
        "ipv6CidrBlockAssociationId": "live.Ipv6CidrBlockAssociationSet[0].AssociationId",
    },
)

_SECURITY_GROUP = Source(
    service="ec2",
    calls=(
        Call(
            "DescribeSecurityGroups",
            {"GroupIds": _ids("id"), "Filters": filters(name="group-name", vpcId="vpc-id")},
            result="SecurityGroups",
        ),
    ),
    id="live.GroupId",
    names={"name": "GroupName"},
    outputs={"arn": _arn("security-group", "live.GroupId")},
)


def _routes(context: Context) -> list[dict[str, Any]]:
    """Routes as Terraform shows them: only those that somebody made, under its own names."""
    routes: list[Mapping[str, Any]] = context.live.get("Routes") or []
    return [
        {
            **route,
            "cidrBlock": route.get("DestinationCidrBlock"),
            "ipv6CidrBlock": route.get("DestinationIpv6CidrBlock"),
            "egressOnlyGatewayId": route.get("EgressOnlyInternetGatewayId"),
        }
        for route in routes
        if route.get("GatewayId") != "local" and not str(route.get("GatewayId")).startswith("vpce-")
    ]


_ROUTE_TABLE = Source(
    service="ec2",
    calls=(
        Call(
            "DescribeRouteTables",
            {
                "RouteTableIds": _ids("routeTableId"),
                "Filters": filters(
                    subnetId="association.subnet-id", gatewayId="association.gateway-id", vpcId="vpc-id"
                ),
            },
            result="RouteTables",
        ),
    ),
    id="live.RouteTableId",
    outputs={
        "arn": _arn("route-table", "live.RouteTableId"),
        "routes": _routes,
        "associations": "live.Associations[].{gatewayId: GatewayId, main: Main, "
        "routeTableAssociationId: RouteTableAssociationId, routeTableId: RouteTableId, subnetId: SubnetId}",
    },
)

_INTERNET_GATEWAY = Source(
    service="ec2",
    calls=(
        Call(
            "DescribeInternetGateways",
            {"InternetGatewayIds": _ids("internetGatewayId"), "Filters": filters()},
            result="InternetGateways",
        ),
    ),
    id="live.InternetGatewayId",
    outputs={"arn": _arn("internet-gateway", "live.InternetGatewayId")},
)

_PREFIX_LIST = Source(
    service="ec2",
    calls=(
        Call(
            "DescribeManagedPrefixLists",
            {"PrefixListIds": _ids("id"), "Filters": filters(name="prefix-list-name")},
            result="PrefixLists",
        ),
        Call(
            "GetManagedPrefixListEntries",
            {"PrefixListId": "live.PrefixListId"},
            result="{Entries: Entries}",
        ),
    ),
    id="live.PrefixListId",
    names={"name": "PrefixListName", "arn": "PrefixListArn"},
)


def _listing(operation: str, items: str, key: str, asked: Any) -> Any:
    """A data source that gives every match's id, and none is an answer too."""

    def answer(query: Query) -> Properties:
        wanted = asked(Context(inputs=query.args, region=query.region))
        found = query.call("ec2", operation, **({"Filters": wanted} if wanted else {})).get(items, [])
        return {"ids": sorted(each[key] for each in found), "id": query.region, "region": query.region}

    return answer


# -- images --


def _ami(query: Query) -> Properties:
    args = query.args
    if args.get("mostRecent") and not args.get("owners") and not _names_owner(args):
        raise PluginError(
            "getAmi: mostRecent without owners could pick anybody's image. Say owners, such as ['amazon']."
        )
    return _IMAGE(query)


def _names_owner(args: Mapping[str, Any]) -> bool:
    asked: list[Mapping[str, Any]] = args.get("filters") or []
    trusted = {"image-id", "owner-id", "owner-alias"}
    return bool(args.get("allowUnsafeFilter")) or any(each["name"] in trusted for each in asked)


def _images(context: Context, response: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    args = context.inputs
    images: list[Mapping[str, Any]] = response.get("Images", [])
    pattern: str | None = args.get("nameRegex")
    if pattern:
        images = [each for each in images if re.search(pattern, each.get("Name", ""))]
    images = sorted(images, key=lambda each: str(each.get("CreationDate", "")), reverse=True)
    return images[:1] if args.get("mostRecent") else images


_IMAGE = Source(
    service="ec2",
    calls=(
        Call(
            "DescribeImages",
            {
                "Owners": "in.owners",
                "ExecutableUsers": "in.executableUsers",
                "IncludeDeprecated": "in.includeDeprecated",
                "Filters": filters(),
            },
            result=_images,
        ),
    ),
    id="live.ImageId",
    outputs={
        "arn": "join('', ['arn:', partition, ':ec2:', region, '::image/', live.ImageId])",
        "rootSnapshotId": "live.BlockDeviceMappings[?Ebs.SnapshotId] | [0].Ebs.SnapshotId",
        "owners": "in.owners",
    },
)

FUNCTIONS = {
    "aws:ec2/getAmi:getAmi": _ami,
    "aws:ec2/getInternetGateway:getInternetGateway": _INTERNET_GATEWAY,
    "aws:ec2/getManagedPrefixList:getManagedPrefixList": _PREFIX_LIST,
    "aws:ec2/getRouteTable:getRouteTable": _ROUTE_TABLE,
    "aws:ec2/getSecurityGroup:getSecurityGroup": _SECURITY_GROUP,
    "aws:ec2/getSubnet:getSubnet": _SUBNET,
    "aws:ec2/getSubnets:getSubnets": _listing("DescribeSubnets", "Subnets", "SubnetId", _SUBNET_FILTERS),
    "aws:ec2/getVpc:getVpc": _VPC,
    "aws:ec2/getVpcs:getVpcs": _listing("DescribeVpcs", "Vpcs", "VpcId", filters()),
}
