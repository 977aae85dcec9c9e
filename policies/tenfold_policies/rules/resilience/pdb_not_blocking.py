"""A PodDisruptionBudget lets at least one pod go."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.resilience._workloads import BUDGETS, amount, autoscaler, guarded


def _check(budget: Resource, context: Context) -> Iterator[str]:
    most, least = budget.get("spec.maxUnavailable"), budget.get("spec.minAvailable")
    if most is not None and amount(most, 100) == 0:
        yield f"spec.maxUnavailable is {most}: no pod may ever be evicted."
    elif least is not None and str(least) == "100%":
        yield "spec.minAvailable is 100%: no pod may ever be evicted."
    elif least is not None:
        yield from _too_few(budget, least, context)


def _too_few(budget: Resource, least: int | str, context: Context) -> Iterator[str]:
    stack = context.stack
    for workload in guarded(budget, stack):
        if autoscaler(workload, stack):
            continue  # pdb-min-available-below-hpa-min judges it
        replicas = workload.get("spec.replicas", 1)
        if 0 < replicas <= amount(least, replicas):
            yield f"spec.minAvailable is {least}, and {workload.name} has {replicas}: none may be evicted."


RULE = Rule(
    id="pdb-not-blocking",
    title="A PodDisruptionBudget lets at least one pod go",
    severity=Severity.HIGH,
    why="A budget without slack stops every drain: nodes can't be upgraded, repaired or taken out of an "
    "impaired zone, until somebody deletes the budget in a hurry.",
    remedy="Set maxUnavailable=1 rather than minAvailable.",
    reference="https://kubernetes.io/docs/concepts/workloads/pods/disruptions/",
    practice="REL11-BP07",
    types=BUDGETS,
    check=_check,
    relational=True,
)
