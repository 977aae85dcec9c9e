"""Each container has a liveness probe."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.resilience._workloads import DAEMON_SET, REPLICATED, containers


def _check(workload: Resource, context: Context) -> Iterator[str]:
    for path, name in containers(workload):
        if not workload.has(f"{path}.livenessProbe"):
            yield f"The container {name} has no livenessProbe."


RULE = Rule(
    id="liveness-probe",
    title="Each container has a liveness probe",
    severity=Severity.MEDIUM,
    why="A process that hangs is restarted by nobody: it takes its share of the requests until a person "
    "notices.",
    remedy="Add a livenessProbe that asks the process only, and less impatiently than the readinessProbe.",
    reference="https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/",
    practice="REL11-BP03",
    types=(*REPLICATED, DAEMON_SET),
    check=_check,
)
