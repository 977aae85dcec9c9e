"""Pure decisions of EksCluster: what is refused, which AMI a pool needs, which add-ons in which order."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tenfold.errors import InvalidInputError

# IAM's 64 for a role, less the longest role's ending and the eight characters that Pulumi adds.
MAX_NAME_LENGTH = 64 - len("-aws-ebs-csi-driver-role") - 8
CONTROL_PLANE_LOGS = ("api", "audit", "authenticator", "controllerManager", "scheduler")
CLUSTER_ADMIN_POLICY = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
CLUSTER_POLICIES = {"policy": "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"}
NODE_POLICIES = {
    "worker": "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
    "registry": "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
}
SESSION_MANAGER_POLICIES = {"ssm": "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"}

ARM_AMI = "AL2023_ARM_64_STANDARD"
X86_AMI = "AL2023_x86_64_STANDARD"
_INSTANCE_TYPE = re.compile(r"(?P<series>[a-z]+)(?P<generation>\d+)(?P<attributes>[a-z0-9-]*)\.[a-z0-9-]+")
# They need drivers that the standard AMI does not carry; a1 and mac it does not boot at all.
_REFUSED_SERIES = frozenset({"a", "dl", "f", "g", "gr", "inf", "mac", "p", "trn", "vt"})

_WIDEST_PUBLIC_PREFIX = 8  # the largest block that registries hand out to one holder
_PRIVATE_BLOCKS = tuple(
    ipaddress.IPv4Network(block) for block in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
)


@dataclass(frozen=True)
class Addon:
    """One EKS add-on: its configuration, the policy its pods need, and when it is installed."""

    name: str
    before_nodes: bool
    service_account: str | None = None
    policy_arn: str | None = None
    configuration: Mapping[str, object] = field(default_factory=dict[str, object])


# What runs on every node from its first second comes before the nodes, and so outlives them at destroy: the
# VPC CNI returns the pods' network interfaces. What needs a node to become active comes after them.
ADDONS: Sequence[Addon] = (
    Addon("eks-pod-identity-agent", before_nodes=True),
    Addon("kube-proxy", before_nodes=True),
    Addon(
        "vpc-cni",
        before_nodes=True,
        service_account="aws-node",
        policy_arn="arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
        configuration={
            "enableNetworkPolicy": "true",
            "env": {"ENABLE_PREFIX_DELEGATION": "true", "WARM_PREFIX_TARGET": "1"},
        },
    ),
    Addon("coredns", before_nodes=False),
    Addon(
        "aws-ebs-csi-driver",
        before_nodes=False,
        service_account="ebs-csi-controller-sa",
        policy_arn="arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy",
    ),
    Addon("metrics-server", before_nodes=False),
)


def check_name(name: str) -> None:
    """Refuse a component name that can't be the cluster's name and the stem of its roles' names."""
    if not re.fullmatch(rf"[a-z][a-z0-9-]{{0,{MAX_NAME_LENGTH - 1}}}", name):
        raise InvalidInputError(
            "EksCluster name",
            name,
            f"1 to {MAX_NAME_LENGTH} lower-case letters, digits and dashes, a letter first",
            "It becomes the cluster's name in AWS: choose another.",
        )


def check_version(field_name: str, version: str) -> None:
    """Refuse what is not a Kubernetes minor version."""
    if not re.fullmatch(r"1\.\d{2}", version):
        raise InvalidInputError(
            field_name, version, "a minor version such as '1.35'", "AWS chooses the patch; leave it out."
        )


def check_public_access_cidrs(field_name: str, cidrs: Iterable[str]) -> None:
    """Refuse blocks that open the API endpoint to everyone, or that EKS itself would refuse."""
    for cidr in cidrs:
        try:
            block = ipaddress.IPv4Network(cidr)
        except ValueError:
            raise InvalidInputError(
                field_name,
                cidr,
                "an IPv4 network such as '203.0.113.0/24'",
                "Clear the host bits or mend it; EKS takes no IPv6 here for a cluster of IPv4 pods.",
            ) from None
        if block.prefixlen < _WIDEST_PUBLIC_PREFIX:
            raise InvalidInputError(
                field_name,
                cidr,
                f"a block of /{_WIDEST_PUBLIC_PREFIX} or smaller",
                "The API must not be open to the internet: name your office's or VPN's addresses.",
            )
        if any(block.overlaps(private) for private in _PRIVATE_BLOCKS):
            raise InvalidInputError(
                field_name,
                cidr,
                "public addresses",
                "Private addresses use the private endpoint, which is always on: remove the block.",
            )


def check_admin(field_name: str, principal_arn: str) -> None:
    """Refuse what an access entry can't hold: above all the ARN of a session instead of its role's."""
    if re.fullmatch(r"arn:aws:sts::\d{12}:assumed-role/.+", principal_arn):
        remedy = "This is a session: give the role's own ARN, from `aws iam get-role`."
    elif re.fullmatch(r"arn:aws:iam::\d{12}:(role|user)/.+", principal_arn):
        return
    else:
        remedy = "Groups and accounts can't be admins: name a role."
    raise InvalidInputError(field_name, principal_arn, "the ARN of an IAM role or user", remedy)


def ami_type(field_name: str, instance_types: Sequence[str]) -> str:
    """The AMI type for a pool's instance types, which must share one processor architecture."""
    if not instance_types:
        raise InvalidInputError(field_name, instance_types, "one instance type or more", "Name some.")
    found = {_ami_of(field_name, each) for each in instance_types}
    if len(found) > 1:
        raise InvalidInputError(
            field_name,
            list(instance_types),
            "instance types of one architecture",
            "Split Graviton (such as m7g) and x86 (such as m7i) into two pools.",
        )
    return found.pop()


def _ami_of(field_name: str, instance_type: str) -> str:
    match = _INSTANCE_TYPE.fullmatch(instance_type)
    if match is None:
        raise InvalidInputError(
            field_name, instance_type, "an EC2 instance type such as 'm7g.large'", "Mend its spelling."
        )
    series, attributes = match["series"], match["attributes"]
    if series in _REFUSED_SERIES:
        raise InvalidInputError(
            field_name,
            instance_type,
            "general, compute, memory, storage or burstable types",
            "The pools' AMI has no accelerator drivers and boots on neither a1 nor mac.",
        )
    return ARM_AMI if "g" in attributes.split("-")[0] else X86_AMI


def service_trust(service: str) -> str:
    """The trust policy of a role that one AWS service assumes."""
    return _trust({"Service": service}, ["sts:AssumeRole"])


def pod_identity_trust(namespace: str, service_account: str) -> str:
    """The trust policy of a role that EKS Pod Identity gives to one service account and no other."""
    return _trust(
        {"Service": "pods.eks.amazonaws.com"},
        ["sts:AssumeRole", "sts:TagSession"],
        {
            "aws:RequestTag/kubernetes-namespace": namespace,
            "aws:RequestTag/kubernetes-service-account": service_account,
        },
    )


def _trust(
    principal: Mapping[str, str], actions: Sequence[str], equals: Mapping[str, str] | None = None
) -> str:
    statement: dict[str, object] = {"Effect": "Allow", "Principal": principal, "Action": actions}
    if equals:
        statement["Condition"] = {"StringEquals": equals}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def kubeconfig(
    cluster_arn: str, name: str, endpoint: str, certificate_authority_data: str, role_arn: str | None
) -> str:
    """A kubeconfig, as JSON, that asks the AWS CLI for a token at each use and so holds no credential."""
    region = cluster_arn.split(":")[3]
    command = ["--region", region, "eks", "get-token", "--cluster-name", name, "--output", "json"]
    if role_arn:
        command += ["--role-arn", role_arn]
    execute = {
        "apiVersion": "client.authentication.k8s.io/v1beta1",
        "command": "aws",
        "args": command,
        "interactiveMode": "Never",
    }
    cluster = {"server": endpoint, "certificate-authority-data": certificate_authority_data}
    return json.dumps(
        {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": cluster_arn, "cluster": cluster}],
            "users": [{"name": cluster_arn, "user": {"exec": execute}}],
            "contexts": [{"name": name, "context": {"cluster": cluster_arn, "user": cluster_arn}}],
            "current-context": name,
        }
    )
