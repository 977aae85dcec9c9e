"""Amazon EKS: a private cluster with typed nodes and add-ons, who may use it, and what its pods may do."""

from tenfold.eks.access import AccessPolicy, ClusterAccess
from tenfold.eks.args import (
    AddonName,
    ClusterAlarms,
    ComputeMode,
    ControlPlaneTier,
    EksClusterArgs,
    IpFamily,
    SupportType,
)
from tenfold.eks.component import EksCluster
from tenfold.eks.existing import ExistingCluster
from tenfold.eks.karpenter import Karpenter, KarpenterArgs
from tenfold.eks.pod_identity import PodIdentity, PodIdentityArgs
from tenfold.eks.pools import NodePool, Taint, TaintEffect

__all__ = [
    "AccessPolicy",
    "AddonName",
    "ClusterAccess",
    "ClusterAlarms",
    "ComputeMode",
    "ControlPlaneTier",
    "EksCluster",
    "EksClusterArgs",
    "ExistingCluster",
    "IpFamily",
    "Karpenter",
    "KarpenterArgs",
    "NodePool",
    "PodIdentity",
    "PodIdentityArgs",
    "SupportType",
    "Taint",
    "TaintEffect",
]
