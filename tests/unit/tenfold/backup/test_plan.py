"""What AWS Backup takes, and what the alarms watch."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.backup import BackupAlarms, plan
from tenfold.errors import InvalidInputError

days = st.integers(1, 36_500)


@given(days, days | st.none(), st.booleans())
def test_a_lifecycle_is_taken_if_and_only_if_aws_takes_it(
    kept: int, cold: int | None, continuous: bool
) -> None:
    taken = (cold is None or kept >= cold + 90) and not (continuous and (kept > 35 or cold is not None))
    if taken:
        plan.check_lifecycle(kept, cold, continuous)
    else:
        with pytest.raises(InvalidInputError, match=r"^BackupRule\."):
            plan.check_lifecycle(kept, cold, continuous)


@given(days, days, days | st.none())
def test_a_lock_lets_through_what_lies_between_its_bounds(kept: int, least: int, most: int | None) -> None:
    if least <= kept and (most is None or kept <= most):
        plan.check_lock({"rules.daily.retention_days": kept}, least, most)
    else:
        with pytest.raises(InvalidInputError, match="the vault's lock allows"):
            plan.check_lock({"rules.daily.retention_days": kept}, least, most)


@given(st.from_regex(r"[a-z][a-z0-9-]{0,79}", fullmatch=True))
def test_names_are_such_as_aws_takes(component: str) -> None:
    assert 1 <= len(plan.aws_name(component)) <= 50
    assert plan.restore_testing_name(component).replace("_", "a").isalnum()
    assert len(plan.restore_testing_name(component)) <= 50


def test_names_of_long_components_stay_apart() -> None:
    one, other = (plan.aws_name(f"{'a' * 60}-{end}") for end in ("b", "c"))
    assert one != other


@pytest.mark.parametrize("name", ["a", "prod.backup", "prod backup"])
def test_a_component_after_which_no_vault_can_be_named_is_refused(name: str) -> None:
    with pytest.raises(InvalidInputError, match="choose another"):
        plan.check_component_name(name)


@pytest.mark.parametrize("schedule", ["daily", "cron(0 1 * * ?)", "rate(0 hours)", "0 1 * * ? *"])
def test_a_schedule_that_aws_would_not_read_is_refused(schedule: str) -> None:
    with pytest.raises(InvalidInputError, match="six fields"):
        plan.check_schedule("BackupRule.schedule", schedule)


@pytest.mark.parametrize(
    "schedule", ["cron(0 1 * * ? *)", "cron(30 5 ? * SUN *)", "rate(12 hours)", "rate(1 day)"]
)
def test_a_schedule_of_awss_form_is_taken(schedule: str) -> None:
    plan.check_schedule("BackupRule.schedule", schedule)


def test_failed_aborted_and_expired_jobs_count_together() -> None:
    failed = plan.backup_alarms(BackupAlarms(), copies=True)[0]
    assert {each.name for each in failed.metrics.values()} == {
        "NumberOfBackupJobsFailed",
        "NumberOfBackupJobsAborted",
        "NumberOfBackupJobsExpired",
    }
    # AWS writes a metric only when there is something to count: a sum with a missing part has no value.
    assert failed.expression == "FILL(failed, 0) + FILL(aborted, 0) + FILL(expired, 0)"


def test_a_plan_that_backs_up_nothing_is_noticed() -> None:
    silent = plan.backup_alarms(BackupAlarms(days_without_backup=3), copies=False)[-1]
    assert (silent.comparison, silent.threshold, silent.missing) == ("LessThanThreshold", 1, "breaching")
    assert silent.period_seconds * silent.periods == 3 * 86_400


@pytest.mark.parametrize(
    ("without", "left"),
    [
        ({"failed_jobs": None}, ["failed-copies", "no-backup"]),
        ({"failed_copies": None}, ["failed-jobs", "no-backup"]),
        ({"days_without_backup": None}, ["failed-jobs", "failed-copies"]),
    ],
)
def test_an_alarm_can_be_left_out(without: dict[str, None], left: list[str]) -> None:
    assert [each.role for each in plan.backup_alarms(BackupAlarms(**without), copies=True)] == left


def test_copies_are_watched_where_there_are_any() -> None:
    roles = [each.role for each in plan.backup_alarms(BackupAlarms(), copies=False)]
    assert roles == ["failed-jobs", "no-backup"]
