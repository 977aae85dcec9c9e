"""What Queue registers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pulumi
import pytest

from support.recording import Recorded, Recording, record
from tenfold.errors import InvalidInputError
from tenfold.queue import ProducerService, Queue, QueueArgs, ServiceProducer

TOPIC = "arn:aws:sns:us-east-1:123456789012:alarms"
OWN_KEY = "arn:aws:kms:us-east-1:123456789012:key/own"
PRODUCERS = {
    "files": ServiceProducer(service=ProducerService.S3, source_arn="arn:aws:s3:::files"),
    "new-orders": ServiceProducer(
        service=ProducerService.SNS, source_arn="arn:aws:sns:us-east-1:123456789012:orders"
    ),
}


def build(then: Callable[[Queue], object] = lambda _: None, **fields: Any) -> Recording:
    return record(lambda: then(Queue("jobs", QueueArgs(**fields))))


def main(recording: Recording) -> Recorded:
    return recording.one("aws:sqs/queue:Queue", "jobs-queue")


def dead(recording: Recording) -> Recorded:
    return recording.one("aws:sqs/queue:Queue", "jobs-dead-letter-queue")


def statements(recording: Recording, type_: str, name: str, field: str = "policy") -> list[dict[str, Any]]:
    return json.loads(recording.one(type_, name).inputs[field])["Statement"]


@pytest.fixture(scope="module")
def default() -> Recording:
    return build()


def test_every_child_belongs_to_the_component(default: Recording) -> None:
    component, *children = default
    assert {child.parent for child in children} == {component.urn}
    assert all(child.name.startswith("jobs-") for child in children)


def test_region_and_tags_reach_everything_that_takes_them() -> None:
    recording = build(
        region="us-west-2", alarm_topic_arn=TOPIC, tags={"team": "shop"}, customer_managed_key=True
    )
    for child in list(recording)[1:]:
        if child.type.startswith("aws:"):
            assert child.inputs["region"] == "us-west-2"
    for child in (main(recording), dead(recording), recording.of("MetricAlarm")[0]):
        assert child.inputs["tags"]["team"] == "shop"


def test_a_message_that_cannot_be_worked_on_ends_in_the_dead_letter_queue(default: Recording) -> None:
    redrive = json.loads(main(default).inputs["redrivePolicy"])
    assert redrive["maxReceiveCount"] == 5
    assert redrive["deadLetterTargetArn"].endswith(":jobs-dead-letter-queue")
    assert dead(default).inputs["messageRetentionSeconds"] == 1_209_600
    assert "redrivePolicy" not in dead(default).inputs


def test_only_this_queue_s_dead_letters_are_taken(default: Recording) -> None:
    allow = default.one("RedriveAllowPolicy").inputs
    assert allow["queueUrl"] == "<jobs-dead-letter-queue.url>"
    allowed = json.loads(allow["redriveAllowPolicy"])
    assert allowed["redrivePermission"] == "byQueue"
    assert [arn.rsplit(":", 1)[-1] for arn in allowed["sourceQueueArns"]] == ["jobs-queue"]
    assert json.loads(main(default).inputs["redriveAllowPolicy"]) == {"redrivePermission": "denyAll"}


@pytest.mark.parametrize("policy", ["jobs-policy", "jobs-dead-letter-policy"])
def test_both_queues_refuse_plain_http_and_let_nobody_in(default: Recording, policy: str) -> None:
    (deny,) = statements(default, "QueuePolicy", policy)
    assert (deny["Effect"], deny["Principal"], deny["Action"]) == ("Deny", "*", "sqs:*")
    assert deny["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_a_service_sends_from_its_own_source_only() -> None:
    _, files, orders = statements(build(producers=PRODUCERS), "QueuePolicy", "jobs-policy")
    assert files["Principal"] == {"Service": "s3.amazonaws.com"}
    assert files["Action"] == orders["Action"] == "sqs:SendMessage"
    assert files["Condition"] == {
        "ArnEquals": {"aws:SourceArn": "arn:aws:s3:::files"},
        "StringEquals": {"aws:SourceAccount": "123456789012"},
    }
    assert orders["Condition"] == {"ArnEquals": {"aws:SourceArn": PRODUCERS["new-orders"].source_arn}}
    assert files["Sid"] != orders["Sid"]


def test_sqs_encrypts_with_its_own_keys_by_default(default: Recording) -> None:
    for queue in (main(default), dead(default)):
        assert queue.inputs["sqsManagedSseEnabled"] is True
        assert "kmsMasterKeyId" not in queue.inputs


def test_a_given_key_encrypts_both_queues() -> None:
    recording = build(kms_key_arn=OWN_KEY)
    for queue in (main(recording), dead(recording)):
        assert queue.inputs["kmsMasterKeyId"] == OWN_KEY
        assert queue.inputs["kmsDataKeyReusePeriodSeconds"] == 300
        assert "sqsManagedSseEnabled" not in queue.inputs
    assert recording.of("aws:kms/key:Key") == []


def test_a_key_of_its_own_lets_the_producers_use_it() -> None:
    recording = build(customer_managed_key=True, producers=PRODUCERS)
    account, files, orders = statements(recording, "aws:kms/key:Key", "jobs-key")
    assert account["Principal"] == {"AWS": "arn:aws:iam::123456789012:root"}
    assert files["Action"] == ["kms:GenerateDataKey*", "kms:Decrypt"]
    assert files["Condition"]["ArnEquals"] == {"aws:SourceArn": "arn:aws:s3:::files"}
    assert orders["Principal"] == {"Service": "sns.amazonaws.com"}
    assert recording.one("aws:kms/key:Key").protect


def test_a_fifo_queue_has_a_fifo_queue_for_its_dead_letters() -> None:
    recording = build(fifo=True, high_throughput=True, content_based_deduplication=True)
    for queue, name in ((main(recording), "jobs.fifo"), (dead(recording), "jobs-dead-letter.fifo")):
        assert queue.inputs["name"] == name
        assert queue.inputs["fifoQueue"] is True
        assert queue.inputs["deduplicationScope"] == "messageGroup"
        assert queue.inputs["fifoThroughputLimit"] == "perMessageGroupId"
        assert queue.inputs["contentBasedDeduplication"] is True


def test_a_standard_queue_sends_none_of_fifo_s_arguments(default: Recording) -> None:
    fifo = {"fifoQueue", "contentBasedDeduplication", "deduplicationScope", "fifoThroughputLimit"}
    assert fifo.isdisjoint(main(default).inputs)
    assert main(default).inputs["name"] == "jobs"


@pytest.mark.parametrize("protected", [True, False])
def test_deletion_protection_holds_both_queues(protected: bool) -> None:
    recording = build(deletion_protection=protected)
    assert [queue.protect for queue in (main(recording), dead(recording))] == [protected, protected]


def test_there_are_no_alarms_that_nobody_hears(default: Recording) -> None:
    assert default.of("MetricAlarm") == []


def test_alarms_watch_age_depth_and_dead_letters() -> None:
    alarms = build(alarm_topic_arn=TOPIC).of("MetricAlarm")
    watched = {
        alarm.name: (
            alarm.inputs["metricName"],
            alarm.inputs["dimensions"]["QueueName"],
            alarm.inputs["threshold"],
        )
        for alarm in alarms
    }
    assert watched == {
        "jobs-age-alarm": ("ApproximateAgeOfOldestMessage", "jobs", 300),
        "jobs-depth-alarm": ("ApproximateNumberOfMessagesVisible", "jobs", 10_000),
        "jobs-dead-letter-alarm": ("ApproximateNumberOfMessagesVisible", "jobs-dead-letter", 0),
    }
    assert all(alarm.inputs["alarmActions"] == [TOPIC] for alarm in alarms)


def test_a_producer_may_send_and_nothing_else() -> None:
    recording = build(lambda queue: queue.grant_send("web", "web-role"))
    grant = recording.one("RolePolicy", "jobs-web-send")
    assert grant.inputs["role"] == "web-role"
    (send,) = statements(recording, "RolePolicy", "jobs-web-send")
    assert send["Action"] == ["sqs:SendMessage", "sqs:GetQueueUrl", "sqs:GetQueueAttributes"]
    assert [arn.rsplit(":", 1)[-1] for arn in send["Resource"]] == ["jobs-queue"]


def test_a_consumer_may_not_send() -> None:
    recording = build(lambda queue: queue.grant_consume("worker", "worker-role"))
    (consume,) = statements(recording, "RolePolicy", "jobs-worker-consume")
    assert {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"} <= set(
        consume["Action"]
    )
    assert "sqs:SendMessage" not in consume["Action"]


def test_grants_carry_what_the_key_needs_through_sqs_only() -> None:
    def grants(queue: Queue) -> None:
        queue.grant_send("web", "web-role")
        queue.grant_consume("worker", "worker-role")

    recording = build(grants, kms_key_arn=OWN_KEY)
    _, send = statements(recording, "RolePolicy", "jobs-web-send")
    _, consume = statements(recording, "RolePolicy", "jobs-worker-consume")
    assert send["Action"] == ["kms:GenerateDataKey", "kms:Decrypt"]
    assert consume["Action"] == ["kms:Decrypt"]
    assert consume["Resource"] == [OWN_KEY]
    assert consume["Condition"] == {"StringEquals": {"kms:ViaService": "sqs.us-east-1.amazonaws.com"}}


def test_a_grant_s_label_is_checked() -> None:
    with pytest.raises(InvalidInputError, match=r"Grant\.label"):
        build(lambda queue: queue.grant_send("Web Shop", "web-role"))


def test_the_scaler_sees_the_backlog_and_no_message() -> None:
    seen: list[list[str]] = []
    build(lambda queue: seen.extend(list(s.actions) for s in queue.scaler_statements()), kms_key_arn=OWN_KEY)
    assert seen == [["sqs:GetQueueUrl", "sqs:GetQueueAttributes"]]


def test_keda_gets_the_queue_and_the_backlog_per_worker_as_text() -> None:
    seen: dict[str, Any] = {}

    def program(queue: Queue) -> None:
        metadata = queue.keda_metadata(acceptable_latency_seconds=60, seconds_per_message=2)
        pulumi.Output.all(**metadata).apply(seen.update)

    build(program)
    assert seen == {
        "queueURL": "<jobs-queue.url>",
        "awsRegion": "us-east-1",
        "queueLength": "30",
        "scaleOnInFlight": "true",
        "scaleOnDelayed": "false",
    }


def test_outputs_are_those_of_the_queues(default: Recording) -> None:
    assert default.component_outputs[default.one("tenfold:index:Queue").urn] == {
        "queue_url": "<jobs-queue.url>",
        "queue_arn": "arn:aws:sqs:us-east-1:123456789012:jobs-queue",
        "queue_name": "jobs",
        "dead_letter_queue_url": "<jobs-dead-letter-queue.url>",
        "dead_letter_queue_arn": "arn:aws:sqs:us-east-1:123456789012:jobs-dead-letter-queue",
        "region": "us-east-1",
    }


def test_a_refused_name_registers_nothing() -> None:
    def program() -> None:
        with pytest.raises(InvalidInputError, match="Queue name"):
            Queue("jobs.fifo", QueueArgs(fifo=True))

    assert record(program).resources == []
