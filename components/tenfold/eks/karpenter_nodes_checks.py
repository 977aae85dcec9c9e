"""What Karpenter's nodes are refused for, before anything is created. No pulumi import."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tenfold.eks import capacity
from tenfold.eks.karpenter_nodes_plan import CAPACITY_SPREAD, parts
from tenfold.errors import InvalidInputError

_OLDEST_VERSION = (1, 14)
"""The settings and the rights that the controller is given are those of this minor version."""
_LEAST_GIB_PER_VCPU = 2
"""Memory of the leanest category, compute-optimised (aws.amazon.com/ec2/instance-types)."""
_RESERVED_LABEL_DOMAINS = ("kubernetes.io", "k8s.io", "karpenter.sh", "karpenter.k8s.aws")
_ARCHITECTURES = {capacity.ARM_AMI: "arm64", capacity.X86_AMI: "amd64"}


def check_component_name(name: str) -> None:
    """Refuse a component's name that cannot name the EC2NodeClass."""
    if not re.fullmatch(r"[a-z]([a-z0-9-]{0,61}[a-z0-9])?", name):
        raise InvalidInputError(
            "KarpenterNodes name",
            name,
            "1 to 63 lower-case letters, digits and dashes, a letter first and no dash last",
            "The EC2NodeClass is named after it: choose another.",
        )


def check_pool_name(name: str) -> None:
    """Refuse a pool's name that cannot name its two NodePools."""
    if not re.fullmatch(r"[a-z]([a-z0-9-]{0,38}[a-z0-9])?", name) or name.endswith("-spot"):
        raise InvalidInputError(
            "KarpenterNodesArgs.pools",
            name,
            "1 to 40 lower-case letters, digits and dashes, a letter first, neither a dash nor '-spot' last",
            "Rename the pool.",
        )


def check_version(version: str) -> None:
    """Refuse what is no release of the chart, or one that the AWS side was not made for."""
    found = re.fullmatch(r"(\d+)\.(\d+)\.\d+", version)
    if not found or not _OLDEST_VERSION <= (int(found[1]), int(found[2])) < (2, 0):
        raise InvalidInputError(
            "KarpenterNodesArgs.version",
            version,
            "a release of Karpenter 1.14 or later, such as '1.14.1', before 2",
            "Name one. Read the upgrade guide for what a newer one asks of the controller's role.",
        )


def check_families(families: Sequence[str], architectures: Sequence[str]) -> None:
    """Refuse instance families that nothing of the pool's architectures runs on."""
    field = "KarpenterNodePool.instance_families"
    for family in families:
        found = _ARCHITECTURES[capacity.ami_type(field, [f"{family}.large"])]
        if found not in architectures:
            raise InvalidInputError(
                field,
                family,
                f"families of the architectures {', '.join(architectures)}",
                f"It is {found}: leave it out, or add that to architectures if every image is made for it.",
            )


def check_labels(labels: Mapping[str, str]) -> None:
    """Refuse labels that Kubernetes and Karpenter set themselves."""
    for key in labels:
        domain = key.partition("/")[0] if "/" in key else ""
        reserved = any(domain == each or domain.endswith(f".{each}") for each in _RESERVED_LABEL_DOMAINS)
        if key == CAPACITY_SPREAD or reserved:
            raise InvalidInputError(
                "KarpenterNodePool.labels",
                key,
                f"labels of your own domain, not {', '.join((*_RESERVED_LABEL_DOMAINS, CAPACITY_SPREAD))}",
                "Rename it: Karpenter sets these by what a node is.",
            )


def check_limits(cpu: int, memory_gib: int, spot_percentage: int, min_node_cpu: int) -> None:
    """Refuse limits of which one part could not hold its smallest node."""
    least_memory = min_node_cpu * _LEAST_GIB_PER_VCPU
    for part in parts(cpu, memory_gib, spot_percentage):
        kind = "spot" if part.spot else "on-demand"
        for name, limit, least in (
            ("cpu_limit", part.cpu, min_node_cpu),
            ("memory_limit_gib", part.memory_gib, least_memory),
        ):
            if limit < least:
                raise InvalidInputError(
                    f"KarpenterNodePool.{name}",
                    cpu if name == "cpu_limit" else memory_gib,
                    f"as much as leaves at least {least} for {kind} nodes, which get {limit} of it",
                    "Karpenter would never make such a node: raise it, or set spot_percentage to 0 or 100.",
                )
