"""AWS Budgets: changes in place, who is told of what, and tags."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from ..messages import Document
from . import Call, Gaps, refuse, store, tag_list, tag_map
from .references import backend

GAPS = Gaps("budgets")
_MOST_NOTIFICATIONS = 10
_FORM = {"NotificationState", "ThresholdType"}  # beside what tells one notification from another


def _budget(call: Call, name: str | None = None) -> Any:
    name = name or call.params["BudgetName"]
    found = backend(call, "budgets").budgets[call.params["AccountId"]].get(name)
    return found or refuse("NotFoundException", f"Unable to get budget: {name} - the budget doesn't exist.")


@GAPS.checks("CreateBudget")
def check_budget(call: Call) -> None:
    told: list[Document] = call.params.get("NotificationsWithSubscribers") or []
    if len(told) > _MOST_NOTIFICATIONS:
        refuse("CreationLimitExceededException", f"A budget has {_MOST_NOTIFICATIONS} notifications at most")
    for each in told:
        _check_subscribers(each["Subscribers"])


def _check_subscribers(subscribers: list[Document]) -> None:
    kinds = [each["SubscriptionType"] for each in subscribers]
    if not subscribers or kinds.count("SNS") > 1 or kinds.count("EMAIL") > 10:
        refuse("InvalidParameterException", "A notification has 1 to 10 addresses, and one topic at most")


@GAPS.amends("CreateBudget")
def keep_tags(call: Call, _result: Document) -> None:
    budget = _budget(call, call.params["Budget"]["BudgetName"])
    store(budget, "tags")["tags"] = tag_map(call.params.get("ResourceTags"))


@GAPS.replaces("UpdateBudget")
def update_budget(call: Call) -> Document:
    wanted = _as_moto_keeps_it(call.params["NewBudget"])
    budget = _budget(call, wanted["BudgetName"])
    kept = {name: budget.budget[name] for name in ("TimePeriod", "CostTypes") if name in budget.budget}
    made: Any = type(budget)({**kept, **wanted}, [])
    budget.budget = made.budget
    return {}


def _as_moto_keeps_it(value: Any) -> Any:
    """Moments as moto writes them: in seconds."""
    if isinstance(value, Mapping):
        parts = cast("Mapping[str, Any]", value)
        return {name: _as_moto_keeps_it(part) for name, part in parts.items()}
    return value.timestamp() if isinstance(value, datetime) else value


def _notification(call: Call) -> Any:
    found = _find(call, call.params["Notification"])
    return found or refuse("NotFoundException", "Unable to find the notification.")


def _find(call: Call, wanted: Document) -> Any:
    told: list[Any] = _budget(call).notifications
    same = (each for each in told if _identity(each.details) == _identity(wanted))
    return next(same, None)


def _identity(notification: Document) -> Document:
    percent = notification.get("ThresholdType", "PERCENTAGE")
    rest = {name: value for name, value in notification.items() if name not in _FORM}
    return {**rest, "ThresholdType": percent, "Threshold": float(notification["Threshold"])}


@GAPS.replaces("CreateNotification")
def create_notification(call: Call) -> Document:
    _check_subscribers(call.params["Subscribers"])
    if _find(call, call.params["Notification"]) is not None:
        refuse("DuplicateRecordException", "Error creating notification: it already exists.")
    budget = _budget(call)
    if len(budget.notifications) >= _MOST_NOTIFICATIONS:
        refuse("CreationLimitExceededException", f"A budget has {_MOST_NOTIFICATIONS} notifications at most")
    budget.add_notification(call.params["Notification"], call.params["Subscribers"])
    return {}


@GAPS.replaces("DeleteNotification")
def delete_notification(call: Call) -> Document:
    gone = _notification(call)
    budget = _budget(call)
    budget.notifications = [each for each in budget.notifications if each is not gone]
    return {}


@GAPS.replaces("DescribeNotificationsForBudget")
def describe_notifications(call: Call) -> Document:
    told: list[Any] = _budget(call).notifications
    return {"Notifications": [{"NotificationState": "OK", **each.details} for each in told]}


@GAPS.replaces("DescribeSubscribersForNotification")
def describe_subscribers(call: Call) -> Document:
    return {"Subscribers": _notification(call).subscribers}


def _tags(call: Call) -> dict[str, str]:
    arn: str = call.params["ResourceARN"]
    account, name = arn.split(":")[4], arn.partition(":budget/")[2]
    found = backend(call, "budgets").budgets[account].get(name)
    if found is None:
        refuse("NotFoundException", f"{arn} doesn't exist.")
    return store(found, "tags").setdefault("tags", {})


@GAPS.replaces("TagResource")
def tag(call: Call) -> Document:
    _tags(call).update(tag_map(call.params["ResourceTags"]))
    return {}


@GAPS.replaces("UntagResource")
def untag(call: Call) -> Document:
    tags = _tags(call)
    for key in call.params["ResourceTagKeys"]:
        tags.pop(key, None)
    return {}


@GAPS.replaces("ListTagsForResource")
def list_tags(call: Call) -> Document:
    return {"ResourceTags": tag_list(_tags(call))}
