"""Pure decisions of EksCluster: what is refused, which policies its roles have, how one gets in."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Iterable

from tenfold.errors import InvalidInputError
from tenfold.parts.trust import service_trust

_ROLE_STEM = 64 - 8  # IAM's limit for a role's name, less what Pulumi adds to it
MAX_NAME_LENGTH = _ROLE_STEM - len("-aws-ebs-csi-driver-role")  # the longest role's ending
CONTROL_PLANE_LOGS = ("api", "audit", "authenticator", "controllerManager", "scheduler")
ACCESS_POLICY_PREFIX = "arn:aws:eks::aws:cluster-access-policy/"
CLUSTER_POLICIES = {"policy": "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"}
# Amazon EKS User Guide, "Amazon EKS Auto Mode cluster IAM role" and "… node IAM role".
AUTO_MODE_CLUSTER_POLICIES = {
    "compute": "arn:aws:iam::aws:policy/AmazonEKSComputePolicy",
    "block-storage": "arn:aws:iam::aws:policy/AmazonEKSBlockStoragePolicy",
    "load-balancing": "arn:aws:iam::aws:policy/AmazonEKSLoadBalancingPolicy",
    "networking": "arn:aws:iam::aws:policy/AmazonEKSNetworkingPolicy",
}
AUTO_MODE_NODE_POLICIES = {
    "worker-minimal": "arn:aws:iam::aws:policy/AmazonEKSWorkerNodeMinimalPolicy",
    "registry": "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
}
AUTO_MODE_NODE_POOLS = ("general-purpose", "system")
NODE_POLICIES = {
    "worker": "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
    "registry": "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
}
# Amazon EKS User Guide, "Create IAM policy for clusters that use the IPv6 family".
CNI_IPV6_POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": [
                    "ec2:AssignIpv6Addresses",
                    "ec2:DescribeInstances",
                    "ec2:DescribeTags",
                    "ec2:DescribeNetworkInterfaces",
                    "ec2:DescribeInstanceTypes",
                ],
                "Resource": "*",
            },
            {
                "Effect": "Allow",
                "Action": "ec2:CreateTags",
                "Resource": "arn:aws:ec2:*:*:network-interface/*",
            },
        ],
    }
)
SESSION_MANAGER_POLICIES = {"ssm": "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"}

# The largest blocks that registries hand out to one holder, by IP version.
_WIDEST_PUBLIC_PREFIXES = {4: 8, 6: 29}
_PRIVATE_BLOCKS = tuple(
    ipaddress.ip_network(block) for block in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
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


def check_role_stem(component: str, name: str, ending: str) -> None:
    """Refuse a component name from which its role's name can't be made.

    Args:
        component: the component's class.
        name: its name.
        ending: what its longest role's name has behind that.
    """
    longest = _ROLE_STEM - len(ending)
    if not re.fullmatch(rf"[A-Za-z0-9_.-]{{1,{longest}}}", name):
        raise InvalidInputError(
            f"{component} name",
            name,
            f"1 to {longest} letters, digits, dots, dashes and underscores",
            "Its role in AWS is named after it: choose another.",
        )


def check_version(field_name: str, version: str) -> None:
    """Refuse what is not a Kubernetes minor version."""
    if not re.fullmatch(r"1\.\d{2}", version):
        raise InvalidInputError(
            field_name, version, "a minor version such as '1.35'", "AWS chooses the patch; leave it out."
        )


def check_public_access_cidrs(field_name: str, cidrs: Iterable[str], *, ipv6: bool = False) -> None:
    """Refuse blocks that open the API endpoint to everyone, or that EKS itself would refuse."""
    for cidr in cidrs:
        block = _public_block(field_name, cidr, ipv6=ipv6)
        widest = _WIDEST_PUBLIC_PREFIXES[block.version]
        if block.prefixlen < widest:
            raise InvalidInputError(
                field_name,
                cidr,
                f"a block of /{widest} or smaller",
                "The API must not be open to the internet: name your office's or VPN's addresses.",
            )
        if any(block.version == private.version and block.overlaps(private) for private in _PRIVATE_BLOCKS):
            raise InvalidInputError(
                field_name,
                cidr,
                "public addresses",
                "Private addresses use the private endpoint, which is always on: remove the block.",
            )


def _public_block(field_name: str, cidr: str, *, ipv6: bool) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    try:
        return ipaddress.ip_network(cidr) if ipv6 else ipaddress.IPv4Network(cidr)
    except ValueError:
        allowed = "a network such as '203.0.113.0/24'" if ipv6 else "an IPv4 network such as '203.0.113.0/24'"
        raise InvalidInputError(
            field_name,
            cidr,
            allowed,
            "Clear the host bits or mend it; EKS takes IPv6 here only for a cluster of IPv6 pods.",
        ) from None


def check_principal(field_name: str, principal_arn: str) -> None:
    """Refuse what an access entry can't hold: above all a session's ARN instead of its role's."""
    if re.fullmatch(r"arn:aws:sts::\d{12}:assumed-role/.+", principal_arn):
        remedy = "This is a session: give the role's own ARN, from `aws iam get-role`."
    elif re.fullmatch(r"arn:aws:iam::\d{12}:(role|user)/.+", principal_arn):
        return
    else:
        remedy = "Groups and accounts can't have access: name a role."
    raise InvalidInputError(field_name, principal_arn, "the ARN of an IAM role or user", remedy)


ASSUME_WITH_TAGS = ("sts:AssumeRole", "sts:TagSession")
"""What Pod Identity and Auto Mode do: their sessions bear tags."""


def pod_identity_trust(namespace: str, service_account: str, cluster_name: str | None = None) -> str:
    """The trust policy of a role that EKS Pod Identity gives to one service account and no other.

    Args:
        namespace: the service account's.
        service_account: its name.
        cluster_name: confines the role to this cluster too; None leaves it to the association.
    """
    confined = {
        "aws:RequestTag/kubernetes-namespace": namespace,
        "aws:RequestTag/kubernetes-service-account": service_account,
    }
    if cluster_name is not None:
        confined["aws:RequestTag/eks-cluster-name"] = cluster_name
    return service_trust("pods.eks.amazonaws.com", actions=ASSUME_WITH_TAGS, equals=confined)


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
