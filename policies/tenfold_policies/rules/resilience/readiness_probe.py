"""Each container has a readiness probe."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.resilience._workloads import DAEMON_SET, REPLICATED, containers


def _check(workload: Resource, context: Context) -> Iterator[str]:
    for path, name in containers(workload):
        if not workload.has(f"{path}.readinessProbe"):
            yield f"The container {name} has no readinessProbe."


RULE = Rule(
    id="readiness-probe",
    title="Each container has a readiness probe",
    severity=Severity.MEDIUM,
    why="Without one a pod gets requests as soon as its process runs, ready or not, and goes on getting "
    "them when it can't answer: each rollout then fails requests.",
    remedy="Add a readinessProbe that asks whether the pod can serve now, without asking what it depends on.",
    reference="https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/",
    practice="REL11-BP01",
    types=(*REPLICATED, DAEMON_SET),
    check=_check,
)
