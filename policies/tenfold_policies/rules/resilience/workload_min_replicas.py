"""A workload has several replicas."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.resilience._workloads import REPLICATED, autoscaler, is_event_driven


class _Parameters(Parameters):
    min_replicas: int = Field(default=3, ge=1)
    """Replicas that a workload has at least."""


def _check(workload: Resource, context: Context) -> Iterator[str]:
    stack, minimum = context.stack, context.parameters.min_replicas
    if autoscaler(workload, stack) or is_event_driven(workload, stack):
        return  # hpa-min-replicas judges the one, and the other starts its pods when there is work
    replicas = workload.get("spec.replicas", 1)
    if 0 < replicas < minimum:  # none is a workload that is switched off
        yield f"spec.replicas is {replicas}, of at least {minimum}."


RULE = Rule(
    id="workload-min-replicas",
    title="A workload has several replicas",
    severity=Severity.HIGH,
    why="With one replica every node that is drained or lost is an outage, and with two a lost zone can "
    "take both.",
    remedy="Set spec.replicas, or let a HorizontalPodAutoscaler set it.",
    reference="https://docs.aws.amazon.com/eks/latest/best-practices/application.html",
    practice="REL10-BP01",
    types=REPLICATED,
    check=_check,
    parameters=_Parameters,
    relational=True,
)
