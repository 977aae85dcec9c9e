"""A budget warns of what is spent."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.cost._budgets import monthly_budgets
from tenfold_policies.rules.cost._names import STACK
from tenfold_policies.rules.cost._paid import costs_anything


def _check(stack: Resource, context: Context) -> Iterator[str]:
    if not costs_anything(context.stack):
        return
    budgets = monthly_budgets(context.stack)
    if not budgets:
        yield "it has no AWS Budget of a month's cost."
    elif not any(each.has("notifications") for each in budgets):
        yield f"its budget {budgets[0].name} notifies nobody."


RULE = Rule(
    id="budget-resource-exists",
    title="A budget warns of what is spent",
    severity=Severity.MEDIUM,
    why="Without one, the first to notice is whoever pays the invoice.",
    remedy="Add an aws.budgets.Budget of type COST and unit MONTHLY with notifications. Where another stack "
    "holds the account's budget, set this rule's enforcementLevel to disabled.",
    reference="https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html",
    practice="COST01-BP06",
    types=(STACK,),
    check=_check,
    relational=True,
)
