"""VPC endpoints and the services that have them.

Moto lists services only after loading all of its own, which takes seconds, and accepts any service name.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from ...messages import Document
from .. import Call, refuse
from ..references import subnet
from .base import GAPS, models, place_interface, require_groups, require_vpc

_GATEWAY = ("dynamodb", "s3")
# Services with an interface endpoint, as AWS names them; a sample of some 300.
_INTERFACE = (
    "access-analyzer",
    "application-autoscaling",
    "aps",
    "athena",
    "autoscaling",
    "backup",
    "bedrock",
    "bedrock-agent",
    "bedrock-agent-runtime",
    "bedrock-runtime",
    "cloudformation",
    "cloudtrail",
    "codebuild",
    "codedeploy",
    "codepipeline",
    "config",
    "dynamodb",
    "ebs",
    "ec2",
    "ec2messages",
    "ecr.api",
    "ecr.dkr",
    "ecs",
    "ecs-agent",
    "ecs-telemetry",
    "eks",
    "eks-auth",
    "elasticache",
    "elasticfilesystem",
    "elasticloadbalancing",
    "email-smtp",
    "events",
    "execute-api",
    "fis",
    "glue",
    "grafana",
    "guardduty",
    "guardduty-data",
    "inspector2",
    "kinesis-firehose",
    "kinesis-streams",
    "kms",
    "lambda",
    "logs",
    "monitoring",
    "organizations",
    "pipes",
    "rds",
    "rds-data",
    "s3",
    "scheduler",
    "secretsmanager",
    "securityhub",
    "servicediscovery",
    "sns",
    "sqs",
    "ssm",
    "ssmmessages",
    "states",
    "sts",
    "tagging",
    "wafv2",
    "xray",
)


def _known(region: str) -> dict[str, list[str]]:
    """Service name → endpoint types."""
    names = {service: ["Interface"] for service in _INTERFACE}
    for service in _GATEWAY:
        names.setdefault(service, []).insert(0, "Gateway")
    return {f"com.amazonaws.{region}.{service}": kinds for service, kinds in sorted(names.items())}


@GAPS.replaces("DescribeVpcEndpointServices")
def describe_vpc_endpoint_services(call: Call) -> Document:
    filters = {item["Name"]: item["Values"] for item in call.params.get("Filters", [])}
    names = call.params.get("ServiceNames") or filters.get("service-name")
    kinds = filters.get("service-type")
    known = _known(call.region)
    for name in call.params.get("ServiceNames", []):
        if name not in known:
            refuse("InvalidServiceName", f"The Vpc Endpoint Service '{name}' does not exist")
    zones = [zone.name for zone in models(call).describe_availability_zones()]
    details = [
        _detail(call, name, kind, zones)
        for name, some in known.items()
        for kind in some
        if (names is None or name in names) and (kinds is None or kind in kinds)
    ]
    return {"ServiceNames": sorted({item["ServiceName"] for item in details}), "ServiceDetails": details}


def _detail(call: Call, name: str, kind: str, zones: list[str]) -> Document:
    host = _host(call.region, name)
    detail: Document = {
        "ServiceName": name,
        "ServiceId": f"vpce-svc-{hashlib.sha256((name + kind).encode()).hexdigest()[:17]}",
        "ServiceType": [{"ServiceType": kind}],
        "ServiceRegion": call.region,
        "AvailabilityZones": zones,
        "Owner": "amazon",
        "BaseEndpointDnsNames": [f"{host}.{call.region}.vpce.amazonaws.com"],
        "VpcEndpointPolicySupported": True,
        "AcceptanceRequired": False,
        "ManagesVpcEndpoints": False,
        "SupportedIpAddressTypes": ["ipv4"],
        "Tags": [],
    }
    if kind == "Interface":
        detail["PrivateDnsName"] = f"{host}.{call.region}.amazonaws.com"
        detail["PrivateDnsNames"] = [{"PrivateDnsName": detail["PrivateDnsName"]}]
    return detail


@GAPS.checks("CreateVpcEndpoint")
def check_vpc_endpoint(call: Call) -> None:
    params, vpc = call.params, require_vpc(call, call.params.get("VpcId"))
    name, kind = params.get("ServiceName", ""), params.get("VpcEndpointType", "Gateway")
    known = _known(call.region)
    if name.startswith("com.amazonaws.") and not name.startswith("com.amazonaws.vpce."):
        if name not in known:
            refuse("InvalidServiceName", f"The Vpc Endpoint Service '{name}' does not exist")
        if kind not in known[name]:
            refuse(
                "InvalidParameter", f"{name} has no endpoint of type {kind}; it has {', '.join(known[name])}"
            )
    require_groups(call, params.get("SecurityGroupIds", []))
    for table_id in params.get("RouteTableIds", []):
        route_table = models(call).route_tables.get(table_id)
        if route_table is None or route_table.vpc_id != vpc.id:
            refuse("InvalidRouteTableId.NotFound", f"The route table {table_id} does not exist in {vpc.id}")
    _check_subnets(call, vpc, params.get("SubnetIds", []))
    named = all(str(value).lower() == "true" for value in (vpc.enable_dns_support, vpc.enable_dns_hostnames))
    if kind == "Interface" and params.get("PrivateDnsEnabled") and not named:
        message = "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes"
        refuse("InvalidParameter", f"{message} set to true for {vpc.id}")


def _check_subnets(call: Call, vpc: Any, subnet_ids: list[str]) -> None:
    zones: set[str] = set()
    for subnet_id in subnet_ids:
        found = subnet(call, subnet_id)
        if found is None or found.vpc_id != vpc.id:
            refuse("InvalidSubnetID.NotFound", f"The subnet ID '{subnet_id}' does not exist in {vpc.id}")
        if found.availability_zone in zones:
            message = f"Found another VPC endpoint subnet in the availability zone of {subnet_id}"
            refuse("DuplicateSubnetsInSameZone", message)
        zones.add(found.availability_zone)


@GAPS.amends("CreateVpcEndpoint")
def complete_vpc_endpoint(call: Call, result: Document) -> None:
    shown, ec2 = result["VpcEndpoint"], models(call)
    endpoint = ec2.vpc_end_points[shown["VpcEndpointId"]]
    endpoint.vpc_endpoint_type = shown["VpcEndpointType"] = call.params.get("VpcEndpointType", "Gateway")
    if endpoint.vpc_endpoint_type == "Interface" and not endpoint.security_group_ids:
        group = ec2.get_default_security_group(endpoint.vpc_id)
        endpoint.security_group_ids = [group.id]
        shown["Groups"] = [{"GroupId": group.id, "GroupName": group.name}]
    for interface_id in endpoint.network_interface_ids:
        place_interface(ec2.enis[interface_id])
    if endpoint.vpc_endpoint_type == "Interface":
        endpoint.ip_address_type = call.params.get("IpAddressType", "ipv4")
        endpoint.dns_options = {"DnsRecordIpType": "ipv4", **call.params.get("DnsOptions", {})}
        endpoint.dns_entries = shown["DnsEntries"] = _names(call, endpoint)


def _names(call: Call, endpoint: Any) -> list[Document]:
    """The endpoint's own name in AWS's zone, and the service's name once it is private."""
    host = _host(call.region, endpoint.service_name)
    own = f"{endpoint.id}-{endpoint.id[-8:]}.{host}.{call.region}.vpce.amazonaws.com"
    names = [{"DnsName": own, "HostedZoneId": "Z7HUB22UULQXV"}]
    if endpoint.private_dns_enabled:
        names.append({"DnsName": f"{host}.{call.region}.amazonaws.com", "HostedZoneId": "ZONEIDPENDING"})
    return names


def _host(region: str, service_name: str) -> str:
    """``ecr.api`` is reached as ``api.ecr``."""
    return ".".join(reversed(service_name.removeprefix(f"com.amazonaws.{region}.").split(".")))


@GAPS.checks("ModifyVpcEndpoint")
def check_modified_vpc_endpoint(call: Call) -> None:
    endpoint = models(call).vpc_end_points.get(call.params["VpcEndpointId"])
    if endpoint is None:
        return  # moto refuses
    require_groups(call, call.params.get("AddSecurityGroupIds", []))
    vpc, added = require_vpc(call, endpoint.vpc_id), call.params.get("AddSubnetIds", [])
    stay = [name for name in endpoint.subnet_ids or () if name not in call.params.get("RemoveSubnetIds", [])]
    _check_subnets(call, vpc, [*stay, *(name for name in added if name not in stay)])


@GAPS.amends("ModifyVpcEndpoint")
def follow_vpc_endpoint(call: Call, _result: Document) -> None:
    """Moto changes the lists alone: not the routes and interfaces, nor private DNS and the default policy."""
    ec2, params = models(call), call.params
    endpoint = ec2.vpc_end_points[params["VpcEndpointId"]]
    if "PrivateDnsEnabled" in params:
        endpoint.private_dns_enabled = params["PrivateDnsEnabled"]
        endpoint.dns_entries = _names(call, endpoint)
    if "IpAddressType" in params:
        endpoint.ip_address_type = params["IpAddressType"]
    if "DnsOptions" in params:
        endpoint.dns_options = {**endpoint.dns_options, **params["DnsOptions"]}
    if params.get("ResetPolicy"):
        endpoint.policy_document = json.dumps(endpoint.DEFAULT_POLICY)
    prefixes = endpoint.destination_prefix_list_id
    for table_id in params.get("RemoveRouteTableIds", []) if prefixes else ():
        ec2.delete_route(table_id, None, destination_prefix_list_id=prefixes)
    for table_id in params.get("AddRouteTableIds", []) if prefixes else ():
        ec2.create_route(table_id, None, gateway_id=endpoint.id, destination_prefix_list_id=prefixes)
    if params.get("AddSubnetIds") or params.get("RemoveSubnetIds"):
        _move_interfaces(ec2, endpoint)


def _move_interfaces(ec2: Any, endpoint: Any) -> None:
    """One network interface in each of the endpoint's subnets."""
    by_subnet = {ec2.enis[name].subnet.id: name for name in endpoint.network_interface_ids}
    for gone in by_subnet.keys() - set(endpoint.subnet_ids):
        interface = ec2.enis.pop(by_subnet.pop(gone))
        interface.subnet.del_subnet_ip(interface.private_ip_address)
    for subnet_id in endpoint.subnet_ids:
        if subnet_id not in by_subnet:
            interface = ec2.create_network_interface(subnet_id, None)
            place_interface(interface)
            by_subnet[subnet_id] = interface.id
    endpoint.network_interface_ids = list(by_subnet.values())
