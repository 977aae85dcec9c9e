"""Whose a resource is, told by its tags: a cluster's controllers', or somebody else's. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

Tags = Mapping[str, str]


class Kind(StrEnum):
    """What controllers make, in the order in which it can be removed."""

    INSTANCE = "instance"
    LOAD_BALANCER = "load balancer"
    CLASSIC_LOAD_BALANCER = "classic load balancer"
    TARGET_GROUP = "target group"
    LAUNCH_TEMPLATE = "launch template"
    NETWORK_INTERFACE = "network interface"
    SECURITY_GROUP = "security group"
    VOLUME = "volume"
    SNAPSHOT = "snapshot"


DATA = frozenset({Kind.VOLUME, Kind.SNAPSHOT})
"""What holds data: it is removed on a word of its own only."""


@dataclass(frozen=True)
class Orphan:
    """One resource that no program knows."""

    kind: Kind
    id: str
    """What AWS's API knows it by."""
    name: str
    detail: str
    created: datetime | None
    """None where AWS doesn't tell."""
    monthly_usd: Decimal | None = Decimal(0)
    """At AWS's list price; None where it is not known."""


_OWNED = "kubernetes.io/cluster/"

# Tags whose value is the cluster's name: those of the AWS Load Balancer Controller ("Security groups"), the
# VPC CNI (its README, "CLUSTER_NAME"), the EBS CSI driver ("Tagging"), EKS Auto Mode and Karpenter
# ("CloudFormation").
_NAMING = (
    "elbv2.k8s.aws/cluster",
    "ingress.k8s.aws/cluster",
    "cluster.k8s.amazonaws.com/name",
    "KubernetesCluster",
    "ebs.csi.aws.com/cluster-name",
    "eks:eks-cluster-name",
    "karpenter.k8s.aws/cluster",
)

_BALANCING = (
    "elbv2.k8s.aws/cluster",
    "ingress.k8s.aws/cluster",
    "ingress.k8s.aws/stack",
    "service.k8s.aws/stack",
    "ingress.eks.amazonaws.com/stack",
    "service.eks.amazonaws.com/stack",
    "kubernetes.io/service-name",
)

# That a controller made it: the cluster's tag alone is on much that programs make, such as nodes' groups.
MARKERS: Mapping[Kind, tuple[str, ...]] = {
    Kind.INSTANCE: ("karpenter.sh/nodepool", "karpenter.sh/provisioner-name"),
    Kind.LOAD_BALANCER: _BALANCING,
    Kind.CLASSIC_LOAD_BALANCER: ("kubernetes.io/service-name",),
    Kind.TARGET_GROUP: _BALANCING,
    Kind.LAUNCH_TEMPLATE: (
        "karpenter.sh/nodepool",
        "karpenter.k8s.aws/ec2nodeclass",
        "karpenter.k8s.aws/cluster",
    ),
    Kind.NETWORK_INTERFACE: (
        "cluster.k8s.amazonaws.com/name",
        "node.k8s.amazonaws.com/instance_id",
        "eks:eni:owner",
    ),
    Kind.SECURITY_GROUP: _BALANCING,
    # On all that the EBS CSI driver makes; the second, what Kubernetes made before there was a driver.
    Kind.VOLUME: ("CSIVolumeName", "kubernetes.io/created-for/pvc/name"),
    Kind.SNAPSHOT: ("CSIVolumeSnapshotName",),
}

# Who else looks after it: this library, CloudFormation, EKS's managed node groups.
_LOOKED_AFTER = ("aws:cloudformation:stack-id", "eks:nodegroup-name")

# Groups that Kubernetes' own cloud provider makes bear the cluster's tag and no other (cloud-provider-aws).
_CLOUD_PROVIDER_GROUP = "k8s-elb-"
# The VPC CNI's interfaces, tagged or not (amazon-vpc-cni-k8s issue 608), and those of pods with groups.
_INTERFACE_DESCRIPTIONS = ("aws-K8S-", "aws-k8s-branch-eni", "aws-k8s-trunk-eni")


def is_orphan(kind: Kind, tags: Tags, cluster: str) -> bool:
    """Whether a controller of this cluster, and of no other, made a resource with these tags."""
    marked = any(marker in tags for marker in MARKERS[kind])
    return marked and belongs(tags, cluster) and not looked_after(tags)


def is_orphaned_group(name: str, tags: Tags, cluster: str, *, cluster_is_there: bool) -> bool:
    """The same for a security group. EKS's own group is left over only when the cluster is gone."""
    if tags.get("aws:eks:cluster-name") == cluster:
        return not cluster_is_there
    of_provider = name.startswith(_CLOUD_PROVIDER_GROUP) and belongs(tags, cluster) and not looked_after(tags)
    return of_provider or is_orphan(Kind.SECURITY_GROUP, tags, cluster)


def is_orphaned_interface(description: str, tags: Tags, cluster: str, *, in_cluster_s_group: bool) -> bool:
    """The same for a network interface that nothing uses.

    One that only its description gives away is this cluster's when it has one of the cluster's groups.
    """
    if claimed(tags):
        return is_orphan(Kind.NETWORK_INTERFACE, tags, cluster)
    return description.startswith(_INTERFACE_DESCRIPTIONS) and in_cluster_s_group and not looked_after(tags)


def belongs(tags: Tags, cluster: str) -> bool:
    """Whether the tags name this cluster, and no other."""
    return claimed(tags) == {cluster}


def claimed(tags: Tags) -> set[str]:
    """The clusters that a resource's tags name as its owner. What is ``shared`` is nobody's."""
    owned = {
        key.removeprefix(_OWNED) for key, value in tags.items() if key.startswith(_OWNED) and value == "owned"
    }
    return owned | {tags[key] for key in _NAMING if key in tags}


def looked_after(tags: Tags) -> bool:
    """Whether a program or AWS itself will remove it."""
    return tags.get("ManagedBy") == "tenfold" or any(key in tags for key in _LOOKED_AFTER)
