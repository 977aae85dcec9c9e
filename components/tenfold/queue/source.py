"""What is done with a queue, whoever made it: the permissions and what KEDA must know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pulumi

from tenfold.parts.iam import Statement
from tenfold.queue import plan
from tenfold.queue.args import SourceQueue


def producer_statements(queue: SourceQueue) -> Sequence[Statement]:
    """What a role needs to send."""
    return _statements(queue, plan.PRODUCE, plan.PRODUCE_KEY)


def consumer_statements(queue: SourceQueue) -> Sequence[Statement]:
    """What a role needs to receive, to put off and to finish messages."""
    return _statements(queue, plan.CONSUME, plan.CONSUME_KEY)


def scaler_statements(queue: SourceQueue) -> Sequence[Statement]:
    """What a role needs to see the backlog."""
    return _statements(queue, plan.SCALE, ())


def region(queue: SourceQueue) -> pulumi.Output[str]:
    """The region that a client of the queue must name."""
    return _of_arn(queue, 3)


def queue_name(queue: SourceQueue) -> pulumi.Output[str]:
    """Its name in AWS."""
    return _of_arn(queue, 5)


def keda_metadata(queue: SourceQueue, backlog: int) -> Mapping[str, pulumi.Input[str]]:
    """The ``metadata`` of KEDA's ``aws-sqs-queue`` trigger, for so many messages before each worker."""
    return {
        "queueURL": queue.queue_url,
        "awsRegion": region(queue),
        "queueLength": str(backlog),
        "scaleOnInFlight": "true",
        "scaleOnDelayed": "false",
    }


def _of_arn(queue: SourceQueue, part: int) -> pulumi.Output[str]:
    return pulumi.Output.from_input(queue.queue_arn).apply(lambda arn: arn.split(":")[part])


def _statements(queue: SourceQueue, actions: Sequence[str], key_actions: Sequence[str]) -> list[Statement]:
    found = [Statement(actions=actions, resources=[queue.queue_arn])]
    if queue.kms_key_arn is not None and key_actions:
        through_sqs = pulumi.Output.concat("sqs.", region(queue), ".amazonaws.com")
        found.append(
            Statement(
                actions=key_actions,
                resources=[queue.kms_key_arn],
                conditions={"StringEquals": {"kms:ViaService": through_sqs}},
            )
        )
    return found
