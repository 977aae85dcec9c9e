"""The page of what each growth stage costs, reckoned from the stacks' previews.

The previews are in tests/unit/costs. A test fails when page and reckoning differ: after a change of prices,
usage or model run ``python docs/costs_page.py``, after one of the stacks ``python docs/costs_graphs.py``.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from textwrap import fill

from costs_chart import chart

from tenfold_ops.cost_bill import STAGE_RANGES
from tenfold_ops.cost_usage import Profile, profile, stage_usage
from tenfold_pricing.charges import Range
from tenfold_pricing.estimate import Estimate, Estimates, estimates
from tenfold_pricing.graph import Graph
from tenfold_pricing.purchase import Purchase
from tenfold_pricing.reading import read_graph
from tenfold_pricing.whatif import WhatIf, peak_against_autoscaled, what_if
from tenfold_stacks.names import Environment, Stage

ROOT = Path(__file__).parent.parent
GRAPHS = ROOT / "tests/unit/costs"
SERVICES_SHOWN = 8
MIXES = {
    "70 % spot, 30 % reserved for a year": Purchase(spot=Decimal("0.7"), reserved=Decimal("0.3")),
    "the same, and databases and caches reserved for a year": Purchase(
        spot=Decimal("0.7"), reserved=Decimal("0.3"), reserved_data=Decimal(1)
    ),
}


@dataclass(frozen=True)
class Stack:
    """One stack at one stage, and what it costs."""

    stage: Stage
    environment: Environment

    @property
    def file(self) -> Path:
        """Its preview."""
        return GRAPHS / f"{self.stage}-{self.environment}.json.xz"

    @cached_property
    def graph(self) -> Graph:
        return read_graph(lzma.decompress(self.file.read_bytes()).decode(), self.file.name)

    @cached_property
    def estimates(self) -> Estimates:
        return estimates(self.graph, usage=stage_usage(self.graph, self.stage, self.environment))

    def bought(self, purchase: Purchase) -> WhatIf:
        """It against the same all on demand."""
        return what_if(self.graph, purchase, usage=stage_usage(self.graph, self.stage, self.environment))

    @cached_property
    def scaling(self) -> WhatIf:
        """The peak's nodes all the time against nodes that follow the load."""
        usage = stage_usage(self.graph, self.stage, self.environment)
        return peak_against_autoscaled(self.graph, usage.load_curve or (), usage=usage)


Stacks = dict[Stage, dict[Environment, Stack]]


def stacks() -> Stacks:
    """Every stack at every stage."""
    return {stage: {each: Stack(stage, each) for each in Environment} for stage in Stage}


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
        _tenfold(found),
        "## Spot and reserved against on demand",
        _bought(found),
        "## Nodes that follow the load against nodes for the peak",
        _scaled(found),
    ]
    return "\n\n".join(parts) + "\n"


def picture(found: Stacks) -> str:
    """The chart: each stage's bill, all stacks together, against its range."""
    return chart({stage: (STAGE_RANGES[stage], together(found, stage)) for stage in found})


def together(found: Stacks, stage: Stage) -> Range:
    """USD a month of all of a company's stacks: low, expected and high."""
    each = [stack.estimates for stack in found[stage].values()]
    return Range(
        sum((one.low.usd for one in each), Decimal(0)),
        sum((one.expected.usd for one in each), Decimal(0)),
        sum((one.high.usd for one in each), Decimal(0)),
    )


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
        usd = together(found, stage)
        least, most = STAGE_RANGES[stage]
        rows.append(
            (
                stage,
                _count(profile().users[stage].expected),
                *(_usd(stack.estimates.expected.usd) for stack in environments.values()),
                f"**{_usd(usd.expected)}**",
                f"{_usd(usd.low)} to {_usd(usd.high)}",
                f"{_usd(Decimal(least))} to {_usd(Decimal(most))}",
                _place(usd.expected, least, most),
            )
        )
    head = ("stage", "users", *Environment, "all stacks", "low to high", "promised", "expected is")
    return _table(head, rows, numbers=range(1, 8))


def _place(usd: Decimal, least: int, most: int) -> str:
    return "below it" if usd < least else "above it" if usd > most else "within it"


def _not_in_it(found: Stacks) -> str:
    """What the sums lack, named rather than left out silently."""
    each = [stack.estimates.expected for of in found.values() for stack in of.values()]
    gaps = sorted({gap for one in each for gap in (*one.missing, *one.unknown)})
    lacking = f"Not priced: {'; '.join(gaps)}." if gaps else "Every resource is priced or free of charge."
    return _text(
        "Not in it is what an application brings along: its own logs and metrics, images, e-mail, and the "
        f"services of others. {lacking}"
    )


def _services(found: Stacks) -> str:
    prod = {stage: _by_service(of[Environment.PROD].estimates.expected) for stage, of in found.items()}
    last = prod[list(prod)[-1]]
    every = sorted({name for each in prod.values() for name in each}, key=lambda name: -last.get(name, 0))
    rows = [(name, *(_usd(each.get(name, Decimal(0))) for each in prod.values())) for name in every]
    shown, rest = rows[:SERVICES_SHOWN], every[SERVICES_SHOWN:]
    others = [_usd(sum((each.get(name, Decimal(0)) for name in rest), Decimal(0))) for each in prod.values()]
    return _table(("service", *prod), [*shown, (f"{len(rest)} others", *others)], numbers=range(1, 4))


def _by_service(estimate: Estimate) -> dict[str, Decimal]:
    totals: dict[str, Decimal] = {}
    for resource in estimate.resources:
        for line in resource.lines:
            totals[line.price.service] = totals.get(line.price.service, Decimal(0)) + line.usd
    return totals


def _tenfold(found: Stacks) -> str:
    """Users against cost: within each stage, and from each to the next."""
    steps: list[tuple[str, Decimal, Decimal, Decimal, Decimal]] = []
    bills = {stage: together(found, stage) for stage in found}
    users: Profile = profile()
    for stage in list(found)[1:]:
        many, usd = users.users[stage], bills[stage]
        steps.append((f"within {stage}", many.low, many.high, usd.low, usd.high))
    for before, after in zip(list(found), list(found)[1:], strict=False):
        steps.append(
            (
                f"from {before} to {after}",
                users.users[before].expected,
                users.users[after].expected,
                bills[before].expected,
                bills[after].expected,
            )
        )
    rows = [
        (
            name,
            f"{_count(few)} to {_count(many)}",
            f"{_usd(little)} to {_usd(much)}",
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
            _text(
                f"Ten times the users for less than twice the cost: {_holds(within)} inside a stage, whose "
                "databases, caches and least nodes are there for its most users from the start; "
                f"{_holds(across)} from one stage to the next, which makes them larger. That a user costs "
                f"less with each step is {_holds(cheaper)}."
            ),
            _table(head, rows, numbers=range(1, 6)),
        ]
    )


def _holds(each: Sequence[bool]) -> str:
    return "true" if all(each) else "true of some" if any(each) else "not true"


def _bought(found: Stacks) -> str:
    rows: list[Sequence[str]] = []
    for stage, of in found.items():
        stack = of[Environment.PROD]
        for name, purchase in {"as the program says": Purchase(), **MIXES}.items():
            made = stack.bought(purchase)
            rows.append(
                (
                    stage,
                    name,
                    _usd(made.before.usd),
                    _usd(made.after.usd),
                    _percent(made.saving_of("EC2")),
                    _percent(made.share),
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
            _text(
                "Spot prices change; these are of the price list's day. Nodes are only a part of the bill, "
                "so what they save is less of the whole."
            ),
            _table(head, rows, numbers=range(2, 6)),
        ]
    )


def _scaled(found: Stacks) -> str:
    rows: list[Sequence[str]] = []
    for stage, of in found.items():
        if not profile().scales(stage):
            continue
        found_here = of[Environment.PROD].scaling
        peak, scaled = _nodes(found_here.before), _nodes(found_here.after)
        rows.append(
            (
                stage,
                _count(profile().users[stage].expected),
                f"{peak:,.0f}",
                f"{scaled:,.1f}",
                _usd(found_here.before.usd),
                _usd(found_here.after.usd),
                _percent(found_here.saving_of("EC2")),
                _percent(found_here.share),
            )
        )
    head = (
        *("production at", "users", "nodes for the peak", "on average", "with the peak's", "following"),
        *("nodes cost less by", "the whole by"),
    )
    curve = profile().load_curve
    return "\n\n".join(
        [
            _text(
                f"A day's loads in percent of the busiest hour: {', '.join(map(str, curve))}. On average "
                f"that is {sum(curve) / len(curve):.0f} %. Nodes follow it no lower than the stage's least "
                "(`cluster.minNodes`), so lower ones save more."
            ),
            _table(head, rows, numbers=range(1, 8)),
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
    return sum(hours, Decimal(0)) / 730


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], numbers: range) -> str:
    rule = ["--:" if place in numbers else "---" for place in range(len(head))]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))


def _text(words: str) -> str:
    return fill(words, 110, break_long_words=False, break_on_hyphens=False)


def _usd(usd: Decimal) -> str:
    return f"${usd:,.0f}"


def _count(number: Decimal) -> str:
    return f"{number:,.0f}"


def _percent(share: Decimal) -> str:
    return f"{share * 100:.1f} %"


def files() -> Iterator[tuple[Path, str]]:
    """What the page is made of."""
    found = stacks()
    yield ROOT / "docs/costs.md", costs_page(found)
    yield ROOT / "docs/costs.svg", picture(found)


def packed(document: object) -> bytes:
    """A graph as it is kept."""
    return lzma.compress(json.dumps(document, separators=(",", ":"), sort_keys=True).encode())


if __name__ == "__main__":
    for file, text in files():
        file.write_text(text)
