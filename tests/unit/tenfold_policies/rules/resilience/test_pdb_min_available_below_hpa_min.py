from __future__ import annotations

from support.kubernetes import budget, scaler, workload
from support.policies import judged
from tenfold_policies.rules.resilience.pdb_min_available_below_hpa_min import RULE
from tenfold_policies.values import UNKNOWN


def test_passes() -> None:
    assert judged(RULE, workload(), scaler(3), budget(minAvailable=2)).passes
    assert judged(RULE, workload(), scaler(3), budget(maxUnavailable=1)).passes


def test_fails() -> None:
    verdict = judged(RULE, workload(9), scaler(3), budget(minAvailable=3))
    assert verdict.faults == {"budget": ["spec.minAvailable is 3, and scaler goes down to 3 replicas."]}
    assert judged(RULE, workload(9), scaler(2), budget(minAvailable="51%")).faults, "Kubernetes rounds up"


def test_cannot_tell() -> None:
    for stack in ((scaler(UNKNOWN), budget(minAvailable=3)), (scaler(3), budget(minAvailable=UNKNOWN))):
        verdict = judged(RULE, workload(), *stack)
        assert (verdict.faults, verdict.untold) == ({}, {"budget"})


def test_does_not_apply() -> None:
    assert judged(RULE, workload(), budget(minAvailable=3)).passes


def test_a_budget_of_everything_is_another_rules() -> None:
    assert judged(RULE, workload(), scaler(3), budget(minAvailable="100%")).passes
