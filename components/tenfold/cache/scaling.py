"""Autoscaling as resources."""

from __future__ import annotations

import pulumi
from pulumi_aws import appautoscaling

from tenfold.cache.autoscaling import ReplicaAutoscaling, ShardAutoscaling
from tenfold.component import Component

_NAMESPACE = "elasticache"


def autoscale(
    component: Component,
    group_id: pulumi.Output[str],
    scaling: ShardAutoscaling | ReplicaAutoscaling,
    tiered: bool,
    region: str | None,
) -> None:
    """A target with its bounds and a policy for each metric. AWS scales out for any, in when all agree."""
    name = component.pulumi_resource_name
    if isinstance(scaling, ShardAutoscaling):
        dimension, least, most = "NodeGroups", scaling.min_shards, scaling.max_shards
    else:
        dimension, least, most = "Replicas", scaling.min_replicas, scaling.max_replicas
    target = appautoscaling.Target(
        f"{name}-scaling-target",
        service_namespace=_NAMESPACE,
        scalable_dimension=f"elasticache:replication-group:{dimension}",
        resource_id=pulumi.Output.concat("replication-group/", group_id),
        min_capacity=least,
        max_capacity=most,
        region=region,
        tags=component.tags_for("scaling-target"),
        opts=component.child(),
    )
    for role, (metric, percent) in scaling.targets(tiered).items():
        appautoscaling.Policy(
            f"{name}-{role}-scaling-policy",
            name=f"{name}-{role}",
            policy_type="TargetTrackingScaling",
            service_namespace=target.service_namespace,
            scalable_dimension=target.scalable_dimension,
            resource_id=target.resource_id,
            target_tracking_scaling_policy_configuration=appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationArgs(
                predefined_metric_specification=appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecificationArgs(
                    predefined_metric_type=metric
                ),
                target_value=percent,
                disable_scale_in=not scaling.scale_in,
                scale_in_cooldown=scaling.cooldown_seconds,
                scale_out_cooldown=scaling.cooldown_seconds,
            ),
            region=region,
            opts=component.child(),
        )
