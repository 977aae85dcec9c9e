from __future__ import annotations

from support.kubernetes import budget, scaler, workload
from support.policies import judged, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.resilience.pdb_present import RULE
from tenfold_policies.values import UNKNOWN


def test_passes() -> None:
    assert judged(RULE, workload(), budget(maxUnavailable=1)).passes


def test_fails() -> None:
    verdict = judged(RULE, workload(), budget({"matchLabels": {"app": "api"}}))
    assert verdict.faults == {"web": ["No PodDisruptionBudget of its namespace selects its pods."]}
    assert judged(RULE, workload(), budget(namespace="other")).faults


def test_cannot_tell() -> None:
    for unknown in (
        budget({"matchLabels": {"app": UNKNOWN}}),
        budget(namespace=UNKNOWN),
        budget(UNKNOWN_PART),
    ):
        verdict = judged(RULE, workload(), unknown)
        assert (verdict.faults, verdict.untold) == ({}, {"web"})


UNKNOWN_PART = {"matchExpressions": [UNKNOWN]}


def test_does_not_apply() -> None:
    assert judged(RULE, workload(1)).passes


def test_a_workload_that_is_scaled_to_several_needs_one() -> None:
    assert judged(RULE, workload(1), scaler(2)).faults
    assert judged(RULE, workload(1), scaler(1)).passes


def test_one_budget_that_is_sure_is_enough() -> None:
    assert judged(RULE, workload(), budget({"matchLabels": {"app": UNKNOWN}}), everything()).passes


def everything() -> Resource:
    return resource("kubernetes:policy/v1:PodDisruptionBudget", "all", spec={"selector": {"matchLabels": {}}})


def test_expressions_select_too() -> None:
    for operator, values, found in (
        ("In", ["web", "api"], True),
        ("In", ["api"], False),
        ("NotIn", ["api"], True),
        ("NotIn", ["web"], False),
        ("Exists", [], True),
        ("DoesNotExist", [], False),
    ):
        selector = {"matchExpressions": [{"key": "app", "operator": operator, "values": values}]}
        assert judged(RULE, workload(), budget(selector)).passes is found, operator
