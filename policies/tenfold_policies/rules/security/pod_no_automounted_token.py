"""A pod gets no token for the cluster's API that it doesn't need."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._pods import WORKLOADS, PodParameters, pods

_ACCOUNT = "kubernetes:core/v1:ServiceAccount"


def _check(workload: Resource, context: Context) -> Iterator[str]:
    for pod in pods(workload, context):
        mounted = pod.get("automountServiceAccountToken")
        if mounted is None:
            mounted = not _account_denies(workload, pod, context)
        if mounted:
            yield "automountServiceAccountToken is on, as it is by default."


def _account_denies(workload: Resource, pod: Resource, context: Context) -> bool:
    name = pod.get("serviceAccountName", "default")
    namespace = workload.known("metadata.namespace", "default")
    return any(
        each.known("metadata.name") == name
        and each.known("metadata.namespace", "default") == namespace
        and each.get("automountServiceAccountToken") is False
        for each in context.stack.of(_ACCOUNT)
    )


RULE = Rule(
    id="pod-no-automounted-token",
    title="A pod gets no token for the cluster's API that it doesn't need",
    severity=Severity.LOW,
    why="Whoever breaks into the pod speaks to the cluster's API in its name. Roles by EKS Pod Identity "
    "don't need it.",
    remedy="Set automountServiceAccountToken: false on the pod or its service account; true only where the "
    "program uses the API.",
    reference="https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/",
    practice="SEC03-BP02",
    types=WORKLOADS,
    check=_check,
    parameters=PodParameters,
    relational=True,
)
