"""Upgrade insights: what EKS finds about a cluster's next version, of what the emulator knows."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime

from ....eks_versions import VERSIONS
from ...messages import Document
from .. import Call, refuse
from .addons import is_offered
from .base import GAPS, cluster_of, members, now

_CATEGORY = "UPGRADE_READINESS"
_SKEW = 3


@GAPS.replaces("ListInsights")
def list_insights(call: Call) -> Document:
    wanted = call.params.get("filter", {})
    versions, statuses = wanted.get("kubernetesVersions"), wanted.get("statuses")
    if _CATEGORY not in wanted.get("categories", [_CATEGORY]):
        return {"insights": []}
    found = [
        {key: value for key, value in insight.items() if key not in ("recommendation", "resources")}
        for insight in _insights(call, cluster_of(call, call.params["clusterName"]))
        if (not versions or insight["kubernetesVersion"] in versions)
        and (not statuses or insight["insightStatus"]["status"] in statuses)
    ]
    return {"insights": found}


@GAPS.replaces("DescribeInsight")
def describe_insight(call: Call) -> Document:
    for insight in _insights(call, cluster_of(call, call.params["clusterName"])):
        if insight["id"] == call.params["id"]:
            return {"insight": insight}
    return refuse("ResourceNotFoundException", f"No insight found with id: {call.params['id']}")


def _insights(call: Call, cluster: Document) -> Iterator[Document]:
    """Those for the next version only, as EKS gives them."""
    versions = list(VERSIONS)
    place = versions.index(cluster["version"]) + 1
    if place == len(versions):
        return
    target, oldest = versions[place], versions[max(0, place - _SKEW)]
    behind = [
        each["nodegroupName"]
        for each in members(call, "nodegroups", cluster["name"])
        if versions.index(each["version"]) < versions.index(oldest)
    ]
    yield _insight(
        cluster,
        target,
        "Kubelet version skew",
        behind,
        "Node kubelets are within the supported version skew.",
        f"Update these node groups to {oldest} or later first",
    )
    unsupported = [
        each["addonName"]
        for each in members(call, "addons", cluster["name"])
        if not is_offered(each["addonName"], target, each["addonVersion"])
    ]
    yield _insight(
        cluster,
        target,
        "EKS add-on version compatibility",
        unsupported,
        "All installed EKS add-on versions are compatible with the next Kubernetes version.",
        "Update these add-ons to a version that is compatible with both",
    )


def _insight(
    cluster: Document, target: str, name: str, wrong: list[str], right: str, recommendation: str
) -> Document:
    status = {"status": "ERROR" if wrong else "PASSING", "reason": ", ".join(wrong) or right}
    seen: datetime = now()
    return {
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{cluster['arn']}/{target}/{name}")),
        "name": name,
        "category": _CATEGORY,
        "kubernetesVersion": target,
        "lastRefreshTime": seen,
        "lastTransitionTime": cluster["createdAt"],
        "description": f"{name} before an upgrade to {target}",
        "insightStatus": status,
        "recommendation": f"{recommendation}: {', '.join(wrong)}." if wrong else "",
        "resources": [{"insightStatus": status, "kubernetesResourceUri": each} for each in wrong],
    }
