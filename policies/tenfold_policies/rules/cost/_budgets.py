"""AWS Budgets in a stack."""

from __future__ import annotations

from tenfold_policies.resource import Resource, Stack

BUDGET = "aws:budgets/budget:Budget"


def monthly_budgets(stack: Stack) -> list[Resource]:
    """The stack's budgets of a month's cost in USD.

    Raises:
        Undecided: what one counts is not known yet.
    """
    return [
        each
        for each in stack.of(BUDGET)
        if each.get("budgetType") == "COST"
        and each.get("timeUnit") == "MONTHLY"
        and each.get("limitUnit", "USD") == "USD"
    ]


def is_whole(budget: Resource) -> bool:
    """Whether it counts all of an account's cost."""
    return not (budget.has("costFilters") or budget.has("filterExpression"))
