from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.errors import InvalidInputError
from tenfold.queue import QueueAlarms, backlog_per_worker, plan

NAMES = st.from_regex(r"[A-Za-z0-9_-]{1,75}", fullmatch=True)


@given(NAMES, st.booleans())
def test_names_of_both_queues_are_ones_that_aws_takes(name: str, fifo: bool) -> None:
    plan.check_component_name(name)
    names = plan.queue_names(name, None, fifo)
    assert len(set(names)) == 2
    for each in names:
        plan.check_queue_name("name", each, fifo)
        assert each.endswith(".fifo") is fifo


@given(NAMES)
def test_a_fifo_queue_s_own_name_is_kept(name: str) -> None:
    assert plan.queue_names("other", f"{name}.fifo", True)[0] == f"{name}.fifo"


@pytest.mark.parametrize("name", ["", "jobs.fifo", "a b", "a" * 76, "jöbs"])
def test_a_component_s_name_that_makes_no_queue_s_name_is_refused(name: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        plan.check_component_name(name)
    assert refused.value.value == name


@given(st.floats(0.001, 1e4), st.floats(1, 1e4))
def test_the_last_message_of_a_backlog_is_done_in_time_and_one_more_would_not_be(
    seconds: float, ratio: float
) -> None:
    latency = seconds * ratio
    backlog = backlog_per_worker(acceptable_latency_seconds=latency, seconds_per_message=seconds)
    assert backlog >= 1
    assert backlog * seconds <= latency * (1 + 1e-6)
    assert (backlog + 1) * seconds > latency * (1 - 1e-6)


def test_the_backlog_is_that_of_aws_s_example() -> None:
    assert backlog_per_worker(acceptable_latency_seconds=10, seconds_per_message=0.1) == 100


@pytest.mark.parametrize(
    ("latency", "seconds", "field"),
    [
        (10, 0, "seconds_per_message"),
        (10, float("nan"), "seconds_per_message"),
        (5, 6, "acceptable_latency_seconds"),
        (float("inf"), 6, "acceptable_latency_seconds"),
    ],
)
def test_a_latency_that_no_number_of_workers_reaches_is_refused(
    latency: float, seconds: float, field: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        backlog_per_worker(acceptable_latency_seconds=latency, seconds_per_message=seconds)
    assert refused.value.field == field


def test_each_alarm_can_be_left_out() -> None:
    none = QueueAlarms(oldest_message_seconds=None, depth_messages=None, dead_letters=None)
    assert [*plan.queue_alarms(none), *plan.dead_letter_alarms(none)] == []


def test_one_dead_letter_is_told_at_once() -> None:
    (alarm,) = plan.dead_letter_alarms(QueueAlarms())
    assert (alarm.threshold, alarm.comparison, alarm.periods) == (0, "GreaterThanThreshold", 1)
