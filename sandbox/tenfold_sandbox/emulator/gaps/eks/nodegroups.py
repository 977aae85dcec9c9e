"""Managed node groups."""

from __future__ import annotations

import uuid
from typing import Any

from ....eks_versions import VERSIONS, node_release
from ...messages import Document
from .. import Call, refuse
from ..references import backend, instance_types, launch_template, security_group, subnet
from .access import admit
from .base import (
    GAPS,
    cluster_of,
    copy_of,
    finished_update,
    member_of,
    members,
    now,
    require_role,
    table,
)

_INVALID = "InvalidParameterException"
_DEFAULT_AMI = "AL2023_x86_64_STANDARD"
_KEPT = ("remoteAccess", "labels", "taints", "nodeRepairConfig", "capacityType", "tags", "updateConfig")


@GAPS.replaces("CreateNodegroup")
def create_nodegroup(call: Call) -> Document:
    cluster, name = cluster_of(call, call.params["clusterName"]), call.params["nodegroupName"]
    key = f"{cluster['name']}/{name}"
    if key in table(call, "nodegroups"):
        message = f"NodeGroup already exists with name {name} and cluster name {cluster['name']}"
        refuse("ResourceInUseException", message)
    require_role(call, call.params["nodeRole"])
    _check_subnets(call, cluster)
    template = _template(call)
    version = call.params.get("version", cluster["version"])
    _check_version(version, cluster["version"])
    unique = str(uuid.uuid4())
    nodegroup: Document = {
        "nodegroupName": name,
        "nodegroupArn": call.arn("eks", f"nodegroup/{key}/{unique}"),
        "clusterName": cluster["name"],
        "version": version,
        "createdAt": now(),
        "modifiedAt": now(),
        "status": "ACTIVE",
        "capacityType": "ON_DEMAND",
        "scalingConfig": _scaling({"minSize": 1, "maxSize": 2, "desiredSize": 2}, call),
        "subnets": call.params["subnets"],
        "nodeRole": call.params["nodeRole"],
        "labels": {},
        "resources": _resources(call, name, unique),
        "health": {"issues": []},
        "updateConfig": {"maxUnavailable": 1},
        "tags": {},
        **_machines(call, template),
        **copy_of(call, *_KEPT),
    }
    nodegroup["releaseVersion"] = call.params.get("releaseVersion") or _release(nodegroup, template)
    table(call, "nodegroups")[key] = nodegroup
    if cluster["accessConfig"]["authenticationMode"] != "CONFIG_MAP":
        admit(call, cluster["name"], nodegroup["nodeRole"], "EC2_LINUX")
    return {"nodegroup": nodegroup}


@GAPS.replaces("DescribeNodegroup")
def describe_nodegroup(call: Call) -> Document:
    return {"nodegroup": _found(call)}


@GAPS.replaces("ListNodegroups")
def list_nodegroups(call: Call) -> Document:
    found = members(call, "nodegroups", call.params["clusterName"])
    return {"nodegroups": [nodegroup["nodegroupName"] for nodegroup in found]}


@GAPS.replaces("UpdateNodegroupConfig")
def update_nodegroup_config(call: Call) -> Document:
    nodegroup = _found(call)
    if "scalingConfig" in call.params:
        nodegroup["scalingConfig"] = _scaling(nodegroup["scalingConfig"], call)
    labels, taints = call.params.get("labels", {}), call.params.get("taints", {})
    nodegroup["labels"] = {**nodegroup["labels"], **labels.get("addOrUpdateLabels", {})}
    for key in labels.get("removeLabels", []):
        nodegroup["labels"].pop(key, None)
    if taints:
        nodegroup["taints"] = _taints(nodegroup.get("taints", []), taints)
    nodegroup.update(copy_of(call, "updateConfig", "nodeRepairConfig"), modifiedAt=now())
    return finished_update(call, _target(nodegroup), "ConfigUpdate", **call.params.get("scalingConfig", {}))


@GAPS.replaces("UpdateNodegroupVersion")
def update_nodegroup_version(call: Call) -> Document:
    nodegroup, cluster = _found(call), cluster_of(call, call.params["clusterName"])
    template = _template(call)
    if template is not None:
        if "launchTemplate" not in nodegroup:
            refuse(_INVALID, "A node group made without a launch template can't be given one")
        nodegroup["launchTemplate"] = _template_document(call, template)
    version = call.params.get("version", nodegroup["version"])
    if "version" not in call.params and "releaseVersion" not in call.params and template is None:
        version = cluster["version"]
    _check_version(version, cluster["version"])
    nodegroup.update(version=version, modifiedAt=now())
    nodegroup["releaseVersion"] = call.params.get("releaseVersion") or _release(nodegroup, template)
    kept = {"Version": version, "ReleaseVersion": nodegroup["releaseVersion"]}
    return finished_update(call, _target(nodegroup), "VersionUpdate", **kept)


@GAPS.replaces("DeleteNodegroup")
def delete_nodegroup(call: Call) -> Document:
    nodegroup = _found(call)
    del table(call, "nodegroups")[_target(nodegroup)]
    return {"nodegroup": {**nodegroup, "status": "DELETING"}}


def _found(call: Call) -> Document:
    return member_of(
        call, "nodegroups", call.params["clusterName"], call.params["nodegroupName"], "node group"
    )


def _target(nodegroup: Document) -> str:
    return f"{nodegroup['clusterName']}/{nodegroup['nodegroupName']}"


def _check_subnets(call: Call, cluster: Document) -> None:
    vpc_id = cluster["resourcesVpcConfig"]["vpcId"]
    for subnet_id in call.params["subnets"]:
        found = subnet(call, subnet_id)
        if found is None or found.vpc_id != vpc_id:
            refuse(_INVALID, f"The subnet ID '{subnet_id}' does not exist in the cluster's VPC {vpc_id}")
    for group_id in call.params.get("remoteAccess", {}).get("sourceSecurityGroups", []):
        if security_group(call, group_id) is None:
            refuse(_INVALID, f"The security group '{group_id}' does not exist")


def _check_version(version: str, cluster_version: str) -> None:
    order = list(VERSIONS)
    if version not in order:
        refuse(_INVALID, f"Unsupported Kubernetes version {version}; supported: {', '.join(order)}")
    if not 0 <= order.index(cluster_version) - order.index(version) <= 3:
        message = (
            f"Nodegroup Kubernetes version {version} must be the cluster's {cluster_version} or up to three"
        )
        refuse(_INVALID, f"{message} minor versions older")


def _scaling(old: Document, call: Call) -> Document:
    scaling = {**old, **call.params.get("scalingConfig", {})}
    if not 0 <= scaling["minSize"] <= scaling["desiredSize"] <= scaling["maxSize"] or scaling["maxSize"] < 1:
        sizes = ", ".join(f"{name} {size}" for name, size in scaling.items())
        refuse(_INVALID, f"minSize <= desiredSize <= maxSize, and maxSize >= 1, must hold; given: {sizes}")
    return scaling


def _template(call: Call) -> Any | None:
    given = call.params.get("launchTemplate")
    if not given:
        return None
    template = launch_template(call, given.get("id"), given.get("name"))
    if template is None:
        refuse(_INVALID, f"The launch template {given.get('id') or given.get('name')} does not exist")
    version = str(given.get("version", "$Default"))
    if version.isdecimal() and not 1 <= int(version) <= len(template.versions):
        refuse(_INVALID, f"Launch template {template.id} has no version {version}")
    return template


def _template_document(call: Call, template: Any) -> Document:
    version = call.params["launchTemplate"].get("version") or str(template.default_version_number)
    return {"id": template.id, "name": template.name, "version": version}


def _template_data(call: Call, template: Any | None) -> Document:
    if template is None:
        return {}
    return template.get_version(call.params["launchTemplate"].get("version", "$Default")).data


def _machines(call: Call, template: Any | None) -> Document:
    """Instance types, image and disk, which the request or its launch template says, but not both."""
    data = _template_data(call, template)
    types = call.params.get("instanceTypes", [])
    if types and data.get("InstanceType"):
        refuse(_INVALID, "Instance types can't be given both in the request and in its launch template")
    if template is not None and "diskSize" in call.params:
        refuse(_INVALID, "Disk size must be specified within the launch template.")
    ami = call.params.get("amiType") or ("CUSTOM" if data.get("ImageId") else _DEFAULT_AMI)
    machines: Document = {"amiType": ami}
    if not data.get("InstanceType"):
        machines["instanceTypes"] = types or ["t4g.medium" if "ARM" in ami else "t3.medium"]
    if template is None:
        machines["diskSize"] = call.params.get("diskSize", 20)
    else:
        machines["launchTemplate"] = _template_document(call, template)
    for name in machines.get("instanceTypes") or [data["InstanceType"]]:
        _check_instance_type(name, ami)
    return machines


def _check_instance_type(name: str, ami: str) -> None:
    known = instance_types().get(name)
    if known is None:
        refuse(_INVALID, f"The following supplied instance types do not exist: [{name}]")
    architecture = "arm64" if "ARM" in ami else "x86_64"
    if ami != "CUSTOM" and architecture not in known["ProcessorInfo"]["SupportedArchitectures"]:
        refuse(_INVALID, f"[{name}] is not a valid instance type for requested amiType {ami}")


def _release(nodegroup: Document, template: Any | None) -> str:
    if nodegroup["amiType"] == "CUSTOM" and template is not None:
        return str(template.get_version(nodegroup["launchTemplate"]["version"]).data.get("ImageId"))
    return node_release(nodegroup["version"])


def _resources(call: Call, name: str, unique: str) -> Document:
    resources: Document = {"autoScalingGroups": [{"name": f"eks-{name}-{unique}"}]}
    if "ec2SshKey" in call.params.get("remoteAccess", {}):
        key = call.params["remoteAccess"]["ec2SshKey"]
        if key not in backend(call, "ec2").keypairs:
            refuse(_INVALID, f"The key pair '{key}' does not exist")
    return resources


def _taints(old: list[Document], changes: Document) -> list[Document]:
    def place(taint: Document) -> tuple[str, str]:
        return taint["key"], taint["effect"]

    gone = {place(taint) for taint in changes.get("removeTaints", [])}
    kept = {place(taint): taint for taint in old if place(taint) not in gone}
    return list((kept | {place(taint): taint for taint in changes.get("addOrUpdateTaints", [])}).values())
