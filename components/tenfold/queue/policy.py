"""The policies of a queue and of its key: TLS for everyone, then the AWS services that send."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pulumi

from tenfold.parts.resource_policies import account_may_use_key, deny_plain_http
from tenfold.queue.args import ServiceProducer


def queue_policy(arn: pulumi.Output[str], producers: Mapping[str, ServiceProducer]) -> pulumi.Output[str]:
    """Nobody without TLS, and each producer from its own source. Roles have their own policies."""
    return pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                deny_plain_http("DenyPlainHttp", "sqs:*", arn),
                *(_allow(arn, label, producer) for label, producer in producers.items()),
            ],
        }
    )


def _allow(arn: pulumi.Output[str], label: str, producer: ServiceProducer) -> dict[str, object]:
    return {
        "Sid": _sid(label),
        "Effect": "Allow",
        "Principal": {"Service": producer.service.value},
        "Action": "sqs:SendMessage",
        "Resource": arn,
        "Condition": _from_source(producer, arn.apply(lambda known: known.split(":")[4])),
    }


def _from_source(
    producer: ServiceProducer, account: pulumi.Input[str]
) -> dict[str, dict[str, pulumi.Input[str]]]:
    """The source alone, in this account: a bucket's ARN names no account, and its name can be taken over."""
    source: dict[str, pulumi.Input[str]] = {"aws:SourceArn": producer.source_arn}
    own: dict[str, pulumi.Input[str]] = {"aws:SourceAccount": account}
    bucket = producer.service.value == "s3.amazonaws.com"
    return {"ArnEquals": source, **({"StringEquals": own} if bucket else {})}


def key_policy(account: pulumi.Input[str], producers: Mapping[str, ServiceProducer]) -> pulumi.Output[str]:
    """The account's principals by their own policies; the producers' services for their sources."""
    return pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                pulumi.Output.from_input(account).apply(account_may_use_key),
                *(
                    {
                        "Sid": _sid(label),
                        "Effect": "Allow",
                        "Principal": {"Service": producer.service.value},
                        "Action": ["kms:GenerateDataKey*", "kms:Decrypt"],
                        "Resource": "*",
                        "Condition": _from_source(producer, account),
                    }
                    for label, producer in producers.items()
                ),
            ],
        }
    )


def redrive_policy(dead_letter_arn: pulumi.Output[str], max_receive_count: int) -> pulumi.Output[str]:
    """When a message goes where."""
    return dead_letter_arn.apply(
        lambda arn: json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": max_receive_count})
    )


def redrive_allow_policy(source_arn: pulumi.Output[str]) -> pulumi.Output[str]:
    """Only this queue may use the dead-letter queue as its own."""
    return source_arn.apply(
        lambda arn: json.dumps({"redrivePermission": "byQueue", "sourceQueueArns": [arn]})
    )


NO_DEAD_LETTERS = json.dumps({"redrivePermission": "denyAll"})
"""The redrive allow policy of a queue that is nobody's dead-letter queue."""


def _sid(label: str) -> str:
    """A statement's id takes letters and digits only. Labels are in lower case, so an X can mean a dash."""
    return f"From{label.replace('-', 'X')}"
