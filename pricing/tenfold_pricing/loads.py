"""How many nodes a load needs hour by hour: what autoscaling runs, against what the peak needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from .charges import HOURS_A_MONTH


def nodes_by_hour(curve: Sequence[Decimal], least: Decimal, most: Decimal) -> list[Decimal]:
    """Whole nodes for each hour's load, where ``most`` carry the highest load of the curve.

    Args:
        curve: one load an hour, in any unit, 0 or more: a day's 24 or any other period that repeats.
        least: nodes that always run.
        most: nodes that the peak needs; at least ``least``.
    """
    peak = max(curve, default=Decimal(0))
    if not peak:
        return [least] * len(curve)
    return [max(least, (load / peak * most).to_integral_value(ROUND_CEILING)) for load in curve]


@dataclass(frozen=True)
class Autoscaling:
    """Hours of nodes a month for a load curve."""

    peak_hours: Decimal
    """Hours if the nodes of the peak run all the time."""
    scaled_hours: Decimal
    """Hours if nodes follow the load."""

    @property
    def saving(self) -> Decimal:
        """The share of the peak's hours that scaling saves, from 0 to 1."""
        return 1 - self.scaled_hours / self.peak_hours if self.peak_hours else Decimal(0)


def autoscaling(curve: Sequence[Decimal], least: Decimal, most: Decimal) -> Autoscaling:
    """A month of nodes that follow a load, and of nodes for its peak. Arguments as ``nodes_by_hour``."""
    nodes = nodes_by_hour(curve, least, most)
    average = sum(nodes, Decimal(0)) / len(nodes) if nodes else least
    return Autoscaling(HOURS_A_MONTH * max(nodes, default=least), HOURS_A_MONTH * average)
