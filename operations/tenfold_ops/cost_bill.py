"""What ``tenfold cost`` found out of a stack, before it is written down in some form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tenfold_pricing.estimate import Estimates, ResourceCost, cents
from tenfold_pricing.report import Comparison
from tenfold_pricing.whatif import WhatIf

STAGE_RANGES: Mapping[str, tuple[int, int]] = {
    "startup": (2_000, 5_000),
    "growth": (20_000, 50_000),
    "scale": (200_000, 500_000),
}
"""USD a month that each stage is promised to cost, in all of a company's stacks together."""


@dataclass(frozen=True)
class Bill:
    """A stack's estimates, and what else was asked for."""

    stack: str
    estimates: Estimates
    stage: str | None = None
    usage_words: str | None = None
    """What was assumed of the usage where no file says it."""
    comparison: Comparison | None = None
    compared_with: str = ""
    what_if: WhatIf | None = None
    settings: Sequence[str] = ()
    scaling: WhatIf | None = None
    """The nodes of the peak all the time, against nodes that follow the usage's load curve."""

    @property
    def components(self) -> list[tuple[str, Decimal, Decimal, Decimal]]:
        """Components with low, expected and high USD a month, the dearest first."""
        low, high = self.estimates.low.by_component, self.estimates.high.by_component
        return [
            (name, low.get(name, Decimal(0)), usd, high.get(name, Decimal(0)))
            for name, usd in self.estimates.expected.by_component.items()
        ]

    @property
    def totals(self) -> tuple[Decimal, Decimal, Decimal]:
        """Low, expected and high USD a month."""
        return (self.estimates.low.usd, self.estimates.expected.usd, self.estimates.high.usd)

    def resources(self, component: str) -> list[ResourceCost]:
        """A component's resources that cost anything, the dearest first."""
        mine = [each for each in self.estimates.expected.resources if each.component == component]
        return sorted((each for each in mine if each.usd), key=lambda each: (-each.usd, each.name))

    @property
    def warnings(self) -> list[str]:
        """What the sums are without, and what they assume."""
        expected = self.estimates.expected
        return [
            *(f"Not priced: {gap}" for gap in expected.missing),
            *(f"Unknown to the model: {count} of {token}" for token, count in expected.unknown.items()),
            *(f"Assumed: {note}" for note in self.notes),
        ]

    @property
    def notes(self) -> Sequence[str]:
        after = self.what_if.after.notes if self.what_if else ()
        return list(dict.fromkeys([*self.estimates.expected.notes, *after]))

    @property
    def stage_words(self) -> str | None:
        """How the stack's cost lies to the range of its stage."""
        if self.stage is None or self.stage not in STAGE_RANGES:
            return None
        least, most = STAGE_RANGES[self.stage]
        usd = self.estimates.expected.usd
        place = "below" if usd < least else "above" if usd > most else "within"
        return (
            f"Stage {self.stage} is promised at ${least:,} to ${most:,} a month for all stacks together; "
            f"this one is {place} that range."
        )

    @property
    def words(self) -> list[str]:
        """What else there is to say in a sentence."""
        return [
            text
            for text in (self.usage_words, self.stage_words, self.what_if_words, self.scaling_words)
            if text
        ]

    @property
    def scaling_words(self) -> str | None:
        """What it saves that nodes follow the load."""
        if self.scaling is None:
            return None
        found = self.scaling
        if not found.saving:
            return "Nodes don't follow the load curve: the least of them carry its peak already."
        return (
            f"Nodes that follow the load curve: {money(found.after.usd)} a month instead of "
            f"{money(found.before.usd)} with the nodes of its peak all the time, {percent(found.share)} less "
            f"({percent(found.saving_of('EC2'))} less for the instances)."
        )

    @property
    def what_if_words(self) -> str | None:
        """What buying otherwise saves."""
        if self.what_if is None:
            return None
        found = self.what_if
        nodes = found.saving_of("EC2")
        return (
            f"With {' '.join(self.settings)}: {money(found.after.usd)} a month instead of "
            f"{money(found.before.usd)} all on demand, {percent(found.share)} less"
            + (f" ({percent(nodes)} less for the instances)." if nodes else ".")
        )


def money(usd: Decimal) -> str:
    """An amount for people: -$1,234.50."""
    rounded = cents(usd)
    return f"{'-' if rounded < 0 else ''}${abs(rounded):,.2f}"


def signed(usd: Decimal) -> str:
    """A difference for people: +$1.00, -$1.00."""
    text = money(usd)
    return text if text.startswith("-") else f"+{text}"


def percent(share: Decimal) -> str:
    return f"{share * 100:.1f} %"


def kind(token: str) -> str:
    """A type for people: aws:rds/cluster:Cluster is rds.Cluster."""
    module = token.partition(":")[2].partition(":")[0].partition("/")[0]
    return f"{module}.{token.rpartition(':')[2]}" if module else token


def quantity(value: Decimal) -> str:
    """A quantity for people, to four significant digits after the point."""
    return f"{value:,.4f}".rstrip("0").rstrip(".")
