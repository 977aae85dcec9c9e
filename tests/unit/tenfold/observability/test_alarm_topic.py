"""The topic that alarms go to."""

from __future__ import annotations

import json
from typing import Any

import pytest

from support.recording import Recording, record
from tenfold.errors import InvalidInputError
from tenfold.observability import AlarmTopic, AlarmTopicArgs, Protocol, Subscription

ACCOUNT = "123456789012"


def build(**changed: Any) -> Recording:
    return record(lambda: AlarmTopic("alarms", AlarmTopicArgs(**changed)))


def statements(text: str) -> dict[str, Any]:
    return {each["Sid"]: each for each in json.loads(text)["Statement"]}


@pytest.fixture(scope="module")
def found() -> Recording:
    oncall = Subscription(endpoint="oncall@example.com")
    return build(region="us-west-2", tags={"team": "sre"}, subscriptions={"oncall": oncall})


def test_messages_are_encrypted_by_a_key_that_cloudwatch_may_use_for_this_account_only(
    found: Recording,
) -> None:
    key = found.one("aws:kms/key:Key")
    assert key.inputs["enableKeyRotation"] is True
    services = statements(key.inputs["policy"])["Services"]
    assert "cloudwatch.amazonaws.com" in services["Principal"]["Service"]
    assert services["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
    assert found.one("Topic").inputs["kmsMasterKeyId"].endswith(":alarms-key")


def test_aws_services_publish_for_this_account_only_and_nobody_in_plain_http(found: Recording) -> None:
    policy = statements(found.one("TopicPolicy").inputs["policy"])
    assert policy["Services"]["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
    assert policy["TlsOnly"]["Effect"] == "Deny"
    assert policy["TlsOnly"]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_every_part_lies_in_the_topics_region(found: Recording) -> None:
    assert {each.inputs["region"] for each in found if each.type.startswith("aws:")} == {"us-west-2"}


def test_a_subscriber_is_named_by_the_user(found: Recording) -> None:
    subscription = found.one("TopicSubscription", "alarms-oncall").inputs
    assert (subscription["protocol"], subscription["endpoint"]) == ("email", "oncall@example.com")


@pytest.mark.parametrize(
    ("protocol", "endpoint"),
    [
        (Protocol.EMAIL, "oncall"),
        (Protocol.HTTPS, "http://events.example.com"),
        (Protocol.SQS, "https://sqs.us-east-1.amazonaws.com/1/q"),
        (Protocol.LAMBDA, "arn:aws:sqs:us-east-1:123456789012:q"),
    ],
)
def test_an_endpoint_that_does_not_fit_its_protocol_is_refused(protocol: Protocol, endpoint: str) -> None:
    with pytest.raises(InvalidInputError, match=r"Subscription\.endpoint.*Mend it, or change the protocol"):
        Subscription(protocol=protocol, endpoint=endpoint)
