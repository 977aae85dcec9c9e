"""Amazon EKS: a private cluster whose nodes and add-ons are typed, and who may administer it."""

from tenfold.eks.args import (
    AddonName,
    CapacityType,
    EksClusterArgs,
    NodePool,
    Taint,
    TaintEffect,
)
from tenfold.eks.component import EksCluster

__all__ = [
    "AddonName",
    "CapacityType",
    "EksCluster",
    "EksClusterArgs",
    "NodePool",
    "Taint",
    "TaintEffect",
]
