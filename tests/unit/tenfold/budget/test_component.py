"""What Budget registers, and what it refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.recording import Recording, record
from tenfold.budget import AnomalyDetection, Budget, BudgetArgs, CostTag, plan
from tenfold.errors import InvalidInputError

TOPIC = "arn:aws:sns:us-east-1:123456789012:alarms"
MONITOR = "arn:aws:ce::123456789012:anomalymonitor/11111111-2222-3333-4444-555555555555"
PROD = CostTag(key="environment", value="prod")


def build(**fields: Any) -> Recording:
    args = {"monthly_limit_usd": 2500, "alarm_topic_arn": TOPIC, **fields}
    return record(lambda: Budget("prod-budget", BudgetArgs(**args)))


def budget(found: Recording) -> dict[str, Any]:
    return found.one("aws:budgets/budget:Budget").inputs


@pytest.fixture(scope="module")
def default() -> Recording:
    return build()


@pytest.fixture(scope="module")
def tagged() -> Recording:
    return build(tag=PROD, emails=["cfo@example.com"], tags={"team": "shop"})


def test_every_child_belongs_to_the_component(tagged: Recording) -> None:
    component, *children = tagged
    assert {child.parent for child in children} == {component.urn}
    assert all(child.name.startswith("prod-budget-") for child in children)
    assert {child.inputs["tags"]["team"] for child in children} == {"shop"}


def test_a_month_of_cost_in_usd_is_counted(default: Recording) -> None:
    found = budget(default)
    assert (found["budgetType"], found["timeUnit"]) == ("COST", "MONTHLY")
    assert (found["limitAmount"], found["limitUnit"]) == ("2500", "USD")
    assert "costFilters" not in found


def test_credits_do_not_hide_what_is_spent(default: Recording) -> None:
    assert budget(default)["costTypes"] == {"includeCredit": False, "includeRefund": False}


def test_the_topic_hears_before_and_when_the_limit_is_reached(default: Recording) -> None:
    told = [(each["notificationType"], each["threshold"]) for each in budget(default)["notifications"]]
    assert told == [("ACTUAL", 80), ("ACTUAL", 100), ("FORECASTED", 100)]
    for each in budget(default)["notifications"]:
        assert each["subscriberSnsTopicArns"] == [TOPIC]
        assert each["thresholdType"] == "PERCENTAGE"


def test_a_tag_narrows_both_the_budget_and_the_monitor(tagged: Recording) -> None:
    assert budget(tagged)["costFilters"] == [{"name": "TagKeyValue", "values": ["user:environment$prod"]}]
    monitor = tagged.one("AnomalyMonitor").inputs
    assert monitor["monitorType"] == "CUSTOM"
    assert "monitorDimension" not in monitor
    assert json.loads(monitor["monitorSpecification"]) == {"Tags": {"Key": "environment", "Values": ["prod"]}}


def test_without_a_tag_each_service_is_watched(default: Recording) -> None:
    monitor = default.one("AnomalyMonitor").inputs
    assert (monitor["monitorType"], monitor["monitorDimension"]) == ("DIMENSIONAL", "SERVICE")


def test_a_monitor_that_is_there_is_not_made_again() -> None:
    found = build(anomalies=AnomalyDetection(monitor_arn=MONITOR))
    assert found.of("AnomalyMonitor") == []
    assert found.one("AnomalySubscription").inputs["monitorArnLists"] == [MONITOR]


def test_a_topic_is_told_at_once_and_addresses_once_a_day(tagged: Recording) -> None:
    told = {
        each.inputs["frequency"]: [subscriber["type"] for subscriber in each.inputs["subscribers"]]
        for each in tagged.of("AnomalySubscription")
    }
    assert told == {"IMMEDIATE": ["SNS"], "DAILY": ["EMAIL"]}


def test_an_anomaly_must_be_large_and_unusual() -> None:
    found = build(anomalies=AnomalyDetection(threshold_usd=50, threshold_percent=25))
    both = found.one("AnomalySubscription").inputs["thresholdExpression"]["ands"]
    least = {each["dimension"]["key"]: each["dimension"]["values"] for each in both}
    assert least == {"ANOMALY_TOTAL_IMPACT_ABSOLUTE": ["50"], "ANOMALY_TOTAL_IMPACT_PERCENTAGE": ["25"]}


def test_detection_can_be_left_to_another_stack() -> None:
    found = build(anomalies=None)
    assert found.of("AnomalyMonitor") == found.of("AnomalySubscription") == []


@given(st.integers(1, 10**9).map(lambda cents: cents / 100))
def test_an_amount_is_written_to_the_cent_and_without_an_exponent(usd: float) -> None:
    text = plan.amount(usd)
    assert "e" not in text
    assert float(text) == usd


@pytest.mark.parametrize(
    ("given_", "told"),
    [
        ({"monthly_limit_usd": 0}, r"BudgetArgs\.monthly_limit_usd: 0 is refused"),
        ({"alarm_topic_arn": None}, r"alarm_topic_arn: None .*an address in emails.*stops nothing"),
        ({"emails": ["cfo"]}, r"BudgetArgs\.emails: 'cfo' is refused"),
        ({"emails": [f"{n}@example.com" for n in range(11)]}, r"BudgetArgs\.emails"),
        ({"actual_percent": [80, 80]}, r"actual_percent: \[80, 80\] .*each figure once"),
        ({"actual_percent": range(10, 110, 10)}, r"1 to 10 figures"),
        ({"actual_percent": [], "forecast_percent": []}, r"1 to 10 figures"),
        ({"budget_name": "a:b"}, r"BudgetArgs\.budget_name: 'a:b'"),
    ],
)
def test_what_aws_would_refuse_later_is_refused_at_once(given_: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidInputError, match=told):
        BudgetArgs(**{"monthly_limit_usd": 2500, "alarm_topic_arn": TOPIC, **given_})
