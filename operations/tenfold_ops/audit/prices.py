"""What resources cost a month, by the cost model that ``tenfold cost`` uses: the two never disagree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tenfold_pricing.charges import Range
from tenfold_pricing.estimate import estimate
from tenfold_pricing.graph import Graph, Resource
from tenfold_pricing.pricers import REGISTRY
from tenfold_pricing.prices import PriceList
from tenfold_pricing.usage import Usage


@dataclass(frozen=True)
class Part:
    """Something that is paid for: its type and inputs as Pulumi knows them, and how much it is used.

    What ``usage`` does not say is none: waste is what is paid for being there.
    """

    type: str
    inputs: Mapping[str, Any] = field(default_factory=dict[str, Any])
    usage: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal])


@dataclass(frozen=True)
class Saving:
    """USD a month, not rounded.

    Args:
        usd: None if no price of it is listed.
        missing: what it is without, in words.
        at_most: the figure is an upper bound.
    """

    usd: Decimal | None
    missing: tuple[str, ...] = ()
    at_most: bool = False


class Prices:
    """A price list, asked for whole resources."""

    def __init__(self, listed: PriceList) -> None:
        self._listed = listed

    def monthly(self, region: str, parts: Sequence[Part], *, at_most: bool = False) -> Saving:
        """What the parts cost together."""
        named = {f"part-{place}": part for place, part in enumerate(parts)}
        graph = Graph(
            Resource(urn=name, type=part.type, name=name, inputs=part.inputs, region=region)
            for name, part in named.items()
        )
        usage = Usage(resources={name: _used(part) for name, part in named.items()})
        found = estimate(graph, prices=self._listed, usage=usage, region=region)
        mine = [each for each in found.resources if each.urn in named]
        missing = tuple(dict.fromkeys(gap for each in mine for gap in each.missing))
        priced = any(each.lines for each in mine)
        return Saving(sum((each.usd for each in mine), Decimal(0)) if priced else None, missing, at_most)

    def difference(self, region: str, before: Sequence[Part], after: Sequence[Part]) -> Saving:
        """What is saved by having the one instead of the other; None if either has no price."""
        was, becomes = self.monthly(region, before), self.monthly(region, after)
        missing = tuple(dict.fromkeys((*was.missing, *becomes.missing)))
        if missing or was.usd is None or becomes.usd is None:
            return Saving(None, missing)
        return Saving(max(was.usd - becomes.usd, Decimal(0)))


def _used(part: Part) -> dict[str, Range]:
    keys = (key for key in REGISTRY[part.type].uses if key != "hours")
    return {key: Range.same(part.usage.get(key, Decimal(0))) for key in keys}
