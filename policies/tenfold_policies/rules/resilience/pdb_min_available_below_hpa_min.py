"""A PodDisruptionBudget needs fewer pods than the autoscaler keeps."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.resilience._workloads import BUDGETS, amount, autoscaler, guarded


def _check(budget: Resource, context: Context) -> Iterator[str]:
    least, stack = budget.get("spec.minAvailable"), context.stack
    if least is None or str(least) == "100%":
        return  # with that, pdb-not-blocking finds fault
    for workload in guarded(budget, stack):
        scaler = autoscaler(workload, stack)
        if not scaler:
            continue
        replicas = scaler.get("spec.minReplicas", 1)
        if amount(least, replicas) >= replicas:
            yield f"spec.minAvailable is {least}, and {scaler.name} goes down to {replicas} replicas."


RULE = Rule(
    id="pdb-min-available-below-hpa-min",
    title="A PodDisruptionBudget needs fewer pods than the autoscaler keeps",
    severity=Severity.HIGH,
    why="By day there is slack; in a quiet night, when nodes are upgraded, the autoscaler is at its minimum "
    "and no pod may be evicted: drains hang.",
    remedy="Set maxUnavailable=1 rather than minAvailable, or raise the autoscaler's minReplicas.",
    reference="https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
    practice="REL11-BP07",
    types=BUDGETS,
    check=_check,
    relational=True,
)
