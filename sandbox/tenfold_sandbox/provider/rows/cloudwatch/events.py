"""EventBridge's rules and targets, which Pulumi keeps here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenfold_sandbox.provider.rows.cloudwatch.tagging import tagging
from tenfold_sandbox.provider.table import Call, Context, Resource

_PUT_RULE = {"State": "in.state || (in.isEnabled == `false` && 'DISABLED' || 'ENABLED')"}
_RULE = {"Name": "in.name", "EventBusName": "in.eventBusName"}


def _on_bus(*names: str) -> Any:
    """An import id that may begin with the event bus: ``bus/rule``, ``bus/rule/target``."""

    def import_id(identity: str) -> Mapping[str, Any]:
        parts = identity.rsplit("/", len(names))
        found = dict(zip(names, parts[-len(names) :], strict=True))
        return {"eventBusName": parts[0], **found} if len(parts) > len(names) else found

    return import_id


_EVENT_RULE = Resource(
    token="aws:cloudwatch/eventRule:EventRule",
    schema="AWS::Events::Rule",
    service="events",
    id="(in.eventBusName || 'default') == 'default' && in.name || join('/', [in.eventBusName, in.name])",
    create=(Call("PutRule", _PUT_RULE),),
    read=(Call("DescribeRule", _RULE),),
    update=(Call("PutRule", _PUT_RULE, whole=True),),
    delete=(Call("DeleteRule", _RULE),),
    outputs={"isEnabled": "live.State != 'DISABLED'"},
    defaults={"eventBusName": "default"},
    kept=frozenset({"forceDestroy"}),
    json=frozenset({"eventPattern"}),
    replaces=frozenset({"eventBusName"}),
    autoname=("name", 64),
    tagging=tagging("live.Arn"),
    import_id=_on_bus("name"),
)

# Pulumi's name of each part of a target, and AWS's where that differs.
_TARGET_NAMES = {
    "targetId": "Id",
    "appsyncTarget": "AppSyncParameters",
    "batchTarget": "BatchParameters",
    "ecsTarget": "EcsParameters",
    "httpTarget": "HttpParameters",
    "kinesisTarget": "KinesisParameters",
    "redshiftTarget": "RedshiftDataParameters",
    "sqsTarget": "SqsParameters",
}
_TARGET_SAME = ("arn", "roleArn", "input", "inputPath", "deadLetterConfig", "retryPolicy")


def _target(context: Context) -> list[dict[str, Any]]:
    inputs = context.inputs
    target = {name: inputs.get(name) for name in _TARGET_SAME}
    target.update({aws: inputs.get(name) for name, aws in _TARGET_NAMES.items()})
    transformer: Mapping[str, Any] | None = inputs.get("inputTransformer")
    if transformer:
        target["inputTransformer"] = {**transformer, "inputPathsMap": transformer.get("inputPaths")}
    return [target]


def _this_target(context: Context, response: Mapping[str, Any]) -> Any:
    wanted = context.inputs["targetId"]
    return next((each for each in response.get("Targets", []) if each["Id"] == wanted), None)


_PUT_TARGET = {"Rule": "in.rule", "EventBusName": "in.eventBusName", "Targets": _target}

_EVENT_TARGET = Resource(
    token="aws:cloudwatch/eventTarget:EventTarget",
    service="events",
    id="join('-', [in.rule, in.targetId])",
    live_id="join('-', [in.rule, live.Id])",
    create=(Call("PutTargets", _PUT_TARGET, auto=False),),
    read=(
        Call(
            "ListTargetsByRule", {"Rule": "in.rule", "EventBusName": "in.eventBusName"}, result=_this_target
        ),
    ),
    update=(
        Call(
            "PutTargets",
            _PUT_TARGET,
            auto=False,
            on=(*_TARGET_SAME, *(name for name in _TARGET_NAMES if name != "targetId"), "inputTransformer"),
        ),
    ),
    delete=(
        Call(
            "RemoveTargets",
            {"Rule": "in.rule", "EventBusName": "in.eventBusName", "Ids": "[in.targetId]"},
        ),
    ),
    names=_TARGET_NAMES,
    outputs={
        "rule": "in.rule",
        "eventBusName": "in.eventBusName || 'default'",
        "inputTransformer": "live.InputTransformer && {inputPaths: live.InputTransformer.InputPathsMap, "
        "inputTemplate: live.InputTransformer.InputTemplate}",
    },
    kept=frozenset({"forceDestroy"}),
    json=frozenset({"input"}),
    autoname=("targetId", 64),
    import_id=_on_bus("rule", "targetId"),
)

EVENTS: tuple[Resource, ...] = (_EVENT_RULE, _EVENT_TARGET)
