"""VPC endpoints, peering, flow logs, DHCP options, Block Public Access."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from tenfold_sandbox.provider.rows.ec2._shared import OWNER, TAGGING, TAGGING_AFTERWARDS, arn, where
from tenfold_sandbox.provider.table import Call, Context, Resource

_ENDPOINT_LISTS = {
    "routeTableIds": ("RouteTableIds", "live.RouteTableIds"),
    "subnetIds": ("SubnetIds", "live.SubnetIds"),
    "securityGroupIds": ("SecurityGroupIds", "live.Groups[].GroupId"),
}


def _added(prop: str, live: str, context: Context) -> list[str] | None:
    wanted: set[str] = set(context.inputs.get(prop) or ())
    return sorted(wanted - set(context.eval(live) or ())) or None


def _removed(prop: str, live: str, context: Context) -> list[str] | None:
    wanted: set[str] = set(context.inputs.get(prop) or ())
    return sorted(set(context.eval(live) or ()) - wanted) or None


_ENDPOINT = Resource(
    token="aws:ec2/vpcEndpoint:VpcEndpoint",
    schema="AWS::EC2::VPCEndpoint",
    service="ec2",
    id="out.VpcEndpoint.VpcEndpointId",
    names={"policy": "PolicyDocument"},
    create=(Call("CreateVpcEndpoint", {"VpcEndpointType": "in.vpcEndpointType || 'Gateway'"}),),
    read=(
        Call(
            "DescribeVpcEndpoints",
            {"VpcEndpointIds": "[id]"},
            result="VpcEndpoints[?State!='deleted' && State!='deleting'] | [0]",
        ),
        Call(
            "DescribePrefixLists",
            {"Filters": where({"prefix-list-name": "live.ServiceName"})},
            when="live.VpcEndpointType == 'Gateway'",
            result="PrefixLists[0].{PrefixListId: PrefixListId, CidrBlocks: Cidrs}",
        ),
    ),
    update=(
        *(
            Call(
                "ModifyVpcEndpoint",
                {
                    "VpcEndpointId": "id",
                    f"Add{aws}": partial(_added, prop, live),
                    f"Remove{aws}": partial(_removed, prop, live),
                },
                auto=False,
                on=(prop,),
            )
            for prop, (aws, live) in _ENDPOINT_LISTS.items()
        ),
        Call("ModifyVpcEndpoint", {"VpcEndpointId": "id", "ResetPolicy": "!(in.policy)"}, on=("policy",)),
        Call("ModifyVpcEndpoint", {"VpcEndpointId": "id"}),
    ),
    delete=(Call("DeleteVpcEndpoints", {"VpcEndpointIds": "[id]"}),),
    outputs={
        "arn": arn("vpc-endpoint"),
        "ownerId": OWNER,
        "securityGroupIds": "live.Groups[].GroupId",
        "autoAccept": "in.autoAccept",
    },
    defaults={"vpcEndpointType": "Gateway", "privateDnsEnabled": False},
    json=frozenset({"policy"}),
    kept=frozenset({"autoAccept"}),
    tagging=TAGGING,
    tag_type="vpc-endpoint",
)

_LOGGED = {
    "vpcId": "VPC",
    "subnetId": "Subnet",
    "eniId": "NetworkInterface",
    "transitGatewayId": "TransitGateway",
    "transitGatewayAttachmentId": "TransitGatewayAttachment",
    "regionalNatGatewayId": "RegionalNatGateway",
}
_PREFIXES = {
    "vpcId": "vpc-",
    "subnetId": "subnet-",
    "eniId": "eni-",
    "transitGatewayId": "tgw-",
    "transitGatewayAttachmentId": "tgw-attach-",
    "regionalNatGatewayId": "nat-",
}


def _logged(prop: str, context: Context) -> str | None:
    resource = str(context.live.get("ResourceId", ""))
    wrong = prop == "transitGatewayId" and resource.startswith("tgw-attach-")
    return resource if resource.startswith(_PREFIXES[prop]) and not wrong else None


_FLOW_LOG = Resource(
    token="aws:ec2/flowLog:FlowLog",
    schema="AWS::EC2::FlowLog",
    service="ec2",
    id="out.FlowLogIds[0]",
    names={"iamRoleArn": "DeliverLogsPermissionArn"},
    create=(
        Call(
            "CreateFlowLogs",
            {
                "ResourceIds": lambda context: [
                    context.inputs[prop] for prop in _LOGGED if context.inputs.get(prop)
                ],
                "ResourceType": lambda context: next(
                    kind for prop, kind in _LOGGED.items() if context.inputs.get(prop)
                ),
            },
        ),
    ),
    read=(Call("DescribeFlowLogs", {"FlowLogIds": "[id]"}, result="FlowLogs[0]"),),
    delete=(Call("DeleteFlowLogs", {"FlowLogIds": "[id]"}),),
    outputs={
        "arn": arn("vpc-flow-log"),
        **{prop: partial(_logged, prop) for prop in _LOGGED},
    },
    defaults={"maxAggregationInterval": 600, "logDestinationType": "cloud-watch-logs"},
    replaces=frozenset(_LOGGED),
    tagging=TAGGING,
    tag_type="vpc-flow-log",
)


def _unless_off(context: Context, response: Mapping[str, Any]) -> Any:
    """Off is what deleting leaves: there is then nothing, unless the program itself says off."""
    options = response.get("VpcBlockPublicAccessOptions", {})
    off = options.get("InternetGatewayBlockMode") == "off"
    return None if off and context.inputs.get("internetGatewayBlockMode") != "off" else options


_BLOCK_PUBLIC_ACCESS = Resource(
    token="aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions",
    schema="AWS::EC2::VPCBlockPublicAccessOptions",
    service="ec2",
    id="region",
    create=(Call("ModifyVpcBlockPublicAccessOptions"),),
    read=(Call("DescribeVpcBlockPublicAccessOptions", result=_unless_off),),
    update=(Call("ModifyVpcBlockPublicAccessOptions"),),
    delete=(Call("ModifyVpcBlockPublicAccessOptions", {"InternetGatewayBlockMode": "'off'"}, auto=False),),
)


def _excluded(kind: str, context: Context) -> str | None:
    _, found, identity = str(context.live["ResourceArn"]).partition(f":{kind}/")
    return identity if found else None


_EXCLUSION = Resource(
    token="aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion",
    schema="AWS::EC2::VPCBlockPublicAccessExclusion",
    service="ec2",
    id="out.VpcBlockPublicAccessExclusion.ExclusionId",
    create=(Call("CreateVpcBlockPublicAccessExclusion"),),
    read=(
        Call(
            "DescribeVpcBlockPublicAccessExclusions",
            {"ExclusionIds": "[id]"},
            result="VpcBlockPublicAccessExclusions[?!starts_with(State, 'delete')] | [0]",
        ),
    ),
    update=(Call("ModifyVpcBlockPublicAccessExclusion", {"ExclusionId": "id"}),),
    delete=(Call("DeleteVpcBlockPublicAccessExclusion", {"ExclusionId": "id"}),),
    outputs={
        "subnetId": partial(_excluded, "subnet"),
        "vpcId": partial(_excluded, "vpc"),
    },
    tagging=TAGGING,
    tag_type="vpc-block-public-access-exclusion",
)


def _peering_options(side: str) -> Call:
    return Call(
        "ModifyVpcPeeringConnectionOptions",
        {
            "VpcPeeringConnectionId": "id",
            f"{side.title()}PeeringConnectionOptions": (
                f"{{AllowDnsResolutionFromRemoteVpc: in.{side}.allowRemoteVpcDnsResolution}}"
            ),
        },
        auto=False,
        on=(side,),
        when=f"in.{side}",
    )


_ACCEPT = Call(
    "AcceptVpcPeeringConnection",
    {"VpcPeeringConnectionId": "id"},
    auto=False,
    on=("autoAccept",),
    when="in.autoAccept",
)
_PEERING = Resource(
    token="aws:ec2/vpcPeeringConnection:VpcPeeringConnection",
    schema="AWS::EC2::VPCPeeringConnection",
    service="ec2",
    id="out.VpcPeeringConnection.VpcPeeringConnectionId",
    create=(
        Call("CreateVpcPeeringConnection"),
        _ACCEPT,
        _peering_options("accepter"),
        _peering_options("requester"),
    ),
    read=(
        Call(
            "DescribeVpcPeeringConnections",
            {"VpcPeeringConnectionIds": "[id]"},
            result="VpcPeeringConnections[0] | [@][?!contains(['deleted', 'rejected'], Status.Code)] | [0]",
        ),
    ),
    update=(_ACCEPT, _peering_options("accepter"), _peering_options("requester")),
    delete=(Call("DeleteVpcPeeringConnection", {"VpcPeeringConnectionId": "id"}),),
    outputs={
        "acceptStatus": "live.Status.Code",
        "vpcId": "live.RequesterVpcInfo.VpcId",
        "peerVpcId": "live.AccepterVpcInfo.VpcId",
        "peerOwnerId": "live.AccepterVpcInfo.OwnerId",
        "peerRegion": "live.AccepterVpcInfo.Region",
        **{
            side: "{allowRemoteVpcDnsResolution: live."
            f"{side.title()}VpcInfo.PeeringOptions.AllowDnsResolutionFromRemoteVpc || `false`}}"
            for side in ("accepter", "requester")
        },
    },
    kept=frozenset({"autoAccept"}),
    updates=frozenset({"autoAccept"}),
    tagging=TAGGING,
    tag_type="vpc-peering-connection",
)

_DHCP = {
    "domainName": "domain-name",
    "domainNameServers": "domain-name-servers",
    "ipv6AddressPreferredLeaseTime": "ipv6-address-preferred-lease-time",
    "netbiosNameServers": "netbios-name-servers",
    "netbiosNodeType": "netbios-node-type",
    "ntpServers": "ntp-servers",
}


def _dhcp(context: Context) -> list[dict[str, Any]]:
    values = {key: context.inputs.get(prop) for prop, key in _DHCP.items()}
    return [
        {"Key": key, "Values": value if isinstance(value, list) else [str(value)]}
        for key, value in values.items()
        if value is not None
    ]


_DHCP_OPTIONS = Resource(
    token="aws:ec2/vpcDhcpOptions:VpcDhcpOptions",
    schema="AWS::EC2::DHCPOptions",
    service="ec2",
    id="out.DhcpOptions.DhcpOptionsId",
    create=(Call("CreateDhcpOptions", {"DhcpConfigurations": _dhcp}),),
    read=(Call("DescribeDhcpOptions", {"DhcpOptionsIds": "[id]"}, result="DhcpOptions[0]"),),
    delete=(Call("DeleteDhcpOptions", {"DhcpOptionsId": "id"}),),
    outputs={
        "arn": arn("dhcp-options"),
        "ownerId": OWNER,
        **{
            prop: f"live.DhcpConfigurations[?Key=='{key}'] | [0].Values[].Value"
            + ("" if prop.endswith("Servers") else " | [0]")
            for prop, key in _DHCP.items()
        },
    },
    tagging=TAGGING_AFTERWARDS,
)


_DHCP_ASSOCIATION = Resource(
    token="aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation",
    schema="AWS::EC2::VPCDHCPOptionsAssociation",
    service="ec2",
    id="join('-', [in.dhcpOptionsId, in.vpcId])",
    live_id="join('-', [live.DhcpOptionsId, live.VpcId])",
    import_id=lambda identity: {"vpcId": identity},
    create=(Call("AssociateDhcpOptions"),),
    read=(Call("DescribeVpcs", {"VpcIds": "[in.vpcId]"}, result="Vpcs[?DhcpOptionsId!='default'] | [0]"),),
    # AWS's own options come back.
    delete=(Call("AssociateDhcpOptions", {"DhcpOptionsId": "'default'", "VpcId": "in.vpcId"}, auto=False),),
)

ROWS: tuple[Resource, ...] = (
    _ENDPOINT,
    _FLOW_LOG,
    _BLOCK_PUBLIC_ACCESS,
    _EXCLUSION,
    _PEERING,
    _DHCP_OPTIONS,
    _DHCP_ASSOCIATION,
)
