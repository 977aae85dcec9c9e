"""Amazon EKS: a private cluster with typed nodes and add-ons, who may use it, and what its pods may do.

Each is loaded when it is used: a cluster alone does not pay for Kubernetes' SDK.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenfold.lazy import exports

if TYPE_CHECKING:
    from tenfold.eks.access import AccessPolicy as AccessPolicy
    from tenfold.eks.access import ClusterAccess as ClusterAccess
    from tenfold.eks.args import AddonName as AddonName
    from tenfold.eks.args import ClusterAlarms as ClusterAlarms
    from tenfold.eks.args import ComputeMode as ComputeMode
    from tenfold.eks.args import ControlPlaneTier as ControlPlaneTier
    from tenfold.eks.args import EksClusterArgs as EksClusterArgs
    from tenfold.eks.args import IpFamily as IpFamily
    from tenfold.eks.args import SupportType as SupportType
    from tenfold.eks.component import EksCluster as EksCluster
    from tenfold.eks.existing import ExistingCluster as ExistingCluster
    from tenfold.eks.karpenter import Karpenter as Karpenter
    from tenfold.eks.karpenter import KarpenterArgs as KarpenterArgs
    from tenfold.eks.karpenter_nodes import KarpenterNodes as KarpenterNodes
    from tenfold.eks.karpenter_nodes_args import Architecture as Architecture
    from tenfold.eks.karpenter_nodes_args import ConsolidationPolicy as ConsolidationPolicy
    from tenfold.eks.karpenter_nodes_args import DisruptionBudget as DisruptionBudget
    from tenfold.eks.karpenter_nodes_args import DisruptionReason as DisruptionReason
    from tenfold.eks.karpenter_nodes_args import InstanceCategory as InstanceCategory
    from tenfold.eks.karpenter_nodes_args import KarpenterNodePool as KarpenterNodePool
    from tenfold.eks.karpenter_nodes_args import KarpenterNodesArgs as KarpenterNodesArgs
    from tenfold.eks.pod_identity import PodIdentity as PodIdentity
    from tenfold.eks.pod_identity import PodIdentityArgs as PodIdentityArgs
    from tenfold.eks.pools import NodePool as NodePool
    from tenfold.eks.pools import Taint as Taint
    from tenfold.eks.pools import TaintEffect as TaintEffect

_HOMES = {
    "access": ("AccessPolicy", "ClusterAccess"),
    "args": (
        "AddonName",
        "ClusterAlarms",
        "ComputeMode",
        "ControlPlaneTier",
        "EksClusterArgs",
        "IpFamily",
        "SupportType",
    ),
    "component": ("EksCluster",),
    "existing": ("ExistingCluster",),
    "karpenter": ("Karpenter", "KarpenterArgs"),
    "karpenter_nodes": ("KarpenterNodes",),
    "karpenter_nodes_args": (
        "Architecture",
        "ConsolidationPolicy",
        "DisruptionBudget",
        "DisruptionReason",
        "InstanceCategory",
        "KarpenterNodePool",
        "KarpenterNodesArgs",
    ),
    "pod_identity": ("PodIdentity", "PodIdentityArgs"),
    "pools": ("NodePool", "Taint", "TaintEffect"),
}

__all__, __getattr__, __dir__ = exports(__name__, _HOMES)
