"""What Queue's arguments refuse, and in which words."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from tenfold.errors import InvalidInputError
from tenfold.queue import ProducerService, QueueArgs, ServiceProducer

BUCKET = ServiceProducer(service=ProducerService.S3, source_arn="arn:aws:s3:::files")


def refused(**fields: Any) -> InvalidInputError:
    with pytest.raises(InvalidInputError) as caught:
        QueueArgs(**fields)
    return caught.value


def test_a_fifo_queue_with_a_wrong_name_is_refused_with_the_right_one() -> None:
    error = refused(fifo=True, queue_name="jobs")
    assert (error.field, error.value) == ("QueueArgs.queue_name", "jobs")
    assert "then '.fifo'" in error.allowed


def test_a_standard_queue_does_not_take_a_fifo_queue_s_name() -> None:
    assert refused(queue_name="jobs.fifo").field == "QueueArgs.queue_name"


@pytest.mark.parametrize("name", ["", ".fifo", "a" * 76 + ".fifo", "a.b.fifo", "a b.fifo"])
def test_names_that_sqs_refuses_are_refused(name: str) -> None:
    assert refused(fifo=True, queue_name=name).value == name


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"content_based_deduplication": True}, "content_based_deduplication"),
        ({"high_throughput": True}, "high_throughput"),
        ({"fifo": True, "producers": {"files": BUCKET}}, "producers.files"),
        ({"customer_managed_key": True, "kms_key_arn": "arn:aws:kms:x"}, "customer_managed_key"),
        ({"dead_letter_retention_seconds": 3600}, "dead_letter_retention_seconds"),
        ({"max_receive_count": 0}, "max_receive_count"),
        ({"max_receive_count": 1001}, "max_receive_count"),
        ({"visibility_timeout_seconds": 43_201}, "visibility_timeout_seconds"),
        ({"message_retention_seconds": 59}, "message_retention_seconds"),
        ({"receive_wait_seconds": 21}, "receive_wait_seconds"),
        ({"max_message_bytes": 1_048_577}, "max_message_bytes"),
        ({"delay_seconds": 901}, "delay_seconds"),
    ],
)
def test_what_cannot_work_is_refused_under_its_field_s_name(fields: dict[str, Any], field: str) -> None:
    assert refused(**fields).field == f"QueueArgs.{field}"


def test_a_message_may_have_a_mebibyte() -> None:
    assert QueueArgs(max_message_bytes=1_048_576).max_message_bytes == 1_048_576


@pytest.mark.parametrize(
    ("service", "arn"),
    [
        (ProducerService.S3, "arn:aws:s3:::*"),
        (ProducerService.S3, "files"),
        (ProducerService.SNS, "arn:aws:s3:::files"),
        (ProducerService.SNS, "arn:aws:sns:eu-west-1:123456789012:*"),
        (ProducerService.EVENTBRIDGE, "arn:aws:events:eu-west-1:123456789012:event-bus/default"),
    ],
)
def test_a_source_that_is_not_one_is_refused(service: ProducerService, arn: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        ServiceProducer(service=service, source_arn=arn)
    assert (caught.value.field, caught.value.value) == ("ServiceProducer.source_arn", arn)


def test_a_source_that_is_not_known_yet_is_taken() -> None:
    arn = pulumi.Output.from_input("arn:aws:s3:::files")
    assert ServiceProducer(service=ProducerService.S3, source_arn=arn).source_arn is arn
