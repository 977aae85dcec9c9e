"""Which add-ons a cluster gets, in which order, and which releases of them EKS offers. No pulumi import."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from tenfold.errors import InvalidInputError

TABLE = "addon_versions.json"
"""EKS's catalogue: releases, the cluster versions that each is for, and AWS's default for each."""

_RELEASE = re.compile(r"v\d+\.\d+\.\d+-eksbuild\.\d+")
_SHOWN = 5  # releases named in a refusal


@dataclass(frozen=True)
class Addon:
    """One EKS add-on: its configuration, the policy its pods need, and when it is installed."""

    name: str
    before_nodes: bool
    service_account: str | None = None
    policy_arn: str | None = None
    configuration: Mapping[str, object] = field(default_factory=dict[str, object])
    auto_mode: bool = False
    """Whether a cluster in Auto Mode needs it too: the others are part of Auto Mode (Amazon EKS User Guide,
    "Considerations for Amazon EKS Auto Mode")."""


VPC_CNI = "vpc-cni"
EBS_CSI_DRIVER = "aws-ebs-csi-driver"

# What runs on every node from its first second comes before the nodes, and so outlives them at destroy: the
# VPC CNI returns the pods' network interfaces. What needs a node to become active comes after them.
ADDONS: Sequence[Addon] = (
    Addon("eks-pod-identity-agent", before_nodes=True),
    Addon("kube-proxy", before_nodes=True),
    Addon(
        VPC_CNI,
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
        EBS_CSI_DRIVER,
        before_nodes=False,
        service_account="ebs-csi-controller-sa",
        policy_arn="arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy",
        # The driver's own default is gp3; the class takes no parameters, so that encryption is EBS's default.
        configuration={"defaultStorageClass": {"enabled": True}},
    ),
    Addon("metrics-server", before_nodes=False, auto_mode=True),
    Addon("snapshot-controller", before_nodes=False, auto_mode=True),
)


def default_version(addon: str, cluster_version: str) -> str | None:
    """AWS's default release of an add-on when the table was read; None when the table has none."""
    return _table().get(addon, {}).get("defaults", {}).get(cluster_version)


def releases(addon: str, cluster_version: str) -> list[str]:
    """Releases of an add-on for a cluster version, newest first; empty when the table knows none."""
    known: dict[str, list[str]] = _table().get(addon, {}).get("releases", {})
    return [release for release, clusters in known.items() if cluster_version in clusters]


def check_version(field_name: str, addon: str, version: str, cluster_version: str, *, unlisted: bool) -> None:
    """Refuse a release that EKS doesn't offer for the cluster version, as far as the table tells.

    Args:
        field_name: where the user wrote it.
        addon: the add-on's name.
        version: the release.
        cluster_version: the cluster's Kubernetes version.
        unlisted: accept what the table doesn't list, so long as it looks like a release.
    """
    if not _RELEASE.fullmatch(version):
        raise InvalidInputError(
            field_name, version, "a release such as 'v1.22.4-eksbuild.3'", "Mind the leading 'v'."
        )
    known = releases(addon, cluster_version)
    if unlisted or not known or version in known:
        return
    shown = ", ".join(known[:_SHOWN])
    raise InvalidInputError(
        field_name,
        version,
        f"releases of {addon} for Kubernetes {cluster_version} such as {shown}",
        "`tenfold eks add-ons` lists EKS's own; for one newer than Tenfold's table, set "
        "unlisted_addon_versions=True.",
    )


@functools.cache
def _table() -> Mapping[str, Any]:
    return json.loads(resources.files("tenfold.eks").joinpath(TABLE).read_text())["addons"]
