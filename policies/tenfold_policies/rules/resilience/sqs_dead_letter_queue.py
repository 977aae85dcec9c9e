"""A queue puts messages aside that can't be processed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import Field

from tenfold_policies.resource import Resource, Stack
from tenfold_policies.rule import Context, Parameters, Rule, Severity

_QUEUE = "aws:sqs/queue:Queue"
_POLICY = "aws:sqs/redrivePolicy:RedrivePolicy"
_FOUR_DAYS = 345_600  # AWS's default
_DEAD_LETTERS_OF = (
    (_QUEUE, "redrivePolicy"),
    (_POLICY, "redrivePolicy"),
    ("aws:sqs/redriveAllowPolicy:RedriveAllowPolicy", "queueUrl"),
    ("aws:sns/topicSubscription:TopicSubscription", "redrivePolicy"),
    ("aws:lambda/function:Function", "deadLetterConfig"),
    ("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", "destinationConfig"),
    ("aws:lambda/eventSourceMapping:EventSourceMapping", "destinationConfig"),
    ("aws:cloudwatch/eventTarget:EventTarget", "deadLetterConfig"),
    ("aws:scheduler/schedule:Schedule", "target"),
)


class _Parameters(Parameters):
    max_receives: int = Field(default=10, ge=1, le=1000)
    """Times that a message is received at most before it is put aside."""
    passing_seconds: int = Field(default=300, ge=0)
    """A queue that keeps messages no longer than this needs none: they are hints, worthless soon after."""


def _check(queue: Resource, context: Context) -> Iterator[str]:
    stack, wanted = context.stack, context.parameters
    holders = [queue] if queue.has("redrivePolicy") else stack.referring(queue, _POLICY, "queueUrl")
    if holders:
        count = _receives(holders[0].get("redrivePolicy", ""))
        if count > wanted.max_receives:
            yield f"maxReceiveCount is {count}, of at most {wanted.max_receives}."
    elif (
        not _takes_dead_letters(queue, stack)
        and queue.get("messageRetentionSeconds", _FOUR_DAYS) > wanted.passing_seconds
    ):
        yield "It has no dead-letter queue."


def _receives(policy: str) -> int:
    found = re.search(r'"maxReceiveCount"\s*:\s*"?(\d+)', policy)
    return int(found[1]) if found else 0


def _takes_dead_letters(queue: Resource, stack: Stack) -> bool:
    if queue.has("redriveAllowPolicy") and "denyAll" not in str(queue.known("redriveAllowPolicy")):
        return True
    return any(stack.referring(queue, type_, property_) for type_, property_ in _DEAD_LETTERS_OF)


RULE = Rule(
    id="sqs-dead-letter-queue",
    title="A queue puts messages aside that can't be processed",
    severity=Severity.MEDIUM,
    why="A message that its consumer can't process comes back until it expires, and then it is lost; before "
    "that it keeps the consumers busy, and a FIFO group stands still.",
    remedy="Set redrive_policy with the ARN of a second queue and a maxReceiveCount of 3 to 10.",
    reference="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/"
    "sqs-dead-letter-queues.html",
    practice="REL05-BP04",
    types=(_QUEUE,),
    check=_check,
    parameters=_Parameters,
    relational=True,
)
