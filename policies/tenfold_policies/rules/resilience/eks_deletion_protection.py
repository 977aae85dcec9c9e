"""An EKS cluster is protected from deletion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity


def _check(cluster: Resource, context: Context) -> Iterator[str]:
    if not cluster.get("deletionProtection", False):
        yield "deletionProtection is off: one call deletes the control plane and all that it runs."


def _remediate(cluster: Resource, parameters: Any) -> Mapping[str, Any] | None:
    return None if cluster.get("deletionProtection") else {"deletionProtection": True}


RULE = Rule(
    id="eks-deletion-protection",
    title="An EKS cluster is protected from deletion",
    severity=Severity.MEDIUM,
    why="A deleted cluster can't be restored: it is a new one, with new addresses and identities.",
    remedy="Set deletion_protection=True.",
    reference="https://docs.aws.amazon.com/eks/latest/userguide/deletion-protection.html",
    practice="SEC08-BP04",
    types=("aws:eks/cluster:Cluster",),
    check=_check,
    remediate=_remediate,
)
