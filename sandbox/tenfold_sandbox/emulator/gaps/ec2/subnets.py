"""Subnets: IPv6 ranges, zones and DNS settings."""

from __future__ import annotations

import ipaddress
from typing import Any

from ...messages import Document
from .. import Call, refuse
from ..references import subnet
from .base import GAPS, models, require_vpc, table


@GAPS.checks("CreateSubnet")
def check_subnet(call: Call) -> None:
    vpc = require_vpc(call, call.params.get("VpcId"))
    zone = call.params.get("AvailabilityZone")
    zones = [known.name for known in models(call).describe_availability_zones()]
    if zone and zone not in zones:
        message = f"Value ({zone}) for parameter availabilityZone is invalid. Subnets can currently only be"
        refuse("InvalidParameterValue", f"{message} created in the following availability zones: {zones}.")
    if "Ipv6CidrBlock" in call.params:
        _check_ipv6(call, vpc, call.params["Ipv6CidrBlock"])


@GAPS.checks("AssociateSubnetCidrBlock")
def check_association(call: Call) -> None:
    found = subnet(call, call.params["SubnetId"])
    if found is not None and "Ipv6CidrBlock" in call.params:
        _check_ipv6(call, require_vpc(call, found.vpc_id), call.params["Ipv6CidrBlock"])


def _check_ipv6(call: Call, vpc: Any, block: str) -> None:
    """A subnet's range lies in one of its VPC's, between /44 and /64, and overlaps no other subnet's."""
    try:
        wanted = ipaddress.IPv6Network(block)
    except ValueError:
        refuse("InvalidParameterValue", f"invalid value for parameter ipv6-cidr-block: {block}")
    if not 44 <= wanted.prefixlen <= 64 or wanted.prefixlen % 4:
        refuse("InvalidSubnet.Range", f"The IPv6 CIDR '{block}' is invalid: /44 to /64 in steps of 4")
    owned = [item["cidr_block"] for item in vpc.get_cidr_block_association_set(ipv6=True)]
    if not any(wanted.subnet_of(ipaddress.IPv6Network(known)) for known in owned):
        refuse("InvalidSubnet.Range", f"The IPv6 CIDR '{block}' is not in the VPC's {owned}")
    for other in models(call).describe_subnets(filters={"vpc-id": vpc.id}):
        for association in other.ipv6_cidr_block_associations.values():
            taken = association["ipv6CidrBlock"]
            if wanted.overlaps(ipaddress.IPv6Network(taken)):
                refuse(
                    "InvalidSubnet.Conflict", f"The IPv6 CIDR '{block}' conflicts with {other.id}'s {taken}"
                )


@GAPS.amends("CreateSubnet")
def complete_new_subnet(call: Call, result: Document) -> None:
    shown, ec2 = result["Subnet"], models(call)
    if "AvailabilityZone" not in call.params:
        # Moto takes a subnet for a zone's default one if the zone is given by its id or not at all.
        found: Any = subnet(call, shown["SubnetId"])
        for subnets in ec2.subnets.values():
            subnets.pop(found.id, None)
        ec2.subnets[found.availability_zone][found.id] = found
        found.default_for_az = found.map_public_ip_on_launch = False
        shown |= {"DefaultForAz": False, "MapPublicIpOnLaunch": False}
    _complete(call, shown)


@GAPS.amends("DescribeSubnets")
def complete_subnets(call: Call, result: Document) -> None:
    for shown in result.get("Subnets", []):
        _complete(call, shown)


def _complete(call: Call, shown: Document) -> None:
    for association in shown.get("Ipv6CidrBlockAssociationSet", []):
        association["Ipv6CidrBlockState"] = {"State": "associated"}  # moto writes a Python dictionary here
    settings = table(call, "subnets").get(shown["SubnetId"], {})
    shown["EnableDns64"] = settings.get("EnableDns64", False)
    shown["MapCustomerOwnedIpOnLaunch"] = False
    names = shown["PrivateDnsNameOptionsOnLaunch"]
    names["HostnameType"] = settings.get("HostnameType", names["HostnameType"])
    names["EnableResourceNameDnsAAAARecord"] = settings.get("AAAA", False)


@GAPS.checks("ModifySubnetAttribute")
def keep_subnet_attributes(call: Call) -> None:
    """Keep the attributes that moto ignores; moto changes those it knows."""
    params, subnet_id = call.params, call.params["SubnetId"]
    if subnet(call, subnet_id) is None:
        refuse("InvalidSubnetID.NotFound", f"The subnet ID '{subnet_id}' does not exist")
    settings = table(call, "subnets").setdefault(subnet_id, {})
    if "EnableDns64" in params:
        settings["EnableDns64"] = params["EnableDns64"]["Value"]
    if "PrivateDnsHostnameTypeOnLaunch" in params:
        settings["HostnameType"] = params["PrivateDnsHostnameTypeOnLaunch"]
    if "EnableResourceNameDnsAAAARecordOnLaunch" in params:
        settings["AAAA"] = params["EnableResourceNameDnsAAAARecordOnLaunch"]["Value"]
