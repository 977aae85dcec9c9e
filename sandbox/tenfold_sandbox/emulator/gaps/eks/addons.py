"""Add-ons: a catalogue of those that clusters commonly have, and their life on a cluster."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import Any

from ....eks_versions import VERSIONS, addon_releases, default_addon_release
from ...messages import Document
from .. import Call, refuse
from .access import associate
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


@dataclass(frozen=True)
class _Addon:
    """A published add-on; sample versions, new to old, where eks_versions.py has none for a cluster."""

    kind: str
    versions: tuple[str, ...]
    namespace: str = "kube-system"
    service_account: str | None = None  # what pod identity or IRSA gives its permissions to
    policy: str | None = None


# Real names, kinds and accounts; ``{patch}`` stands for the cluster's own.
_CATALOGUE = {
    "vpc-cni": _Addon(
        "networking",
        ("v1.21.1-eksbuild.1", "v1.20.4-eksbuild.2", "v1.19.6-eksbuild.7"),
        service_account="aws-node",
        policy="AmazonEKS_CNI_Policy",
    ),
    "coredns": _Addon("networking", ("v1.13.1-eksbuild.1", "v1.12.4-eksbuild.1", "v1.11.4-eksbuild.24")),
    "kube-proxy": _Addon("networking", ("v{patch}-eksbuild.2", "v{patch}-eksbuild.1")),
    "eks-pod-identity-agent": _Addon("security", ("v1.3.10-eksbuild.1", "v1.3.9-eksbuild.5")),
    "aws-ebs-csi-driver": _Addon(
        "storage",
        ("v1.54.0-eksbuild.1", "v1.53.0-eksbuild.1"),
        service_account="ebs-csi-controller-sa",
        policy="AmazonEBSCSIDriverPolicy",
    ),
    "aws-efs-csi-driver": _Addon(
        "storage",
        ("v2.2.0-eksbuild.1", "v2.1.15-eksbuild.1"),
        service_account="efs-csi-controller-sa",
        policy="AmazonEFSCSIDriverPolicy",
    ),
    "aws-mountpoint-s3-csi-driver": _Addon(
        "storage", ("v2.2.1-eksbuild.1", "v1.15.0-eksbuild.1"), service_account="s3-csi-driver-sa"
    ),
    "snapshot-controller": _Addon("storage", ("v8.3.0-eksbuild.1", "v8.2.0-eksbuild.1")),
    "metrics-server": _Addon("observability", ("v0.8.0-eksbuild.6", "v0.7.2-eksbuild.4")),
    "kube-state-metrics": _Addon("observability", ("v2.17.0-eksbuild.4",), "kube-state-metrics"),
    "prometheus-node-exporter": _Addon("observability", ("v1.10.2-eksbuild.2",), "prometheus-node-exporter"),
    "amazon-cloudwatch-observability": _Addon(
        "observability",
        ("v4.7.0-eksbuild.1", "v4.6.0-eksbuild.1"),
        "amazon-cloudwatch",
        "cloudwatch-agent",
        "CloudWatchAgentServerPolicy",
    ),
    "adot": _Addon("observability", ("v0.131.0-eksbuild.1",), "opentelemetry-operator-system"),
    "eks-node-monitoring-agent": _Addon("observability", ("v1.4.2-eksbuild.1", "v1.4.1-eksbuild.1")),
    "aws-guardduty-agent": _Addon("security", ("v1.12.1-eksbuild.2",), "amazon-guardduty"),
    "cert-manager": _Addon("security", ("v1.19.1-eksbuild.2",), "cert-manager"),
    "external-dns": _Addon(
        "networking", ("v0.20.0-eksbuild.1",), "external-dns", "external-dns", "AmazonRoute53FullAccess"
    ),
    "aws-network-flow-monitoring-agent": _Addon(
        "observability", ("v1.1.1-eksbuild.1",), "amazon-network-flow-monitor"
    ),
}


@GAPS.replaces("DescribeAddonVersions")
def describe_addon_versions(call: Call) -> Document:
    wanted, kinds = call.params.get("addonName"), call.params.get("types")
    version = call.params.get("kubernetesVersion")
    if version and version not in VERSIONS:
        refuse(_INVALID, f"Kubernetes version {version} is not valid; supported: {', '.join(VERSIONS)}")
    if wanted and wanted not in _CATALOGUE:
        refuse("ResourceNotFoundException", f"Addon {wanted} specified is not supported")
    clusters = [version] if version else list(VERSIONS)
    return {
        "addons": [
            _published(name, addon, clusters)
            for name, addon in _CATALOGUE.items()
            if wanted in (None, name) and (not kinds or addon.kind in kinds)
        ]
    }


@GAPS.replaces("DescribeAddonConfiguration")
def describe_addon_configuration(call: Call) -> Document:
    name, version = call.params["addonName"], call.params["addonVersion"]
    addon = _known(name)
    if version not in {known for cluster in VERSIONS for known in _versions(name, cluster)}:
        refuse("ResourceNotFoundException", f"Addon version {version} of {name} is not supported")
    schema = {"$schema": "http://json-schema.org/draft-06/schema#", "type": "object", "title": name}
    identity: Document = {"serviceAccount": addon.service_account}
    identity["recommendedManagedPolicies"] = [f"arn:aws:iam::aws:policy/{addon.policy}"]
    return {
        "addonName": name,
        "addonVersion": version,
        "configurationSchema": json.dumps(schema),
        "podIdentityConfiguration": [identity] if addon.service_account and addon.policy else [],
    }


@GAPS.replaces("CreateAddon")
def create_addon(call: Call) -> Document:
    cluster, name = cluster_of(call, call.params["clusterName"]), call.params["addonName"]
    key = f"{cluster['name']}/{name}"
    if key in table(call, "addons"):
        refuse("ResourceInUseException", f"Addon already exists: {name}")
    published = _known(name)
    version = call.params.get("addonVersion") or _default(name, cluster["version"])
    _check(call, name, cluster["version"], version)
    addon: Document = {
        "addonName": name,
        "clusterName": cluster["name"],
        "status": "ACTIVE",
        "addonVersion": version,
        "health": {"issues": []},
        "addonArn": call.arn("eks", f"addon/{cluster['name']}/{name}/{uuid.uuid4()}"),
        "createdAt": now(),
        "modifiedAt": now(),
        "tags": {},
        "publisher": "eks",
        "owner": "aws",
        "namespaceConfig": {"namespace": published.namespace},
        **copy_of(call, "serviceAccountRoleArn", "configurationValues", "namespaceConfig", "tags"),
    }
    _associate(call, addon)
    table(call, "addons")[key] = addon
    return {"addon": addon}


@GAPS.replaces("DescribeAddon")
def describe_addon(call: Call) -> Document:
    return {"addon": _found(call)}


@GAPS.replaces("ListAddons")
def list_addons(call: Call) -> Document:
    return {"addons": [addon["addonName"] for addon in members(call, "addons", call.params["clusterName"])]}


@GAPS.replaces("UpdateAddon")
def update_addon(call: Call) -> Document:
    addon, cluster = _found(call), cluster_of(call, call.params["clusterName"])
    version = call.params.get("addonVersion", addon["addonVersion"])
    # A version that is kept may be older than what the catalogue has for an upgraded cluster.
    if version != addon["addonVersion"]:
        _check(call, addon["addonName"], cluster["version"], version)
    _check_settings(call)
    changes = copy_of(call, "addonVersion", "serviceAccountRoleArn", "configurationValues")
    addon.update(changes, modifiedAt=now())
    _associate(call, addon)
    target = f"{cluster['name']}/{addon['addonName']}"
    return finished_update(call, target, "AddonUpdate", AddonVersion=version)


@GAPS.replaces("DeleteAddon")
def delete_addon(call: Call) -> Document:
    addon = _found(call)
    _dissociate(call, addon)
    del table(call, "addons")[f"{addon['clusterName']}/{addon['addonName']}"]
    return {"addon": {**addon, "status": "DELETING"}}


def _found(call: Call) -> Document:
    return member_of(call, "addons", call.params["clusterName"], call.params["addonName"], "addon")


def _known(name: str) -> _Addon:
    found = _CATALOGUE.get(name)
    return found or refuse("ResourceNotFoundException", f"Addon {name} specified is not supported")


def _versions(name: str, cluster_version: str) -> list[str]:
    patch = VERSIONS[cluster_version].patch
    samples = [version.replace("{patch}", patch) for version in _known(name).versions]
    return addon_releases(name, cluster_version) or samples


def is_offered(name: str, cluster_version: str, version: str) -> bool:
    """Whether EKS has this release of an add-on for a cluster version."""
    return version in _versions(name, cluster_version)


def _default(name: str, cluster_version: str) -> str:
    return default_addon_release(name, cluster_version) or _versions(name, cluster_version)[0]


def _published(name: str, addon: _Addon, clusters: list[str]) -> Document:
    compatible: dict[str, list[str]] = {}
    for cluster in clusters:
        for version in _versions(name, cluster):
            compatible.setdefault(version, []).append(cluster)
    versions: list[Document] = [
        {
            "addonVersion": version,
            "architecture": ["amd64", "arm64"],
            "computeTypes": ["ec2", "auto", "hybrid"],
            "compatibilities": [
                {
                    "clusterVersion": cluster,
                    "platformVersions": ["*"],
                    "defaultVersion": _default(name, cluster) == version,
                }
                for cluster in some
            ],
            "requiresConfiguration": False,
            "requiresIamPermissions": addon.service_account is not None,
        }
        for version, some in compatible.items()
    ]
    description: Document = {"addonName": name, "type": addon.kind, "addonVersions": versions}
    return {**description, "publisher": "eks", "owner": "aws", "defaultNamespace": addon.namespace}


def _check(call: Call, name: str, cluster_version: str, version: str) -> None:
    offered = _versions(name, cluster_version)
    if version not in offered:
        message = f"Addon version specified is not supported: {version}"
        refuse(_INVALID, f"{message}; for Kubernetes {cluster_version} there are {', '.join(offered)}")
    _check_settings(call)


def _check_settings(call: Call) -> None:
    if "serviceAccountRoleArn" in call.params:
        require_role(call, call.params["serviceAccountRoleArn"])
    values = call.params.get("configurationValues")
    if values and not isinstance(_loaded(values), dict):
        refuse(
            _INVALID, "ConfigurationValue provided in request is not supported: not a JSON or YAML mapping"
        )


def _loaded(text: str) -> Any:
    import yaml

    try:
        return yaml.safe_load(text)  # JSON is YAML too
    except yaml.YAMLError:
        return None


def _associate(call: Call, addon: Document) -> None:
    """Replace the add-on's pod identity associations by those the call names, if it names any list."""
    if "podIdentityAssociations" not in call.params:
        return
    for wanted in call.params["podIdentityAssociations"]:
        require_role(call, wanted["roleArn"])
    _dissociate(call, addon)
    owner: Document = {
        "namespace": addon["namespaceConfig"]["namespace"],
        "ownerArn": addon["addonArn"],
        "tags": {},
    }
    made = [associate(call, {**owner, **wanted}) for wanted in call.params["podIdentityAssociations"]]
    addon["podIdentityAssociations"] = [association["associationArn"] for association in made]


def _dissociate(call: Call, addon: Document) -> None:
    associations = table(call, "associations")
    for key in [key for key, item in associations.items() if item.get("ownerArn") == addon["addonArn"]]:
        del associations[key]
