"""Application Auto Scaling: targets, policies, scheduled actions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tenfold_sandbox.provider.aws import ResourceError
from tenfold_sandbox.provider.table import Call, Resource, Tagging, Value

_IDENTITY: dict[str, Value] = {
    "ServiceNamespace": "in.serviceNamespace",
    "ResourceId": "in.resourceId",
    "ScalableDimension": "in.scalableDimension",
}


def _import_target(identity: str) -> Mapping[str, Any]:
    """``rds/cluster:orders/rds:cluster:ReadReplicaCount``; a resource's id may have slashes too."""
    parts = identity.split("/")
    if len(parts) < 3:
        form = "service-namespace/resource-id/scalable-dimension"
        raise ResourceError(f"{identity!r} does not name a scalable target: use {form}")
    return {
        "serviceNamespace": parts[0],
        "resourceId": "/".join(parts[1:-1]),
        "scalableDimension": parts[-1],
    }


def _import_policy(identity: str) -> Mapping[str, Any]:
    target, _, name = identity.rpartition("/")
    return {**_import_target(target), "name": name}


def _import_action(identity: str) -> Mapping[str, Any]:
    raise ResourceError(f"{identity}: a ScheduledAction can't be imported, as with the real provider")


def _same_time(live: Any, wanted: Any) -> bool:
    """AWS tells times in UTC, in whatever zone they were given."""
    return datetime.fromisoformat(live) == datetime.fromisoformat(wanted)


def _own_role(live: Any, _wanted: Any) -> bool:
    """Services with a role of their own use it, whichever was given."""
    return "/aws-service-role/" in str(live)


_TARGET = Resource(
    token="aws:appautoscaling/target:Target",
    schema="AWS::ApplicationAutoScaling::ScalableTarget",
    service="application-autoscaling",
    id="in.resourceId",
    live_id="live.ResourceId",
    create=(Call("RegisterScalableTarget"),),
    read=(
        Call(
            "DescribeScalableTargets",
            {**_IDENTITY, "ResourceId": "`null`", "ResourceIds": "[in.resourceId]"},
            auto=False,
            result="ScalableTargets[0]",
        ),
    ),
    update=(Call("RegisterScalableTarget", _IDENTITY),),
    delete=(Call("DeregisterScalableTarget", _IDENTITY),),
    names={"arn": "ScalableTargetARN"},
    alike={"roleArn": _own_role},
    tagging=Tagging(
        "TagResource",
        "UntagResource",
        "ResourceARN",
        "live.ScalableTargetARN",
        listing="ListTagsForResource",
        as_map=True,
    ),
    import_id=_import_target,
)

_POLICY = Resource(
    token="aws:appautoscaling/policy:Policy",
    schema="AWS::ApplicationAutoScaling::ScalingPolicy",
    service="application-autoscaling",
    id="in.name",
    live_id="live.PolicyName",
    create=(Call("PutScalingPolicy", {"PolicyType": "in.policyType || 'StepScaling'"}),),
    read=(
        Call(
            "DescribeScalingPolicies",
            {**_IDENTITY, "PolicyNames": "[in.name]"},
            auto=False,
            result="ScalingPolicies[0]",
        ),
    ),
    update=(Call("PutScalingPolicy", {"PolicyType": "in.policyType || 'StepScaling'"}, whole=True),),
    delete=(Call("DeleteScalingPolicy", {**_IDENTITY, "PolicyName": "in.name"}),),
    names={"name": "PolicyName", "arn": "PolicyARN"},
    outputs={"alarmArns": "live.Alarms[].AlarmARN"},
    defaults={"policyType": "StepScaling"},
    volatile=frozenset({"alarmArns"}),
    autoname=("name", 255),
    import_id=_import_policy,
)

_ACTION = Resource(
    token="aws:appautoscaling/scheduledAction:ScheduledAction",
    service="application-autoscaling",
    id="join('-', [in.name, in.serviceNamespace, in.resourceId])",
    create=(Call("PutScheduledAction"),),
    read=(
        Call(
            "DescribeScheduledActions",
            {**_IDENTITY, "ScheduledActionNames": "[in.name]"},
            auto=False,
            result="ScheduledActions[0]",
        ),
    ),
    update=(Call("PutScheduledAction", whole=True),),
    delete=(Call("DeleteScheduledAction", {**_IDENTITY, "ScheduledActionName": "in.name"}),),
    names={"name": "ScheduledActionName", "arn": "ScheduledActionARN"},
    defaults={"timezone": "UTC"},
    alike={"startTime": _same_time, "endTime": _same_time},
    replaces=frozenset({"name", "serviceNamespace", "resourceId", "scalableDimension"}),
    autoname=("name", 255),
    import_id=_import_action,
)

ROWS: tuple[Resource, ...] = (_TARGET, _POLICY, _ACTION)
