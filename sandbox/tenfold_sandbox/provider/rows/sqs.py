"""SQS: a queue is a set of attributes, and so are the policies that stand beside it."""

from __future__ import annotations

from typing import Any

from tenfold_sandbox.provider.table import Call, Context, Resource, Tagging

# Pulumi's name of each attribute and AWS's.
_ATTRIBUTES = {
    "contentBasedDeduplication": "ContentBasedDeduplication",
    "deduplicationScope": "DeduplicationScope",
    "delaySeconds": "DelaySeconds",
    "fifoQueue": "FifoQueue",
    "fifoThroughputLimit": "FifoThroughputLimit",
    "kmsDataKeyReusePeriodSeconds": "KmsDataKeyReusePeriodSeconds",
    "kmsMasterKeyId": "KmsMasterKeyId",
    "maxMessageSize": "MaximumMessageSize",
    "messageRetentionSeconds": "MessageRetentionPeriod",
    "policy": "Policy",
    "receiveWaitTimeSeconds": "ReceiveMessageWaitTimeSeconds",
    "redriveAllowPolicy": "RedriveAllowPolicy",
    "redrivePolicy": "RedrivePolicy",
    "sqsManagedSseEnabled": "SqsManagedSseEnabled",
    "visibilityTimeoutSeconds": "VisibilityTimeout",
}
_QUEUE = {"QueueUrl": "id"}


def _wanted(context: Context) -> dict[str, Any] | None:
    """The attributes to send: AWS refuses FIFO's attributes for other queues, even when they are false."""
    inputs = context.inputs
    found = {
        aws: inputs[name]
        for name, aws in _ATTRIBUTES.items()
        if inputs.get(name) is not None
        and (context.id == "" or name in context.changed)
        and not (name in ("fifoQueue", "contentBasedDeduplication") and inputs[name] is False)
    }
    return found or None


def _changed(context: Context) -> dict[str, Any] | None:
    """What changed; an attribute that the program dropped is emptied."""
    names = context.changed & _ATTRIBUTES.keys()
    return {_ATTRIBUTES[name]: context.inputs.get(name, "") for name in names} or None


_QUEUE_ROW = Resource(
    token="aws:sqs/queue:Queue",
    schema="AWS::SQS::Queue",
    service="sqs",
    id="out.QueueUrl",
    create=(Call("CreateQueue", {"QueueName": "in.name", "Attributes": _wanted}, auto=False),),
    read=(Call("GetQueueAttributes", {**_QUEUE, "AttributeNames": "['All']"}, result="Attributes"),),
    update=(
        Call(
            "SetQueueAttributes",
            {**_QUEUE, "Attributes": _changed},
            auto=False,
            on=tuple(name for name in _ATTRIBUTES if name != "fifoQueue"),
        ),
    ),
    delete=(Call("DeleteQueue", _QUEUE),),
    names={**_ATTRIBUTES, "arn": "QueueArn"},
    schema_names={"name": "QueueName"},
    outputs={"url": "id", "name": lambda c: c.id.rsplit("/", 1)[-1]},
    defaults={
        "delaySeconds": 0,
        "maxMessageSize": 262144,
        "messageRetentionSeconds": 345600,
        "receiveWaitTimeSeconds": 0,
        "visibilityTimeoutSeconds": 30,
        "contentBasedDeduplication": False,
        "fifoQueue": False,
    },
    json=frozenset({"policy", "redriveAllowPolicy", "redrivePolicy"}),
    autoname=("name", 75),
    autoname_form=lambda name, inputs: f"{name}.fifo" if inputs.get("fifoQueue") else name,
    tagging=Tagging(
        "TagQueue", "UntagQueue", "QueueUrl", "id", listing="ListQueueTags", as_map=True, create_key="tags"
    ),
)


def _beside(kind: str, prop: str) -> Resource:
    """A policy of a queue that is a resource of its own."""
    attribute = _ATTRIBUTES[prop]
    put = Call(
        "SetQueueAttributes",
        {"QueueUrl": "in.queueUrl", "Attributes": f"{{{attribute}: in.{prop}}}"},
        auto=False,
        on=(prop,),
    )
    return Resource(
        token=f"aws:sqs/{kind[0].lower()}{kind[1:]}:{kind}",
        service="sqs",
        id="in.queueUrl",
        create=(put,),
        read=(
            Call(
                "GetQueueAttributes",
                {**_QUEUE, "AttributeNames": "['All']"},
                result=f"Attributes.{attribute} && Attributes",
            ),
        ),
        update=(put,),
        delete=(Call("SetQueueAttributes", {**_QUEUE, "Attributes": f"{{{attribute}: ''}}"}),),
        outputs={"queueUrl": "id"},
        json=frozenset({prop}),
    )


ROWS: tuple[Resource, ...] = (
    _QUEUE_ROW,
    _beside("QueuePolicy", "policy"),
    _beside("RedrivePolicy", "redrivePolicy"),
    _beside("RedriveAllowPolicy", "redriveAllowPolicy"),
)
