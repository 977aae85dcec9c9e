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
