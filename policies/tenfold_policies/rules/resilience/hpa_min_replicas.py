"""An autoscaler keeps several replicas."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.resilience._workloads import AUTOSCALERS


class _Parameters(Parameters):
    min_replicas: int = Field(default=3, ge=1)
    """Replicas that an autoscaler keeps at least."""


def _check(scaler: Resource, context: Context) -> Iterator[str]:
    replicas, minimum = scaler.get("spec.minReplicas", 1), context.parameters.min_replicas
    if replicas < minimum:
        yield f"spec.minReplicas is {replicas}, of at least {minimum}."


RULE = Rule(
    id="hpa-min-replicas",
    title="An autoscaler keeps several replicas",
    severity=Severity.HIGH,
    why="In a quiet night the autoscaler goes down to its minimum: with one or two replicas left, a lost "
    "zone can take them all.",
    remedy="Set spec.minReplicas to one replica a zone.",
    reference="https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/",
    practice="REL11-BP05",
    types=AUTOSCALERS,
    check=_check,
    parameters=_Parameters,
)
