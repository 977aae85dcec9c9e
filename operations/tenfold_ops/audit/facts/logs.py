"""CloudWatch log groups."""

from __future__ import annotations

from dataclasses import dataclass

from ..finding import Resource
from .asking import Place


@dataclass(frozen=True)
class LogGroup:
    """One log group; ``retention_days`` None: kept for ever."""

    resource: Resource
    retention_days: int | None
    stored_bytes: int


def read(place: Place) -> list[LogGroup]:
    return [
        LogGroup(
            Resource(each["logGroupName"], place.region),
            each.get("retentionInDays"),
            each.get("storedBytes") or 0,
        )
        for each in place.all("logs", "describe_log_groups", "logGroups")
    ]
