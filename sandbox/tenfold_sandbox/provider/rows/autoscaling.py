"""Auto Scaling groups."""

from __future__ import annotations

from typing import Any

from tenfold_sandbox.provider.table import Call, Context, Resource

_NAME = {"AutoScalingGroupName": "id"}


def _template(context: Context) -> dict[str, Any] | None:
    specification: dict[str, Any] | None = context.inputs.get("launchTemplate")
    return specification and {
        "launchTemplateId": specification.get("id"),
        "launchTemplateName": None if specification.get("id") else specification.get("name"),
        "version": specification.get("version"),
    }


def _shown_template(context: Context) -> dict[str, Any] | None:
    live: dict[str, Any] | None = context.live.get("LaunchTemplate")
    return live and {
        "id": live.get("LaunchTemplateId"),
        "name": live.get("LaunchTemplateName"),
        "version": live.get("Version"),
    }


def _subnets(context: Context) -> str | None:
    return ",".join(context.inputs.get("vpcZoneIdentifiers") or ()) or None


def _shown_subnets(context: Context) -> list[str] | None:
    """AWS keeps them in one text."""
    listed = str(context.live.get("VPCZoneIdentifier") or "")
    return listed.split(",") if listed else None


def _tags(context: Context) -> list[dict[str, Any]]:
    """The tags that the program lists, as AWS takes them."""
    tags: list[dict[str, Any]] = context.inputs.get("tags") or []
    name = context.id or context.inputs["name"]
    return [{**tag, "resourceId": name, "resourceType": "auto-scaling-group"} for tag in tags]


def _dropped_tags(context: Context) -> list[dict[str, Any]]:
    wanted = {tag["key"] for tag in _tags(context)}
    live: list[dict[str, Any]] = context.live.get("Tags", [])
    return [
        {"Key": tag["Key"], "ResourceId": context.id, "ResourceType": "auto-scaling-group"}
        for tag in live
        if tag["Key"] not in wanted
    ]


def _target_groups(context: Context) -> tuple[set[str], set[str]]:
    """Those that the program wants, and those that are there."""
    return set(context.inputs.get("targetGroupArns") or ()), set(context.live.get("TargetGroupARNs", []))


def _new_targets(context: Context) -> list[str]:
    wanted, live = _target_groups(context)
    return sorted(wanted - live)


def _old_targets(context: Context) -> list[str]:
    wanted, live = _target_groups(context)
    return sorted(live - wanted)


_SHAPED = {
    "LaunchTemplate": _template,
    "VPCZoneIdentifier": _subnets,
}
_METRICS = Call(
    "EnableMetricsCollection",
    {**_NAME, "Metrics": "in.enabledMetrics", "Granularity": "in.metricsGranularity || '1Minute'"},
    auto=False,
    on=("enabledMetrics",),
    when="in.enabledMetrics",
)

ROWS: tuple[Resource, ...] = (
    Resource(
        token="aws:autoscaling/group:Group",
        schema="AWS::AutoScaling::AutoScalingGroup",
        service="autoscaling",
        id="in.name",
        names={
            "name": "AutoScalingGroupName",
            "arn": "AutoScalingGroupARN",
            "launchConfiguration": "LaunchConfigurationName",
            "loadBalancers": "LoadBalancerNames",
            "protectFromScaleIn": "NewInstancesProtectedFromScaleIn",
        },
        create=(Call("CreateAutoScalingGroup", {**_SHAPED, "Tags": _tags}), _METRICS),
        read=(
            Call(
                "DescribeAutoScalingGroups",
                {"AutoScalingGroupNames": "[id]"},
                result="AutoScalingGroups[0]",
            ),
        ),
        update=(
            Call("UpdateAutoScalingGroup", {**_NAME, **_SHAPED}),
            Call("DeleteTags", {"Tags": _dropped_tags}, auto=False, on=("tags",), when=_dropped_tags),
            Call("CreateOrUpdateTags", {"Tags": _tags}, auto=False, on=("tags",), when=_tags),
            Call(
                "AttachLoadBalancerTargetGroups",
                {**_NAME, "TargetGroupARNs": _new_targets},
                auto=False,
                on=("targetGroupArns",),
                when=_new_targets,
            ),
            Call(
                "DetachLoadBalancerTargetGroups",
                {**_NAME, "TargetGroupARNs": _old_targets},
                auto=False,
                on=("targetGroupArns",),
                when=_old_targets,
            ),
            _METRICS,
        ),
        # Terraform drains a group unless told to force; the sandbox has nothing that could be drained.
        delete=(Call("DeleteAutoScalingGroup", {**_NAME, "ForceDelete": "`true`"}, auto=False),),
        outputs={
            "launchTemplate": _shown_template,
            "vpcZoneIdentifiers": _shown_subnets,
            "enabledMetrics": "live.EnabledMetrics[].Metric",
            "suspendedProcesses": "live.SuspendedProcesses[].ProcessName",
        },
        defaults={"defaultCooldown": 300, "healthCheckGracePeriod": 300, "protectFromScaleIn": False},
        kept=frozenset(
            {
                "forceDelete",
                "forceDeleteWarmPool",
                "ignoreFailedScalingActivities",
                "instanceRefresh",
                "metricsGranularity",
                "minElbCapacity",
                "namePrefix",
                "waitForCapacityTimeout",
                "waitForElbCapacity",
            }
        ),
        autoname=("name", 255),
    ),
)
