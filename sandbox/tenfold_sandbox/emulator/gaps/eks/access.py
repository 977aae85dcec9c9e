"""Who may use a cluster: access entries with their policies, and pod identity associations."""

from __future__ import annotations

import uuid
from secrets import token_hex

from ...messages import Document
from .. import Call, refuse
from .base import GAPS, cluster_of, copy_of, member_of, members, now, require_role, table

_POLICIES = (
    "AmazonEKSClusterAdminPolicy",
    "AmazonEKSAdminPolicy",
    "AmazonEKSEditPolicy",
    "AmazonEKSViewPolicy",
    "AmazonEKSAdminViewPolicy",
    "AmazonEKSAutoNodePolicy",
    "AmazonEKSBlockStoragePolicy",
    "AmazonEKSLoadBalancingPolicy",
    "AmazonEKSNetworkingPolicy",
    "AmazonEKSComputePolicy",
    "AmazonEKSSecretReaderPolicy",
    "AmazonEKSHybridPolicy",
)
_TYPES = ("STANDARD", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "EC2", "HYBRID_LINUX", "HYPERPOD_LINUX")
CLUSTER_ADMIN = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
AUTO_NODE = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSAutoNodePolicy"
_INVALID = "InvalidParameterException"
_ASSOCIATION = (
    "clusterName",
    "namespace",
    "serviceAccount",
    "roleArn",
    "targetRoleArn",
    "policy",
    "disableSessionTags",
    "ownerArn",
    "tags",
)


def admit(
    call: Call, cluster: str, principal: str, kind: str = "STANDARD", policy: str | None = None
) -> None:
    """Make the access entry that AWS makes by itself; one that exists stays as it is."""
    entries = table(call, "access")
    if f"{cluster}/{principal}" not in entries:
        entries[f"{cluster}/{principal}"] = _entry(call, cluster, principal, kind)
    if policy:
        scope: Document = {"type": "cluster", "namespaces": []}
        entries[f"{cluster}/{principal}"]["policies"][policy] = _association(policy, scope)


@GAPS.replaces("CreateAccessEntry")
def create_access_entry(call: Call) -> Document:
    cluster, principal = call.params["clusterName"], call.params["principalArn"]
    kind = call.params.get("type", "STANDARD")
    _check_entries_allowed(cluster_of(call, cluster))
    if kind not in _TYPES:
        refuse(_INVALID, f"The type {kind} is not valid; allowed: {', '.join(_TYPES)}")
    if ":role/" in principal:
        require_role(call, principal)
    if f"{cluster}/{principal}" in table(call, "access"):
        refuse(
            "ResourceInUseException", "The specified access entry resource is already in use on this cluster."
        )
    if kind != "STANDARD" and call.params.get("kubernetesGroups"):
        refuse(_INVALID, f"kubernetesGroups can't be set with type {kind}")
    entry = _entry(call, cluster, principal, kind)
    entry.update(copy_of(call, "kubernetesGroups", "username", "tags"))
    table(call, "access")[f"{cluster}/{principal}"] = entry
    return {"accessEntry": entry}


@GAPS.replaces("DescribeAccessEntry")
def describe_access_entry(call: Call) -> Document:
    return {"accessEntry": _found_entry(call)}


@GAPS.replaces("ListAccessEntries")
def list_access_entries(call: Call) -> Document:
    policy = call.params.get("associatedPolicyArn")
    entries = members(call, "access", call.params["clusterName"])
    return {"accessEntries": [e["principalArn"] for e in entries if not policy or policy in e["policies"]]}


@GAPS.replaces("UpdateAccessEntry")
def update_access_entry(call: Call) -> Document:
    entry = _found_entry(call)
    entry.update(copy_of(call, "kubernetesGroups", "username"), modifiedAt=now())
    return {"accessEntry": entry}


@GAPS.replaces("DeleteAccessEntry")
def delete_access_entry(call: Call) -> Document:
    _found_entry(call)
    del table(call, "access")[f"{call.params['clusterName']}/{call.params['principalArn']}"]
    return {}


@GAPS.replaces("ListAccessPolicies")
def list_access_policies(_call: Call) -> Document:
    return {"accessPolicies": [{"name": name, "arn": _policy_arn(name)} for name in _POLICIES]}


@GAPS.replaces("AssociateAccessPolicy")
def associate_access_policy(call: Call) -> Document:
    entry, policy, scope = _found_entry(call), call.params["policyArn"], call.params["accessScope"]
    if policy not in {_policy_arn(name) for name in _POLICIES}:
        refuse(_INVALID, f"The policyArn parameter format is not valid: {policy}")
    if scope.get("type") == "namespace" and not scope.get("namespaces"):
        refuse(_INVALID, "The access scope of type namespace needs namespaces")
    entry["policies"][policy] = _association(policy, scope)
    return {
        "clusterName": entry["clusterName"],
        "principalArn": entry["principalArn"],
        "associatedAccessPolicy": entry["policies"][policy],
    }


@GAPS.replaces("ListAssociatedAccessPolicies")
def list_associated_access_policies(call: Call) -> Document:
    entry = _found_entry(call)
    policies = list(entry["policies"].values())
    return {**copy_of(call, "clusterName", "principalArn"), "associatedAccessPolicies": policies}


@GAPS.replaces("DisassociateAccessPolicy")
def disassociate_access_policy(call: Call) -> Document:
    if _found_entry(call)["policies"].pop(call.params["policyArn"], None) is None:
        refuse("ResourceNotFoundException", "The specified access policy association could not be found.")
    return {}


@GAPS.replaces("CreatePodIdentityAssociation")
def create_pod_identity_association(call: Call) -> Document:
    cluster_of(call, call.params["clusterName"])
    require_role(call, call.params["roleArn"])
    return {"association": associate(call, {})}


def associate(call: Call, changes: Document) -> Document:
    """Make a pod identity association from the call's parameters with these changes."""
    given = {**call.params, **changes}
    account = (given["clusterName"], given["namespace"], given["serviceAccount"])
    for known in table(call, "associations").values():
        if (known["clusterName"], known["namespace"], known["serviceAccount"]) == account:
            refuse("ResourceInUseException", f"Association already exists: {known['associationId']}")
    association_id = f"a-{token_hex(9)[:17]}"
    association: Document = {
        "associationId": association_id,
        "associationArn": call.arn("eks", f"podidentityassociation/{given['clusterName']}/{association_id}"),
        "createdAt": now(),
        "modifiedAt": now(),
        "tags": {},
        "disableSessionTags": False,
        **{name: given[name] for name in _ASSOCIATION if name in given},
    }
    table(call, "associations")[association_id] = association
    return association


@GAPS.replaces("DescribePodIdentityAssociation")
def describe_pod_identity_association(call: Call) -> Document:
    return {"association": _found_association(call)}


@GAPS.replaces("ListPodIdentityAssociations")
def list_pod_identity_associations(call: Call) -> Document:
    wanted = copy_of(call, "namespace", "serviceAccount")
    found = members(call, "associations", call.params["clusterName"])
    return {"associations": [item for item in found if wanted.items() <= item.items()]}


@GAPS.replaces("UpdatePodIdentityAssociation")
def update_pod_identity_association(call: Call) -> Document:
    association = _found_association(call)
    if "roleArn" in call.params:
        require_role(call, call.params["roleArn"])
    changes = copy_of(call, "roleArn", "disableSessionTags", "targetRoleArn", "policy")
    association.update(changes, modifiedAt=now())
    return {"association": association}


@GAPS.replaces("DeletePodIdentityAssociation")
def delete_pod_identity_association(call: Call) -> Document:
    association = _found_association(call)
    del table(call, "associations")[association["associationId"]]
    return {"association": association}


def _found_entry(call: Call) -> Document:
    return member_of(call, "access", call.params["clusterName"], call.params["principalArn"], "access entry")


def _found_association(call: Call) -> Document:
    cluster_of(call, call.params["clusterName"])
    association_id = call.params["associationId"]
    found = table(call, "associations").get(association_id)
    if found is None or found["clusterName"] != call.params["clusterName"]:
        refuse("ResourceNotFoundException", f"No association found with id: {association_id}")
    return found


def _entry(call: Call, cluster: str, principal: str, kind: str) -> Document:
    path = principal.split(":")[-1]
    username = "system:node:{{EC2PrivateDNSName}}" if kind.startswith("EC2") else principal
    return {
        "clusterName": cluster,
        "principalArn": principal,
        "kubernetesGroups": ["system:nodes"] if kind.startswith("EC2") else [],
        "accessEntryArn": call.arn("eks", f"access-entry/{cluster}/{path.replace(':', '/')}/{uuid.uuid4()}"),
        "createdAt": now(),
        "modifiedAt": now(),
        "tags": {},
        "username": username,
        "type": kind,
        "policies": {},
    }


def _association(policy: str, scope: Document) -> Document:
    return {"policyArn": policy, "accessScope": scope, "associatedAt": now(), "modifiedAt": now()}


def _policy_arn(name: str) -> str:
    return f"arn:aws:eks::aws:cluster-access-policy/{name}"


def _check_entries_allowed(cluster: Document) -> None:
    if cluster["accessConfig"]["authenticationMode"] == "CONFIG_MAP":
        message = "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP]"
        refuse("InvalidRequestException", f"{message} to perform this operation.")
