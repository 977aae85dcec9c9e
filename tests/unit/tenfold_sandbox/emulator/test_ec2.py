"""EC2 and VPC: newer features, references that must exist, deletions that are refused."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Clients
from .helpers import make_network, make_role, refusal


@pytest.fixture
def ec2(clients: Clients) -> Any:
    return clients("ec2")


def make_vpc(ec2: Any, **more: Any) -> str:
    return ec2.create_vpc(CidrBlock="10.0.0.0/16", **more)["Vpc"]["VpcId"]


def make_ipv6_vpc(ec2: Any) -> tuple[str, str]:
    vpc_id = make_vpc(ec2, AmazonProvidedIpv6CidrBlock=True)
    (vpc,) = ec2.describe_vpcs(VpcIds=[vpc_id])["Vpcs"]
    return vpc_id, vpc["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"]


def subnet(ec2: Any, subnet_id: str) -> dict[str, Any]:
    return ec2.describe_subnets(SubnetIds=[subnet_id])["Subnets"][0]


def route_table(ec2: Any, vpc_id: str) -> str:
    wanted = [{"Name": "vpc-id", "Values": [vpc_id]}]
    return ec2.describe_route_tables(Filters=wanted)["RouteTables"][0]["RouteTableId"]


def test_a_subnet_has_an_ipv6_range_of_its_vpc(ec2: Any) -> None:
    vpc_id, block = make_ipv6_vpc(ec2)
    first = block.replace("/56", "/64")
    made = ec2.create_subnet(VpcId=vpc_id, CidrBlock="10.0.0.0/24", Ipv6CidrBlock=first)["Subnet"]
    for shown in (made, subnet(ec2, made["SubnetId"])):
        (association,) = shown["Ipv6CidrBlockAssociationSet"]
        assert association["Ipv6CidrBlock"] == first
        assert association["Ipv6CidrBlockState"] == {"State": "associated"}
    with refusal("InvalidSubnet.Range", "2600:1f00:aaaa::/64"):
        ec2.create_subnet(VpcId=vpc_id, CidrBlock="10.0.1.0/24", Ipv6CidrBlock="2600:1f00:aaaa::/64")
    with refusal("InvalidSubnet.Conflict", first):
        ec2.create_subnet(VpcId=vpc_id, CidrBlock="10.0.1.0/24", Ipv6CidrBlock=first)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"CidrBlock": "10.0.0.128/25"}, "InvalidSubnet.Conflict"),
        ({"CidrBlock": "10.1.0.0/24"}, "InvalidSubnet.Range"),
        ({"AvailabilityZone": "us-west-2a"}, "InvalidParameterValue"),
        ({"VpcId": "vpc-0123"}, "InvalidVpcID.NotFound"),
    ],
)
def test_a_wrong_subnet_is_refused(ec2: Any, change: dict[str, Any], code: str) -> None:
    vpc_id = make_vpc(ec2)
    ec2.create_subnet(VpcId=vpc_id, CidrBlock="10.0.0.0/24")
    with refusal(code):
        ec2.create_subnet(**{"VpcId": vpc_id, "CidrBlock": "10.0.5.0/24", **change})


def test_a_subnet_given_by_zone_id_is_an_ordinary_one(ec2: Any) -> None:
    made = ec2.create_subnet(VpcId=make_vpc(ec2), CidrBlock="10.0.0.0/24", AvailabilityZoneId="use1-az2")
    got = subnet(ec2, made["Subnet"]["SubnetId"])
    assert (got["AvailabilityZoneId"], got["MapPublicIpOnLaunch"], got["DefaultForAz"]) == (
        "use1-az2",
        False,
        False,
    )


def test_subnet_attributes_are_kept(ec2: Any) -> None:
    made = ec2.create_subnet(VpcId=make_vpc(ec2), CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    for attribute in (
        {"MapPublicIpOnLaunch": {"Value": True}},
        {"AssignIpv6AddressOnCreation": {"Value": True}},
        {"EnableDns64": {"Value": True}},
        {"PrivateDnsHostnameTypeOnLaunch": "resource-name"},
        {"EnableResourceNameDnsARecordOnLaunch": {"Value": True}},
    ):
        ec2.modify_subnet_attribute(SubnetId=made, **attribute)
    got = subnet(ec2, made)
    assert got["MapPublicIpOnLaunch"] is got["AssignIpv6AddressOnCreation"] is got["EnableDns64"] is True
    assert got["PrivateDnsNameOptionsOnLaunch"]["HostnameType"] == "resource-name"
    assert got["PrivateDnsNameOptionsOnLaunch"]["EnableResourceNameDnsARecord"] is True


def test_vpc_attributes_are_kept(ec2: Any) -> None:
    vpc_id = make_vpc(ec2)
    ec2.modify_vpc_attribute(VpcId=vpc_id, EnableDnsHostnames={"Value": True})
    got = ec2.describe_vpc_attribute(VpcId=vpc_id, Attribute="enableDnsHostnames")
    assert got["EnableDnsHostnames"]["Value"] is True


def test_zones_tell_their_ids_and_that_they_need_no_opt_in(ec2: Any) -> None:
    zones = ec2.describe_availability_zones(
        Filters=[{"Name": "opt-in-status", "Values": ["opt-in-not-required"]}]
    )["AvailabilityZones"]
    assert zones[0]["ZoneId"] == "use1-az6"
    assert {zone["OptInStatus"] for zone in zones} == {"opt-in-not-required"}
    assert {zone["NetworkBorderGroup"] for zone in zones} == {"us-east-1"}


def test_a_security_group_needs_its_vpc(ec2: Any) -> None:
    with refusal("InvalidVpcID.NotFound", "vpc-0123"):
        ec2.create_security_group(GroupName="g", Description="d", VpcId="vpc-0123")


def test_a_nat_gateway_needs_a_subnet_and_an_address(clients: Clients, ec2: Any) -> None:
    subnet_id = make_network(clients).subnet_ids[0]
    with refusal("InvalidSubnetID.NotFound", "subnet-0123"):
        ec2.create_nat_gateway(SubnetId="subnet-0123", AllocationId="eipalloc-0123")
    with refusal("InvalidAllocationID.NotFound", "eipalloc-0123"):
        ec2.create_nat_gateway(SubnetId=subnet_id, AllocationId="eipalloc-0123")
    with refusal("InvalidParameterCombination", "AllocationId"):
        ec2.create_nat_gateway(SubnetId=subnet_id)


def test_a_deleted_nat_gateway_gives_its_address_back(clients: Clients, ec2: Any) -> None:
    network = make_network(clients)
    allocation = ec2.allocate_address(Domain="vpc")["AllocationId"]
    made = ec2.create_nat_gateway(SubnetId=network.subnet_ids[0], AllocationId=allocation)["NatGateway"]
    with refusal("DependencyViolation", made["NatGatewayId"]):
        ec2.delete_subnet(SubnetId=network.subnet_ids[0])
    ec2.delete_nat_gateway(NatGatewayId=made["NatGatewayId"])
    (address,) = ec2.describe_addresses(AllocationIds=[allocation])["Addresses"]
    assert "AssociationId" not in address
    wanted = [{"Name": "vpc-id", "Values": [network.vpc_id]}]
    assert ec2.describe_network_interfaces(Filters=wanted)["NetworkInterfaces"] == []
    ec2.release_address(AllocationId=allocation)
    for subnet_id in network.subnet_ids:
        ec2.delete_subnet(SubnetId=subnet_id)
    ec2.delete_vpc(VpcId=network.vpc_id)


def test_a_regional_nat_gateway_has_no_subnet_and_takes_routes(ec2: Any) -> None:
    vpc_id = make_vpc(ec2)
    tags = [{"ResourceType": "natgateway", "Tags": [{"Key": "a", "Value": "b"}]}]
    with refusal("InvalidParameterCombination", "SubnetId"):
        ec2.create_nat_gateway(AvailabilityMode="regional", VpcId=vpc_id, SubnetId="subnet-0123")
    made = ec2.create_nat_gateway(AvailabilityMode="regional", VpcId=vpc_id, TagSpecifications=tags)
    nat_id = made["NatGateway"]["NatGatewayId"]
    (got,) = ec2.describe_nat_gateways(NatGatewayIds=[nat_id])["NatGateways"]
    assert (got["AvailabilityMode"], got["VpcId"], got["State"]) == ("regional", vpc_id, "available")
    assert "SubnetId" not in got
    assert got["Tags"] == [{"Key": "a", "Value": "b"}]
    ec2.create_route(
        RouteTableId=route_table(ec2, vpc_id), DestinationCidrBlock="0.0.0.0/0", NatGatewayId=nat_id
    )
    ec2.delete_nat_gateway(NatGatewayId=nat_id)
    assert ec2.describe_nat_gateways(NatGatewayIds=[nat_id])["NatGateways"][0]["State"] == "deleted"


def test_public_access_is_blocked_and_left_open_by_exclusion(clients: Clients) -> None:
    ec2 = clients("ec2", "eu-west-1")
    assert (
        ec2.describe_vpc_block_public_access_options()["VpcBlockPublicAccessOptions"][
            "InternetGatewayBlockMode"
        ]
        == "off"
    )
    ec2.modify_vpc_block_public_access_options(InternetGatewayBlockMode="block-ingress")
    got = ec2.describe_vpc_block_public_access_options()["VpcBlockPublicAccessOptions"]
    assert got["InternetGatewayBlockMode"] == "block-ingress"
    with refusal("InvalidParameterValue", "block-all"):
        ec2.modify_vpc_block_public_access_options(InternetGatewayBlockMode="block-all")
    vpc_id = make_vpc(ec2)
    made = ec2.create_vpc_block_public_access_exclusion(
        VpcId=vpc_id, InternetGatewayExclusionMode="allow-egress"
    )["VpcBlockPublicAccessExclusion"]
    which = {"ExclusionId": made["ExclusionId"]}
    ec2.modify_vpc_block_public_access_exclusion(**which, InternetGatewayExclusionMode="allow-bidirectional")
    (exclusion,) = ec2.describe_vpc_block_public_access_exclusions(ExclusionIds=[made["ExclusionId"]])[
        "VpcBlockPublicAccessExclusions"
    ]
    assert exclusion["InternetGatewayExclusionMode"] == "allow-bidirectional"
    assert exclusion["ResourceArn"].endswith(f"vpc/{vpc_id}")
    ec2.delete_vpc_block_public_access_exclusion(**which)
    with refusal("InvalidVpcBlockPublicAccessExclusionId.NotFound"):
        ec2.delete_vpc_block_public_access_exclusion(**which)


def test_a_gateway_endpoint_puts_a_route_in_its_tables(ec2: Any) -> None:
    vpc_id = make_vpc(ec2)
    table = route_table(ec2, vpc_id)
    made = ec2.create_vpc_endpoint(
        VpcId=vpc_id, ServiceName="com.amazonaws.us-east-1.s3", RouteTableIds=[table]
    )["VpcEndpoint"]
    assert (made["VpcEndpointType"], made["RouteTableIds"]) == ("Gateway", [table])
    routes = ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"][0]["Routes"]
    assert made["VpcEndpointId"] in [route.get("GatewayId") for route in routes]
    ec2.delete_vpc_endpoints(VpcEndpointIds=[made["VpcEndpointId"]])
    routes = ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"][0]["Routes"]
    assert len(routes) == 1


def test_an_interface_endpoint_has_subnets_groups_and_private_names(clients: Clients, ec2: Any) -> None:
    network = make_network(clients)
    wanted = {
        "VpcId": network.vpc_id,
        "ServiceName": "com.amazonaws.us-east-1.ecr.api",
        "VpcEndpointType": "Interface",
        "SubnetIds": network.subnet_ids,
        "PrivateDnsEnabled": True,
    }
    with refusal("InvalidParameter", "enableDnsHostnames"):
        ec2.create_vpc_endpoint(**wanted)
    ec2.modify_vpc_attribute(VpcId=network.vpc_id, EnableDnsHostnames={"Value": True})
    made = ec2.create_vpc_endpoint(**wanted)["VpcEndpoint"]
    assert len(made["NetworkInterfaceIds"]) == 3
    assert made["PrivateDnsEnabled"] is True
    assert made["Groups"][0]["GroupName"] == "default"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ServiceName": "com.amazonaws.us-east-1.nothing"}, "InvalidServiceName"),
        ({"SubnetIds": ["subnet-0123"]}, "InvalidSubnetID.NotFound"),
        ({"SecurityGroupIds": ["sg-0123"]}, "InvalidGroup.NotFound"),
        ({"RouteTableIds": ["rtb-0123"]}, "InvalidRouteTableId.NotFound"),
        ({"VpcEndpointType": "Gateway"}, "InvalidParameter"),
    ],
)
def test_a_wrong_endpoint_is_refused(clients: Clients, ec2: Any, change: dict[str, Any], code: str) -> None:
    wanted = {
        "VpcId": make_vpc(ec2),
        "ServiceName": "com.amazonaws.us-east-1.ecr.api",
        "VpcEndpointType": "Interface",
    }
    with refusal(code):
        ec2.create_vpc_endpoint(**{**wanted, **change})


def test_endpoint_services_are_found_by_name_and_type(ec2: Any) -> None:
    name = "com.amazonaws.us-east-1.s3"
    found = ec2.describe_vpc_endpoint_services(
        ServiceNames=[name], Filters=[{"Name": "service-type", "Values": ["Gateway"]}]
    )
    assert [item["ServiceType"] for item in found["ServiceDetails"]] == [[{"ServiceType": "Gateway"}]]
    with refusal("InvalidServiceName"):
        ec2.describe_vpc_endpoint_services(ServiceNames=[f"{name}x"])


def test_flow_logs_have_a_group_and_a_role_that_exists(clients: Clients, ec2: Any) -> None:
    wanted = {
        "ResourceIds": [make_vpc(ec2)],
        "ResourceType": "VPC",
        "TrafficType": "ALL",
        "LogDestinationType": "cloud-watch-logs",
        "LogGroupName": "/vpc/flow",
        "MaxAggregationInterval": 60,
    }
    with refusal("InvalidParameter", "role/none"):
        ec2.create_flow_logs(**wanted, DeliverLogsPermissionArn="arn:aws:iam::123456789012:role/none")
    role = make_role(clients, "flow", "vpc-flow-logs.amazonaws.com")
    (made,) = ec2.create_flow_logs(**wanted, DeliverLogsPermissionArn=role)["FlowLogIds"]
    (got,) = ec2.describe_flow_logs(FlowLogIds=[made])["FlowLogs"]
    assert (got["LogGroupName"], got["DeliverLogsPermissionArn"]) == ("/vpc/flow", role)
    assert got["MaxAggregationInterval"] == 60


def test_an_egress_only_gateway_is_attached(ec2: Any) -> None:
    vpc_id, _ = make_ipv6_vpc(ec2)
    made = ec2.create_egress_only_internet_gateway(VpcId=vpc_id)["EgressOnlyInternetGateway"]
    assert made["Attachments"] == [{"State": "attached", "VpcId": vpc_id}]


@pytest.mark.parametrize(
    ("owner", "pattern"),
    [
        ("amazon", "al2023-ami-2023*"),
        ("099720109477", "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-*-server-*"),
        ("602401143452", "amazon-eks-node-al2023-*-standard-1.34-*"),
    ],
)
@pytest.mark.parametrize("region", ["us-east-1", "us-west-2"])
def test_images_are_found_for_both_architectures(
    clients: Clients, region: str, owner: str, pattern: str
) -> None:
    wanted = {"name": [pattern], "virtualization-type": ["hvm"], "root-device-type": ["ebs"]}
    filters = [{"Name": name, "Values": values} for name, values in wanted.items()]
    images = clients("ec2", region).describe_images(Owners=[owner], Filters=filters)["Images"]
    assert {image["Architecture"] for image in images} == {"x86_64", "arm64"}


@pytest.mark.parametrize(
    "name",
    [
        "/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/arm64/standard/recommended/image_id",
        "/aws/service/eks/optimized-ami/1.30/amazon-linux-2023/x86_64/standard/recommended/image_id",
        "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64",
    ],
)
@pytest.mark.parametrize("region", ["us-east-1", "us-west-2"])
def test_public_parameters_name_images_that_exist(clients: Clients, region: str, name: str) -> None:
    image_id = clients("ssm", region).get_parameter(Name=name)["Parameter"]["Value"]
    (image,) = clients("ec2", region).describe_images(ImageIds=[image_id])["Images"]
    assert image["State"] == "available"


def test_a_node_release_fits_its_kubernetes_version(clients: Clients) -> None:
    root = "/aws/service/eks/optimized-ami/{}/amazon-linux-2023/arm64/standard/recommended/release_version"
    ssm = clients("ssm")
    assert ssm.get_parameter(Name=root.format("1.34"))["Parameter"]["Value"].startswith("1.34.")
    with refusal("ParameterNotFound", "1.99"):
        ssm.get_parameter(Name=root.format("1.99"))


def test_an_instance_starts_from_an_image_that_exists(clients: Clients, ec2: Any) -> None:
    network = make_network(clients)
    name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
    image_id = clients("ssm").get_parameter(Name=name)["Parameter"]["Value"]
    wanted = {"MinCount": 1, "MaxCount": 1, "SubnetId": network.subnet_ids[0], "InstanceType": "t4g.micro"}
    metadata = {"HttpTokens": "required", "HttpPutResponseHopLimit": 1, "HttpEndpoint": "enabled"}
    (made,) = ec2.run_instances(ImageId=image_id, MetadataOptions=metadata, **wanted)["Instances"]
    assert metadata.items() <= made["MetadataOptions"].items()
    with refusal("DependencyViolation", made["InstanceId"]):
        ec2.delete_subnet(SubnetId=network.subnet_ids[0])
    with refusal("InvalidAMIID.NotFound"):
        ec2.run_instances(ImageId="ami-0123", **wanted)
    with refusal("InvalidInstanceType.NotFound"):
        ec2.run_instances(ImageId=image_id, **{**wanted, "InstanceType": "t4g.none"})


def test_a_launch_template_version_starts_from_its_source(ec2: Any) -> None:
    data = {"InstanceType": "t3.micro", "EbsOptimized": True}
    made = ec2.create_launch_template(LaunchTemplateName="sourced", LaunchTemplateData=data)
    which = {"LaunchTemplateId": made["LaunchTemplate"]["LaunchTemplateId"]}
    ec2.create_launch_template_version(
        **which, SourceVersion="1", LaunchTemplateData={"InstanceType": "t3.small"}
    )
    (got,) = ec2.describe_launch_template_versions(**which, Versions=["2"])["LaunchTemplateVersions"]
    assert got["LaunchTemplateData"]["InstanceType"] == "t3.small"
    assert got["LaunchTemplateData"]["EbsOptimized"] is True
    with refusal("InvalidLaunchTemplateId.VersionNotFound", "9"):
        ec2.create_launch_template_version(**which, SourceVersion="9", LaunchTemplateData=data)


def test_account_settings_are_kept_by_region(clients: Clients) -> None:
    ec2, other = clients("ec2", "eu-west-2"), clients("ec2", "eu-west-3")
    ec2.enable_ebs_encryption_by_default()
    ec2.modify_instance_metadata_defaults(HttpTokens="required", HttpPutResponseHopLimit=2)
    assert ec2.get_ebs_encryption_by_default()["EbsEncryptionByDefault"] is True
    assert ec2.get_instance_metadata_defaults()["AccountLevel"]["HttpTokens"] == "required"
    assert other.get_ebs_encryption_by_default()["EbsEncryptionByDefault"] is False
    assert "HttpTokens" not in other.get_instance_metadata_defaults()["AccountLevel"]


def test_a_vpc_goes_last(ec2: Any) -> None:
    vpc_id = make_vpc(ec2)
    group = ec2.create_security_group(GroupName="g", Description="d", VpcId=vpc_id)["GroupId"]
    other = ec2.create_security_group(GroupName="h", Description="d", VpcId=vpc_id)["GroupId"]
    rule = {"IpProtocol": "tcp", "FromPort": 1, "ToPort": 1, "UserIdGroupPairs": [{"GroupId": group}]}
    ec2.authorize_security_group_ingress(GroupId=other, IpPermissions=[rule])
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc_id)
    with refusal("DependencyViolation", other):
        ec2.delete_security_group(GroupId=group)
    ec2.delete_security_group(GroupId=other)
    with refusal("DependencyViolation", group):
        ec2.delete_vpc(VpcId=vpc_id)
    ec2.delete_security_group(GroupId=group)
    with refusal("DependencyViolation", gateway):
        ec2.delete_vpc(VpcId=vpc_id)
    ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc_id)
    ec2.delete_vpc(VpcId=vpc_id)
    with refusal("InvalidVpcID.NotFound"):
        ec2.describe_vpcs(VpcIds=[vpc_id])


def test_a_rule_whose_source_is_a_group_keeps_its_description(ec2: Any) -> None:
    vpc_id = make_vpc(ec2)
    groups = [
        ec2.create_security_group(GroupName=f"rules-{name}", Description="d", VpcId=vpc_id)["GroupId"]
        for name in ("server", "client")
    ]
    pair = {"GroupId": groups[1], "Description": "from the client"}
    permission = {"IpProtocol": "tcp", "FromPort": 1, "ToPort": 1, "UserIdGroupPairs": [pair]}
    made = ec2.authorize_security_group_ingress(GroupId=groups[0], IpPermissions=[permission])
    rule_ids = [made["SecurityGroupRules"][0]["SecurityGroupRuleId"]]
    (rule,) = ec2.describe_security_group_rules(SecurityGroupRuleIds=rule_ids)["SecurityGroupRules"]
    assert rule["Description"] == "from the client"


def test_a_rule_whose_source_is_a_prefix_list_keeps_its_description(ec2: Any) -> None:
    group_id = ec2.create_security_group(GroupName="lists", Description="d", VpcId=make_vpc(ec2))["GroupId"]
    lists = ec2.describe_managed_prefix_lists()["PrefixLists"]
    source = {"PrefixListId": lists[0]["PrefixListId"], "Description": "from the list"}
    permission = {"IpProtocol": "tcp", "FromPort": 1, "ToPort": 1, "PrefixListIds": [source]}
    made = ec2.authorize_security_group_ingress(GroupId=group_id, IpPermissions=[permission])
    rule_ids = [made["SecurityGroupRules"][0]["SecurityGroupRuleId"]]
    (rule,) = ec2.describe_security_group_rules(SecurityGroupRuleIds=rule_ids)["SecurityGroupRules"]
    assert rule["Description"] == "from the list"
