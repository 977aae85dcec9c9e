"""A change doesn't raise the bill beyond what is agreed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pydantic import Field, field_validator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.cost._bill import (
    BudgetParameters,
    deployed_graph,
    estimate_of,
    fitting,
    read_first,
    usage_of,
    without_doubt,
)
from tenfold_policies.rules.cost._names import STACK
from tenfold_pricing.estimate import cents, estimate
from tenfold_pricing.report import Comparison, compare


class _Parameters(BudgetParameters):
    deployed: str | None = None
    """The state that is deployed, as `pulumi stack export` writes it: its file's absolute path, or one from
    the program's folder. Without it nothing is compared: a preview doesn't tell a pack what there is."""
    usd: float = Field(default=100, ge=0)
    """USD a month by which a change may raise the bill."""
    percent: float = Field(default=20, ge=0)
    """Percent by which it may raise it. A change is too dear if it is above both."""

    @field_validator("deployed")
    @classmethod
    def _state(cls, file: str | None) -> str | None:
        return read_first(file, deployed_graph) if file else None


@fitting
def _check(stack: Resource, context: Context) -> Iterator[str]:
    parameters: _Parameters = context.parameters
    if not parameters.deployed:
        return
    after = estimate_of(context.stack, parameters.usage)
    # Names of resources in the usage file need not be there before the change.
    usage = usage_of(parameters.usage).model_copy(update={"resources": {}, "load_curves": {}})
    before = estimate(deployed_graph(parameters.deployed), usage=usage)
    found = compare(before, after)
    if _too_dear(found, parameters):
        share = "from nothing" if found.share is None else f"by {found.share:.0%}"
        changes = ", ".join(f"{each.name} {cents(each.usd):+,}" for each in found.changes[:3])
        yield (
            f"the change raises its cost {share}, from ${cents(found.before):,} to ${cents(found.after):,} a "
            f"month; most of it: {changes}."
        )
        return
    without_doubt(after)


def _too_dear(found: Comparison, parameters: _Parameters) -> bool:
    above_percent = found.share is None or found.share * 100 > Decimal(str(parameters.percent))
    return found.usd > Decimal(str(parameters.usd)) and above_percent


RULE = Rule(
    id="cost-increase-threshold",
    title="A change raises the bill no more than is agreed",
    severity=Severity.HIGH,
    why="What doubles the bill should be a decision, not the side effect of a pull request.",
    remedy="See `tenfold cost --compare deployed`; make the change smaller, or raise usd and percent for it.",
    reference="https://docs.aws.amazon.com/wellarchitected/latest/cost-optimization-pillar/"
    "cost_govern_usage_controls.html",
    practice="COST02-BP05",
    types=(STACK,),
    check=_check,
    parameters=_Parameters,
    relational=True,
)
