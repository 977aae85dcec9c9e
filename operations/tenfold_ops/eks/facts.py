"""What AWS tells about a cluster that is to be upgraded. Only reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from tenfold_sandbox.errors import SandboxError

from .account import Account, Client, asked

_UNKNOWN = ("InvalidParameterException", "ResourceNotFoundException")


@dataclass(frozen=True)
class Nodes:
    """One managed node group."""

    name: str
    version: str
    release: str
    status: str
    problems: Sequence[str]


@dataclass(frozen=True)
class InstalledAddon:
    """One add-on, and the releases that EKS has of it for the version now and the version to come."""

    name: str
    version: str
    now: Sequence[str]
    then: Sequence[str]
    then_default: str | None


@dataclass(frozen=True)
class Insight:
    """One of EKS's own findings."""

    name: str
    status: str
    reason: str
    recommendation: str


@dataclass(frozen=True)
class Offered:
    """A Kubernetes version that EKS offers."""

    version: str
    status: str
    standard_until: datetime | None


@dataclass(frozen=True)
class Facts:
    """Everything that the checks judge."""

    cluster: str
    arn: str
    version: str
    status: str
    problems: Sequence[str]
    support_type: str
    endpoint: str
    certificate_authority: str
    offered: Mapping[str, Offered]
    nodes: Sequence[Nodes]
    addons: Sequence[InstalledAddon]
    insights: Sequence[Insight]
    free_addresses: Mapping[str, int]
    """Free addresses by subnet of the control plane."""


def gather(account: Account, cluster_name: str, target: str) -> Facts:
    """Ask AWS. Raises SandboxError when it doesn't answer, or knows no such cluster."""
    eks = account.client("eks")
    try:
        cluster: dict[str, Any] = asked(lambda: eks.describe_cluster(name=cluster_name)["cluster"])
    except SandboxError as error:
        if isinstance(error.__cause__, ClientError) and _code(error.__cause__) in _UNKNOWN:
            known = ", ".join(asked(lambda: eks.list_clusters()["clusters"])) or "none"
            raise SandboxError(
                f"--cluster {cluster_name}: there is none. Those there are: {known}."
            ) from None
        raise
    subnets: list[str] = cluster["resourcesVpcConfig"]["subnetIds"]
    return Facts(
        cluster=cluster_name,
        arn=cluster["arn"],
        version=cluster["version"],
        status=cluster["status"],
        problems=_issues(cluster),
        support_type=cluster.get("upgradePolicy", {}).get("supportType", "EXTENDED"),
        endpoint=cluster["endpoint"],
        certificate_authority=cluster["certificateAuthority"]["data"],
        offered=_offered(eks),
        nodes=[
            _nodes(eks, cluster_name, name)
            for name in _all(eks, "list_nodegroups", "nodegroups", cluster_name)
        ],
        addons=[
            _addon(eks, cluster_name, name, cluster["version"], target)
            for name in _all(eks, "list_addons", "addons", cluster_name)
        ],
        insights=_insights(eks, cluster_name, target),
        free_addresses=_free_addresses(account.client("ec2"), subnets),
    )


def _all(eks: Client, operation: str, key: str, cluster_name: str) -> list[str]:
    pages = eks.get_paginator(operation).paginate(clusterName=cluster_name)
    return asked(lambda: [name for page in pages for name in page[key]])


def _issues(item: Mapping[str, Any]) -> list[str]:
    issues: list[Mapping[str, str]] = item.get("health", {}).get("issues", [])
    return [f"{issue.get('code', 'unknown')}: {issue.get('message', '')}" for issue in issues]


def _offered(eks: Client) -> dict[str, Offered]:
    found: list[dict[str, Any]] = asked(
        lambda: eks.describe_cluster_versions(includeAll=True)["clusterVersions"]
    )
    return {
        each["clusterVersion"]: Offered(
            each["clusterVersion"], each.get("versionStatus", ""), each.get("endOfStandardSupportDate")
        )
        for each in found
    }


def _nodes(eks: Client, cluster_name: str, name: str) -> Nodes:
    group: dict[str, Any] = asked(
        lambda: eks.describe_nodegroup(clusterName=cluster_name, nodegroupName=name)["nodegroup"]
    )
    release = group.get("releaseVersion", "")
    return Nodes(name, group["version"], release, group["status"], _issues(group))


def _addon(eks: Client, cluster_name: str, name: str, now: str, then: str) -> InstalledAddon:
    addon: dict[str, Any] = asked(
        lambda: eks.describe_addon(clusterName=cluster_name, addonName=name)["addon"]
    )
    supported, default = releases(eks, name, then)
    return InstalledAddon(name, addon["addonVersion"], releases(eks, name, now)[0], supported, default)


def releases(eks: Client, addon: str, version: str) -> tuple[list[str], str | None]:
    """EKS's releases of an add-on for a Kubernetes version, newest first, and which is its default.

    None of either where EKS doesn't know the version, or has no release for it.
    """
    pages = eks.get_paginator("describe_addon_versions").paginate(addonName=addon, kubernetesVersion=version)
    try:
        found: list[dict[str, Any]] = asked(
            lambda: [each for page in pages for item in page["addons"] for each in item["addonVersions"]]
        )
    except SandboxError as error:
        if isinstance(error.__cause__, ClientError) and _code(error.__cause__) in _UNKNOWN:
            return [], None
        raise
    default = next((each["addonVersion"] for each in found if _is_default(each, version)), None)
    return [each["addonVersion"] for each in found], default


def _code(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Code", "")


def _is_default(release: Mapping[str, Any], version: str) -> bool:
    compatible: list[Mapping[str, Any]] = release["compatibilities"]
    return any(each["clusterVersion"] == version and each["defaultVersion"] for each in compatible)


def _insights(eks: Client, cluster_name: str, target: str) -> list[Insight]:
    wanted = {"categories": ["UPGRADE_READINESS"], "kubernetesVersions": [target]}
    pages = eks.get_paginator("list_insights").paginate(clusterName=cluster_name, filter=wanted)
    listed: list[dict[str, Any]] = asked(lambda: [each for page in pages for each in page["insights"]])
    found: list[Insight] = []
    for each in listed:
        insight: dict[str, Any] = asked(
            lambda each=each: eks.describe_insight(clusterName=cluster_name, id=each["id"])["insight"]
        )
        status: Mapping[str, str] = insight["insightStatus"]
        advice = insight.get("recommendation", "")
        found.append(Insight(insight["name"], status["status"], status.get("reason", ""), advice))
    return found


def _free_addresses(ec2: Client, subnet_ids: Sequence[str]) -> dict[str, int]:
    subnets: list[dict[str, Any]] = asked(lambda: ec2.describe_subnets(SubnetIds=list(subnet_ids))["Subnets"])
    return {subnet["SubnetId"]: subnet["AvailableIpAddressCount"] for subnet in subnets}
