"""Aurora global databases. Moto finds sources in one region only, names no writer, and can't move it."""

from __future__ import annotations

from typing import Any

from ...messages import Document
from .. import Call, refuse
from .base import GAPS, models
from .clusters import find_cluster
from .tags import drop_tags, keep_tags

_HOME = "us-east-1"  # where moto keeps global clusters, which belong to no region


def find_global(call: Call, name: str) -> Any:
    """The global cluster with this identifier, or AWS's refusal."""
    found = models(call, _HOME).global_clusters.get(name)
    return found or refuse("GlobalClusterNotFoundFault", f"Global cluster {name} not found")


@GAPS.replaces("CreateGlobalCluster")
def create_global_cluster(call: Call) -> Document:
    name, source_arn = call.params["GlobalClusterIdentifier"], call.params.get("SourceDBClusterIdentifier")
    home = models(call, _HOME)
    if name in home.global_clusters:
        refuse("GlobalClusterAlreadyExistsFault", f"Global cluster {name} already exists")
    source = find_cluster(call, source_arn) if source_arn else None
    if source is not None and "Engine" in call.params:
        refuse("InvalidParameterCombination", "Engine can't be given with SourceDBClusterIdentifier")
    engine = source.engine if source else call.params.get("Engine")
    version = source.engine_version if source else call.params.get("EngineVersion")
    encrypted = source.storage_encrypted if source else call.params.get("StorageEncrypted")
    made = home.create_global_cluster(
        name, None, engine, version, encrypted, call.params.get("DeletionProtection")
    )
    made.database_name = source.database_name if source else call.params.get("DatabaseName")
    keep_tags(call, made.arn)
    if source is not None:
        source.global_cluster_identifier, source.is_writer = name, True
        made.members.append(source)
    return {"GlobalCluster": made}


@GAPS.replaces("ModifyGlobalCluster")
def modify_global_cluster(call: Call) -> Document:
    found = find_global(call, call.params["GlobalClusterIdentifier"])
    found.deletion_protection = call.params.get("DeletionProtection", found.deletion_protection)
    if "EngineVersion" in call.params:
        found.engine_version = call.params["EngineVersion"]
        for member in found.members:
            member.engine_version = found.engine_version
    return {"GlobalCluster": found}


@GAPS.replaces("DeleteGlobalCluster")
def delete_global_cluster(call: Call) -> Document:
    found = find_global(call, call.params["GlobalClusterIdentifier"])
    if found.deletion_protection:
        message = "Cannot delete protected Global Cluster, please disable deletion protection and try again."
        refuse("InvalidParameterCombination", message)
    if found.members:
        members = ", ".join(member.db_cluster_arn for member in found.members)
        message = f"Global Cluster {found.global_cluster_arn} is not empty"
        refuse("InvalidGlobalClusterStateFault", f"{message}; remove its members first: {members}")
    drop_tags(call, found.arn)
    return {"GlobalCluster": models(call, _HOME).global_clusters.pop(found.global_cluster_identifier)}


@GAPS.replaces("RemoveFromGlobalCluster")
def remove_from_global_cluster(call: Call) -> Document:
    found = find_global(call, call.params["GlobalClusterIdentifier"])
    member = _member(found, call.params["DbClusterIdentifier"])
    if member.is_writer and len(found.members) > 1:
        message = "The primary cluster can't be removed while the global cluster has secondary clusters"
        refuse("InvalidGlobalClusterStateFault", message)
    found.members.remove(member)
    member.global_cluster_identifier, member.is_writer = None, False
    return {"GlobalCluster": found}


@GAPS.replaces("FailoverGlobalCluster", "SwitchoverGlobalCluster")
def move_writer(call: Call) -> Document:
    found = find_global(call, call.params["GlobalClusterIdentifier"])
    target = _member(found, call.params["TargetDbClusterIdentifier"])
    if target.is_writer:
        message = f"{target.db_cluster_arn} is the primary cluster already"
        refuse("InvalidDBClusterStateFault", message)
    for member in found.members:
        member.is_writer = member is target
    return {"GlobalCluster": found}


def _member(found: Any, name: str) -> Any:
    for member in found.members:
        if name in (member.db_cluster_arn, member.db_cluster_identifier):
            return member
    return refuse("DBClusterNotFoundFault", f"DBCluster {name} is not in {found.global_cluster_identifier}")
