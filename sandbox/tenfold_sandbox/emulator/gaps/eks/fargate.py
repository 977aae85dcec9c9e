"""Fargate profiles."""

from __future__ import annotations

import uuid

from ...messages import Document
from .. import Call, refuse
from ..references import subnet
from .base import GAPS, cluster_of, member_of, members, now, require_role, table


@GAPS.replaces("CreateFargateProfile")
def create_fargate_profile(call: Call) -> Document:
    cluster, name = cluster_of(call, call.params["clusterName"]), call.params["fargateProfileName"]
    key = f"{cluster['name']}/{name}"
    if key in table(call, "fargate"):
        refuse("ResourceInUseException", f"A Fargate Profile already exists with this name: {name}")
    require_role(call, call.params["podExecutionRoleArn"])
    for subnet_id in call.params.get("subnets", []):
        if subnet(call, subnet_id) is None:
            refuse("InvalidParameterException", f"The subnet ID '{subnet_id}' does not exist")
    profile: Document = {
        "fargateProfileName": name,
        "fargateProfileArn": call.arn("eks", f"fargateprofile/{key}/{uuid.uuid4()}"),
        "clusterName": cluster["name"],
        "createdAt": now(),
        "podExecutionRoleArn": call.params["podExecutionRoleArn"],
        "subnets": call.params.get("subnets", []),
        "selectors": call.params.get("selectors", []),
        "status": "ACTIVE",
        "tags": call.params.get("tags", {}),
        "health": {"issues": []},
    }
    table(call, "fargate")[key] = profile
    return {"fargateProfile": profile}


@GAPS.replaces("DescribeFargateProfile")
def describe_fargate_profile(call: Call) -> Document:
    return {"fargateProfile": _found(call)}


@GAPS.replaces("ListFargateProfiles")
def list_fargate_profiles(call: Call) -> Document:
    found = members(call, "fargate", call.params["clusterName"])
    return {"fargateProfileNames": [profile["fargateProfileName"] for profile in found]}


@GAPS.replaces("DeleteFargateProfile")
def delete_fargate_profile(call: Call) -> Document:
    profile = _found(call)
    del table(call, "fargate")[f"{profile['clusterName']}/{profile['fargateProfileName']}"]
    return {"fargateProfile": {**profile, "status": "DELETING"}}


def _found(call: Call) -> Document:
    name = call.params["fargateProfileName"]
    return member_of(call, "fargate", call.params["clusterName"], name, "Fargate Profile")
