"""What the user says about a budget."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator

from tenfold.args import Args, Input
from tenfold.errors import InvalidInputError

Percent = Annotated[int, Field(ge=1, le=1000)]

# AWS Cost Management User Guide, "Quotas and restrictions", and the API's Notification.
_MOST_NOTIFICATIONS = 10
_MOST_EMAILS = 10


class CostTag(Args):
    """A tag by which cost is told apart. AWS counts it once it is activated as a cost allocation tag in the
    billing console of the organization's management account, and from then on only (AWS Billing User Guide,
    "Activating user-defined cost allocation tags")."""

    key: str = Field(min_length=1, max_length=128)
    """The tag's key, such as ``environment``."""
    value: str = Field(min_length=1, max_length=256)
    """Its value, such as ``prod``."""


class AnomalyDetection(Args):
    """Learns what is usual and tells of what is not, up to a day after it was spent."""

    monitor_arn: Input[str] | None = None
    """A monitor that is there already. None makes one. With the budget's ``tag`` it watches what has it,
    which AWS lets an organization's management account do, or an account outside of one. Without, it watches
    each AWS service: an account can have one such monitor, and AWS gives it to new accounts by itself; then
    give its ARN (AWS Cost Management User Guide, "Getting started with AWS Cost Anomaly Detection")."""
    threshold_usd: float = Field(default=100, gt=0)
    """Tell of anomalies whose cost so far is at least this much …"""
    threshold_percent: Percent = 40
    """… and at least this far above what was expected. Both together leave out what is large and usual, and
    what is unusual and small."""


class BudgetArgs(Args):
    """How much a month may cost, and who is told. The limit is required, and a topic or an address."""

    monthly_limit_usd: float = Field(gt=0)
    """What a calendar month may cost, in USD."""
    tag: CostTag | None = None
    """Count what has this tag only. None counts the whole account, and in an organization's management
    account all of its accounts. A change replaces the anomaly monitor."""
    actual_percent: Sequence[Percent] = (80, 100)
    """Tell when this much of the limit has been spent: at 80 % something can still be done."""
    forecast_percent: Sequence[Percent] = (100,)
    """Tell when AWS expects the month to end above this much of the limit. It needs five weeks of history
    (AWS Cost Management User Guide, "Best practices for AWS Budgets")."""
    include_credits: bool = False
    """Subtract credits and refunds from what is counted. False counts what is used, so that a company that
    lives on credits hears of its spending before they end."""
    budget_name: str | None = Field(default=None, pattern=r"^[^:\\]{1,100}$")
    """The budget's name in the account; None takes the component's. A change replaces the budget."""
    alarm_topic_arn: Input[str] | None = None
    """SNS topic of the account that is told, such as an ``AlarmTopic``'s; its policy and its key must let
    budgets.amazonaws.com and costalerts.amazonaws.com in."""
    emails: Sequence[str] = Field(default=(), max_length=_MOST_EMAILS)
    """Addresses that AWS mails to as well, without a confirmation; of anomalies once a day."""
    anomalies: AnomalyDetection | None = AnomalyDetection()
    """Tell of unusual spending too; None where another stack of the account does."""
    tags: Mapping[str, str] = Field(default_factory=dict[str, str])
    """Tags for everything that is created."""

    @model_validator(mode="after")
    def _check_thresholds(self) -> Self:
        for field in ("actual_percent", "forecast_percent"):
            given: Sequence[int] = getattr(self, field)
            if len(set(given)) < len(given):
                raise InvalidInputError(f"BudgetArgs.{field}", list(given), "each figure once", "Remove one.")
        number = len(self.actual_percent) + len(self.forecast_percent)
        if not 1 <= number <= _MOST_NOTIFICATIONS:
            raise InvalidInputError(
                "BudgetArgs.actual_percent",
                list(self.actual_percent),
                f"1 to {_MOST_NOTIFICATIONS} figures, those of forecast_percent included",
                "AWS tells of as many for a budget.",
            )
        return self

    @model_validator(mode="after")
    def _check_told(self) -> Self:
        for address in self.emails:
            if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", address):
                allowed = "addresses such as 'oncall@example.com'"
                raise InvalidInputError("BudgetArgs.emails", address, allowed, "Mend it.")
        if self.alarm_topic_arn is None and not self.emails:
            raise InvalidInputError(
                "BudgetArgs.alarm_topic_arn",
                None,
                "a topic here, or an address in emails",
                "Say who is told: a budget stops nothing.",
            )
        return self
