"""What was promised of growing and of buying capacity, reckoned."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from costs_markdown import count, percent, table, text, usd
from costs_stacks import Stacks, together

from tenfold_ops.cost_usage import profile
from tenfold_pricing.charges import HOURS_A_MONTH
from tenfold_pricing.estimate import Estimate
from tenfold_pricing.purchase import Purchase
from tenfold_stacks.names import Environment

MIXES = {
    "70 % spot, 30 % reserved for a year": Purchase(spot=Decimal("0.7"), reserved=Decimal("0.3")),
    "the same, and databases and caches reserved for a year": Purchase(
        spot=Decimal("0.7"), reserved=Decimal("0.3"), reserved_data=Decimal(1)
    ),
}


def tenfold(found: Stacks) -> str:
    """Users against cost: within each stage, and from each to the next."""
    steps: list[tuple[str, Decimal, Decimal, Decimal, Decimal]] = []
    bills = {stage: together(found, stage) for stage in found}
    users = profile().users
    for stage in list(found)[1:]:  # from no users to the first stage's most is no step of ten
        many, bill = users[stage], bills[stage]
        steps.append((f"within {stage}", many.low, many.high, bill.low, bill.high))
    for before, after in pairwise(found):
        steps.append(
            (
                f"from {before} to {after}",
                users[before].expected,
                users[after].expected,
                bills[before].expected,
                bills[after].expected,
            )
        )
    rows = [
        (
            name,
            f"{count(few)} to {count(many)}",
            f"{usd(little)} to {usd(much)}",
            f"{many / few:.0f} times",
            f"{much / little:.2f} times",
            f"${little / few * 1000:,.2f} to ${much / many * 1000:,.2f}",
        )
        for name, few, many, little, much in steps
    ]
    head = ("step", "users", "all stacks", "users grow", "cost grows", "for a thousand users")
    within = [much / little < 2 for name, _, _, little, much in steps if name.startswith("within")]
    cheaper = [much / many < little / few for _, few, many, little, much in steps]
    across = [much / little < 2 for name, _, _, little, much in steps if name.startswith("from")]
    return "\n\n".join(
        [
            text(
                f"Ten times the users for less than twice the cost: {_holds(within)} inside a stage, whose "
                "databases, caches and least nodes are there for its most users from the start; "
                f"{_holds(across)} from one stage to the next, which makes them larger. That a user costs "
                f"less with each step is {_holds(cheaper)}."
            ),
            table(head, rows, numbers=range(1, 6)),
        ]
    )


def _holds(each: Sequence[bool]) -> str:
    return "true" if all(each) else "true of some" if any(each) else "not true"


def bought(found: Stacks) -> str:
    """Spot and commitments against on demand."""
    rows: list[Sequence[str]] = []
    notes: dict[str, None] = {}
    for stage, of in found.items():
        stack = of[Environment.PROD]
        for name, purchase in {"as the program says": Purchase(), **MIXES}.items():
            made = stack.bought(purchase)
            notes.update(dict.fromkeys(made.after.notes))
            rows.append(
                (
                    stage,
                    name,
                    usd(made.before.usd),
                    usd(made.after.usd),
                    percent(made.saving_of("EC2")),
                    percent(made.share),
                )
            )
    head = (
        "production at",
        "how it is bought",
        "on demand",
        "bought so",
        "nodes cost less by",
        "the whole by",
    )
    return "\n\n".join(
        [
            text(
                "Spot prices change; these are of the price list's day. Nodes are only a part of the bill, "
                "so what they save is less of the whole."
            ),
            table(head, rows, numbers=range(2, 6)),
            *([text(f"Assumed: {'; '.join(notes)}.")] if notes else []),
        ]
    )


def scaled(found: Stacks) -> str:
    """Nodes that follow the load against nodes for its peak."""
    rows: list[Sequence[str]] = []
    for stage, of in found.items():
        if not profile().scales(stage):
            continue
        made = of[Environment.PROD].scaling
        peak, following = _nodes(made.before), _nodes(made.after)
        rows.append(
            (
                stage,
                count(profile().users[stage].expected),
                f"{peak:,.0f}",
                f"{following:,.1f}",
                usd(made.before.usd),
                usd(made.after.usd),
                percent(made.saving_of("EC2")),
                percent(made.share),
            )
        )
    head = (
        *("production at", "users", "nodes for the peak", "on average", "with the peak's", "following"),
        *("nodes cost less by", "the whole by"),
    )
    curve = profile().load_curve
    return "\n\n".join(
        [
            text(
                f"A day's loads in percent of the busiest hour: {', '.join(map(str, curve))}. On average "
                f"that is {sum(curve) / len(curve):.0f} %. Nodes follow it no lower than the stage's least "
                "(`cluster.minNodes`), so lower ones save more."
            ),
            table(head, rows, numbers=range(1, 8)),
        ]
    )


def _nodes(estimate: Estimate) -> Decimal:
    """Nodes on average over the month."""
    hours = [
        line.quantity
        for resource in estimate.resources
        for line in resource.lines
        if line.price.service == "EC2" and line.price.unit.startswith("hour")
    ]
    return sum(hours, Decimal(0)) / HOURS_A_MONTH
