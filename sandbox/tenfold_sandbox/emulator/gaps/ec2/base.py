"""What EC2's parts share."""

from __future__ import annotations

from typing import Any

from ...messages import Document
from .. import Call, Gaps, Table, refuse, store
from ..references import backend, role, security_group, vpc

GAPS = Gaps("ec2")


def models(call: Call) -> Any:
    """Moto's EC2 model in the call's region."""
    return backend(call, "ec2")


def table(call: Call, name: str) -> Table:
    """A table of what moto's EC2 doesn't have."""
    return store(models(call), name)


def require_vpc(call: Call, vpc_id: str | None) -> Any:
    """The VPC, or AWS's refusal."""
    return vpc(call, vpc_id or "") or refuse("InvalidVpcID.NotFound", f"The vpc ID '{vpc_id}' does not exist")


def require_groups(call: Call, group_ids: list[str]) -> None:
    """Refuse security groups that don't exist."""
    for group_id in group_ids:
        if security_group(call, group_id) is None:
            refuse("InvalidGroup.NotFound", f"The security group '{group_id}' does not exist")


def tags_of(call: Call, kind: str) -> dict[str, str]:
    """The tags that a create call gives to a resource of this kind."""
    specifications: list[Document] = call.params.get("TagSpecifications", [])
    named = [
        tag for item in specifications if item.get("ResourceType") == kind for tag in item.get("Tags", [])
    ]
    return {tag["Key"]: tag.get("Value", "") for tag in named}


def place_interface(interface: Any, address: str | None = None) -> str:
    """Give a network interface a free address of its subnet, or the one that is asked for."""
    if address is None:
        address = interface.subnet.get_available_subnet_ip(interface)
    else:
        interface.subnet.request_ip(address, interface)
    interface.private_ip_address = address
    interface.private_ip_addresses = [{"Primary": True, "PrivateIpAddress": address}]
    return str(address)


@GAPS.checks("CreateSecurityGroup")
def check_security_group(call: Call) -> None:
    if "VpcId" in call.params:
        require_vpc(call, call.params["VpcId"])


@GAPS.checks("CreateFlowLogs")
def check_flow_logs(call: Call) -> None:
    arn = call.params.get("DeliverLogsPermissionArn")
    if arn and role(call, arn) is None:
        refuse("InvalidParameter", f"DeliverLogsPermissionArn: the IAM role {arn} does not exist")


@GAPS.amends("DescribeAvailabilityZones")
def complete_zones(call: Call, result: Document) -> None:
    # Moto leaves out what programs filter on and group by.
    for zone in result["AvailabilityZones"]:
        zone.setdefault("OptInStatus", "opt-in-not-required")
        zone.setdefault("GroupName", f"{call.region}-zg-1")
        zone.setdefault("NetworkBorderGroup", call.region)
