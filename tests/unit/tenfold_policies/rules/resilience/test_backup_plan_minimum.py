from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.resilience.backup_plan_minimum import RULE
from tenfold_policies.values import UNKNOWN


def plan(*rules: dict[str, object]) -> Resource:
    return resource("aws:backup/plan:Plan", "plan", rules=list(rules))


def rule(schedule: object = "cron(0 5 * * ? *)", days: object = 35) -> dict[str, object]:
    return {"schedule": schedule, "lifecycle": {"deleteAfter": days}}


def test_passes() -> None:
    assert judged(RULE, plan(rule("cron(0 5 ? * SUN *)", 400), rule())).passes
    assert judged(RULE, plan({"schedule": "cron(0 5 ? * * *)"})).passes, "kept for ever"


def test_fails() -> None:
    assert judged(RULE, plan(rule(days=7))).faults == {
        "plan": ["Its daily backups are kept for 7 days, of at least 35."]
    }
    for seldom in ("cron(0 5 ? * SUN *)", "cron(0 5 1 * ? *)", "cron(0 5 * 1 ? *)", "rate(2 days)", ""):
        assert judged(RULE, plan(rule(seldom))).faults == {"plan": ["None of its rules runs daily."]}


def test_cannot_tell() -> None:
    for unknown in (rule(UNKNOWN), rule(days=UNKNOWN)):
        verdict = judged(RULE, plan(unknown))
        assert (verdict.faults, verdict.untold) == ({}, {"plan"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:backup/vault:Vault")).passes


def test_what_runs_more_often_is_daily_too() -> None:
    for often in ("cron(0 * * * ? *)", "cron(0 0/4 ? * 1-7 *)", "rate(12 hours)"):
        assert judged(RULE, plan(rule(often))).passes


def test_the_days_can_be_chosen() -> None:
    assert judged(RULE, plan(rule(days=7)), parameters={"min_days": 7}).passes
