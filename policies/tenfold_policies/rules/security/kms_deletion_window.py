"""A key that is deleted can be had back for a while."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.security._names import KEY, control

_TYPES = (KEY, "aws:kms/replicaKey:ReplicaKey", "aws:kms/externalKey:ExternalKey")
_DEFAULT = 30


class Window(Parameters):
    """How long."""

    min_days: int = Field(default=14, ge=7, le=30)
    """Days between a key's deletion and its end."""


def _check(key: Resource, context: Context) -> Iterator[str]:
    days = key.get("deletionWindowInDays", _DEFAULT)
    if days < context.parameters.min_days:
        yield f"deletionWindowInDays is {days}, less than {context.parameters.min_days}."


def _remediate(key: Resource, parameters: Any) -> Mapping[str, Any] | None:
    short = key.get("deletionWindowInDays", _DEFAULT) < parameters.min_days
    return {"deletionWindowInDays": parameters.min_days} if short else None


RULE = Rule(
    id="kms-deletion-window",
    title="A key that is deleted can be had back for a while",
    severity=Severity.MEDIUM,
    why="All that it encrypts, backups included, is lost with it, and that is often noticed only at its next"
    " use.",
    remedy="Leave deletion_window_in_days at 30; a key that waits for its deletion costs nothing.",
    reference=control("KMS.3"),
    practice="SEC08-BP01",
    types=_TYPES,
    check=_check,
    parameters=Window,
    remediate=_remediate,
)
