"""How the workers scale, and what their arguments refuse."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.errors import InvalidInputError
from tenfold.queue import QueueWorkerAlarms, QueueWorkerArgs, SourceQueue, worker_plan

NEEDED: dict[str, Any] = {
    "cluster_name": "prod",
    "namespace": "shop",
    "queue": SourceQueue(
        queue_url="https://sqs.eu-west-1.amazonaws.com/123456789012/jobs",
        queue_arn="arn:aws:sqs:eu-west-1:123456789012:jobs",
        visibility_timeout_seconds=90,
    ),
    "keda_role_arn": "arn:aws:iam::123456789012:role/keda",
    "image": "shop/worker:1.4",
    "cpu_request": "250m",
    "memory_request": "256Mi",
    "acceptable_latency_seconds": 60,
    "seconds_per_message": 2,
}


def args(**changed: Any) -> QueueWorkerArgs:
    return QueueWorkerArgs(**{**NEEDED, **changed})


def wanted_workers(messages: int, backlog: int) -> int:
    return -(-messages // backlog)


@given(st.integers(1, 500), st.floats(0.01, 100), st.floats(1, 1000), st.integers(0, 10**6))
def test_the_alarm_s_line_is_where_the_autoscaler_wants_more_than_the_most_workers(
    most: int, seconds: float, ratio: float, messages: int
) -> None:
    given_ = args(
        min_replicas=0,
        max_replicas=most,
        seconds_per_message=seconds,
        acceptable_latency_seconds=seconds * ratio,
    )
    backlog = given_.backlog_per_worker
    (alarm,) = worker_plan.worker_alarms(given_, backlog)
    assert alarm.expression == f"IF((waiting + working > {backlog * most}) AND (sent > done), 1, 0)"
    assert (messages > backlog * most) == (wanted_workers(messages, backlog) > most)


def test_the_alarm_can_be_left_out() -> None:
    assert worker_plan.worker_alarms(args(alarms=QueueWorkerAlarms(saturated_minutes=None)), 30) == []


@pytest.mark.parametrize(
    ("changed", "seconds"),
    [
        ({}, 90),
        ({"termination_grace_seconds": 300}, 300),
        ({"seconds_per_message": 90.5, "acceptable_latency_seconds": 600}, 91),
    ],
)
def test_a_worker_may_finish_as_long_as_nobody_else_gets_its_message(
    changed: dict[str, Any], seconds: int
) -> None:
    assert worker_plan.termination_grace_seconds(args(**changed)) == seconds


@pytest.mark.parametrize(
    ("changed", "replicas"),
    [({}, 1), ({"min_replicas": 0}, 1), ({"min_replicas": 3}, 3), ({"fallback_replicas": 7}, 7)],
)
def test_a_queue_that_keda_cannot_see_is_worked_on_still(changed: dict[str, Any], replicas: int) -> None:
    spec = worker_plan.scaled_object(args(**changed), "worker", {}, "worker")
    assert spec["fallback"]["replicas"] == replicas
    assert spec["fallback"]["behavior"] == "currentReplicasIfHigher"
    assert spec["triggers"][0]["metricType"] == "AverageValue"


@pytest.mark.parametrize(
    ("text", "value"),
    [("250m", Fraction(1, 4)), ("2", Fraction(2)), ("0.5", Fraction(1, 2)), ("1Ki", Fraction(1024))],
)
def test_quantities_mean_what_kubernetes_means(text: str, value: Fraction) -> None:
    assert worker_plan.quantity(text) == value


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"namespace": "Shop"}, "namespace"),
        ({"namespace": "*"}, "namespace"),
        ({"image": "shop/worker"}, "image"),
        ({"image": "shop/worker:latest"}, "image"),
        ({"image": "registry:5000/shop/worker"}, "image"),
        ({"cpu_request": "a quarter"}, "cpu_request"),
        ({"memory_request": "0"}, "memory_request"),
        ({"memory_request": "256MB"}, "memory_request"),
        ({"tmp_size": "-1Mi"}, "tmp_size"),
        ({"memory_limit": "255Mi"}, "memory_limit"),
        ({"run_as_user": 0}, "run_as_user"),
        ({"min_replicas": 11}, "min_replicas"),
        ({"fallback_replicas": 11}, "fallback_replicas"),
        ({"max_replicas": 0, "min_replicas": 0}, "max_replicas"),
        ({"termination_grace_seconds": 1}, "termination_grace_seconds"),
    ],
)
def test_what_cannot_work_is_refused_under_its_field_s_name(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        args(**changed)
    assert refused.value.field == f"QueueWorkerArgs.{field}"


@pytest.mark.parametrize("minutes", [0, 7, 125])
def test_minutes_that_are_no_periods_of_the_alarm_are_refused(minutes: int) -> None:
    with pytest.raises(InvalidInputError, match=r"QueueWorkerAlarms\.saturated_minutes"):
        QueueWorkerAlarms(saturated_minutes=minutes)


def test_a_latency_that_one_message_exceeds_is_refused() -> None:
    with pytest.raises(InvalidInputError) as refused:
        args(acceptable_latency_seconds=1)
    assert refused.value.field == "acceptable_latency_seconds"


@pytest.mark.parametrize(
    "image", ["registry:5000/shop/worker:1", "shop/worker@sha256:00", "a/b:latest@sha256:00"]
)
def test_an_image_with_a_release_is_taken(image: str) -> None:
    assert args(image=image).image == image


def test_an_image_that_is_not_known_yet_is_taken() -> None:
    image = pulumi.Output.from_input("shop/worker")
    assert args(image=image).image is image


@pytest.mark.parametrize("name", ["", "Worker", "9lives", "jobs-", "jobs.fifo", "a" * 43])
def test_a_name_that_kubernetes_or_iam_refuses_is_refused(name: str) -> None:
    with pytest.raises(InvalidInputError, match="QueueWorker name"):
        worker_plan.check_component_name(name)


def test_the_longest_name_leaves_room_for_its_roles() -> None:
    name = "a" * worker_plan.MAX_NAME_LENGTH
    worker_plan.check_component_name(name)
    assert len(f"{name}-identity-role-1234567") <= 64
