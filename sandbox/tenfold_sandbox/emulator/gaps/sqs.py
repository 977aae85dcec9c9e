"""Amazon SQS: who may use a queue as its dead-letter queue; a policy that outlives other changes."""

from __future__ import annotations

import json
from typing import Any

from ..messages import Document
from . import Call, Gaps, refuse, store
from .references import backend

GAPS = Gaps("sqs")
_NAME = "RedriveAllowPolicy"
_PERMISSIONS = ("allowAll", "denyAll", "byQueue")


def _queue(call: Call) -> Any:
    name = call.params.get("QueueName") or call.params["QueueUrl"].rsplit("/", 1)[-1]
    return backend(call, "sqs").queues.get(name)


@GAPS.checks("CreateQueue", "SetQueueAttributes")
def check_redrive(call: Call) -> None:
    attributes = call.params.get("Attributes", {})
    if attributes.get(_NAME):
        permission = _json(attributes[_NAME]).get("redrivePermission")
        if permission not in _PERMISSIONS:
            allowed = ", ".join(_PERMISSIONS)
            refuse("InvalidAttributeValue", f"{_NAME}: redrivePermission must be one of {allowed}")
    if attributes.get("RedrivePolicy"):
        _check_target(call, _json(attributes["RedrivePolicy"]).get("deadLetterTargetArn", ""))


def _check_target(call: Call, arn: str) -> None:
    target = backend(call, "sqs").queues.get(arn.rsplit(":", 1)[-1])
    if target is None:
        return  # moto refuses it
    policy = store(target, "attributes").get(_NAME, {})
    name = call.params.get("QueueName") or call.params["QueueUrl"].rsplit("/", 1)[-1]
    sources = policy.get("sourceQueueArns", [])
    denied = policy.get("redrivePermission") == "denyAll"
    if denied or (policy.get("redrivePermission") == "byQueue" and call.arn("sqs", name) not in sources):
        refuse("InvalidParameterValue", f"The {_NAME} of {arn} does not allow {name} to use it")


@GAPS.checks("SetQueueAttributes")
def remember_policy(call: Call) -> None:
    queue = _queue(call)
    if queue is not None:  # else moto refuses it
        store(queue, "policy")["Policy"] = queue.policy


@GAPS.amends("CreateQueue", "SetQueueAttributes")
def keep(call: Call, _result: Document) -> None:
    """What moto does not know, and the policy, which it drops whenever other attributes are set."""
    attributes, queue = call.params.get("Attributes", {}), _queue(call)
    if _NAME in attributes:
        store(queue, "attributes")[_NAME] = _json(attributes[_NAME]) if attributes[_NAME] else {}
    if call.operation == "SetQueueAttributes" and "Policy" not in attributes:
        queue.policy = store(queue, "policy")["Policy"]


@GAPS.amends("GetQueueAttributes")
def show_redrive(call: Call, result: Document) -> None:
    kept = store(_queue(call), "attributes").get(_NAME)
    if kept and {_NAME, "All"} & set(call.params.get("AttributeNames", [])):
        result.setdefault("Attributes", {})[_NAME] = json.dumps(kept)


def _json(text: str) -> Document:
    try:
        return dict(json.loads(text))
    except (ValueError, TypeError):
        return refuse("InvalidAttributeValue", f"Not a JSON object: {text}")
