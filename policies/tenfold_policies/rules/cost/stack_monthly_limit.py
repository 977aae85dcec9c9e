"""A stack costs no more a month than it may."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from pydantic import Field

from tenfold_policies.resource import Resource, Stack
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.cost._bill import BudgetParameters, estimate_of, fitting, without_doubt
from tenfold_policies.rules.cost._budgets import is_whole, monthly_budgets
from tenfold_policies.rules.cost._names import STACK
from tenfold_pricing.estimate import cents


class _Parameters(BudgetParameters):
    usd: float | None = Field(default=None, gt=0)
    """USD a month, at list prices and expected usage; by default what the stack's own AWS Budget allows."""


@fitting
def _check(stack: Resource, context: Context) -> Iterator[str]:
    parameters: _Parameters = context.parameters
    limit = parameters.usd if parameters.usd is not None else _own_limit(context.stack)
    if limit is None:
        return
    found = estimate_of(context.stack, parameters.usage)
    if found.usd > Decimal(str(limit)):
        dearest = list(found.by_component.items())[:3]
        parts = ", ".join(f"{name} ${cents(usd):,}" for name, usd in dearest)
        yield f"it costs ${cents(found.usd):,} a month, more than ${limit:,.2f}; most of it: {parts}."
        return
    without_doubt(found)


def _own_limit(stack: Stack) -> Decimal | None:
    """The least of the stack's own budgets that count everything: the stack alone must not exceed it."""
    limits = [_amount(each) for each in monthly_budgets(stack) if is_whole(each)]
    return min((each for each in limits if each is not None), default=None)


def _amount(budget: Resource) -> Decimal | None:
    try:
        return Decimal(str(budget.get("limitAmount")))
    except InvalidOperation:
        return None  # a planned or auto-adjusting budget has no single amount


RULE = Rule(
    id="stack-monthly-limit",
    title="A stack costs no more a month than it may",
    severity=Severity.HIGH,
    why="A bill that nobody expected is seen a month late, when it has been spent.",
    remedy="See `tenfold cost` for what it is spent on; make that smaller, or raise the limit.",
    reference="https://docs.aws.amazon.com/wellarchitected/latest/cost-optimization-pillar/"
    "cost_govern_usage_goal_target.html",
    practice="COST02-BP02",
    types=(STACK,),
    check=_check,
    parameters=_Parameters,
    relational=True,
)
