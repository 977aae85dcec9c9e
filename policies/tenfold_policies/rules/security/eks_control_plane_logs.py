"""A cluster logs who did what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.security._names import EKS_CLUSTER, control
from tenfold_policies.rules.security._policies import texts

LogType = Literal["api", "audit", "authenticator", "controllerManager", "scheduler"]


class LogTypes(Parameters):
    """Which logs."""

    types: tuple[LogType, ...] = ("api", "audit", "authenticator")
    """The control plane's logs that are asked for."""


def _check(cluster: Resource, context: Context) -> Iterator[str]:
    missing = _missing(cluster, context.parameters)
    if missing:
        yield f"enabledClusterLogTypes lacks {', '.join(missing)}."


def _missing(cluster: Resource, parameters: LogTypes) -> list[str]:
    found = set(texts(cluster, "enabledClusterLogTypes"))
    return [each for each in parameters.types if each not in found]


def _remediate(cluster: Resource, parameters: Any) -> Mapping[str, Any] | None:
    missing = _missing(cluster, parameters)
    return (
        {"enabledClusterLogTypes": [*texts(cluster, "enabledClusterLogTypes"), *missing]} if missing else None
    )


RULE = Rule(
    id="eks-control-plane-logs",
    title="A cluster logs who did what",
    severity=Severity.MEDIUM,
    why="Without the audit log nobody can say who read a secret or started a pod.",
    remedy="Set enabled_cluster_log_types=['api', 'audit', 'authenticator'].",
    reference=control("EKS.8"),
    practice="SEC04-BP01",
    types=(EKS_CLUSTER,),
    check=_check,
    parameters=LogTypes,
    remediate=_remediate,
)
