from __future__ import annotations

import json
from typing import Any

import pytest

from support.provider import Provider, Refused

BUDGET = "aws:budgets/budget:Budget"
MONITOR = "aws:costexplorer/anomalyMonitor:AnomalyMonitor"
SUBSCRIPTION = "aws:costexplorer/anomalySubscription:AnomalySubscription"
TOPIC = "arn:aws:sns:us-east-1:123456789012:alarms"


def notification(kind: str, percent: float, **told: Any) -> dict[str, Any]:
    return {
        "notificationType": kind,
        "comparisonOperator": "GREATER_THAN",
        "threshold": percent,
        "thresholdType": "PERCENTAGE",
        **(told or {"subscriberSnsTopicArns": [TOPIC]}),
    }


def budget(**changed: Any) -> dict[str, Any]:
    return {
        "budgetType": "COST",
        "timeUnit": "MONTHLY",
        "limitAmount": "2500",
        "limitUnit": "USD",
        "costFilters": [{"name": "TagKeyValue", "values": ["user:environment$prod"]}],
        "costTypes": {"includeCredit": False, "includeRefund": False},
        "notifications": [notification("ACTUAL", 80), notification("FORECASTED", 100)],
        "tags": {"a": "b"},
        **changed,
    }


def test_a_budget_lives_its_whole_life(aws: Provider) -> None:
    told = {"subscriberEmailAddresses": ["a@example.com", "b@example.com"]}
    change = {
        "limitAmount": "3000.0",
        "notifications": [notification("ACTUAL", 90), notification("FORECASTED", 100, **told)],
        "tags": {"a": "c"},
    }
    made = aws.cycle(BUDGET, budget(name="prod"), change=change)
    assert made.id == "123456789012:prod"
    assert made.state["arn"] == "arn:aws:budgets::123456789012:budget/prod"
    assert made.state["timePeriodStart"].endswith("-01_00:00")


def test_a_budget_gets_a_name_and_keeps_its_period(aws: Provider) -> None:
    inputs = budget(timePeriodStart="2026-01-01_00:00")
    made = aws.create(BUDGET, "named", inputs)
    assert made.id.startswith("123456789012:named-")
    made = aws.update(made, {**inputs, "limitAmount": "9"})
    assert made.state["timePeriodStart"] == "2026-01-01_00:00"
    aws.delete(made)


def test_a_budget_that_somebody_raised_shows_as_drift(aws: Provider) -> None:
    made = aws.create(BUDGET, "raised", budget())
    client = aws.client("budgets")
    named = {"AccountId": "123456789012", "BudgetName": made.state["name"]}
    found = client.describe_budget(**named)["Budget"]
    found["BudgetLimit"]["Amount"] = "99999"
    client.update_budget(AccountId="123456789012", NewBudget=found)
    dropped = client.describe_notifications_for_budget(**named)["Notifications"][0]
    client.delete_notification(**named, Notification=dropped)
    seen = aws.read(made)
    assert seen is not None
    assert sorted(aws.diff(seen, budget()).diffs) == ["limitAmount", "notifications"]
    aws.delete(made)


def test_a_budget_tells_ten_times_at_most(aws: Provider) -> None:
    many = [notification("ACTUAL", percent) for percent in range(1, 12)]
    with pytest.raises(Refused, match="10 notifications at most"):
        aws.create(BUDGET, "many", budget(notifications=many))


def monitored(value: str) -> str:
    tags = {"Key": "environment", "Values": [value], "MatchOptions": None}
    return json.dumps({"And": None, "Tags": tags})


def test_a_monitor_of_a_tag_lives_its_whole_life(aws: Provider) -> None:
    inputs = {
        "name": "prod",
        "monitorType": "CUSTOM",
        "monitorSpecification": monitored("prod"),
        "tags": {"a": "b"},
    }
    made = aws.cycle(MONITOR, inputs, change={"name": "production", "tags": {"a": "c"}})
    assert made.id.startswith("arn:aws:ce::123456789012:anomalymonitor/")
    made = aws.create(MONITOR, "again", inputs)
    other = {**inputs, "monitorSpecification": monitored("dev")}
    assert list(aws.diff(made, other).replaces) == ["monitorSpecification"]
    aws.delete(made)


def test_an_account_has_one_monitor_of_its_services(aws: Provider) -> None:
    inputs = {"monitorType": "DIMENSIONAL", "monitorDimension": "SERVICE"}
    first = aws.create(MONITOR, "first", inputs)
    with pytest.raises(Refused, match="Limit exceeded on dimensional spend monitor creation"):
        aws.create(MONITOR, "second", inputs)
    aws.delete(first)


def threshold(**least: str) -> dict[str, Any]:
    return {
        "ands": [
            {
                "dimension": {
                    "key": f"ANOMALY_TOTAL_IMPACT_{key.upper()}",
                    "matchOptions": ["GREATER_THAN_OR_EQUAL"],
                    "values": [value],
                }
            }
            for key, value in least.items()
        ]
    }


def test_a_subscription_lives_its_whole_life(aws: Provider) -> None:
    monitor = aws.create(
        MONITOR, "told", {"monitorType": "CUSTOM", "monitorSpecification": monitored("told")}
    )
    inputs = {
        "name": "anomalies",
        "frequency": "IMMEDIATE",
        "monitorArnLists": [monitor.id],
        "subscribers": [{"type": "SNS", "address": TOPIC}],
        "thresholdExpression": threshold(absolute="100", percentage="40"),
        "tags": {"a": "b"},
    }
    change = {
        "frequency": "DAILY",
        "subscribers": [{"type": "EMAIL", "address": "a@example.com"}],
        "thresholdExpression": threshold(absolute="50", percentage="40"),
    }
    made = aws.cycle(SUBSCRIPTION, inputs, change=change)
    assert made.state["accountId"] == "123456789012"
    with pytest.raises(Refused, match="DAILY tells"):
        aws.create(SUBSCRIPTION, "late", {**inputs, "frequency": "DAILY"})
    aws.delete(monitor)
