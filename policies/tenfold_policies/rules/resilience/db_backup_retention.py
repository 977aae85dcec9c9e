"""A database keeps its automatic backups long enough."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.resilience._databases import CLUSTER, INSTANCE, OTHER_CLUSTERS, follows

_DEFAULT_DAYS = {INSTANCE: 0}  # none; a cluster has 1, and never less


class _Parameters(Parameters):
    min_days: int = Field(default=7, ge=1, le=35)
    """Days, outside production."""
    min_days_prod: int = Field(default=35, ge=1, le=35)
    """Days in production; 35 is the most that RDS keeps."""


def _check(database: Resource, context: Context) -> Iterator[str]:
    if follows(database):
        return
    wanted = context.parameters
    minimum = wanted.min_days_prod if context.environment == "prod" else wanted.min_days
    days = database.get("backupRetentionPeriod", _DEFAULT_DAYS.get(database.type, 1))
    if days < minimum:
        yield f"backupRetentionPeriod is {days} days, of at least {minimum}."


RULE = Rule(
    id="db-backup-retention",
    title="A database keeps its automatic backups long enough",
    severity=Severity.HIGH,
    why="A faulty release or a deleted table is often noticed after days, and then no backup from before it "
    "is left.",
    remedy="Set backup_retention_period.",
    reference="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html",
    practice="REL09-BP03",
    types=(INSTANCE, CLUSTER, *OTHER_CLUSTERS),
    check=_check,
    parameters=_Parameters,
)
