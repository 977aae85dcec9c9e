"""EC2: the VPC and what lies in it."""

from __future__ import annotations

from tenfold_sandbox.provider.table import Call, Resource, Tagging

TAGGING = Tagging(
    add="CreateTags",
    remove="DeleteTags",
    key="Resources",
    target="id",
    keys_key="Tags",
    as_list=True,
    remove_pairs=True,
    create_key="TagSpecifications",
)


def _arn(kind: str) -> str:
    return f"join('', ['arn:', partition, ':ec2:', region, ':', account, ':{kind}/', id])"


ROWS: tuple[Resource, ...] = (
    Resource(
        token="aws:ec2/subnet:Subnet",
        schema="AWS::EC2::Subnet",
        service="ec2",
        id="out.Subnet.SubnetId",
        create=(
            Call("CreateSubnet"),
            *(
                Call(
                    "ModifySubnetAttribute",
                    {"SubnetId": "id", name: f"{{Value: in.{prop}}}"},
                    auto=False,
                    on=(prop,),
                )
                for prop, name in (
                    ("mapPublicIpOnLaunch", "MapPublicIpOnLaunch"),
                    ("assignIpv6AddressOnCreation", "AssignIpv6AddressOnCreation"),
                )
            ),
        ),
        read=(Call("DescribeSubnets", {"SubnetIds": "[id]"}, result="Subnets[0]"),),
        update=(
            *(
                Call(
                    "ModifySubnetAttribute",
                    {"SubnetId": "id", name: f"{{Value: in.{prop}}}"},
                    auto=False,
                    on=(prop,),
                )
                for prop, name in (
                    ("mapPublicIpOnLaunch", "MapPublicIpOnLaunch"),
                    ("assignIpv6AddressOnCreation", "AssignIpv6AddressOnCreation"),
                )
            ),
        ),
        delete=(Call("DeleteSubnet", {"SubnetId": "id"}),),
        outputs={"arn": "live.SubnetArn"},
        tagging=TAGGING,
        tag_type="subnet",
    ),
    Resource(
        token="aws:ec2/vpc:Vpc",
        schema="AWS::EC2::VPC",
        service="ec2",
        id="out.Vpc.VpcId",
        create=(
            Call("CreateVpc"),
            *(
                Call(
                    "ModifyVpcAttribute",
                    {"VpcId": "id", aws: f"{{Value: in.{prop}}}"},
                    auto=False,
                    on=(prop,),
                )
                for prop, aws in (
                    ("enableDnsSupport", "EnableDnsSupport"),
                    ("enableDnsHostnames", "EnableDnsHostnames"),
                )
            ),
        ),
        read=(
            Call("DescribeVpcs", {"VpcIds": "[id]"}, result="Vpcs[0]"),
            Call(
                "DescribeVpcAttribute",
                {"VpcId": "id", "Attribute": "'enableDnsSupport'"},
                result="{EnableDnsSupport: EnableDnsSupport.Value}",
            ),
            Call(
                "DescribeVpcAttribute",
                {"VpcId": "id", "Attribute": "'enableDnsHostnames'"},
                result="{EnableDnsHostnames: EnableDnsHostnames.Value}",
            ),
            Call(
                "DescribeSecurityGroups",
                {"Filters": "[{Name: 'vpc-id', Values: [id]}, {Name: 'group-name', Values: ['default']}]"},
                result="{DefaultSecurityGroupId: SecurityGroups[0].GroupId}",
            ),
            Call(
                "DescribeRouteTables",
                {"Filters": "[{Name: 'vpc-id', Values: [id]}, {Name: 'association.main', Values: ['true']}]"},
                result="{MainRouteTableId: RouteTables[0].RouteTableId, "
                "DefaultRouteTableId: RouteTables[0].RouteTableId}",
            ),
            Call(
                "DescribeNetworkAcls",
                {"Filters": "[{Name: 'vpc-id', Values: [id]}, {Name: 'default', Values: ['true']}]"},
                result="{DefaultNetworkAclId: NetworkAcls[0].NetworkAclId}",
            ),
        ),
        update=(
            *(
                Call(
                    "ModifyVpcAttribute",
                    {"VpcId": "id", aws: f"{{Value: in.{prop}}}"},
                    auto=False,
                    on=(prop,),
                )
                for prop, aws in (
                    ("enableDnsSupport", "EnableDnsSupport"),
                    ("enableDnsHostnames", "EnableDnsHostnames"),
                )
            ),
        ),
        delete=(Call("DeleteVpc", {"VpcId": "id"}),),
        outputs={"arn": _arn("vpc")},
        tagging=TAGGING,
        tag_type="vpc",
    ),
)
