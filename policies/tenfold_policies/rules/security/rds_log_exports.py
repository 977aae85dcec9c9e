"""A database's logs go to CloudWatch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import DB_CLUSTER, DB_INSTANCE, control
from tenfold_policies.rules.security._policies import texts

# The log that says who came in, and what went wrong (Security Hub's control RDS.9).
_LOGS: Mapping[str, tuple[str, ...]] = {
    "postgres": ("postgresql",),
    "aurora-postgresql": ("postgresql",),
    "mysql": ("audit", "error"),
    "aurora-mysql": ("audit", "error"),
    "mariadb": ("audit", "error"),
    "oracle": ("alert", "audit", "trace", "listener"),
    "sqlserver": ("error", "agent"),
}


def _check(database: Resource, context: Context) -> Iterator[str]:
    engine = database.get("engine", "")
    wanted = _LOGS.get(engine) or _LOGS.get(engine.partition("-")[0])
    if wanted and not any(each in wanted for each in texts(database, "enabledCloudwatchLogsExports")):
        yield f"enabledCloudwatchLogsExports has none of {', '.join(wanted)}."


RULE = Rule(
    id="rds-log-exports",
    title="A database's logs go to CloudWatch",
    severity=Severity.MEDIUM,
    why="On the instance they are kept for days, and are gone with it.",
    remedy="Set enabled_cloudwatch_logs_exports, to ['postgresql'] or to ['audit', 'error'] for MySQL.",
    reference=control("RDS.9"),
    practice="SEC04-BP01",
    types=(DB_INSTANCE, DB_CLUSTER),
    check=_check,
)
