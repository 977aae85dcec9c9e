"""Queue: an SQS queue, its dead-letter queue, and who may use them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pulumi
from pulumi_aws import get_caller_identity_output, iam, sqs

from tenfold.component import Component
from tenfold.parts.iam import Statement, policy_document
from tenfold.parts.keys import key_arn
from tenfold.parts.metric_alarms import metric_alarms
from tenfold.parts.order import after
from tenfold.queue import plan
from tenfold.queue.args import Grant, QueueArgs, SourceQueue
from tenfold.queue.policy import (
    NO_DEAD_LETTERS,
    key_policy,
    queue_policy,
    redrive_allow_policy,
    redrive_policy,
)
from tenfold.queue.source import consumer_statements, keda_metadata, producer_statements, scaler_statements


class Queue(Component):
    """An encrypted queue, with a second one for the messages that could not be worked on.

    Creates the queue and its dead-letter queue, which takes letters of this queue only; a policy for each
    that refuses plain HTTP and lets in the named AWS services, each from its own source; a KMS key if asked
    for; and, with ``alarm_topic_arn``, alarms on the age of the oldest message, the depth, and dead letters.

    Roles get what they need and no more: ``grant_send`` and ``grant_consume`` write a policy for a role, and
    ``producer_statements`` and ``consumer_statements`` tell the same for a role that is made elsewhere, such
    as a workload's by pod identity. Both have the KMS actions where there is a key.

    ``QueueWorker`` takes the queue as ``source`` and makes the workers in a cluster. For workers of your own:
    ``queue_url``, ``region`` and ``keda_metadata`` (KEDA's ``aws-sqs-queue`` trigger), ``scaler_statements``
    for its role, and ``tenfold.queue.backlog_per_worker`` for its target. A FIFO queue is worked on by one
    worker per message group at most, so scale no further than that.

    Refuses a queue name that doesn't end in ``.fifo`` where AWS wants it, FIFO's options without ``fifo``, S3
    as a producer of a FIFO queue, sources with wildcards, and dead letters that would end before the
    messages.

    Replaced when changed: both queues, with their messages, by ``queue_name``, ``fifo``, the component's name
    or the region. Everything else changes in place. AWS takes a minute to forget a deleted queue's name.

    Cost: $0.40 per million requests in a standard queue, $0.50 in a FIFO one (us-east-1, on demand), the
    first million of each month free, a request being 64 KiB of one to ten messages
    (aws.amazon.com/sqs/pricing). Long polling keeps an idle worker at three requests a minute. Three alarms:
    $0.30 a month. A KMS key: $1.

    Availability: AWS's SLA is 99.9 % (aws.amazon.com/messaging/sla). SQS keeps each message in several
    availability zones (Amazon SQS Developer Guide, "What is Amazon SQS"), but in one region: a producer that
    must go on when the region is lost sends to a queue of the other one. A standard queue may deliver twice,
    so that work must bear it.
    """

    queue_url: pulumi.Output[str]
    queue_arn: pulumi.Output[str]
    """Known once its producers may send: a bucket's notification is refused before."""
    queue_name: pulumi.Output[str]
    dead_letter_queue_url: pulumi.Output[str]
    dead_letter_queue_arn: pulumi.Output[str]
    region: pulumi.Output[str]
    """The region that a client of the queue must name."""
    source: SourceQueue
    """What a ``QueueWorker`` takes."""

    def __init__(self, name: str, args: QueueArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        plan.check_component_name(name)
        super().__init__(name, args.tags, opts, deletion_protection=args.deletion_protection)
        self._args = args
        self._key_arn = self._key()
        queue_name, dead_letter_name = plan.queue_names(name, args.queue_name, args.fifo)
        dead_letters = self._queue(
            "dead-letter-queue",
            dead_letter_name,
            message_retention_seconds=args.dead_letter_retention_seconds,
        )
        queue = self._queue(
            "queue",
            queue_name,
            message_retention_seconds=args.message_retention_seconds,
            delay_seconds=args.delay_seconds,
            redrive_policy=redrive_policy(dead_letters.arn, args.max_receive_count),
            redrive_allow_policy=NO_DEAD_LETTERS,
        )
        sqs.RedriveAllowPolicy(
            f"{name}-redrive-allow-policy",
            queue_url=dead_letters.url,
            redrive_allow_policy=redrive_allow_policy(queue.arn),
            region=args.region,
            opts=self.child(),
        )
        policies = self._policies(queue, dead_letters)
        self._alarms(queue, dead_letters)
        self.queue_url = queue.url
        self.queue_arn = after(queue.arn, *policies)
        self.queue_name = queue.name
        self.dead_letter_queue_url = dead_letters.url
        self.dead_letter_queue_arn = dead_letters.arn
        self.region = queue.arn.apply(lambda arn: arn.split(":")[3])
        self.source = SourceQueue(
            queue_url=queue.url,
            queue_arn=queue.arn,
            kms_key_arn=self._key_arn,
            visibility_timeout_seconds=args.visibility_timeout_seconds,
        )
        self.register_outputs()

    def producer_statements(self) -> Sequence[Statement]:
        """What a role needs to send."""
        return producer_statements(self.source)

    def consumer_statements(self) -> Sequence[Statement]:
        """What a role needs to receive, to put off and to finish messages. Dead letters are not included."""
        return consumer_statements(self.source)

    def scaler_statements(self) -> Sequence[Statement]:
        """What the role of a worker autoscaler needs to see the backlog."""
        return scaler_statements(self.source)

    def grant_send(self, label: str, role: pulumi.Input[str]) -> iam.RolePolicy:
        """Let a role send.

        Args:
            label: a name of your choice, unique among this queue's grants; it names the policy.
            role: the role's name.
        """
        return self._grant("send", label, role, self.producer_statements())

    def grant_consume(self, label: str, role: pulumi.Input[str]) -> iam.RolePolicy:
        """Let a role work on messages; the arguments are those of ``grant_send``."""
        return self._grant("consume", label, role, self.consumer_statements())

    def keda_metadata(
        self, *, acceptable_latency_seconds: float, seconds_per_message: float
    ) -> Mapping[str, pulumi.Input[str]]:
        """The ``metadata`` of KEDA's ``aws-sqs-queue`` trigger; the arguments are ``backlog_per_worker``'s.

        Messages in flight count (``scaleOnInFlight``), so that workers aren't taken away amid their work;
        delayed ones don't, since nobody can work on them yet (KEDA, "AWS SQS Queue").
        """
        backlog = plan.backlog_per_worker(
            acceptable_latency_seconds=acceptable_latency_seconds, seconds_per_message=seconds_per_message
        )
        return keda_metadata(self.source, backlog)

    def _key(self) -> pulumi.Input[str] | None:
        args = self._args
        if not args.customer_managed_key:
            return args.kms_key_arn
        account = get_caller_identity_output(opts=self.invoke_options()).account_id
        return key_arn(
            self,
            None,
            description=f"Messages of the queue {self._name}",
            region=args.region,
            protect=args.deletion_protection,
            policy=key_policy(account, args.producers),
        )

    def _queue(
        self,
        role: str,
        queue_name: str,
        *,
        message_retention_seconds: int,
        delay_seconds: int | None = None,
        redrive_policy: pulumi.Input[str] | None = None,
        redrive_allow_policy: pulumi.Input[str] | None = None,
    ) -> sqs.Queue:
        args = self._args
        per_group = args.fifo and args.high_throughput
        return sqs.Queue(
            f"{self._name}-{role}",
            name=queue_name,
            fifo_queue=args.fifo or None,  # AWS refuses False
            content_based_deduplication=args.content_based_deduplication or None,
            deduplication_scope="messageGroup" if per_group else None,
            fifo_throughput_limit="perMessageGroupId" if per_group else None,
            visibility_timeout_seconds=args.visibility_timeout_seconds,
            message_retention_seconds=message_retention_seconds,
            receive_wait_time_seconds=args.receive_wait_seconds,
            max_message_size=args.max_message_bytes,
            delay_seconds=delay_seconds,
            redrive_policy=redrive_policy,
            redrive_allow_policy=redrive_allow_policy,
            sqs_managed_sse_enabled=True if self._key_arn is None else None,
            kms_master_key_id=self._key_arn,
            kms_data_key_reuse_period_seconds=(
                None if self._key_arn is None else args.kms_data_key_reuse_seconds
            ),
            region=args.region,
            tags=self.tags_for(role),
            opts=self.child(protect=args.deletion_protection),
        )

    def _policies(self, queue: sqs.Queue, dead_letters: sqs.Queue) -> list[sqs.QueuePolicy]:
        return [
            sqs.QueuePolicy(
                f"{self._name}-{role}",
                queue_url=each.url,
                policy=policy,
                region=self._args.region,
                opts=self.child(),
            )
            for role, each, policy in (
                ("policy", queue, queue_policy(queue.arn, self._args.producers)),
                ("dead-letter-policy", dead_letters, queue_policy(dead_letters.arn, {})),
            )
        ]

    def _alarms(self, queue: sqs.Queue, dead_letters: sqs.Queue) -> None:
        for each, alarms in (
            (queue, plan.queue_alarms(self._args.alarms)),
            (dead_letters, plan.dead_letter_alarms(self._args.alarms)),
        ):
            metric_alarms(
                self,
                alarms,
                dimensions={"QueueName": each.name},
                topic_arn=self._args.alarm_topic_arn,
                region=self._args.region,
            )

    def _grant(
        self, what: str, label: str, role: pulumi.Input[str], statements: Sequence[Statement]
    ) -> iam.RolePolicy:
        grant = Grant(label=label, role=role)
        return iam.RolePolicy(
            f"{self._name}-{grant.label}-{what}",
            role=grant.role,
            policy=policy_document(statements),
            opts=self.child(),
        )
