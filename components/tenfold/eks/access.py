"""What the user says about who may use a cluster's Kubernetes API."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Self

from pydantic import model_validator

from tenfold.args import Args, Input
from tenfold.eks import plan
from tenfold.errors import InvalidInputError


class AccessPolicy(StrEnum):
    """EKS's sets of Kubernetes permissions (Amazon EKS User Guide, "Review access policy permissions")."""

    CLUSTER_ADMIN = "AmazonEKSClusterAdminPolicy"
    """Everything, as Kubernetes' ``cluster-admin``."""
    ADMIN = "AmazonEKSAdminPolicy"
    """Everything in a namespace, its roles included, as ``admin``."""
    EDIT = "AmazonEKSEditPolicy"
    """Workloads, configuration and secrets, as ``edit``."""
    VIEW = "AmazonEKSViewPolicy"
    """Reading without secrets, as ``view``."""
    ADMIN_VIEW = "AmazonEKSAdminViewPolicy"
    """Reading everything, secrets included."""


class ClusterAccess(Args):
    """What one IAM role or user may do in Kubernetes: by an EKS policy, by Kubernetes groups, or both."""

    principal_arn: Input[str]
    """The IAM role's or user's own ARN, not a session's."""
    policy: AccessPolicy | None = None
    """EKS's policy; None leaves it to the groups."""
    namespaces: Sequence[str] = ()
    """Where the policy holds; ``team-*`` means all that begin so. Empty means the whole cluster."""
    kubernetes_groups: Sequence[str] = ()
    """Groups that your own RoleBindings name. Those of Kubernetes itself (``system:…``) EKS refuses."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if isinstance(self.principal_arn, str):
            plan.check_principal("ClusterAccess.principal_arn", self.principal_arn)
        if self.policy is None and not self.kubernetes_groups:
            raise InvalidInputError(
                "ClusterAccess.policy",
                None,
                f"one of {', '.join(each.name for each in AccessPolicy)}, or kubernetes_groups",
                "An entry without either may do nothing: name one.",
            )
        if self.namespaces and self.policy is None:
            raise InvalidInputError(
                "ClusterAccess.namespaces",
                list(self.namespaces),
                "none without a policy",
                "Your RoleBindings confine groups: leave it out, or name a policy.",
            )
        for group in self.kubernetes_groups:
            if re.match(r"(system|eks|aws|amazon|iam):", group):
                raise InvalidInputError(
                    "ClusterAccess.kubernetes_groups",
                    group,
                    "groups of your own",
                    "For an administrator name AccessPolicy.CLUSTER_ADMIN.",
                )
        return self

    @property
    def scope(self) -> str:
        """Where the policy holds, in EKS's words."""
        return "namespace" if self.namespaces else "cluster"
