"""SNS: topics and subscriptions are sets of attributes, named as Pulumi names them but for case."""

from __future__ import annotations

from typing import Any

from tenfold_sandbox.provider.table import Call, Context, Resource, Tagging, Value

_TOPIC_ATTRIBUTES = (
    "archivePolicy",
    "contentBasedDeduplication",
    "deliveryPolicy",
    "displayName",
    "fifoThroughputScope",
    "fifoTopic",
    "kmsMasterKeyId",
    "maximumMessageSize",
    "policy",
    "signatureVersion",
    "tracingConfig",
    *(
        f"{protocol}{feedback}"
        for protocol in ("application", "firehose", "http", "lambda", "sqs")
        for feedback in (
            "FailureFeedbackRoleArn",
            "SuccessFeedbackRoleArn",
            "SuccessFeedbackSampleRate",
        )
    ),
)
_SUBSCRIPTION_ATTRIBUTES = (
    "deliveryPolicy",
    "filterPolicy",
    "filterPolicyScope",
    "rawMessageDelivery",
    "redrivePolicy",
    "replayPolicy",
    "subscriptionRoleArn",
)


def _aws(name: str) -> str:
    for lower, upper in (("http", "HTTP"), ("sqs", "SQS")):
        if name.startswith(lower):
            return upper + name[len(lower) :]
    return name[0].upper() + name[1:]


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _attributes(names: tuple[str, ...]) -> Value:
    """What a creation sends: AWS refuses FIFO's attributes for other topics, even when they are false."""

    def found(context: Context) -> dict[str, str] | None:
        wanted = {name: context.inputs.get(name) for name in names}
        return {
            _aws(name): _text(value) for name, value in wanted.items() if value not in (None, False)
        } or None

    return found


def _changes(names: tuple[str, ...]) -> Value:
    """One attribute is changed at a time; one that the program dropped is emptied."""

    def found(context: Context) -> list[list[str]]:
        changed = sorted(context.changed.intersection(names))
        return [[_aws(name), _text(context.inputs.get(name, ""))] for name in changed]

    return found


def _set(operation: str, key: str, names: tuple[str, ...]) -> Call:
    params = {key: "id", "AttributeName": "item[0]", "AttributeValue": "item[1]"}
    return Call(operation, params, auto=False, each=_changes(names), on=names)


_READ_TOPIC = Call("GetTopicAttributes", {"TopicArn": "id"}, result="Attributes")

_TOPIC = Resource(
    token="aws:sns/topic:Topic",
    schema="AWS::SNS::Topic",
    service="sns",
    id="out.TopicArn",
    create=(Call("CreateTopic", {"Attributes": _attributes(_TOPIC_ATTRIBUTES)}),),
    read=(_READ_TOPIC,),
    update=(_set("SetTopicAttributes", "TopicArn", _TOPIC_ATTRIBUTES),),
    delete=(Call("DeleteTopic", {"TopicArn": "id"}),),
    schema_names={"name": "TopicName", "archivePolicy": "-"},
    outputs={"arn": "id", "name": lambda c: c.id.rsplit(":", 1)[-1]},
    defaults={"contentBasedDeduplication": False, "fifoTopic": False, "displayName": ""},
    json=frozenset({"archivePolicy", "deliveryPolicy", "policy"}),
    autoname=("name", 250),
    autoname_form=lambda name, inputs: f"{name}.fifo" if inputs.get("fifoTopic") else name,
    tagging=Tagging("TagResource", "UntagResource", "ResourceArn", "id", listing="ListTagsForResource"),
)

_DEFAULT_POLICY = (
    '{"Version": "2008-10-17", "Id": "__default_policy_ID", "Statement": [{"Sid": "__default_statement_ID", '
    '"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": ["SNS:GetTopicAttributes", '
    '"SNS:SetTopicAttributes", "SNS:AddPermission", "SNS:RemovePermission", "SNS:DeleteTopic", '
    '"SNS:Subscribe", "SNS:ListSubscriptionsByTopic", "SNS:Publish"], "Resource": "%s", '
    '"Condition": {"StringEquals": {"AWS:SourceOwner": "%s"}}}]}'
)
"""A topic is never without a policy: this one is AWS's own, for what remains after a TopicPolicy."""


def _put_policy(value: Value, arn: str) -> Call:
    params = {"TopicArn": arn, "AttributeName": "'Policy'", "AttributeValue": value}
    return Call("SetTopicAttributes", params, auto=False, on=("policy",))


_TOPIC_POLICY = Resource(
    token="aws:sns/topicPolicy:TopicPolicy",
    service="sns",
    id="in.arn",
    create=(_put_policy("in.policy", "in.arn"),),
    read=(_READ_TOPIC,),
    update=(_put_policy("in.policy", "id"),),
    delete=(_put_policy(lambda c: _DEFAULT_POLICY % (c.id, c.account), "id"),),
    outputs={"arn": "id"},
    json=frozenset({"policy"}),
)

_SUBSCRIPTION = Resource(
    token="aws:sns/topicSubscription:TopicSubscription",
    schema="AWS::SNS::Subscription",
    service="sns",
    id="out.SubscriptionArn",
    create=(
        Call(
            "Subscribe",
            {"Attributes": _attributes(_SUBSCRIPTION_ATTRIBUTES), "ReturnSubscriptionArn": "`true`"},
        ),
    ),
    read=(Call("GetSubscriptionAttributes", {"SubscriptionArn": "id"}, result="Attributes"),),
    update=(_set("SetSubscriptionAttributes", "SubscriptionArn", _SUBSCRIPTION_ATTRIBUTES),),
    delete=(Call("Unsubscribe", {"SubscriptionArn": "id"}),),
    names={"topic": "TopicArn", "ownerId": "Owner"},
    schema_names={"deliveryPolicy": "-", "filterPolicy": "-", "redrivePolicy": "-", "replayPolicy": "-"},
    outputs={"arn": "id"},
    defaults={"rawMessageDelivery": False, "confirmationTimeoutInMinutes": 1, "endpointAutoConfirms": False},
    kept=frozenset({"confirmationTimeoutInMinutes", "endpointAutoConfirms"}),
    json=frozenset({"deliveryPolicy", "filterPolicy", "redrivePolicy", "replayPolicy"}),
)

ROWS: tuple[Resource, ...] = (_TOPIC, _TOPIC_POLICY, _SUBSCRIPTION)
