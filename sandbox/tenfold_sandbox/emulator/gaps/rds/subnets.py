"""DB subnet groups. Moto deletes a group when it is modified, and lets one go that is in use."""

from __future__ import annotations

from typing import Any

from ...messages import Document
from .. import Call, refuse
from ..references import subnet
from .base import GAPS, models, subnet_group


@GAPS.checks("CreateDBSubnetGroup")
def check_create(call: Call) -> None:
    name = call.params["DBSubnetGroupName"]
    if name in models(call).subnet_groups:
        refuse("DBSubnetGroupAlreadyExists", f"The DB subnet group '{name}' already exists.")
    _subnets(call)


@GAPS.replaces("ModifyDBSubnetGroup")
def modify_db_subnet_group(call: Call) -> Document:
    group = subnet_group(call, call.params["DBSubnetGroupName"])
    if group is None:
        return refuse("InvalidParameterValue", "The default subnet group can't be modified")
    new = _subnets(call)
    for database in models(call).databases.values():
        used = getattr(database, "db_subnet_group", None) is group
        if used and database.availability_zone not in {item.availability_zone for item in new}:
            message = f"Some of the subnets to be deleted are in use by {database.db_instance_identifier}"
            refuse("SubnetAlreadyInUse", message)
    group.subnets = new
    group.description = call.params.get("DBSubnetGroupDescription", group.description)
    return {"DBSubnetGroup": group}


@GAPS.checks("DeleteDBSubnetGroup")
def check_delete(call: Call) -> None:
    name = call.params["DBSubnetGroupName"]
    group = subnet_group(call, name)
    for database in models(call).databases.values():
        if getattr(database, "db_subnet_group", None) is group:
            _refuse_in_use(name, f"database instance: {database.db_instance_identifier}")
    for cluster in models(call).clusters.values():
        if cluster.db_subnet_group_name == name.lower():
            _refuse_in_use(name, f"database cluster: {cluster.db_cluster_identifier}")


def _refuse_in_use(name: str, user: str) -> None:
    message = f"Cannot delete the subnet group '{name}' because at least one {user} is still using it."
    refuse("InvalidDBSubnetGroupStateFault", message)


def _subnets(call: Call) -> list[Any]:
    found = {subnet_id: subnet(call, subnet_id) for subnet_id in call.params["SubnetIds"]}
    missing = [subnet_id for subnet_id, there in found.items() if there is None]
    if missing:
        refuse("InvalidSubnet", f"Some input subnets in :{missing} are invalid.")
    subnets = [there for there in found.values() if there is not None]
    if len({there.vpc_id for there in subnets}) > 1:
        refuse("InvalidSubnet", "The subnets of a DB subnet group must be in one VPC")
    zones = sorted({there.availability_zone for there in subnets})
    if len(zones) < 2:
        message = "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ"
        refuse(
            "DBSubnetGroupDoesNotCoverEnoughAZs", f"{message} coverage: {zones}. Add subnets to cover 2 AZs."
        )
    return subnets
