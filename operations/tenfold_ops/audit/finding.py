"""What an audit says: waste that was found, what could not be judged, and what could not be looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from .prices import Prices, Saving

NO_FIGURES = "CloudWatch has no figures"
COVERED = 0.9
"""Share of the window's hours that there must be figures of: less may miss the busy ones."""


def counted(count: int, noun: str) -> str:
    """``1 day``, ``14 days``."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


class Kind(StrEnum):
    """Kinds of waste."""

    UNATTACHED_VOLUME = "unattached-volume"
    GP2_VOLUME = "gp2-volume"
    OLD_SNAPSHOT = "old-snapshot"
    UNATTACHED_ADDRESS = "unattached-address"
    IDLE_NAT_GATEWAY = "idle-nat-gateway"
    IDLE_LOAD_BALANCER = "idle-load-balancer"
    OVERSIZED_INSTANCE = "oversized-instance"
    PREVIOUS_GENERATION = "previous-generation"
    IDLE_DATABASE = "idle-database"
    OVERSIZED_DATABASE = "oversized-database"
    OLD_DATABASE_SNAPSHOT = "old-database-snapshot"
    IDLE_CACHE = "idle-cache"
    LOGS_KEPT_FOR_EVER = "logs-kept-for-ever"
    UNFINISHED_UPLOADS = "unfinished-uploads"


@dataclass(frozen=True)
class Resource:
    """What AWS calls it, and what its owner does."""

    id: str
    region: str
    name: str = ""
    tags: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Finding:
    """One waste: ``why`` has the figure and its window, ``saving`` what the remedy saves a month."""

    kind: Kind
    resource: Resource
    why: str
    saving: Saving
    remedy: str


@dataclass(frozen=True)
class Unsure:
    """What could not be judged. Resources with the same reason are shown together."""

    kind: Kind
    resource: Resource
    reason: str


@dataclass(frozen=True)
class Refusal:
    """A part of the audit that AWS did not answer: nothing of it was judged."""

    part: str
    region: str
    reason: str


@dataclass(frozen=True)
class Terms:
    """What is judged by.

    Args:
        now: end of the window.
        days: length of the window that figures are looked at.
        snapshot_days: age from which a snapshot is old.
        prices: what things cost.
    """

    now: datetime
    days: int
    snapshot_days: int
    prices: Prices

    @property
    def start(self) -> datetime:
        return self.now - timedelta(days=self.days)

    @property
    def window(self) -> str:
        """For a sentence: "no requests in 14 days"."""
        return f"in {counted(self.days, 'day')}"

    def young(self, created: datetime | None) -> str:
        """Why a resource is too young for figures over the whole window; empty if it isn't."""
        young = created is not None and created > self.start
        return f"made less than {counted(self.days, 'day')} ago" if young else ""

    def uncovered(self, *series: Sequence[float]) -> str:
        """Why one of several hourly series is too short for a judgement over the window; empty if none is."""
        hours = self.days * 24
        fewest = min(map(len, series), default=0)
        if not fewest:
            return NO_FIGURES
        enough = fewest >= COVERED * hours
        return "" if enough else f"CloudWatch has figures of less than {COVERED:.0%} of the {hours} hours"

    def age(self, created: datetime) -> int:
        """Full days."""
        return (self.now - created).days


@dataclass(frozen=True)
class Audit:
    """All of it."""

    account: str
    regions: Sequence[str]
    days: int
    findings: Sequence[Finding]
    unsure: Sequence[Unsure]
    refusals: Sequence[Refusal]

    @property
    def usd(self) -> Decimal:
        """What all remedies save together, as far as prices are known.

        Of several remedies for one resource only the largest counts: one may make the other idle.
        """
        best: dict[tuple[str, str], Decimal] = {}
        for each in self.findings:
            place = (each.resource.region, each.resource.id)
            best[place] = max(best.get(place, Decimal(0)), each.saving.usd or Decimal(0))
        return sum(best.values(), Decimal(0))
