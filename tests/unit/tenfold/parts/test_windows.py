"""Windows are written as AWS wants them, and may not meet."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.errors import InvalidInputError
from tenfold.parts.windows import DailyWindow, Weekday, WeeklyWindow, check_windows

DAY = 24 * 60
minutes = st.integers(0, DAY - 1)
lengths = st.integers(60, DAY - 60)


def clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def test_a_window_past_midnight_ends_on_the_next_day() -> None:
    assert str(DailyWindow(start="23:30")) == "23:30-00:30"
    assert str(WeeklyWindow(day=Weekday.SUNDAY, start="23:30")) == "sun:23:30-mon:00:30"


@given(st.sampled_from(Weekday), minutes, lengths)
def test_every_window_has_the_form_that_aws_takes(day: Weekday, start: int, length: int) -> None:
    window = str(WeeklyWindow(day=day, start=clock(start), duration_minutes=length))
    assert re.fullmatch(r"[a-z]{3}:\d\d:\d\d-[a-z]{3}:\d\d:\d\d", window)
    assert window.endswith(clock(start + length))


@given(minutes, lengths, minutes, lengths)
def test_windows_are_refused_exactly_when_they_share_a_minute(
    day: int, long: int, week: int, wide: int
) -> None:
    daily = {(day + i) % DAY for i in range(long)}
    weekly = {(week + i) % DAY for i in range(wide)}
    backup = DailyWindow(start=clock(day), duration_minutes=long)
    maintenance = WeeklyWindow(start=clock(week), duration_minutes=wide)
    if daily & weekly:
        with pytest.raises(InvalidInputError, match="outside the daily"):
            check_windows("f", backup, maintenance)
    else:
        check_windows("f", backup, maintenance)


@pytest.mark.parametrize("start", ["24:00", "3:00", "03:60", "03:00:00"])
def test_a_malformed_time_is_refused(start: str) -> None:
    with pytest.raises(InvalidInputError, match=r"DailyWindow\.start"):
        DailyWindow(start=start)
