"""A topic's messages are encrypted with a key."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import control


def _check(topic: Resource, context: Context) -> Iterator[str]:
    if not topic.has("kmsMasterKeyId"):
        yield "kmsMasterKeyId is not set."


RULE = Rule(
    id="sns-encryption",
    title="A topic's messages are encrypted with a key of KMS",
    severity=Severity.MEDIUM,
    why="The topic's policy alone then says who reads; with a key, a mistake in it opens nothing.",
    remedy="Set kms_master_key_id to a key of your own whose policy lets in the services that publish "
    "(CloudWatch can't use alias/aws/sns).",
    reference=control("SNS.1"),
    practice="SEC08-BP02",
    types=("aws:sns/topic:Topic",),
    check=_check,
)
