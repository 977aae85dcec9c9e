"""A secret that is deleted can be had back for a while."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity

_DEFAULT = 30


class Window(Parameters):
    """How long."""

    min_days: int = Field(default=7, ge=7, le=30)
    """Days between a secret's deletion and its end."""


def _check(secret: Resource, context: Context) -> Iterator[str]:
    days = secret.get("recoveryWindowInDays", _DEFAULT)
    if days < context.parameters.min_days:
        yield (
            "recoveryWindowInDays is 0: it is gone at once."
            if days == 0
            else (f"recoveryWindowInDays is {days}, less than {context.parameters.min_days}.")
        )


def _remediate(secret: Resource, parameters: Any) -> Mapping[str, Any] | None:
    short = secret.get("recoveryWindowInDays", _DEFAULT) < parameters.min_days
    return {"recoveryWindowInDays": parameters.min_days} if short else None


RULE = Rule(
    id="secret-recovery-window",
    title="A secret that is deleted can be had back for a while",
    severity=Severity.MEDIUM,
    why="A mistake in the program then takes every service that needs the password down, for good.",
    remedy="Leave recovery_window_in_days at 30; a secret that waits for its deletion costs nothing.",
    reference="https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html",
    practice="SEC02-BP03",
    types=("aws:secretsmanager/secret:Secret",),
    check=_check,
    parameters=Window,
    remediate=_remediate,
)
