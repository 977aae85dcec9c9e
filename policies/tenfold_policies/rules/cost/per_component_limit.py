"""A component costs no more a month than it may."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.cost._bill import BudgetParameters, estimate_of, fitting, without_doubt
from tenfold_policies.rules.cost._names import STACK
from tenfold_pricing.estimate import Estimate, cents

_Usd = Annotated[float, Field(gt=0)]


class _Parameters(BudgetParameters):
    usd: dict[str, _Usd] = Field(default_factory=dict[str, _Usd])
    """USD a month by component: by its name, such as prod-database, or by its type for each of that type,
    such as AuroraDatabase."""


@fitting
def _check(stack: Resource, context: Context) -> Iterator[str]:
    parameters: _Parameters = context.parameters
    if not parameters.usd:
        return
    found = estimate_of(context.stack, parameters.usage)
    costs = _costs(found)
    for key, limit in parameters.usd.items():
        for name, usd in costs.get(key, {}).items():
            if usd > Decimal(str(limit)):
                yield f"{name} costs ${cents(usd):,} a month, more than ${limit:,.2f}."
        if key not in costs:
            known = ", ".join(sorted(costs))
            yield f"it has no {key}, for which a limit is set. It has: {known or 'no component'}."
    without_doubt(found)


def _costs(found: Estimate) -> dict[str, dict[str, Decimal]]:
    """Components' costs, by name and by type."""
    costs: dict[str, dict[str, Decimal]] = {}
    for each in found.resources:
        if each.component_type:
            for key in (each.component, each.component_type.rpartition(":")[2]):
                group = costs.setdefault(key, {})
                group[each.component] = group.get(each.component, Decimal(0)) + each.usd
    return costs


RULE = Rule(
    id="per-component-limit",
    title="A component costs no more a month than it may",
    severity=Severity.MEDIUM,
    why="Within a stack's limit one part can eat what was meant for another.",
    remedy="See `tenfold cost` for what it is spent on; make that smaller, or raise the limit in `usd`.",
    reference="https://docs.aws.amazon.com/wellarchitected/latest/cost-optimization-pillar/"
    "cost_govern_usage_controls.html",
    practice="COST02-BP05",
    types=(STACK,),
    check=_check,
    parameters=_Parameters,
    relational=True,
)
