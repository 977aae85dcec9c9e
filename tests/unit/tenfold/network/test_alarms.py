"""The alarms of a network's NAT gateways."""

from __future__ import annotations

from typing import Any

import pytest

from support.recording import Recording, record
from tenfold.errors import InvalidInputError
from tenfold.network import Network, NetworkAlarms, NetworkArgs

TOPIC = "arn:aws:sns:us-east-1:123456789012:alarms"


def build(**changed: Any) -> Recording:
    args = NetworkArgs(cidr="10.0.0.0/16", **{"alarm_topic_arn": TOPIC, **changed})
    return record(lambda: Network("main", args))


def names(recording: Recording) -> set[str]:
    return {each.name for each in recording.of("MetricAlarm")}


def test_each_gateway_tells_the_topic_when_ports_run_out_or_packets_are_dropped() -> None:
    found = build(zone_count=2)
    assert names(found) == {
        f"main-nat-{letter}-{what}-alarm" for letter in "ab" for what in ("ports", "dropped")
    }
    for alarm in found.of("MetricAlarm"):
        assert alarm.inputs["alarmActions"] == alarm.inputs["okActions"] == [TOPIC]


@pytest.mark.parametrize(("nat", "expected"), [("regional", 2), ("single", 2), ("none", 0)])
def test_there_are_as_many_alarms_as_gateways_need(nat: str, expected: int) -> None:
    assert len(build(nat=nat).of("MetricAlarm")) == expected


def test_a_gateways_alarms_watch_that_gateway() -> None:
    found = build(nat="single")
    ports = found.one("MetricAlarm", "main-nat-a-ports-alarm").inputs
    assert ports["dimensions"] == {"NatGatewayId": "main-nat-a-id"}
    dropped = found.one("MetricAlarm", "main-nat-a-dropped-alarm").inputs
    metrics = {query["id"]: query["metric"] for query in dropped["metricQueries"] if "metric" in query}
    assert set(metrics) == {"dropped", "out", "back"}
    assert all(each["dimensions"] == {"NatGatewayId": "main-nat-a-id"} for each in metrics.values())
    assert [query["id"] for query in dropped["metricQueries"] if query.get("returnData")] == ["watched"]
    assert dropped["threshold"] == 0.01


def test_without_a_topic_there_are_no_alarms() -> None:
    assert not names(build(alarm_topic_arn=None))


def test_an_alarm_can_be_left_out() -> None:
    found = build(nat="single", alarms=NetworkAlarms(nat_packets_dropped_percent=None))
    assert names(found) == {"main-nat-a-ports-alarm"}


def test_a_share_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidInputError, match=r"NetworkAlarms\.nat_packets_dropped_percent: 101"):
        NetworkAlarms(nat_packets_dropped_percent=101)
