"""Pure decisions of the queue: names, alarms, how many messages a worker may have before it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tenfold.errors import InvalidInputError
from tenfold.naming import physical_name
from tenfold.parts.alarms import Alarm, Metric, MissingData

if TYPE_CHECKING:
    from tenfold.queue.args import QueueAlarms

# Amazon SQS Developer Guide, "Amazon SQS standard queue quotas": a FIFO queue's suffix counts.
MAX_NAME_LENGTH = 80
FIFO = ".fifo"
_NAMESPACE = "AWS/SQS"

# What an ARN of each service's sources looks like.
_SOURCES = {
    "s3.amazonaws.com": (r"arn:aws[a-z-]*:s3:::[^*?/]+", "a bucket's ARN, 'arn:aws:s3:::files'"),
    "sns.amazonaws.com": (
        r"arn:aws[a-z-]*:sns:[^*?:]+:\d{12}:[^*?:]+",
        "a topic's ARN, 'arn:aws:sns:eu-west-1:123456789012:orders'",
    ),
    "events.amazonaws.com": (
        r"arn:aws[a-z-]*:events:[^*?:]+:\d{12}:rule/[^*?:]+",
        "a rule's ARN, 'arn:aws:events:eu-west-1:123456789012:rule/orders'",
    ),
}

PRODUCE = ("sqs:SendMessage", "sqs:GetQueueUrl", "sqs:GetQueueAttributes")
CONSUME = (
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibility",
    "sqs:GetQueueUrl",
    "sqs:GetQueueAttributes",
)
SCALE = ("sqs:GetQueueUrl", "sqs:GetQueueAttributes")
# Amazon SQS Developer Guide, "Amazon SQS Key management": a producer decrypts too, to check the data key.
PRODUCE_KEY = ("kms:GenerateDataKey", "kms:Decrypt")
CONSUME_KEY = ("kms:Decrypt",)


def check_component_name(name: str) -> None:
    """Refuse a component's name from which no queue's name can be made."""
    if not re.fullmatch(rf"[A-Za-z0-9_-]{{1,{MAX_NAME_LENGTH - len(FIFO)}}}", name):
        raise InvalidInputError(
            "Queue name",
            name,
            f"1 to {MAX_NAME_LENGTH - len(FIFO)} letters, digits, dashes and underscores",
            "The queue is named after it, and '.fifo' is added where it belongs: choose another.",
        )


def check_queue_name(field: str, name: str, fifo: bool) -> None:
    """Refuse what AWS would: a FIFO queue's name ends in ``.fifo``, another's has no dot."""
    stem = name.removesuffix(FIFO) if fifo else name
    shape = re.fullmatch(r"[A-Za-z0-9_-]+", stem) and len(name) <= MAX_NAME_LENGTH
    if not shape or (fifo and stem == name):
        end = f", then '{FIFO}'" if fifo else f"; '{FIFO}' ends a FIFO queue's name only"
        raise InvalidInputError(
            field,
            name,
            f"up to {MAX_NAME_LENGTH} characters: letters, digits, dashes and underscores{end}",
            f"Mend it, set fifo={not fifo}, or leave it out: then it is made from the component's name.",
        )


def check_source_arn(field: str, service: str, arn: str) -> None:
    """Refuse an ARN that is not one source of the service."""
    pattern, allowed = _SOURCES[service]
    if not re.fullmatch(pattern, arn):
        raise InvalidInputError(field, arn, f"{allowed}, without wildcards", "Name the one that sends.")


def queue_names(component: str, queue_name: str | None, fifo: bool) -> tuple[str, str]:
    """The names of the queue and of its dead-letter queue.

    >>> queue_names("jobs", None, fifo=True)
    ('jobs.fifo', 'jobs-dead-letter.fifo')
    """
    end = FIFO if fifo else ""
    stem = (queue_name or component).removesuffix(end) if end else queue_name or component
    dead_letter = physical_name(stem, "dead-letter", limit=MAX_NAME_LENGTH - len(end))
    return f"{stem}{end}", f"{dead_letter}{end}"


def backlog_per_worker(*, acceptable_latency_seconds: float, seconds_per_message: float) -> int:
    """How many messages may wait for each worker, so that the last one is done in time.

    What ``queueLength`` is to KEDA, and the target of a target-tracking policy on the backlog per worker
    (Amazon EC2 Auto Scaling User Guide, "Scaling policy based on Amazon SQS"). A worker that works on several
    messages at once has that many times fewer seconds per message.

    Args:
        acceptable_latency_seconds: from when a message is sent to when its work is done.
        seconds_per_message: of one worker's time, measured.

    Raises:
        InvalidInputError: one message alone takes longer than that: no number of workers helps.

    >>> backlog_per_worker(acceptable_latency_seconds=10, seconds_per_message=0.1)
    100
    """
    if not 0 < seconds_per_message < math.inf:
        raise InvalidInputError(
            "seconds_per_message", seconds_per_message, "more than 0 seconds", "Measure a message's work."
        )
    if not seconds_per_message <= acceptable_latency_seconds < math.inf:
        raise InvalidInputError(
            "acceptable_latency_seconds",
            acceptable_latency_seconds,
            f"at least the {seconds_per_message:g} seconds that one message takes",
            "Accept a longer latency, or make the work shorter: more workers can't.",
        )
    # The quotient of what was written: 10 / 0.1 is 100, whatever the doubles nearest to them say.
    return math.floor(round(acceptable_latency_seconds / seconds_per_message, 9))


def queue_alarms(thresholds: QueueAlarms) -> Sequence[Alarm]:
    """The alarms of the queue itself."""
    watched = (
        (
            "age",
            "ApproximateAgeOfOldestMessage",
            thresholds.oldest_message_seconds,
            "The oldest message waits too long: add workers, or see why they stand still.",
        ),
        (
            "depth",
            "ApproximateNumberOfMessagesVisible",
            thresholds.depth_messages,
            "Too many messages wait: add workers, or slow the producers.",
        ),
    )
    return [
        Alarm(
            role=role,
            description=description,
            namespace=_NAMESPACE,
            metric=Metric(metric, "Maximum"),
            threshold=threshold,
            missing=MissingData.NOT_BREACHING,  # SQS reports nothing of a queue that has been idle for hours
        )
        for role, metric, threshold, description in watched
        if threshold is not None
    ]


def dead_letter_alarms(thresholds: QueueAlarms) -> Sequence[Alarm]:
    """The alarm of the dead-letter queue."""
    if thresholds.dead_letters is None:
        return []
    return [
        Alarm(
            role="dead-letter",
            description="Messages could not be worked on: mend the cause, then redrive them to their queue.",
            namespace=_NAMESPACE,
            # Not NumberOfMessagesSent, which does not count what SQS itself moves there.
            metric=Metric("ApproximateNumberOfMessagesVisible", "Maximum"),
            threshold=thresholds.dead_letters,
            periods=1,
            missing=MissingData.NOT_BREACHING,
        )
    ]
