"""Times at which AWS may work on a database or cache. All times are UTC."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from tenfold.args import Args
from tenfold.errors import InvalidInputError

_DAY_MINUTES = 24 * 60

TimeOfDay = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
"""Hours and minutes, such as ``03:30``."""


class Weekday(StrEnum):
    """A day of the week, as AWS writes it."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"


class DailyWindow(Args):
    """A daily window, such as that of backups."""

    start: TimeOfDay = "03:00"
    """Start in UTC. 03:00 is late evening in the Americas, early morning in Europe: choose your own quiet
    hour."""
    duration_minutes: int = Field(default=60, ge=60, le=_DAY_MINUTES - 60)
    """Length in minutes. ElastiCache's least is 60, RDS's 30: one figure fits both."""

    def __str__(self) -> str:
        return f"{self.start}-{_clock(_minutes(self.start) + self.duration_minutes)}"


class WeeklyWindow(Args):
    """A weekly window, such as that of maintenance."""

    day: Weekday = Weekday.SUNDAY
    """Day on which it starts."""
    start: TimeOfDay = "05:00"
    """Start in UTC; by default an hour after the backup has ended."""
    duration_minutes: int = Field(default=60, ge=60, le=_DAY_MINUTES - 60)
    """Length in minutes. ElastiCache's least is 60, RDS's 30: one figure fits both."""

    def __str__(self) -> str:
        end = _minutes(self.start) + self.duration_minutes
        days = list(Weekday)
        end_day = days[(days.index(self.day) + end // _DAY_MINUTES) % len(days)]
        return f"{self.day}:{self.start}-{end_day}:{_clock(end)}"


def check_windows(field: str, daily: DailyWindow, weekly: WeeklyWindow) -> None:
    """Refuse a daily and a weekly window that meet, as AWS does."""
    day, week = _minutes(daily.start), _minutes(weekly.start)
    # The daily window comes round each day, so only the time of day matters; a window may pass midnight.
    apart = (week - day) % _DAY_MINUTES >= daily.duration_minutes
    if not apart or (day - week) % _DAY_MINUTES < weekly.duration_minutes:
        raise InvalidInputError(
            field, str(weekly), f"a time outside the daily {daily}", "Move one of the two."
        )


def _minutes(time: str) -> int:
    hours, minutes = time.split(":")
    return int(hours) * 60 + int(minutes)


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
