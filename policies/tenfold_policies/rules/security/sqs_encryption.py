"""A queue's messages are encrypted at rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import control


def _check(queue: Resource, context: Context) -> Iterator[str]:
    if queue.has("kmsMasterKeyId"):
        return
    if not queue.get("sqsManagedSseEnabled", True):
        yield "sqsManagedSseEnabled is off, and there is no key: the messages lie in plain text."


def _remediate(queue: Resource, parameters: Any) -> Mapping[str, Any] | None:
    if queue.has("kmsMasterKeyId") or queue.get("sqsManagedSseEnabled", True):
        return None
    return {"sqsManagedSseEnabled": True}


RULE = Rule(
    id="sqs-encryption",
    title="A queue's messages are encrypted at rest",
    severity=Severity.MEDIUM,
    why="Messages hold what the program works on, and stay up to fourteen days.",
    remedy="Leave sqs_managed_sse_enabled on, which costs nothing, or set kms_master_key_id.",
    reference=control("SQS.1"),
    practice="SEC08-BP02",
    types=("aws:sqs/queue:Queue",),
    check=_check,
    remediate=_remediate,
)
