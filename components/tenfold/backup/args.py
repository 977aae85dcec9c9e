"""What the user says about backups."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from tenfold.args import Args, Input, Label
from tenfold.backup import plan
from tenfold.errors import InvalidInputError

Days = Annotated[int, Field(ge=1, le=36_500)]


class BackupRule(Args):
    """When backups are made, and how long they are kept."""

    schedule: str = "cron(0 1 * * ? *)"
    """AWS's cron or rate expression, in UTC. By default daily at one: AWS's databases start no backup in the
    hour before their maintenance window (AWS Backup Developer Guide, "Creating a backup plan"), and those of
    this library work on themselves from three on."""
    retention_days: Days = 35
    """Days that a backup is kept, from its creation. A fault that is noticed after a month can still be
    undone."""
    cold_storage_after_days: Days | None = None
    """Days after which a backup moves to cold storage, where it stays and costs for 90 days at least. AWS
    ignores it for kinds that have none, such as RDS and Aurora (AWS Backup Developer Guide, "Feature
    availability by resource"). None keeps all warm."""
    continuous: bool = False
    """Make backups of which any second of the last 35 days can be restored, where AWS Backup can (RDS,
    Aurora, S3). It then sets the database's own retention and backup window, and RDS refuses others: tell the
    database's component the same. False takes snapshots, beside the restore to any second that this
    library's databases have anyway."""
    start_window_minutes: int = Field(default=60, ge=60, le=50_000)
    """How late a backup may start before its job expires."""
    completion_window_minutes: int = Field(default=720, ge=120, le=50_000)
    """How long after the scheduled time it is cancelled. Twelve hours bear a first full backup of a few
    tebibytes; at least an hour longer than ``start_window_minutes``."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        plan.check_schedule("BackupRule.schedule", self.schedule)
        plan.check_lifecycle(self.retention_days, self.cold_storage_after_days, self.continuous)
        if self.completion_window_minutes < self.start_window_minutes + 60:
            raise InvalidInputError(
                "BackupRule.completion_window_minutes",
                self.completion_window_minutes,
                f"{self.start_window_minutes + 60} or more, an hour beyond start_window_minutes",
                "Give a backup that starts late the time to end.",
            )
        return self


class LockMode(StrEnum):
    """Who can take a vault's lock away again."""

    GOVERNANCE = "governance"
    """Those with ``backup:DeleteBackupVaultLockConfiguration``."""
    COMPLIANCE = "compliance"
    """Nobody once ``changeable_for_days`` are over, neither the account's root user nor AWS: the backups
    stay, and cost, until the retention of each is over, and the lock as long as the vault."""


class VaultLock(Args):
    """Keeps every backup in the vault from being deleted before its retention is over."""

    mode: LockMode = LockMode.GOVERNANCE
    """COMPLIANCE can't be taken back, so it is not the default."""
    min_retention_days: Days = 7
    """The vault refuses jobs whose backups would be kept for less. A week outlasts a long weekend on which
    nobody looks."""
    max_retention_days: Days | None = None
    """The vault refuses jobs whose backups would be kept for longer; None is no limit."""
    changeable_for_days: int = Field(default=3, ge=3, le=36_500)
    """With COMPLIANCE: days until the lock closes for good. Three is AWS's least (AWS Backup Developer Guide,
    "AWS Backup Vault Lock")."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        most = self.max_retention_days
        if most is not None and most < self.min_retention_days:
            raise InvalidInputError(
                "VaultLock.max_retention_days",
                most,
                f"{self.min_retention_days} or more, as min_retention_days",
                "Raise it, or leave it out.",
            )
        return self


class BackupCopy(Args):
    """A vault in another region, to which every backup is copied."""

    region: str
    """The copies' region. A change makes another vault and, once it is empty, deletes this one."""
    kms_key_arn: Input[str] | None = None
    """The KMS key, of the copies' region, that encrypts them; None makes one. A change replaces the vault."""
    retention_days: Days | None = None
    """Days that a copy is kept, from the backup's creation; None is as long as the backup."""


class ProtectedResource(StrEnum):
    """Kinds of resources whose restore can be tested, in AWS Backup's terms."""

    AURORA = "Aurora"
    DYNAMODB = "DynamoDB"
    EBS = "EBS"
    EC2 = "EC2"
    EFS = "EFS"
    RDS = "RDS"
    S3 = "S3"


class RestoreTesting(Args):
    """Restore a backup of each kind now and then, and delete what was restored."""

    resources: Mapping[ProtectedResource, Mapping[str, str]] = Field(min_length=1)
    """The kinds to test, each with the metadata that AWS can't infer, such as ``{"DBSubnetGroupName": "…"}``
    (AWS Backup Developer Guide, "Restore testing inferred metadata"); an empty mapping leaves all to AWS."""
    schedule: str = "cron(0 7 ? * SUN *)"
    """AWS's cron expression, in UTC; by default each Sunday at seven, after the databases' maintenance."""
    start_window_hours: int = Field(default=8, ge=1, le=168)
    """Hours within which the tests start."""
    validation_window_hours: int = Field(default=1, ge=1, le=168)
    """Hours that what was restored is there, for checks of your own."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        plan.check_schedule("RestoreTesting.schedule", self.schedule)
        return self


class BackupAlarms(Args):
    """From when on each alarm goes off; None leaves it out. They need ``alarm_topic_arn``."""

    failed_jobs: int | None = Field(default=0, ge=0)
    """Backups in an hour that failed, were aborted or did not start in time: more than this many."""
    failed_copies: int | None = Field(default=0, ge=0)
    """Copies in an hour that failed: more than this many."""
    days_without_backup: int | None = Field(default=2, ge=1, le=7)
    """Days in which not one backup was completed: it finds a plan that selects nothing, of which no job can
    fail. A new plan's alarm is on until its first backup. Raise it for rules that run less than daily; 7 is
    CloudWatch's most."""


class BackupPlanArgs(Args):
    """What is backed up, when and where to. Either resources or tags are required."""

    resources: Mapping[Label, Input[str]] = Field(default_factory=dict[Label, Input[str]])
    """ARNs of what is backed up, by a name of your choice: databases, tables, file systems, volumes."""
    selection_tags: Mapping[str, str] = Field(default_factory=dict[str, str])
    """Back up everything in the account and region that has any of these tags too, of the kinds that the
    region's AWS Backup settings opt in to. Preview can't tell what that is."""
    rules: Mapping[Label, BackupRule] = Field(
        default_factory=lambda: {"daily": BackupRule()}, min_length=1, max_length=10
    )
    """When and for how long, by a name of your choice; by default daily, for 35 days."""
    buckets: bool = False
    """S3 buckets are among them: give the role AWS's policies for these as well. A ``Bucket`` keeps its own
    versions, and copies itself to another region for less."""
    vault_name: str | None = Field(default=None, pattern=r"^[a-zA-Z0-9_-]{2,50}$")
    """The vault's name in the account and region, and that of its copy; None takes the component's. A change
    replaces both, which AWS refuses while they hold backups."""
    kms_key_arn: Input[str] | None = None
    """KMS key that encrypts backups of the kinds that don't keep their source's; RDS and Aurora do. None
    makes one. A change replaces the vault."""
    lock: VaultLock | None = VaultLock()
    """Lock both vaults; None lets whoever may delete backups do so."""
    copy_to: BackupCopy | None = None
    """Copy every backup to another region. A copy of a continuous backup is a snapshot, and RDS copies none
    of a Multi-AZ DB cluster (AWS Backup Developer Guide, "Copying a backup")."""
    restore_testing: RestoreTesting | None = None
    """Restore backups now and then, to see that they can be; None tests nothing."""
    alarm_topic_arn: Input[str] | None = None
    """SNS topic of the region that every alarm notifies, and that is told of copies and objects that failed;
    None makes no alarms, since nobody would hear them."""
    alarms: BackupAlarms = BackupAlarms()
    """When they go off."""
    force_destroy: bool = False
    """Delete the vaults even if they hold backups, and them with it."""
    deletion_protection: bool = True
    """Protect the vaults and their keys from ``pulumi destroy`` and from replacement. To remove them, set
    False and run ``pulumi up`` first."""
    region: str | None = None
    """AWS region; None is the provider's. A change replaces everything."""
    tags: Mapping[str, str] = Field(default_factory=dict[str, str])
    """Tags for everything that takes them, backups included."""

    @model_validator(mode="after")
    def _check_selection(self) -> Self:
        if not self.resources and not self.selection_tags:
            raise InvalidInputError(
                "BackupPlanArgs.resources",
                {},
                "at least one ARN here, or a tag in selection_tags",
                "Say what is backed up: a plan without it backs up nothing, and says nothing.",
            )
        for label, arn in self.resources.items():
            if isinstance(arn, str):
                plan.check_resource(f"BackupPlanArgs.resources.{label}", arn, self.buckets)
        return self

    @model_validator(mode="after")
    def _check_vaults(self) -> Self:
        copies = self.copy_to
        if copies is not None and copies.region == self.region:
            raise InvalidInputError(
                "BackupPlanArgs.copy_to.region",
                copies.region,
                "a region other than the plan's",
                "A copy beside the backup is lost with it.",
            )
        if self.lock is not None:
            kept = {
                f"rules.{label}.retention_days": each.retention_days for label, each in self.rules.items()
            }
            if copies is not None and copies.retention_days is not None:
                kept["copy_to.retention_days"] = copies.retention_days
            plan.check_lock(kept, self.lock.min_retention_days, self.lock.max_retention_days)
            if self.force_destroy and self.lock.mode is LockMode.COMPLIANCE:
                raise InvalidInputError(
                    "BackupPlanArgs.force_destroy",
                    True,
                    "False with a lock in compliance mode",
                    "Such a vault can't be emptied: wait for its backups to end, or choose governance.",
                )
        return self
