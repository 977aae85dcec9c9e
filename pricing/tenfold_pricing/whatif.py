"""What a graph would cost if its capacity were bought or scaled otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .charges import Case
from .estimate import Estimate, estimate
from .graph import Graph
from .loads import Autoscaling, autoscaling
from .prices import PriceList
from .purchase import Purchase
from .usage import Usage

__all__ = ["Autoscaling", "WhatIf", "autoscaling", "peak_against_autoscaled", "what_if"]

ON_DEMAND = Purchase(spot=Decimal(0))
"""Everything on demand, also what the program buys on the spot market."""


@dataclass(frozen=True)
class WhatIf:
    """The same graph, paid for in two ways."""

    before: Estimate
    after: Estimate

    @property
    def saving(self) -> Decimal:
        """USD a month that the second way saves; negative if it costs more."""
        return self.before.usd - self.after.usd

    @property
    def share(self) -> Decimal:
        """The saving as a share of the first way's cost."""
        return self.saving / self.before.usd if self.before.usd else Decimal(0)

    def saving_of(self, *services: str) -> Decimal:
        """The saving on hours of some services (EC2, Aurora, RDS, ElastiCache) as a share of their cost."""
        before, after = (
            sum(
                (
                    line.usd
                    for resource in side.resources
                    for line in resource.lines
                    if line.price.service in services and line.price.unit.startswith("hour")
                ),
                Decimal(0),
            )
            for side in (self.before, self.after)
        )
        return 1 - after / before if before else Decimal(0)


def what_if(
    graph: Graph,
    purchase: Purchase,
    *,
    against: Purchase = ON_DEMAND,
    prices: PriceList | None = None,
    usage: Usage | None = None,
    case: Case = Case.EXPECTED,
) -> WhatIf:
    """A graph's cost with a mix of spot, commitments and on demand, against all on demand.

    Raises:
        PricingError: as ``estimate``.
    """
    before, after = (
        estimate(graph, prices=prices, usage=usage, purchase=bought, case=case)
        for bought in (against, purchase)
    )
    return WhatIf(before, after)


def peak_against_autoscaled(
    graph: Graph,
    curve: Sequence[Decimal],
    *,
    prices: PriceList | None = None,
    usage: Usage | None = None,
) -> WhatIf:
    """A graph's cost with the most nodes all the time, against nodes that follow a load.

    Args:
        curve: one load an hour, as ``load_curve`` of the usage.
    """
    usage = usage or Usage()
    peak = usage.model_copy(update={"load_curve": [Decimal(1)]})
    scaled = usage.model_copy(update={"load_curve": list(curve)})
    return WhatIf(estimate(graph, prices=prices, usage=peak), estimate(graph, prices=prices, usage=scaled))
