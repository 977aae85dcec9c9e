"""An EKS cluster runs a Kubernetes version that AWS supports."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity

_OLDEST = "1.32"
"""The oldest version with any support, extended support included, until 23 March 2027 (Amazon EKS User Guide,
"Understand the Kubernetes version lifecycle on EKS", read in November 2026)."""


class _Parameters(Parameters):
    min: str = Field(default=_OLDEST, pattern=r"^1\.\d+$")
    """The oldest Kubernetes version that is allowed, such as ``1.34``."""


def _check(cluster: Resource, context: Context) -> Iterator[str]:
    version = cluster.get("version")  # left out, AWS takes its newest
    oldest = context.parameters.min
    if version is not None and _minor(str(version)) < _minor(oldest):
        yield f"version is {version}, older than {oldest}."


def _minor(version: str) -> float:
    """35 of 1.35. What is no version is left to AWS, which refuses it."""
    found = re.fullmatch(r"1\.(\d+)", version)
    return int(found[1]) if found else math.inf


RULE = Rule(
    id="eks-supported-version",
    title="An EKS cluster runs a Kubernetes version that AWS supports",
    severity=Severity.HIGH,
    why="After a version's extended support AWS upgrades the control plane at a time of its own, ready or "
    "not; until then it is the version with the fewest fixes.",
    remedy="Raise version by one minor version at a time, the control plane first and then the nodes.",
    reference="https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html",
    practice="OPS05-BP05",
    types=("aws:eks/cluster:Cluster",),
    check=_check,
    parameters=_Parameters,
)
