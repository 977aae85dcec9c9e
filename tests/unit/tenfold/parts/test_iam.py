from __future__ import annotations

import asyncio
import json
from typing import Any

import pulumi
import pytest

from tenfold.errors import InvalidInputError
from tenfold.parts.iam import Statement, policy_document

QUEUE = "arn:aws:sqs:eu-west-1:123456789012:jobs"


def refused(**fields: Any) -> InvalidInputError:
    with pytest.raises(InvalidInputError) as caught:
        Statement(**fields)
    return caught.value


def test_it_allows_the_actions_on_the_resources() -> None:
    assert Statement(actions=["sqs:SendMessage"], resources=[QUEUE]).render() == {
        "Effect": "Allow",
        "Action": ["sqs:SendMessage"],
        "Resource": [QUEUE],
    }


def test_it_carries_its_sid_and_conditions() -> None:
    conditions = {"StringEquals": {"aws:SourceAccount": "123456789012"}}
    rendered = Statement(
        actions=["sqs:SendMessage"], resources=[QUEUE], conditions=conditions, sid="Send"
    ).render()
    assert (rendered["Sid"], rendered["Condition"]) == ("Send", conditions)


@pytest.mark.parametrize("action", ["*", "sqs", "*:*", "SQS:SendMessage", "sqs:"])
def test_an_action_without_its_service_is_refused(action: str) -> None:
    error = refused(actions=[action], resources=[QUEUE])
    assert (error.field, error.value) == ("Statement.actions", action)


def test_a_whole_service_on_everything_is_refused() -> None:
    assert refused(actions=["s3:GetObject", "s3:*"], resources=["*"]).value == "s3:*"


@pytest.mark.parametrize(
    "fields",
    [
        {"actions": ["sqs:*"], "resources": [QUEUE]},
        {"actions": ["ec2:Describe*"], "resources": ["*"]},
        {
            "actions": ["kms:*"],
            "resources": ["*"],
            "conditions": {"StringEquals": {"kms:CallerAccount": "123456789012"}},
        },
    ],
)
def test_what_is_bounded_in_one_way_is_taken(fields: dict[str, Any]) -> None:
    assert Statement(**fields).render()["Action"] == fields["actions"]


def test_statements_without_actions_or_resources_are_refused() -> None:
    assert refused(actions=[], resources=[QUEUE]).field == "Statement.actions"
    assert refused(actions=["sqs:SendMessage"], resources=[]).field == "Statement.resources"


def test_a_document_takes_outputs_as_arns() -> None:
    async def document() -> str | None:
        output = pulumi.Output.from_input(QUEUE)
        return await policy_document([Statement(actions=["sqs:SendMessage"], resources=[output])]).future()

    # asyncio.run would leave the thread without an event loop, which other tests' Outputs need.
    loop = asyncio.new_event_loop()
    written = loop.run_until_complete(document())
    loop.close()
    assert json.loads(written or "") == {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": [QUEUE]}],
    }
