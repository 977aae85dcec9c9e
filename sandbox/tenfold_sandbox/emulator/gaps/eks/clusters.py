"""Clusters: creation with what AWS makes beside it, changes of configuration and version, deletion."""

from __future__ import annotations

import base64
import functools
import re
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import Any

from ....eks_versions import DEFAULT_VERSION, VERSIONS, day
from ...messages import Document
from .. import Call, refuse
from ..references import backend, kms_key, security_group, subnet
from .base import GAPS, cluster_of, copy_of, finished_update, members, now, require_role, table

LOG_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
MODES = ["CONFIG_MAP", "API_AND_CONFIG_MAP", "API"]  # a cluster moves to the right only
_INVALID = "InvalidParameterException"
# Parameter → what EKS calls the update that changes it.
_UPDATES = {
    "resourcesVpcConfig": "VpcConfigUpdate",
    "logging": "LoggingUpdate",
    "accessConfig": "AccessConfigUpdate",
    "upgradePolicy": "UpgradePolicyUpdate",
    "zonalShiftConfig": "ZonalShiftConfigUpdate",
    "computeConfig": "AutoModeUpdate",
    "storageConfig": "AutoModeUpdate",
    "kubernetesNetworkConfig": "AutoModeUpdate",
    "remoteNetworkConfig": "RemoteNetworkConfigUpdate",
    "deletionProtection": "DeletionProtectionUpdate",
    "controlPlaneScalingConfig": "ControlPlaneScalingConfigUpdate",
}


@GAPS.replaces("CreateCluster")
def create_cluster(call: Call) -> Document:
    name = call.params["name"]
    if name in table(call, "clusters"):
        refuse("ResourceInUseException", f"Cluster already exists with name: {name}")
    if not re.fullmatch(r"[0-9A-Za-z][A-Za-z0-9_-]{0,99}", name):
        refuse(_INVALID, f"The cluster name {name!r} must be 1 to 100 letters, digits, '-' or '_'")
    version = call.params.get("version", DEFAULT_VERSION)
    _check_version(version)
    require_role(call, call.params["roleArn"])
    _check_encryption(call, call.params.get("encryptionConfig", []))
    identity = token_hex(16).upper()
    cluster: Document = {
        "name": name,
        "arn": call.arn("eks", f"cluster/{name}"),
        "createdAt": now(),
        "version": version,
        "platformVersion": "eks.1",
        "endpoint": f"https://{identity}.gr7.{call.region}.eks.amazonaws.com",
        "roleArn": call.params["roleArn"],
        "resourcesVpcConfig": _vpc_config(call, {}, call.params["resourcesVpcConfig"]),
        "kubernetesNetworkConfig": _network_config(call.params.get("kubernetesNetworkConfig", {})),
        "logging": _logging(set(), call.params.get("logging", {})),
        "identity": {"oidc": {"issuer": f"https://oidc.eks.{call.region}.amazonaws.com/id/{identity}"}},
        "status": "ACTIVE",
        "certificateAuthority": {"data": _certificate_authority()},
        "tags": call.params.get("tags", {}),
        "health": {"issues": []},
        "accessConfig": {
            "bootstrapClusterCreatorAdminPermissions": True,
            "authenticationMode": "CONFIG_MAP",
            **call.params.get("accessConfig", {}),
        },
        "upgradePolicy": call.params.get("upgradePolicy", {"supportType": "EXTENDED"}),
        "deletionProtection": call.params.get("deletionProtection", False),
        **copy_of(call, "encryptionConfig", "zonalShiftConfig", "remoteNetworkConfig", "computeConfig"),
        **copy_of(call, "storageConfig", "outpostConfig", "controlPlaneScalingConfig"),
    }
    cluster["resourcesVpcConfig"]["clusterSecurityGroupId"] = _make_security_group(call, cluster)
    table(call, "clusters")[name] = cluster
    _admit_creator(call, cluster)
    _admit_auto_nodes(call, cluster)
    return {"cluster": cluster}


@GAPS.replaces("DescribeCluster")
def describe_cluster(call: Call) -> Document:
    return {"cluster": cluster_of(call, call.params["name"])}


@GAPS.replaces("ListClusters")
def list_clusters(call: Call) -> Document:
    return {"clusters": list(table(call, "clusters"))}


@GAPS.replaces("UpdateClusterConfig")
def update_cluster_config(call: Call) -> Document:
    cluster = cluster_of(call, call.params["name"])
    changed = [name for name in _UPDATES if name in call.params]
    if not changed:
        refuse(_INVALID, "No changes needed: the request names no configuration to update")
    for name in changed:
        value = call.params[name]
        if name == "resourcesVpcConfig":
            value = _vpc_config(call, cluster[name], value)
        elif name == "logging":
            value = _logging(set(_enabled_logs(cluster)), value)
        elif name == "accessConfig":
            _check_mode(cluster[name]["authenticationMode"], value["authenticationMode"])
        cluster[name] = {**cluster.get(name, {}), **value} if isinstance(value, dict) else value
    _admit_auto_nodes(call, cluster)
    return finished_update(call, cluster["name"], _UPDATES[changed[0]])


@GAPS.replaces("UpdateClusterVersion")
def update_cluster_version(call: Call) -> Document:
    cluster, version = cluster_of(call, call.params["name"]), call.params["version"]
    _check_version(version)
    step = list(VERSIONS).index(version) - list(VERSIONS).index(cluster["version"])
    if step != 1:
        message = f"Unsupported Kubernetes minor version update from {cluster['version']} to {version}"
        refuse(_INVALID, message)
    cluster["version"] = version
    return finished_update(call, cluster["name"], "VersionUpdate", Version=version, PlatformVersion="eks.1")


@GAPS.replaces("AssociateEncryptionConfig")
def associate_encryption_config(call: Call) -> Document:
    cluster = cluster_of(call, call.params["clusterName"])
    if cluster.get("encryptionConfig"):
        refuse("InvalidRequestException", "The cluster already has an encryption configuration")
    _check_encryption(call, call.params["encryptionConfig"])
    cluster["encryptionConfig"] = call.params["encryptionConfig"]
    return finished_update(call, cluster["name"], "AssociateEncryptionConfig")


@GAPS.replaces("DeleteCluster")
def delete_cluster(call: Call) -> Document:
    cluster = cluster_of(call, call.params["name"])
    name = cluster["name"]
    if cluster["deletionProtection"]:
        refuse("InvalidRequestException", f"Cluster {name} has deletion protection enabled; disable it first")
    for kind, noun in (("nodegroups", "nodegroups"), ("fargate", "Fargate profiles")):
        if members(call, kind, name):
            refuse("ResourceInUseException", f"Cluster has {noun} attached")
    for kind in ("addons", "access", "associations"):
        owned = table(call, kind)
        for key in [key for key, item in owned.items() if item["clusterName"] == name]:
            del owned[key]
    _remove_security_group(call, cluster)
    del table(call, "clusters")[name]
    return {"cluster": {**cluster, "status": "DELETING"}}


@GAPS.replaces("DescribeClusterVersions")
def describe_cluster_versions(call: Call) -> Document:
    wanted, today = call.params.get("clusterVersions") or VERSIONS, now()
    found = [
        {
            "clusterVersion": version,
            "clusterType": "eks",
            "defaultPlatformVersion": "eks.1",
            "defaultVersion": version == DEFAULT_VERSION,
            "releaseDate": day(life.released),
            "endOfStandardSupportDate": day(life.standard_until),
            "endOfExtendedSupportDate": day(life.extended_until),
            "status": life.status(today).lower().replace("_", "-"),
            "versionStatus": life.status(today),
            "kubernetesPatchVersion": life.patch,
        }
        for version, life in reversed(VERSIONS.items())
        if version in wanted
    ]
    if call.params.get("defaultOnly"):
        found = [version for version in found if version["defaultVersion"]]
    status = call.params.get("versionStatus")
    if status or not call.params.get("includeAll"):
        shown = {status} if status else {"STANDARD_SUPPORT", "EXTENDED_SUPPORT"}
        found = [version for version in found if version["versionStatus"] in shown]
    return {"clusterVersions": found}


def _check_version(version: str) -> None:
    if version not in VERSIONS:
        refuse(_INVALID, f"unsupported Kubernetes version {version}; supported: {', '.join(VERSIONS)}")


def _check_mode(old: str, new: str) -> None:
    if new not in MODES or MODES.index(new) < MODES.index(old):
        refuse(_INVALID, f"Unsupported authentication mode update from {old} to {new}")


def _check_encryption(call: Call, configs: list[Document]) -> None:
    for config in configs:
        arn = config.get("provider", {}).get("keyArn", "")
        if config.get("resources") != ["secrets"]:
            refuse(_INVALID, "encryptionConfig.resources must be ['secrets']")
        if kms_key(call, arn) is None:
            refuse(_INVALID, f"The keyArn in encryptionConfig provider is not valid: {arn}")


def _vpc_config(call: Call, old: Document, new: Document) -> Document:
    config: Document = {
        "endpointPublicAccess": True,
        "endpointPrivateAccess": False,
        "publicAccessCidrs": ["0.0.0.0/0"],
        "securityGroupIds": [],
        **old,
        **new,
    }
    if not config["endpointPublicAccess"]:
        config["publicAccessCidrs"] = []
        if not config["endpointPrivateAccess"]:
            refuse(_INVALID, "Private and public endpoint access cannot be false")
    found = {subnet_id: subnet(call, subnet_id) for subnet_id in config.get("subnetIds", [])}
    for subnet_id, there in found.items():
        if there is None:
            refuse(_INVALID, f"The subnet ID '{subnet_id}' does not exist")
    if len({there.availability_zone for there in found.values() if there}) < 2:
        refuse(_INVALID, "Subnets specified must be in at least two different AZs")
    vpcs = {there.vpc_id for there in found.values() if there}
    if len(vpcs) != 1:
        refuse(_INVALID, "Subnets specified must belong to the same VPC")
    config["vpcId"] = vpcs.pop()
    for group_id in config["securityGroupIds"]:
        group = security_group(call, group_id)
        if group is None or group.vpc_id != config["vpcId"]:
            refuse(_INVALID, f"The security group ID '{group_id}' does not exist in {config['vpcId']}")
    return config


def _network_config(given: Document) -> Document:
    family = given.get("ipFamily", "ipv4")
    cidrs = {"serviceIpv4Cidr": "172.20.0.0/16"} if family == "ipv4" else {"serviceIpv6Cidr": "fd00::/108"}
    return {"ipFamily": family, **cidrs, "elasticLoadBalancing": {"enabled": False}, **given}


def _logging(enabled: set[str], given: Document) -> Document:
    for setup in given.get("clusterLogging", []):
        types = set(setup.get("types", []))
        if types - set(LOG_TYPES):
            refuse(_INVALID, f"Invalid log types {sorted(types - set(LOG_TYPES))}; allowed: {LOG_TYPES}")
        enabled = enabled | types if setup.get("enabled") else enabled - types
    setups = [(True, enabled), (False, set(LOG_TYPES) - enabled)]
    return {"clusterLogging": [{"types": sorted(some), "enabled": on} for on, some in setups if some]}


def _enabled_logs(cluster: Document) -> list[str]:
    setups = cluster["logging"]["clusterLogging"]
    return [kind for setup in setups if setup["enabled"] for kind in setup["types"]]


def _make_security_group(call: Call, cluster: Document) -> str:
    ec2, name = backend(call, "ec2"), cluster["name"]
    group_name = f"eks-cluster-sg-{name}-{token_hex(5)}"
    tags = {"Name": group_name, "aws:eks:cluster-name": name, f"kubernetes.io/cluster/{name}": "owned"}
    vpc_id = cluster["resourcesVpcConfig"]["vpcId"]
    description = "EKS created security group applied to ENI that is attached to EKS Control Plane"
    group = ec2.create_security_group(group_name, description, vpc_id, tags)
    itself = [{"GroupId": group.id}]
    ec2.authorize_security_group_ingress(group.id, "-1", None, None, ip_ranges=[], source_groups=itself)
    return str(group.id)


def _remove_security_group(call: Call, cluster: Document) -> None:
    ec2, group_id = backend(call, "ec2"), cluster["resourcesVpcConfig"]["clusterSecurityGroupId"]
    group: Any = security_group(call, group_id)
    # AWS leaves a group that a user's network interface still has.
    if group is not None and not any(group in eni.group_set for eni in ec2.enis.values()):
        del ec2.groups[group.vpc_id][group_id]


def _admit_creator(call: Call, cluster: Document) -> None:
    from .access import CLUSTER_ADMIN, admit

    config = cluster["accessConfig"]
    if config["authenticationMode"] != "CONFIG_MAP" and config["bootstrapClusterCreatorAdminPermissions"]:
        creator = f"arn:{call.partition}:iam::{call.account_id}:user/moto"
        admit(call, cluster["name"], creator, policy=CLUSTER_ADMIN)


def _admit_auto_nodes(call: Call, cluster: Document) -> None:
    """EKS makes the entry by which nodes of Auto Mode's own node pools join."""
    from .access import AUTO_NODE, admit

    config = cluster.get("computeConfig", {})
    if config.get("enabled") and config.get("nodeRoleArn"):
        require_role(call, config["nodeRoleArn"])
        admit(call, cluster["name"], config["nodeRoleArn"], "EC2", AUTO_NODE)


@functools.cache
def _certificate_authority() -> str:
    """A certificate that a Kubernetes client can parse, one for all clusters since making one takes time."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "kubernetes")])
    start = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(start)
    builder = builder.not_valid_after(start + timedelta(days=3650))
    certificate = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    pem = certificate.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    return base64.b64encode(pem).decode()
