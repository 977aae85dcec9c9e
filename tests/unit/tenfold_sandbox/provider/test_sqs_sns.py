from __future__ import annotations

import json

from support.provider import Provider

QUEUE = "aws:sqs/queue:Queue"
TOPIC = "aws:sns/topic:Topic"


def policy(action: str, effect: str = "Allow") -> str:
    statement = {"Effect": effect, "Principal": "*", "Action": action, "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_a_queue_lives_its_whole_life(aws: Provider) -> None:
    dead = aws.create(QUEUE, "dead", {})
    redrive = json.dumps({"deadLetterTargetArn": dead.state["arn"], "maxReceiveCount": 4})
    inputs = {
        "visibilityTimeoutSeconds": 60,
        "messageRetentionSeconds": 1209600,
        "receiveWaitTimeSeconds": 20,
        "sqsManagedSseEnabled": True,
        "redrivePolicy": redrive,
        "tags": {"a": "b"},
    }
    change = {"visibilityTimeoutSeconds": 90, "policy": policy("sqs:SendMessage"), "tags": {"a": "c"}}
    queue = aws.cycle(QUEUE, inputs, change=change)
    assert queue.state["arn"] == f"arn:aws:sqs:us-east-1:123456789012:{queue.state['name']}"
    assert queue.state["url"] == queue.id
    aws.delete(dead)


def test_a_fifo_queue_s_generated_name_ends_as_aws_wants_it(aws: Provider) -> None:
    inputs = {"fifoQueue": True, "contentBasedDeduplication": True}
    queue = aws.cycle(QUEUE, inputs, name="ordered")
    assert queue.state["name"].startswith("ordered-")
    assert queue.state["name"].endswith(".fifo")


def test_a_refresh_sees_a_timeout_that_somebody_changed(aws: Provider) -> None:
    queue = aws.create(QUEUE, "drifts", {"visibilityTimeoutSeconds": 60})
    aws.client("sqs").set_queue_attributes(QueueUrl=queue.id, Attributes={"VisibilityTimeout": "61"})
    seen = aws.read(queue)
    assert seen is not None
    assert list(aws.diff(seen, {"visibilityTimeoutSeconds": 60}).diffs) == ["visibilityTimeoutSeconds"]
    aws.delete(queue)


def test_a_queue_s_policies_live_beside_it(aws: Provider) -> None:
    queue, dead = aws.create(QUEUE, "guarded", {}), aws.create(QUEUE, "guarded-dead", {})
    aws.cycle(
        "aws:sqs/queuePolicy:QueuePolicy",
        {"queueUrl": queue.id, "policy": policy("sqs:SendMessage")},
        change={"policy": policy("sqs:*", "Deny")},
    )
    target = {"deadLetterTargetArn": dead.state["arn"]}
    aws.cycle(
        "aws:sqs/redrivePolicy:RedrivePolicy",
        {"queueUrl": queue.id, "redrivePolicy": json.dumps({**target, "maxReceiveCount": 4})},
        change={"redrivePolicy": json.dumps({**target, "maxReceiveCount": 5})},
    )
    aws.cycle(
        "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
        {"queueUrl": dead.id, "redriveAllowPolicy": json.dumps({"redrivePermission": "denyAll"})},
    )
    aws.delete(queue)
    aws.delete(dead)


def test_a_topic_lives_its_whole_life(aws: Provider) -> None:
    topic = aws.cycle(
        TOPIC,
        {"displayName": "alerts", "kmsMasterKeyId": "alias/aws/sns", "tags": {"a": "b"}},
        change={"displayName": "alarms", "tags": {"a": "c"}},
    )
    assert topic.state["arn"] == topic.id
    assert topic.state["owner"] == "123456789012"
    fifo = aws.create(TOPIC, "ordered", {"fifoTopic": True})
    assert fifo.state["name"].endswith(".fifo")
    aws.delete(fifo)


def test_a_topic_without_its_policy_has_aws_s_own_again(aws: Provider) -> None:
    topic = aws.create(TOPIC, "policed", {})
    token, inputs = "aws:sns/topicPolicy:TopicPolicy", {"arn": topic.id, "policy": policy("sns:Publish")}
    made = aws.create(token, "p", inputs)
    aws.assert_settled(made, inputs)
    made = aws.update(made, {**inputs, "policy": policy("sns:*", "Deny")})
    aws.delete(made)
    left = aws.client("sns").get_topic_attributes(TopicArn=topic.id)["Attributes"]["Policy"]
    assert json.loads(left)["Id"] == "__default_policy_ID"
    aws.delete(topic)


def test_a_subscription_lives_its_whole_life(aws: Provider) -> None:
    topic, queue = aws.create(TOPIC, "t", {}), aws.create(QUEUE, "q", {})
    subscription = aws.cycle(
        "aws:sns/topicSubscription:TopicSubscription",
        {
            "topic": topic.id,
            "protocol": "sqs",
            "endpoint": queue.state["arn"],
            "filterPolicy": json.dumps({"kind": ["a"]}),
        },
        change={"rawMessageDelivery": True, "filterPolicy": json.dumps({"kind": ["b"]})},
    )
    assert subscription.state["arn"] == subscription.id
    aws.delete(topic)
    aws.delete(queue)
