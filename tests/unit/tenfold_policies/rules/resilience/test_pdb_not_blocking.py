from __future__ import annotations

from support.kubernetes import budget, scaler, workload
from support.policies import judged
from tenfold_policies.rules.resilience.pdb_not_blocking import RULE
from tenfold_policies.values import UNKNOWN


def test_passes() -> None:
    assert judged(RULE, workload(), budget(maxUnavailable=1)).passes
    assert judged(RULE, workload(), budget(minAvailable=2)).passes
    assert judged(RULE, workload(), budget(minAvailable="60%")).passes


def test_fails() -> None:
    for spec in ({"maxUnavailable": 0}, {"maxUnavailable": "0%"}, {"minAvailable": "100%"}):
        assert set(judged(RULE, budget(**spec)).faults) == {"budget"}
    verdict = judged(RULE, workload(), budget(minAvailable=3))
    assert verdict.faults == {"budget": ["spec.minAvailable is 3, and web has 3: none may be evicted."]}
    assert judged(RULE, workload(), budget(minAvailable="90%")).faults, "Kubernetes rounds up"


def test_cannot_tell() -> None:
    for stack in (
        [budget(maxUnavailable=UNKNOWN)],
        [workload(UNKNOWN), budget(minAvailable=2)],
        [workload(app=UNKNOWN), budget(minAvailable=3)],
    ):
        verdict = judged(RULE, *stack)
        assert (verdict.faults, verdict.untold) == ({}, {"budget"})


def test_does_not_apply() -> None:
    assert judged(RULE, workload(0), budget(minAvailable=1)).passes
    assert judged(RULE, workload(1), budget({"matchLabels": {"app": "api"}}, minAvailable=1)).passes


def test_a_workload_that_is_scaled_is_another_rules() -> None:
    assert judged(RULE, workload(1), scaler(1), budget(minAvailable=1)).passes
