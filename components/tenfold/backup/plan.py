"""Pure decisions of backups: what AWS Backup takes, names, and alarms."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tenfold.errors import InvalidInputError
from tenfold.naming import physical_name
from tenfold.parts.alarms import Alarm, Comparison, Metric, MissingData

if TYPE_CHECKING:
    from tenfold.backup.args import BackupAlarms

# AWS Backup Developer Guide: "Lifecycle" (API reference) and "Changing your retention period".
COLD_DAYS = 90
CONTINUOUS_DAYS = 35
MAX_NAME_LENGTH = 50
TEST_WINDOW_DAYS = 7  # how old the latest backup may be that a restore test takes

# AWS Backup Developer Guide, "Notification options with AWS Backup": its events for failed backups are no
# longer sent, so that the alarms tell of those.
EVENTS = ("COPY_JOB_FAILED", "S3_BACKUP_OBJECT_FAILED", "S3_RESTORE_OBJECT_FAILED")

# AWS Backup Developer Guide, "AWS managed policies for AWS Backup"; China and GovCloud have them elsewhere.
_POLICIES = {
    "backup": "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
    "restore": "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores",
}
_BUCKET_POLICIES = {
    "bucket-backup": "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Backup",
    "bucket-restore": "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Restore",
}
_NAMESPACE = "AWS/Backup"


def check_schedule(field: str, schedule: str) -> None:
    """Refuse what is neither a cron nor a rate expression."""
    cron = re.fullmatch(r"cron\((\S+ ){5}\S+\)", schedule)
    rate = re.fullmatch(r"rate\(([1-9]\d*) (hour|day)s?\)", schedule)
    if not cron and not rate:
        raise InvalidInputError(
            field,
            schedule,
            "six fields as in 'cron(0 1 * * ? *)', or 'rate(12 hours)'",
            "Mend it; the time is UTC.",
        )


def check_lifecycle(retention_days: int, cold_storage_after_days: int | None, continuous: bool) -> None:
    """Refuse a lifecycle that AWS Backup does."""
    if continuous and (retention_days > CONTINUOUS_DAYS or cold_storage_after_days is not None):
        raise InvalidInputError(
            "BackupRule.continuous",
            True,
            f"False with retention_days over {CONTINUOUS_DAYS} or with cold_storage_after_days",
            "Keep continuous backups for that long, and add a rule of snapshots that are kept longer.",
        )
    if cold_storage_after_days is not None and retention_days < cold_storage_after_days + COLD_DAYS:
        raise InvalidInputError(
            "BackupRule.retention_days",
            retention_days,
            f"{cold_storage_after_days + COLD_DAYS} or more with cold_storage_after_days="
            f"{cold_storage_after_days}",
            f"Cold storage keeps a backup for {COLD_DAYS} days at least: keep it longer, or keep it warm.",
        )


def check_lock(kept: Mapping[str, int], least: int, most: int | None) -> None:
    """Refuse retentions whose jobs the locked vault would.

    Args:
        kept: days by the field that says them.
        least: the lock's least retention.
        most: the lock's longest; None is no limit.
    """
    for field, days in kept.items():
        if days < least or (most is not None and days > most):
            allowed = f"{least} or more" if most is None else f"{least} to {most}"
            raise InvalidInputError(
                f"BackupPlanArgs.{field}",
                days,
                f"{allowed} days, which the vault's lock allows",
                "Change it or the lock, else the vault refuses every such backup.",
            )


def check_resource(field: str, arn: str, buckets: bool) -> None:
    """Refuse what is no ARN, and a bucket that the role couldn't read."""
    if arn != "*" and not re.fullmatch(r"arn:[^:\s]+:[^:\s]+:[^:\s]*:[^:\s]*:\S+", arn):
        raise InvalidInputError(
            field,
            arn,
            "an ARN such as 'arn:aws:rds:us-east-1:123456789012:cluster:shop'",
            "Take it from a component's output.",
        )
    if ":s3:::" in arn and not buckets:
        raise InvalidInputError(
            field, arn, "a bucket with buckets=True", "Set it, so that the plan's role may read buckets."
        )


def check_component_name(name: str) -> None:
    """Refuse a component's name from which no vault's name can be made."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{2,}", name):
        raise InvalidInputError(
            "BackupPlan name",
            name,
            "2 or more letters, digits, dashes and underscores",
            "The plan and its vaults are named after it: choose another.",
        )


def aws_name(component: str) -> str:
    """The name of the plan, and of its vaults unless another is given.

    >>> aws_name("prod-backup")
    'prod-backup'
    """
    return physical_name(component, limit=MAX_NAME_LENGTH)


def restore_testing_name(component: str) -> str:
    """A restore testing plan's name, which takes letters, digits and underscores only.

    >>> restore_testing_name("prod-backup")
    'prod_backup'
    """
    return re.sub(r"\W", "_", aws_name(component))


def managed_policies(buckets: bool) -> dict[str, str]:
    """ARNs of AWS's policies for the role, by their part in the child's name."""
    return {**_POLICIES, **(_BUCKET_POLICIES if buckets else {})}


def trust() -> dict[str, object]:
    """Who may take on the role."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "backup.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def backup_alarms(alarms: BackupAlarms, *, copies: bool) -> Sequence[Alarm]:
    """The alarms of a vault's jobs.

    Args:
        alarms: the user's thresholds.
        copies: whether backups are copied.
    """
    found = list[Alarm]()
    if alarms.failed_jobs is not None:
        states = ("Failed", "Aborted", "Expired")
        found.append(
            Alarm(
                role="failed-jobs",
                description="Backups failed or did not start in time. Look for the cause among AWS Backup's "
                "jobs; until one succeeds a restore goes back to the last that did.",
                namespace=_NAMESPACE,
                metrics={each.lower(): Metric(f"NumberOfBackupJobs{each}", "Sum") for each in states},
                expression=" + ".join(f"FILL({each.lower()}, 0)" for each in states),
                threshold=alarms.failed_jobs,
                period_seconds=3600,
                periods=1,
                missing=MissingData.NOT_BREACHING,
            )
        )
    if copies and alarms.failed_copies is not None:
        found.append(
            Alarm(
                role="failed-copies",
                description="Copies of backups to the other region failed. Look for the cause among AWS "
                "Backup's copy jobs; start one by hand once it is mended.",
                namespace=_NAMESPACE,
                metric=Metric("NumberOfCopyJobsFailed", "Sum"),
                threshold=alarms.failed_copies,
                period_seconds=3600,
                periods=1,
                missing=MissingData.NOT_BREACHING,
            )
        )
    if alarms.days_without_backup is not None:
        found.append(
            Alarm(
                role="no-backup",
                description="No backup was completed for days. Look whether the plan still selects the "
                "resources, and at AWS Backup's jobs.",
                namespace=_NAMESPACE,
                metric=Metric("NumberOfBackupJobsCompleted", "Sum"),
                threshold=1,
                comparison=Comparison.BELOW,
                period_seconds=86_400,
                periods=alarms.days_without_backup,
                missing=MissingData.BREACHING,
            )
        )
    return found
