"""A workload with several replicas has a PodDisruptionBudget."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.resilience._workloads import REPLICATED, budgets, replicas


def _check(workload: Resource, context: Context) -> Iterator[str]:
    if replicas(workload, context.stack) > 1 and not budgets(workload, context.stack):
        yield "No PodDisruptionBudget of its namespace selects its pods."


RULE = Rule(
    id="pdb-present",
    title="A workload with several replicas has a PodDisruptionBudget",
    severity=Severity.MEDIUM,
    why="Node upgrades, Karpenter's consolidation and zonal shift evict pods: without a budget they may "
    "evict all replicas at once.",
    remedy="Add a PodDisruptionBudget with maxUnavailable=1 whose selector has the pods' labels.",
    reference="https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
    practice="REL11-BP07",
    types=REPLICATED,
    check=_check,
    relational=True,
)
