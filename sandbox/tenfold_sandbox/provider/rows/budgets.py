"""AWS Budgets: a budget, and its notifications, which are changed one by one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tenfold_sandbox.provider.table import Call, Context, Resource, Tagging, Value

_MOMENT = "%Y-%m-%d_%H:%M"
# Pulumi's names of the lists of subscribers, and AWS's kinds of them.
_KINDS = {"subscriberSnsTopicArns": "SNS", "subscriberEmailAddresses": "EMAIL"}
_NAMED: Mapping[str, Value] = {
    "AccountId": lambda c: c.id.partition(":")[0],
    "BudgetName": lambda c: c.id.partition(":")[2],
}


def _at(text: str | None) -> datetime | None:
    return datetime.strptime(text, _MOMENT).replace(tzinfo=UTC) if text else None


def _budget(context: Context) -> dict[str, Any]:
    inputs = context.inputs
    filters: list[Mapping[str, Any]] = inputs.get("costFilters") or []
    limit = {"Amount": inputs.get("limitAmount"), "Unit": inputs.get("limitUnit")}
    period = {"Start": _at(inputs.get("timePeriodStart")), "End": _at(inputs.get("timePeriodEnd"))}
    return {
        "BudgetName": inputs["name"],
        "BudgetType": inputs.get("budgetType"),
        "TimeUnit": inputs.get("timeUnit"),
        "BudgetLimit": limit if inputs.get("limitAmount") else None,
        "CostFilters": {each["name"]: each["values"] for each in filters} or None,
        "CostTypes": inputs.get("costTypes"),
        "TimePeriod": period if any(period.values()) else None,
        "AutoAdjustData": inputs.get("autoAdjustData"),
        "FilterExpression": inputs.get("filterExpression"),
        "Metrics": inputs.get("metrics"),
        "BillingViewArn": inputs.get("billingViewArn"),
    }


def _told(notification: Mapping[str, Any]) -> dict[str, Any]:
    """A notification as AWS has it: what it is, and who hears of it."""
    subscribers = [
        {"SubscriptionType": kind, "Address": address}
        for name, kind in _KINDS.items()
        for address in notification.get(name) or ()
    ]
    return {"Notification": notification, "Subscribers": subscribers}


def _notifications(context: Context) -> list[dict[str, Any]]:
    wanted: list[Mapping[str, Any]] = context.inputs.get("notifications") or []
    return [_told(each) for each in wanted]


def _with_subscribers(context: Context, responses: list[Mapping[str, Any]]) -> dict[str, Any]:
    found: list[Mapping[str, Any]] = context.live.get("Notifications") or []
    pairs = zip(found, responses, strict=False)
    return {"Told": [{**each, **_addresses(response["Subscribers"])} for each, response in pairs]}


def _addresses(subscribers: list[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        name: [each["Address"] for each in subscribers if each["SubscriptionType"] == kind] or None
        for name, kind in _KINDS.items()
    }


def _filters(context: Context) -> list[dict[str, Any]] | None:
    live: Mapping[str, Any] = context.live.get("CostFilters") or {}
    return [{"name": name, "values": values} for name, values in live.items()] or None


def _moment(name: str) -> Value:
    def found(context: Context) -> str | None:
        moment = context.live.get("TimePeriod", {}).get(name)
        return moment.astimezone(UTC).strftime(_MOMENT) if moment else None

    return found


def _same_amount(live: Any, wanted: Any) -> bool:
    return float(live) == float(wanted)


_CHANGED = (
    "autoAdjustData",
    "billingViewArn",
    "budgetType",
    "costFilters",
    "costTypes",
    "filterExpression",
    "limitAmount",
    "limitUnit",
    "metrics",
    "timePeriodEnd",
    "timePeriodStart",
    "timeUnit",
)
_OF_THEM = {**_NAMED, "Notification": "item"}

_BUDGET = Resource(
    token="aws:budgets/budget:Budget",
    schema="AWS::Budgets::Budget",
    service="budgets",
    id=lambda c: f"{c.inputs.get('accountId') or c.account}:{c.inputs['name']}",
    create=(
        Call(
            "CreateBudget",
            {
                "AccountId": lambda c: c.inputs.get("accountId") or c.account,
                "Budget": _budget,
                "NotificationsWithSubscribers": _notifications,
            },
            auto=False,
        ),
    ),
    read=(
        Call("DescribeBudget", _NAMED, result="Budget"),
        Call("DescribeNotificationsForBudget", _NAMED, result="{Notifications: Notifications}"),
        Call(
            "DescribeSubscribersForNotification",
            _OF_THEM,
            each="live.Notifications",
            result=_with_subscribers,
        ),
    ),
    update=(
        Call(
            "UpdateBudget",
            {"AccountId": _NAMED["AccountId"], "NewBudget": _budget},
            auto=False,
            on=_CHANGED,
        ),
        Call("DeleteNotification", _OF_THEM, auto=False, each="live.Notifications", on=("notifications",)),
        Call(
            "CreateNotification",
            {**_NAMED, "Notification": "item.Notification", "Subscribers": "item.Subscribers"},
            auto=False,
            each=_notifications,
            on=("notifications",),
        ),
    ),
    delete=(Call("DeleteBudget", _NAMED),),
    names={"name": "BudgetName"},
    schema_names=dict.fromkeys(("name", "notifications", "accountId", *_CHANGED), "-"),
    outputs={
        "accountId": lambda c: c.id.partition(":")[0],
        "arn": lambda c: "arn:{}:budgets::{}:budget/{}".format(c.partition, *c.id.split(":", 1)),
        "costFilters": _filters,
        "limitAmount": "live.BudgetLimit.Amount",
        "limitUnit": "live.BudgetLimit.Unit",
        "notifications": "live.Told",
        "timePeriodStart": _moment("Start"),
        "timePeriodEnd": _moment("End"),
    },
    alike={"limitAmount": _same_amount},
    replaces=frozenset({"accountId", "name"}),
    autoname=("name", 100),
    tagging=Tagging(
        "TagResource",
        "UntagResource",
        "ResourceARN",
        lambda c: "arn:{}:budgets::{}:budget/{}".format(c.partition, *c.id.split(":", 1)),
        tags_key="ResourceTags",
        keys_key="ResourceTagKeys",
        listing="ListTagsForResource",
        listed="ResourceTags",
        create_key="ResourceTags",
    ),
    global_=True,
)

ROWS: tuple[Resource, ...] = (_BUDGET,)
