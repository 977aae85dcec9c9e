"""No pod has the node's files."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._pods import STANDARDS, WORKLOADS, PodParameters, pods
from tenfold_policies.values import each_of


def _check(workload: Resource, context: Context) -> Iterator[str]:
    for pod in pods(workload, context):
        yield from each_of(pod.parts("volumes"), _volume)


def _volume(volume: Resource) -> Iterator[str]:
    if volume.get("hostPath") is not None:
        yield f"the volume {volume.known('name', '?')} is the node's {volume.known('hostPath.path', 'path')}."


RULE = Rule(
    id="pod-no-host-path",
    title="No pod has the node's files",
    severity=Severity.HIGH,
    why="With them come the kubelet's credentials, other pods' volumes and the container runtime's socket.",
    remedy="Use a persistent volume, an emptyDir, or put the node's agents into an exempt namespace.",
    reference=STANDARDS,
    practice="SEC06-BP02",
    types=WORKLOADS,
    check=_check,
    parameters=PodParameters,
)
