"""Deletions that AWS refuses, since something still uses what would go."""

from __future__ import annotations

from typing import Any, NoReturn

from .. import Call, refuse
from .base import GAPS, models


def _refuse_dependency(kind: str, name: str, user: str) -> NoReturn:
    message = f"The {kind} '{name}' has dependencies and cannot be deleted: {user}"
    refuse("DependencyViolation", message)


def _users(call: Call) -> list[tuple[str, Any]]:
    """What lies in subnets and has security groups."""
    ec2 = models(call)
    instances = [item for item in ec2.all_instances() if item.state not in ("terminated", "shutting-down")]
    gateways = [item for item in ec2.nat_gateways.values() if item.state != "deleted"]
    endpoints = [item for item in ec2.vpc_end_points.values() if item.state != "deleted"]
    return [(item.id, item) for item in (*instances, *gateways, *endpoints)]


@GAPS.checks("DeleteSubnet")
def check_subnet(call: Call) -> None:
    subnet_id: str = call.params["SubnetId"]
    for name, user in _users(call):
        subnets = [getattr(user, "subnet_id", None), *(getattr(user, "subnet_ids", None) or ())]
        if subnet_id in subnets:
            _refuse_dependency("subnet", subnet_id, name)


@GAPS.checks("DeleteSecurityGroup")
def check_security_group(call: Call) -> None:
    group_id = call.params.get("GroupId")
    if not group_id:
        return
    for name, user in _users(call):
        groups = getattr(user, "security_groups", None) or ()
        if group_id in (getattr(user, "security_group_ids", None) or [group.id for group in groups]):
            _refuse_dependency("security group", group_id, name)
    for groups in models(call).groups.values():
        for other in groups.values():
            rules = [*other.ingress_rules, *other.egress_rules]
            if other.id != group_id and group_id in [rule.source_group.get("GroupId") for rule in rules]:
                _refuse_dependency("security group", group_id, f"a rule of {other.id}")


@GAPS.checks("DeleteVpc")
def check_vpc(call: Call) -> None:
    vpc_id, ec2 = call.params["VpcId"], models(call)
    for group in ec2.groups.get(vpc_id, {}).values():
        if group.name != "default":
            _refuse_dependency("vpc", vpc_id, group.id)
    for gateway in ec2.internet_gateways.values():
        if gateway.vpc is not None and gateway.vpc.id == vpc_id:
            _refuse_dependency("vpc", vpc_id, gateway.id)
    for name, user in _users(call):
        if getattr(user, "vpc_id", None) == vpc_id:
            _refuse_dependency("vpc", vpc_id, name)
