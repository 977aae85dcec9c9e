from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.cost.budget_resource_exists import RULE
from tenfold_policies.values import UNKNOWN

STACK = resource("pulumi:pulumi:Stack", "shop-prod")
NODE = resource("aws:ec2/instance:Instance", "node")


def budget(**more: object) -> Resource:
    counts: dict[str, object] = {"budgetType": "COST", "timeUnit": "MONTHLY", "notifications": [{}]}
    return resource("aws:budgets/budget:Budget", "budget", **{**counts, **more})


def test_passes() -> None:
    assert judged(RULE, STACK, NODE, budget()).passes


def test_fails() -> None:
    none = {"shop-prod": ["it has no AWS Budget of a month's cost."]}
    assert judged(RULE, STACK, NODE).faults == none
    assert judged(RULE, STACK, NODE, budget(budgetType="USAGE")).faults == none
    assert judged(RULE, STACK, NODE, budget(notifications=[])).faults == {
        "shop-prod": ["its budget budget notifies nobody."]
    }


def test_cannot_tell() -> None:
    assert judged(RULE, STACK, NODE, budget(budgetType=UNKNOWN)).untold == {"shop-prod"}


def test_does_not_apply() -> None:
    assert judged(RULE, STACK, resource("aws:iam/role:Role")).passes
