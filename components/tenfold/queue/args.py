"""What the user says about a queue."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from tenfold.args import Args, Input, Label
from tenfold.errors import InvalidInputError
from tenfold.queue import plan


class ProducerService(StrEnum):
    """An AWS service that sends by itself, without a role of yours."""

    S3 = "s3.amazonaws.com"
    """A bucket's event notifications."""
    SNS = "sns.amazonaws.com"
    """A topic's subscription."""
    EVENTBRIDGE = "events.amazonaws.com"
    """A rule's target."""


class ServiceProducer(Args):
    """One bucket, topic or rule that may send to the queue, and nobody else through that service."""

    service: ProducerService
    """Which service sends."""
    source_arn: Input[str]
    """The bucket's, topic's or rule's ARN, without wildcards. A bucket's must belong to the queue's
    account."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if isinstance(self.source_arn, str):
            plan.check_source_arn("ServiceProducer.source_arn", self.service, self.source_arn)
        return self


class SourceQueue(Args):
    """A queue whose messages are worked on: a ``Queue`` gives it as ``source``; write it for one made
    elsewhere."""

    queue_url: Input[str]
    """Its URL."""
    queue_arn: Input[str]
    """Its ARN."""
    kms_key_arn: Input[str] | None = None
    """The KMS key that encrypts it; None where SQS manages the key."""
    visibility_timeout_seconds: int = Field(default=30, ge=0, le=43_200)
    """How long a message that was handed out stays hidden; 30 is AWS's default (Amazon SQS Developer Guide,
    "Amazon SQS visibility timeout")."""


class Grant(Args):
    """A role that gets a policy."""

    label: Label
    """Names the policy."""
    role: Input[str]
    """The role's name."""


class QueueAlarms(Args):
    """From when on each alarm goes off; None leaves it out. They need ``alarm_topic_arn``."""

    oldest_message_seconds: int | None = Field(default=300, ge=1)
    """Age of the oldest message over five minutes: the workers don't keep up, or stand still. Five minutes is
    what a user waits for a mail; set it to the delay that your work bears."""
    depth_messages: int | None = Field(default=10_000, ge=1)
    """Messages that wait, over five minutes: it catches workers that stand still under a load of a few dozen
    messages a second. Set it to what your producers send in the delay that your work bears."""
    dead_letters: int | None = Field(default=0, ge=0)
    """Messages in the dead-letter queue: more than this many. One is already work that was not done."""


class QueueArgs(Args):
    """A queue and its dead-letter queue. Nothing is required."""

    queue_name: str | None = None
    """The queue's name in AWS; None takes the component's, with ``.fifo`` behind it where AWS wants that.
    A change replaces both queues, and with them the messages."""
    fifo: bool = False
    """Keep the order within a message group and deliver once. It costs a quarter more per request and each
    group is worked on by one worker at a time. A change replaces both queues."""
    content_based_deduplication: bool = False
    """FIFO only: take the body's SHA-256 as the deduplication id. False makes producers give one."""
    high_throughput: bool = False
    """FIFO only: deduplicate and count requests within each message group, beyond the 300 requests a second
    and action of the whole queue (Amazon SQS Developer Guide, "High throughput for FIFO queues"). Needs
    deduplication ids that are unique within their group only."""
    max_receive_count: int = Field(default=5, ge=1, le=1000)
    """How often a message is handed out before it goes to the dead-letter queue. Five outlives a worker that
    is moved off its node, which costs one, and still ends a message that crashes its workers."""
    visibility_timeout_seconds: int = Field(default=120, ge=0, le=43_200)
    """How long a message that was handed out stays hidden. It must exceed the time that the work takes, else
    a second worker gets it: six times the time where Lambda consumes (AWS Lambda Developer Guide, "Using
    Lambda with Amazon SQS"). Default: four times AWS's 30, which slow work outlasts."""
    message_retention_seconds: int = Field(default=345_600, ge=60, le=1_209_600)
    """How long a message waits to be worked on before it is lost: four days, AWS's default, bridge a
    weekend."""
    dead_letter_retention_seconds: int = Field(default=1_209_600, ge=60, le=1_209_600)
    """How long a dead letter is kept: AWS's most, two weeks. In a standard queue its age counts from when it
    was first sent, so this may not be shorter than ``message_retention_seconds``."""
    receive_wait_seconds: int = Field(default=20, ge=0, le=20)
    """Long polling: how long an empty receive waits for a message. AWS's most, which makes the fewest empty
    requests; 0 is short polling."""
    max_message_bytes: int = Field(default=262_144, ge=1024, le=1_048_576)
    """The largest message, up to 1 MiB. Each 64 KiB is billed as a request; put what is larger into a bucket
    and send its key."""
    delay_seconds: int = Field(default=0, ge=0, le=900)
    """How long each new message stays hidden."""
    kms_key_arn: Input[str] | None = None
    """Encrypt with this KMS key of the region. None encrypts with keys that SQS manages (SSE-SQS): free, no
    KMS quota in the way of a busy queue, and S3, SNS and EventBridge can send without a key policy. Take a
    key where you must be able to revoke it or see its use in CloudTrail; it must let the ``producers`` use
    it."""
    customer_managed_key: bool = False
    """Make a KMS key of the queue's own, which lets the ``producers`` use it: $1 a month and the requests."""
    kms_data_key_reuse_seconds: int = Field(default=300, ge=60, le=86_400)
    """With a KMS key: how long SQS uses a data key before it asks KMS again. Longer is cheaper."""
    producers: Mapping[Label, ServiceProducer] = Field(default_factory=dict[Label, ServiceProducer])
    """AWS services that may send, by a name of your choice. Roles get ``producer_statements`` instead."""
    alarm_topic_arn: Input[str] | None = None
    """SNS topic of the region that every alarm notifies; None makes no alarms, since nobody would hear
    them."""
    alarms: QueueAlarms = QueueAlarms()
    """From when on the alarms go off."""
    deletion_protection: bool = True
    """Protect both queues, and so their messages, from ``pulumi destroy`` and from replacement; SQS itself
    has no such switch. To remove them, set False and run ``pulumi up`` first."""
    region: str | None = None
    """AWS region; None is the provider's. A change replaces everything."""
    tags: Mapping[str, str] = Field(default_factory=dict[str, str])
    """Tags for everything that takes them."""

    @model_validator(mode="after")
    def _check_fifo(self) -> Self:
        if self.queue_name is not None:
            plan.check_queue_name("QueueArgs.queue_name", self.queue_name, self.fifo)
        for field in ("content_based_deduplication", "high_throughput"):
            if getattr(self, field) and not self.fifo:
                remedy = "Set fifo=True too; it can't be changed later without a new queue."
                raise InvalidInputError(f"QueueArgs.{field}", True, "False for a standard queue", remedy)
        for label, producer in self.producers.items():
            if self.fifo and producer.service is ProducerService.S3:
                raise InvalidInputError(
                    f"QueueArgs.producers.{label}",
                    producer.service.value,
                    "SNS or EventBridge for a FIFO queue: S3 sends to standard queues only",
                    "Send S3's events to EventBridge, and a rule's to this queue.",
                )
        return self

    @model_validator(mode="after")
    def _check_key_and_retention(self) -> Self:
        if self.customer_managed_key and self.kms_key_arn is not None:
            raise InvalidInputError(
                "QueueArgs.customer_managed_key",
                True,
                "False with kms_key_arn",
                "Give a key, or have one made.",
            )
        if self.dead_letter_retention_seconds < self.message_retention_seconds:
            raise InvalidInputError(
                "QueueArgs.dead_letter_retention_seconds",
                self.dead_letter_retention_seconds,
                f"{self.message_retention_seconds} or more, as message_retention_seconds",
                "A dead letter keeps its age, and would be lost before anybody sees it.",
            )
        return self
