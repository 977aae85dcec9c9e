"""EC2: what a running instance, an endpoint or a gateway is after it was asked for or changed."""

from __future__ import annotations

import base64
import ipaddress
from typing import Any

import pytest

from .conftest import Clients
from .helpers import Network, make_network, refusal


@pytest.fixture
def ec2(clients: Clients) -> Any:
    return clients("ec2")


@pytest.fixture
def network(clients: Clients) -> Network:
    return make_network(clients)


def _run(ec2: Any, network: Network, **more: Any) -> str:
    image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    asked = {"ImageId": image, "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1, **more}
    if "NetworkInterfaces" not in asked:
        asked["SubnetId"] = network.subnet_ids[0]
    return ec2.run_instances(**asked)["Instances"][0]["InstanceId"]


def _instance(ec2: Any, instance_id: str) -> dict[str, Any]:
    return ec2.describe_instances(InstanceIds=[instance_id])["Reservations"][0]["Instances"][0]


def _lies_in(ec2: Any, address: str, subnet_id: str) -> bool:
    block = ec2.describe_subnets(SubnetIds=[subnet_id])["Subnets"][0]["CidrBlock"]
    return ipaddress.ip_address(address) in ipaddress.ip_network(block)


def test_an_instance_has_its_image_s_root_disk_beside_the_disks_it_asks_for(
    ec2: Any, network: Network
) -> None:
    disk = {
        "DeviceName": "/dev/sdf",
        "Ebs": {"VolumeSize": 9, "VolumeType": "gp3", "Iops": 3000, "Throughput": 200},
    }
    tags = [{"Key": "team", "Value": "web"}]
    instance_id = _run(
        ec2,
        network,
        BlockDeviceMappings=[disk],
        TagSpecifications=[{"ResourceType": "volume", "Tags": tags}],
    )
    attached = [{"Name": "attachment.instance-id", "Values": [instance_id]}]
    volumes = {
        each["Attachments"][0]["Device"]: each for each in ec2.describe_volumes(Filters=attached)["Volumes"]
    }
    assert volumes.keys() == {"/dev/sdf", _instance(ec2, instance_id)["RootDeviceName"]}
    assert (volumes["/dev/sdf"]["Iops"], volumes["/dev/sdf"]["Throughput"]) == (3000, 200)
    assert [each["Tags"] for each in volumes.values()] == [tags, tags]


def test_the_groups_of_an_instance_s_first_interface_are_the_instance_s(ec2: Any, network: Network) -> None:
    one, two = (
        ec2.create_security_group(GroupName=name, Description=name, VpcId=network.vpc_id)["GroupId"]
        for name in ("one", "two")
    )
    interface = {
        "DeviceIndex": 0,
        "SubnetId": network.subnet_ids[0],
        "Groups": [one],
        "AssociatePublicIpAddress": True,
    }
    instance_id = _run(ec2, network, NetworkInterfaces=[interface])
    assert [each["GroupId"] for each in _instance(ec2, instance_id)["SecurityGroups"]] == [one]
    ec2.modify_instance_attribute(InstanceId=instance_id, Groups=[two])
    changed = _instance(ec2, instance_id)
    for shown in (changed, {"SecurityGroups": changed["NetworkInterfaces"][0]["Groups"]}):
        assert [each["GroupId"] for each in shown["SecurityGroups"]] == [two]


def test_user_data_changes_while_an_instance_is_stopped(ec2: Any, network: Network) -> None:
    instance_id = _run(ec2, network)
    with refusal("IncorrectInstanceState", "stopped"):
        ec2.modify_instance_attribute(InstanceId=instance_id, UserData={"Value": b"#!/bin/sh"})
    ec2.stop_instances(InstanceIds=[instance_id])
    ec2.modify_instance_attribute(InstanceId=instance_id, UserData={"Value": b"#!/bin/sh"})
    shown = ec2.describe_instance_attribute(InstanceId=instance_id, Attribute="userData")
    assert base64.b64decode(shown["UserData"]["Value"]) == b"#!/bin/sh"


def test_detailed_monitoring_is_turned_on_and_off(ec2: Any, network: Network) -> None:
    instance_id = _run(ec2, network)
    ec2.monitor_instances(InstanceIds=[instance_id])
    assert _instance(ec2, instance_id)["Monitoring"] == {"State": "enabled"}
    ec2.unmonitor_instances(InstanceIds=[instance_id])
    assert _instance(ec2, instance_id)["Monitoring"] == {"State": "disabled"}


def test_a_template_s_own_tags_are_none_of_its_data(ec2: Any) -> None:
    tags = [{"Key": "team", "Value": "web"}]
    made = ec2.create_launch_template(
        LaunchTemplateName="tagged",
        LaunchTemplateData={"TagSpecifications": [{"ResourceType": "instance", "Tags": tags}]},
        TagSpecifications=[{"ResourceType": "launch-template", "Tags": tags}],
    )["LaunchTemplate"]
    (version,) = ec2.describe_launch_template_versions(LaunchTemplateId=made["LaunchTemplateId"])[
        "LaunchTemplateVersions"
    ]
    kinds = [each["ResourceType"] for each in version["LaunchTemplateData"]["TagSpecifications"]]
    assert (made["Tags"], kinds) == (tags, ["instance"])


def test_a_nat_gateway_has_an_address_of_its_subnet(ec2: Any, network: Network) -> None:
    subnet_id = network.subnet_ids[0]
    made = ec2.create_nat_gateway(SubnetId=subnet_id, ConnectivityType="private")["NatGateway"]
    (shown,) = ec2.describe_nat_gateways(NatGatewayIds=[made["NatGatewayId"]])["NatGateways"]
    for gateway in (made, shown):
        assert _lies_in(ec2, gateway["NatGatewayAddresses"][0]["PrivateIp"], subnet_id)


def test_a_gateway_endpoint_has_a_route_in_each_of_its_tables_and_in_no_other(
    ec2: Any, network: Network
) -> None:
    one, two = (ec2.create_route_table(VpcId=network.vpc_id)["RouteTable"]["RouteTableId"] for _ in range(2))
    made = ec2.create_vpc_endpoint(
        VpcId=network.vpc_id, ServiceName="com.amazonaws.us-east-1.s3", RouteTableIds=[one]
    )["VpcEndpoint"]
    ec2.modify_vpc_endpoint(
        VpcEndpointId=made["VpcEndpointId"], AddRouteTableIds=[two], RemoveRouteTableIds=[one]
    )
    tables = ec2.describe_route_tables(RouteTableIds=[one, two])["RouteTables"]
    targets = {table["RouteTableId"]: [each.get("GatewayId") for each in table["Routes"]] for table in tables}
    assert targets == {one: ["local"], two: ["local", made["VpcEndpointId"]]}
    ec2.delete_vpc_endpoints(VpcEndpointIds=[made["VpcEndpointId"]])
    assert len(ec2.describe_route_tables(RouteTableIds=[two])["RouteTables"][0]["Routes"]) == 1


def test_an_interface_endpoint_has_an_interface_in_each_of_its_subnets(ec2: Any, network: Network) -> None:
    made = ec2.create_vpc_endpoint(
        VpcEndpointType="Interface",
        VpcId=network.vpc_id,
        ServiceName="com.amazonaws.us-east-1.ecr.api",
        SubnetIds=network.subnet_ids[:1],
    )["VpcEndpoint"]
    name = made["DnsEntries"][0]["DnsName"]
    assert name.endswith(".api.ecr.us-east-1.vpce.amazonaws.com")
    ec2.modify_vpc_endpoint(
        VpcEndpointId=made["VpcEndpointId"],
        AddSubnetIds=network.subnet_ids[1:],
        RemoveSubnetIds=network.subnet_ids[:1],
    )
    (shown,) = ec2.describe_vpc_endpoints(VpcEndpointIds=[made["VpcEndpointId"]])["VpcEndpoints"]
    interfaces = ec2.describe_network_interfaces(NetworkInterfaceIds=shown["NetworkInterfaceIds"])
    places = {each["SubnetId"]: each["PrivateIpAddress"] for each in interfaces["NetworkInterfaces"]}
    assert places.keys() == set(network.subnet_ids[1:])
    assert all(_lies_in(ec2, address, subnet_id) for subnet_id, address in places.items())


def test_an_exclusion_from_the_public_access_block_is_tagged(ec2: Any, network: Network) -> None:
    made = ec2.create_vpc_block_public_access_exclusion(
        VpcId=network.vpc_id, InternetGatewayExclusionMode="allow-egress"
    )["VpcBlockPublicAccessExclusion"]
    tags = [{"Key": "team", "Value": "web"}, {"Key": "stage", "Value": "dev"}]
    ec2.create_tags(Resources=[made["ExclusionId"]], Tags=tags)
    ec2.delete_tags(Resources=[made["ExclusionId"]], Tags=[{"Key": "team"}])
    (shown,) = ec2.describe_vpc_block_public_access_exclusions(ExclusionIds=[made["ExclusionId"]])[
        "VpcBlockPublicAccessExclusions"
    ]
    assert shown["Tags"] == tags[1:]
