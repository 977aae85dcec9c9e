"""The environments and the growth stages."""

from __future__ import annotations

from enum import StrEnum


class Environment(StrEnum):
    """Who a stack is for. Environments of one stage have the same topology; only sizes and counts differ."""

    DEV = "dev"
    STAGING = "staging"
    PROD = "prod"


class Stage(StrEnum):
    """How far the company has grown. A later stage only adds to the one before."""

    STARTUP = "startup"
    """1 to 100,000 users."""
    GROWTH = "growth"
    """100,000 to a million users."""
    SCALE = "scale"
    """1 to 10 million users."""


class BudgetScope(StrEnum):
    """What a stack's budget counts."""

    ENVIRONMENT = "environment"
    """What has the environment's tag: for environments that share an account."""
    ACCOUNT = "account"
    """The whole account: for an environment that has one of its own."""


class DatabaseEngine(StrEnum):
    """Which of the two databases a stack has. The one can't become the other in place."""

    AURORA = "aurora"
    """Grows by adding only, up to a database over several regions."""
    POSTGRES = "postgres"
    """RDS for PostgreSQL, with a standby and read replicas."""
