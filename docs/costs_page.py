"""The page of what each growth stage costs, reckoned from the stacks' previews.

The previews are in tests/unit/costs. A test fails when page and reckoning differ: after a change of prices,
usage or model run ``python docs/costs_page.py``, after one of the stacks ``python docs/costs_graphs.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from costs_chart import chart
from costs_claims import bought, scaled, tenfold
from costs_markdown import count, table, text, usd
from costs_stacks import ROOT, Stacks, stacks, together

from tenfold_ops.cost_bill import STAGE_RANGES
from tenfold_ops.cost_usage import profile
from tenfold_pricing.estimate import Estimate
from tenfold_stacks.names import Environment

SERVICES_SHOWN = 8


def costs_page(found: Stacks) -> str:
    """The page."""
    parts = [
        _INTRO,
        "## Each stage's bill",
        "![Each stage's bill against its range](costs.svg)",
        _bills(found),
        _not_in_it(found),
        "## Where production's money goes",
        _services(found),
        "## Ten times the users",
        tenfold(found),
        "## Spot and reserved against on demand",
        bought(found),
        "## Nodes that follow the load against nodes for the peak",
        scaled(found),
    ]
    return "\n\n".join(parts) + "\n"


def picture(found: Stacks) -> str:
    """The chart: each stage's bill, all stacks together, against its range."""
    return chart({stage: (STAGE_RANGES[stage], together(found, stage)) for stage in found})


_INTRO = """\
# What each stage costs

Made by `python docs/costs_page.py` from previews of our own stacks, with a domain, in us-east-1. USD a month
of 730 hours at AWS's list prices on demand, spot where a program says so: no taxes, support, credits or free
allowances. `tenfold cost --stack prod` shows the same of your stack, charge by charge with each price's
source, and `--stage growth` what it will cost then.

Of production is assumed what a stage's users do, which
[stage_usage.yaml](../operations/tenfold_ops/stage_usage.yaml) derives figure by figure from sessions, pages
and requests; of dev and staging the model's assumptions. Expected is the upper middle of a stage's users, low
and high are its ends."""


def _bills(found: Stacks) -> str:
    rows: list[Sequence[str]] = []
    for stage, environments in found.items():
        bill = together(found, stage)
        least, most = STAGE_RANGES[stage]
        rows.append(
            (
                stage,
                count(profile().users[stage].expected),
                *(usd(stack.estimates.expected.usd) for stack in environments.values()),
                f"**{usd(bill.expected)}**",
                f"{usd(bill.low)} to {usd(bill.high)}",
                f"{usd(Decimal(least))} to {usd(Decimal(most))}",
                _place(bill.expected, least, most),
            )
        )
    head = ("stage", "users", *Environment, "all stacks", "low to high", "promised", "expected is")
    return table(head, rows, numbers=range(1, 8))


def _place(bill: Decimal, least: int, most: int) -> str:
    return "below it" if bill < least else "above it" if bill > most else "within it"


def _not_in_it(found: Stacks) -> str:
    """What the sums lack, named rather than left out silently."""
    each = [stack.estimates.expected for of in found.values() for stack in of.values()]
    gaps = sorted({gap for one in each for gap in (*one.missing, *one.unknown)})
    lacking = f"Not priced: {'; '.join(gaps)}." if gaps else "Every resource is priced or free of charge."
    return text(
        "Not in it is what an application brings along: its own logs and metrics, images, e-mail, and the "
        f"services of others. {lacking}"
    )


def _services(found: Stacks) -> str:
    prod = {stage: _by_service(of[Environment.PROD].estimates.expected) for stage, of in found.items()}
    last = prod[list(prod)[-1]]
    every = sorted({name for each in prod.values() for name in each})
    every.sort(key=lambda name: -last.get(name, 0))
    rows = [(name, *(usd(each.get(name, Decimal(0))) for each in prod.values())) for name in every]
    shown, rest = rows[:SERVICES_SHOWN], every[SERVICES_SHOWN:]
    others = [usd(sum((each.get(name, Decimal(0)) for name in rest), Decimal(0))) for each in prod.values()]
    return table(("service", *prod), [*shown, (f"{len(rest)} others", *others)], numbers=range(1, 4))


def _by_service(estimate: Estimate) -> dict[str, Decimal]:
    totals: dict[str, Decimal] = {}
    for resource in estimate.resources:
        for line in resource.lines:
            totals[line.price.service] = totals.get(line.price.service, Decimal(0)) + line.usd
    return totals


def files() -> Iterator[tuple[Path, str]]:
    """What the page is made of."""
    found = stacks()
    yield ROOT / "docs/costs.md", costs_page(found)
    yield ROOT / "docs/costs.svg", picture(found)


if __name__ == "__main__":
    for file, content in files():
        file.write_text(content)
