"""Queues, topics, events, functions, workflows and streams."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..charges import MILLION, TIB, Charge, Subject, prices, use

DELIVERIES = {"http": "http-deliveries", "https": "http-deliveries", "email": "email-deliveries",
              "email-json": "email-deliveries", "firehose": "firehose-deliveries",
              "application": "mobile-push-deliveries"}  # fmt: skip
FREE_DELIVERIES = frozenset({"sqs", "lambda"})
"""SNS charges nothing for deliveries to these (Amazon SNS pricing)."""


@prices("aws:sqs/queue:Queue", million_requests=use("million requests of up to 64 kB", 0.1, 1, 10))
def queue(subject: Subject) -> Iterator[Charge]:
    sku = "fifo-requests" if subject.flag("fifoQueue") else "standard-requests"
    yield Charge("requests", "SQS", sku, "million-requests", subject.use("million_requests"))


@prices(
    "aws:sns/topic:Topic",
    million_publishes=use("million messages of up to 64 kB", 0.001, 0.01, 1),
    gb_published=use("GB published to a FIFO topic", 0, 0, 0),
)
def topic(subject: Subject) -> Iterator[Charge]:
    publishes = subject.use("million_publishes")
    if subject.flag("fifoTopic"):
        yield Charge("messages", "SNS", "fifo-publish-requests", "million-requests", publishes)
        yield Charge("payload", "SNS", "fifo-publish-payload", "GB", subject.use("gb_published"))
    else:
        yield Charge("messages", "SNS", "standard-api-requests", "million-requests", publishes)


@prices(
    "aws:sns/topicSubscription:TopicSubscription",
    million_deliveries=use("million deliveries", 0.0001, 0.001, 0.1),
)
def subscription(subject: Subject) -> Iterator[Charge]:
    """Deliveries to queues and functions are free."""
    protocol = subject.text("protocol")
    if protocol not in FREE_DELIVERIES:
        sku = DELIVERIES.get(protocol, f"{protocol}-deliveries")
        yield Charge("deliveries", "SNS", sku, "million-requests", subject.use("million_deliveries"))


@prices("aws:cloudwatch/eventBus:EventBus", million_events=use("million events of your own", 0.01, 0.1, 1))
def event_bus(subject: Subject) -> Iterator[Charge]:
    """Events of AWS's services are free."""
    yield Charge("events", "EventBridge", "custom-events", "million-requests", subject.use("million_events"))


@prices(
    "aws:lambda/function:Function",
    million_requests=use("million invocations", 0.01, 0.1, 1),
    seconds_each=use("seconds that one takes", 0.1, 0.2, 1),
)
def function(subject: Subject) -> Iterator[Charge]:
    requests = subject.use("million_requests")
    arm = "arm64" in (subject.get("architectures") or ())
    sku = "duration arm" if arm else "duration x86"
    memory = subject.number("memorySize", default=128) / TIB
    seconds = requests * MILLION * subject.use("seconds_each")
    yield Charge("requests", "Lambda", "requests", "million-requests", requests)
    yield Charge("duration", "Lambda", sku, "GB-second", seconds * memory)


@prices(
    "aws:sfn/stateMachine:StateMachine",
    million_transitions=use(
        "million state transitions, or requests of an express workflow", 0.0001, 0.001, 0.01
    ),
    gb_hours=use("GB-hours of an express workflow", 0, 0.1, 1),
)
def state_machine(subject: Subject) -> Iterator[Charge]:
    count = subject.use("million_transitions")
    if subject.text("type", default="STANDARD") == "EXPRESS":
        yield Charge("requests", "StepFunctions", "express-requests", "million-requests", count)
        sku = "express-duration first 1000 GB-h"
        yield Charge("duration", "StepFunctions", sku, "GB-hour", subject.use("gb_hours"))
    else:
        yield Charge("transitions", "StepFunctions", "standard-state-transitions", "million-requests", count)


@prices(
    "aws:kinesis/stream:Stream",
    million_puts=use("million payload units of 25 kB", 1, 10, 100),
    gb_in=use("GB written to an on-demand stream", 1, 10, 100),
    gb_out=use("GB read from an on-demand stream", 1, 10, 100),
)
def stream(subject: Subject) -> Iterator[Charge]:
    if subject.text("streamModeDetails", "streamMode", default="PROVISIONED") == "ON_DEMAND":
        yield Charge("hours", "Kinesis", "on-demand-stream", "hour", subject.hours)
        yield Charge("written", "Kinesis", "on-demand-data-in", "GB", subject.use("gb_in"))
        yield Charge("read", "Kinesis", "on-demand-data-out", "GB", subject.use("gb_out"))
        return
    shards = max(subject.number("shardCount", default=1), Decimal(1))
    yield Charge("shards", "Kinesis", "provisioned-shard", "hour", subject.hours * shards)
    yield Charge("written", "Kinesis", "put-payload-units", "million-requests", subject.use("million_puts"))


@prices("aws:apigateway/restApi:RestApi", million_requests=use("million requests", 0.1, 1, 10))
def rest_api(subject: Subject) -> Iterator[Charge]:
    requests = subject.use("million_requests")
    yield Charge("requests", "APIGateway", "rest-requests", "million-requests", requests)


@prices("aws:apigatewayv2/api:Api", million_requests=use("million requests", 0.1, 1, 10))
def http_api(subject: Subject) -> Iterator[Charge]:
    kind = subject.text("protocolType", default="HTTP").lower()
    requests = subject.use("million_requests")
    yield Charge("requests", "APIGateway", f"{kind}-requests", "million-requests", requests)
