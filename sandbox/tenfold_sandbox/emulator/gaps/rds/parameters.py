"""Parameter groups of instances and clusters: they keep what their user set, not the engine's defaults."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...messages import Document
from .. import Call, refuse
from .base import GAPS, models
from .catalogue import families

# Static parameters of PostgreSQL that programs commonly set: they need a reboot.
_STATIC = {
    "huge_pages",
    "max_connections",
    "max_locks_per_transaction",
    "max_replication_slots",
    "max_wal_senders",
    "max_worker_processes",
    "rds.logical_replication",
    "shared_buffers",
    "shared_preload_libraries",
    "track_activity_query_size",
    "wal_buffers",
}
_KINDS = {"DBParameterGroupName": "db_parameter_groups"}
_KINDS["DBClusterParameterGroupName"] = "db_cluster_parameter_groups"


@GAPS.checks("CreateDBParameterGroup", "CreateDBClusterParameterGroup")
def check_create(call: Call) -> None:
    family = call.params["DBParameterGroupFamily"]
    if family not in families():
        refuse(
            "InvalidParameterValue", f"ParameterGroupFamily {family} is not a valid parameter group family"
        )


@GAPS.checks("DescribeDBParameterGroups")
def check_describe(call: Call) -> None:
    if "DBParameterGroupName" in call.params:
        _group(call)


@GAPS.checks("ModifyDBParameterGroup", "ModifyDBClusterParameterGroup")
def check_modify(call: Call) -> None:
    group = _group(call)
    if group.name.startswith("default."):
        message = f"The parameter group {group.name} cannot be modified: it is a default group"
        refuse("InvalidDBParameterGroupState", message)
    for parameter in call.params["Parameters"]:
        name = parameter["ParameterName"]
        if name in _STATIC and parameter.get("ApplyMethod") == "immediate":
            message = f"cannot use immediate apply method for static parameter {name}"
            refuse("InvalidParameterCombination", f"{message}; use pending-reboot")


@GAPS.replaces("DescribeDBParameters", "DescribeDBClusterParameters")
def describe_parameters(call: Call) -> Document:
    group, source = _group(call), call.params.get("Source")
    parameters = [
        {
            "Source": "user",
            "IsModifiable": True,
            "ApplyType": "static" if name in _STATIC else "dynamic",
            **values,
            "ParameterName": name,
        }
        for name, values in group.parameters.items()
    ]
    return {"Parameters": parameters if source in (None, "user") else []}


@GAPS.replaces("ResetDBParameterGroup", "ResetDBClusterParameterGroup")
def reset_parameters(call: Call) -> Document:
    group = _group(call)
    named: Iterable[str] = [parameter["ParameterName"] for parameter in call.params.get("Parameters", [])]
    for name in list(group.parameters) if call.params.get("ResetAllParameters") else named:
        group.parameters.pop(name, None)
    return {name: group.name for name in _KINDS if name in call.params}


@GAPS.checks("DeleteDBParameterGroup", "DeleteDBClusterParameterGroup")
def check_delete(call: Call) -> None:
    name = _group(call).name
    used = [item for item in models(call).databases.values() if item.db_parameter_group_name == name]
    if "DBClusterParameterGroupName" in call.params:
        used = [item for item in models(call).clusters.values() if item.parameter_group == name]
    if used:
        message = f"One or more databases are still members of this parameter group {name}"
        refuse("InvalidDBParameterGroupState", f"{message}, so the group cannot be deleted")


def check_family(call: Call, kind: str, name: str | None, family: str) -> None:
    """Refuse a parameter group that doesn't exist or is made for another engine version."""
    if name is None or name == f"default.{family}":
        return
    group = getattr(models(call), kind).get(name)
    if group is None:
        refuse("DBParameterGroupNotFound", f"DBParameterGroup not found: {name}")
    found = getattr(group, "family", None) or group.db_parameter_group_family
    if found != family:
        message = f"The parameter group {name} with DBParameterGroupFamily {found} can't be used"
        refuse("InvalidParameterCombination", f"{message}; use one with DBParameterGroupFamily {family}")


def _group(call: Call) -> Any:
    for parameter, kind in _KINDS.items():
        if parameter in call.params:
            name = call.params[parameter]
            found = getattr(models(call), kind).get(name)
            return found or refuse("DBParameterGroupNotFound", f"DBParameterGroup not found: {name}")
    return refuse("InvalidParameterValue", "The request names no parameter group")
