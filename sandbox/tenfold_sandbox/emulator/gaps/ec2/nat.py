"""NAT gateways: regional ones, which have no subnet, and what a deleted one gives back."""

from __future__ import annotations

import secrets
from typing import Any

from ...messages import Document
from .. import Call, refuse
from .base import GAPS, models, place_interface, require_vpc, tags_of


@GAPS.checks("CreateNatGateway")
def check_nat_gateway(call: Call) -> None:
    params = call.params
    regional, private = (
        params.get("AvailabilityMode") == "regional",
        params.get("ConnectivityType") == "private",
    )
    if regional:
        if "SubnetId" in params or private:
            message = "A NAT gateway with AvailabilityMode regional has no SubnetId and is public"
            refuse("InvalidParameterCombination", message)
        require_vpc(call, params.get("VpcId"))
        for address in params.get("AvailabilityZoneAddresses", []):
            for allocation in address["AllocationIds"]:
                models(call).address_by_allocation([allocation])
    elif "SubnetId" not in params:
        refuse("MissingParameter", "The request must contain the parameter SubnetId")
    elif private == ("AllocationId" in params):
        word = "can't have an" if private else "needs an"
        refuse(
            "InvalidParameterCombination",
            f"A {params.get('ConnectivityType', 'public')} NAT gateway {word} AllocationId",
        )


@GAPS.replaces("CreateNatGateway")
def create_regional_nat_gateway(call: Call) -> Document | None:
    if call.params.get("AvailabilityMode") != "regional":
        return None  # moto's
    gateway = _regional_gateway(call)
    models(call).nat_gateways[gateway.id] = gateway
    return {"NatGateway": gateway}


def _regional_gateway(call: Call) -> Any:
    from moto.core.utils import utcnow
    from moto.ec2.models.nat_gateways import NatGateway
    from moto.ec2.utils import random_nat_gateway_id

    ec2 = models(call)
    # Moto's constructor needs a subnet to put a network interface in.
    gateway: Any = NatGateway.__new__(NatGateway)
    gateway.id, gateway.ec2_backend, gateway._created_at = random_nat_gateway_id(), ec2, utcnow()
    gateway.subnet_id, gateway._eni, gateway.state = None, None, "available"
    gateway.connectivity_type, gateway.availability_mode = "public", "regional"
    gateway.vpc_id = call.params["VpcId"]
    gateway.address_set = _addresses(call, ec2)
    gateway.auto_scaling_ips = gateway.auto_provision_zones = "enabled"
    if call.params.get("AvailabilityZoneAddresses"):
        gateway.auto_scaling_ips = gateway.auto_provision_zones = "disabled"
    gateway.add_tags(tags_of(call, "natgateway"))
    return gateway


def _addresses(call: Call, ec2: Any) -> list[Document]:
    """The addresses given per zone, or one that AWS brings itself."""
    given: list[Document] = call.params.get("AvailabilityZoneAddresses", [])
    if not given:
        public = f"198.51.100.{1 + secrets.randbelow(254)}"
        zone = f"{call.region}a"
        return [{"PublicIp": public, "AvailabilityZone": zone, "IsPrimary": True, "Status": "succeeded"}]
    addresses: list[Document] = []
    for item in given:
        zone = item.get("AvailabilityZone") or item.get("AvailabilityZoneId")
        for allocation in item["AllocationIds"]:
            address = ec2.address_by_allocation([allocation])[0]
            addresses.append(
                {
                    "AllocationId": allocation,
                    "PublicIp": address.public_ip,
                    "AvailabilityZone": zone,
                    "IsPrimary": not addresses,
                    "Status": "succeeded",
                }
            )
    return addresses


@GAPS.amends("CreateNatGateway")
def place(call: Call, result: Document) -> None:
    """Give a zonal gateway an address of its subnet; moto takes any."""
    ec2, shown = models(call), result["NatGateway"]
    gateway = ec2.nat_gateways[shown["NatGatewayId"]]
    if gateway._eni is None:
        return
    private = place_interface(gateway._eni, call.params.get("PrivateIpAddress"))
    gateway.private_ip = gateway.address_set[0]["privateIp"] = private
    shown["NatGatewayAddresses"][0]["PrivateIp"] = private


@GAPS.checks("DeleteNatGateway")
def check_delete(call: Call) -> None:
    gateway_id = call.params["NatGatewayId"]
    gateway = models(call).nat_gateways.get(gateway_id)
    if gateway is None:
        refuse("NatGatewayNotFound", f"The Nat Gateway {gateway_id} was not found")


@GAPS.amends("DeleteNatGateway")
def release(call: Call, _result: Document) -> None:
    """Give the network interface and the address back, which moto keeps for ever."""
    ec2 = models(call)
    gateway = ec2.nat_gateways[call.params["NatGatewayId"]]
    for address in ec2.addresses:
        if address.eni is not None and address.eni is gateway._eni:
            address.eni = address.association_id = None
    if gateway._eni is not None:
        ec2.enis.pop(gateway._eni.id, None)
