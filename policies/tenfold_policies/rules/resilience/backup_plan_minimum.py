"""A backup plan backs up daily and keeps it long enough."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.resilience._matching import matching

_PER_HOUR = {"minute": 60, "hour": 1, "day": 1 / 24}
_EACH_DAY, _EACH_WEEKDAY = ("*", "?", "*/1", "1/1"), ("*", "?", "*/1", "1/1", "1-7", "SUN-SAT")


class _Parameters(Parameters):
    min_days: int = Field(default=35, ge=1)
    """Days for which a daily backup is kept at least."""


def _check(plan: Resource, context: Context) -> Iterator[str]:
    rules = [f"rules.{index}" for index, _ in enumerate(cast("list[Any]", plan.get("rules", [])))]
    daily = matching(rules, lambda path: _is_daily(str(plan.get(f"{path}.schedule", ""))))
    if not daily:
        yield "None of its rules runs daily."
        return
    minimum = context.parameters.min_days
    if not matching(daily, lambda path: _days(plan, path) >= minimum):
        kept = max(_days(plan, path) for path in daily)
        yield f"Its daily backups are kept for {kept} days, of at least {minimum}."


def _days(plan: Resource, rule: str) -> float:
    return plan.get(f"{rule}.lifecycle.deleteAfter") or float("inf")  # left out or 0, they are kept for ever


def _is_daily(schedule: str) -> bool:
    if rate := re.fullmatch(r"rate\((\d+) (minute|hour|day)s?\)", schedule):
        return int(rate[1]) / _PER_HOUR[rate[2]] <= 24
    cron = re.fullmatch(r"cron\((.+)\)", schedule)
    if not cron or len(fields := cron[1].upper().split()) != 6:
        return False
    _, _, day, month, weekday, year = fields
    return (
        day in _EACH_DAY and month in ("*", "*/1", "1/1", "1-12") and weekday in _EACH_WEEKDAY and year == "*"
    )


RULE = Rule(
    id="backup-plan-minimum",
    title="A backup plan backs up daily and keeps it long enough",
    severity=Severity.MEDIUM,
    why="The age of the last backup is what a restore loses, and a fault that is noticed after the last "
    "good backup has expired can't be undone.",
    remedy="Add a rule with a daily schedule, such as cron(0 5 * * ? *), and lifecycle.delete_after of 35 "
    "or more.",
    reference="https://docs.aws.amazon.com/aws-backup/latest/devguide/creating-a-backup-plan.html",
    practice="REL09-BP03",
    types=("aws:backup/plan:Plan",),
    check=_check,
    parameters=_Parameters,
)
