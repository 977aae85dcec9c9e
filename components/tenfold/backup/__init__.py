"""Backups by AWS Backup: a plan, the locked vault that it fills, and copies in another region."""

from tenfold.backup.args import (
    BackupAlarms,
    BackupCopy,
    BackupPlanArgs,
    BackupRule,
    LockMode,
    ProtectedResource,
    RestoreTesting,
    VaultLock,
)
from tenfold.backup.component import BackupPlan

__all__ = [
    "BackupAlarms",
    "BackupCopy",
    "BackupPlan",
    "BackupPlanArgs",
    "BackupRule",
    "LockMode",
    "ProtectedResource",
    "RestoreTesting",
    "VaultLock",
]
