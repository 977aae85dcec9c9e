"""Kubernetes workloads and their pods."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters
from tenfold_policies.values import each_of

_PODS: Mapping[str, str] = {
    "kubernetes:core/v1:Pod": "spec",
    "kubernetes:core/v1:ReplicationController": "spec.template.spec",
    "kubernetes:apps/v1:Deployment": "spec.template.spec",
    "kubernetes:apps/v1:StatefulSet": "spec.template.spec",
    "kubernetes:apps/v1:DaemonSet": "spec.template.spec",
    "kubernetes:apps/v1:ReplicaSet": "spec.template.spec",
    "kubernetes:batch/v1:Job": "spec.template.spec",
    "kubernetes:batch/v1:CronJob": "spec.jobTemplate.spec.template.spec",
}
WORKLOADS = tuple(_PODS)
STANDARDS = "https://kubernetes.io/docs/concepts/security/pod-security-standards/"


class PodParameters(Parameters):
    """Which pods a rule leaves alone."""

    exempt_namespaces: tuple[str, ...] = ("kube-system",)
    """Namespaces of the cluster's own agents, which need what no other pod does."""


def pods(workload: Resource, context: Context) -> list[Resource]:
    """The pod that a workload makes, read as a resource is; none in an exempt namespace."""
    if workload.known("metadata.namespace") in context.parameters.exempt_namespaces:
        return []
    return workload.parts(_PODS[workload.type])


def containers(pod: Resource) -> list[Resource]:
    """All containers of a pod, those that start it included."""
    return [each for kind in ("initContainers", "containers") for each in pod.parts(kind)]


def in_containers(
    workload: Resource, context: Context, check: Callable[[Resource, Resource], Iterable[str]]
) -> Iterator[str]:
    """What a check finds in each container, given its pod; each message is led by the container's name."""

    def named(pod: Resource, container: Resource) -> Iterator[str]:
        name = container.known("name", "?")
        return (f"container {name}: {message}" for message in check(pod, container))

    for pod in pods(workload, context):
        yield from each_of(containers(pod), lambda container, pod=pod: named(pod, container))
