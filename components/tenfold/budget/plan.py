"""Pure decisions of a budget: what it counts, and of what it tells."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tenfold.budget.args import BudgetArgs, CostTag


@dataclass(frozen=True)
class Notification:
    """What a budget tells of."""

    kind: str
    """ACTUAL or FORECASTED."""
    percent: int
    """Of the limit."""


def notifications(args: BudgetArgs) -> Iterator[Notification]:
    """The notifications, actual spending first."""
    for kind, percents in (("ACTUAL", args.actual_percent), ("FORECASTED", args.forecast_percent)):
        for percent in sorted(percents):
            yield Notification(kind, percent)


def amount(usd: float) -> str:
    """An amount as AWS Budgets writes it.

    >>> amount(2500), amount(0.1)
    ('2500', '0.1')
    """
    return f"{usd:.2f}".rstrip("0").rstrip(".")


def budget_filter(tag: CostTag) -> str:
    """The tag as AWS Budgets writes it.

    >>> from tenfold.budget.args import CostTag
    >>> budget_filter(CostTag(key="environment", value="prod"))
    'user:environment$prod'
    """
    return f"user:{tag.key}${tag.value}"


def monitored(tag: CostTag) -> str:
    """The tag as Cost Anomaly Detection's monitor writes it."""
    return json.dumps({"Tags": {"Key": tag.key, "Values": [tag.value]}})
