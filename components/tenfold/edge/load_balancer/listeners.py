"""A load balancer's listeners, their rules, and the target groups that they send to."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
from pulumi_aws import lb

from tenfold.component import Component
from tenfold.edge.load_balancer import plan
from tenfold.edge.load_balancer.args import LoadBalancerArgs
from tenfold.edge.load_balancer.targets import Balancing, ListenerRule, TargetGroup


def target_group(
    component: Component, label: str, wanted: TargetGroup, args: LoadBalancerArgs
) -> lb.TargetGroup:
    """One group of targets."""
    identity = (wanted.port, wanted.protocol, wanted.protocol_version, wanted.target_type)
    check = wanted.health_check
    anomalies = wanted.balancing is Balancing.WEIGHTED_RANDOM
    return lb.TargetGroup(
        f"{component.pulumi_resource_name}-{label}",
        name=plan.target_group_name(component.pulumi_resource_name, label, *identity),
        port=wanted.port,
        protocol=wanted.protocol,
        protocol_version=wanted.protocol_version,
        target_type=wanted.target_type,
        vpc_id=args.vpc_id,
        deregistration_delay=wanted.deregistration_delay_seconds,
        slow_start=wanted.slow_start_seconds,
        load_balancing_algorithm_type=wanted.balancing,
        load_balancing_anomaly_mitigation="on" if anomalies else None,
        health_check=lb.TargetGroupHealthCheckArgs(
            enabled=True,
            path=check.path,
            protocol=wanted.protocol.value,
            matcher=check.success_codes,
            interval=check.interval_seconds,
            timeout=check.timeout_seconds,
            healthy_threshold=check.healthy_threshold,
            unhealthy_threshold=check.unhealthy_threshold,
        ),
        stickiness=None
        if wanted.sticky_seconds is None
        else lb.TargetGroupStickinessArgs(type="lb_cookie", cookie_duration=wanted.sticky_seconds),
        region=args.region,
        tags=component.tags_for(label),
        opts=component.child(),
    )


def https_listener(
    component: Component,
    balancer: lb.LoadBalancer,
    certificate_arn: pulumi.Input[str],
    args: LoadBalancerArgs,
) -> lb.Listener:
    """The listener that serves; what no rule takes is answered 404."""
    trust_store = args.client_trust_store_arn
    return lb.Listener(
        f"{component.pulumi_resource_name}-https",
        load_balancer_arn=balancer.arn,
        port=plan.HTTPS_PORT,
        protocol="HTTPS",
        ssl_policy=args.tls_policy,
        certificate_arn=certificate_arn,
        mutual_authentication=None
        if trust_store is None
        else lb.ListenerMutualAuthenticationArgs(mode="verify", trust_store_arn=trust_store),
        default_actions=[
            lb.ListenerDefaultActionArgs(
                type="fixed-response",
                fixed_response=lb.ListenerDefaultActionFixedResponseArgs(
                    content_type="text/plain", message_body="Not found", status_code="404"
                ),
            )
        ],
        routing_http_response_server_enabled=False,
        routing_http_response_strict_transport_security_header_value=f"max-age={args.hsts_max_age_seconds}",
        routing_http_response_x_content_type_options_header_value="nosniff",
        region=args.region,
        tags=component.tags_for("https"),
        opts=component.child(),
    )


def redirect_listener(component: Component, balancer: lb.LoadBalancer, args: LoadBalancerArgs) -> None:
    """The listener that sends plain HTTP to HTTPS, for good."""
    lb.Listener(
        f"{component.pulumi_resource_name}-http",
        load_balancer_arn=balancer.arn,
        port=plan.HTTP_PORT,
        protocol="HTTP",
        default_actions=[
            lb.ListenerDefaultActionArgs(
                type="redirect",
                redirect=lb.ListenerDefaultActionRedirectArgs(
                    protocol="HTTPS", port=str(plan.HTTPS_PORT), status_code="HTTP_301"
                ),
            )
        ],
        region=args.region,
        tags=component.tags_for("http"),
        opts=component.child(),
    )


def listener_rule(
    component: Component,
    label: str,
    rule: ListenerRule,
    listener: lb.Listener,
    groups: Mapping[str, lb.TargetGroup],
    region: str | None,
) -> None:
    """One rule of the listener that serves."""
    targets = [
        lb.ListenerRuleActionForwardTargetGroupArgs(arn=groups[group].arn, weight=weight)
        for group, weight in rule.target_groups.items()
    ]
    conditions: list[lb.ListenerRuleConditionArgs] = []
    if rule.hosts:
        hosts = lb.ListenerRuleConditionHostHeaderArgs(values=list(rule.hosts))
        conditions.append(lb.ListenerRuleConditionArgs(host_header=hosts))
    if rule.paths:
        paths = lb.ListenerRuleConditionPathPatternArgs(values=list(rule.paths))
        conditions.append(lb.ListenerRuleConditionArgs(path_pattern=paths))
    lb.ListenerRule(
        f"{component.pulumi_resource_name}-{label}-rule",
        listener_arn=listener.arn,
        priority=rule.priority,
        actions=[
            lb.ListenerRuleActionArgs(type="forward", target_group_arn=targets[0].arn)
            if len(targets) == 1
            else lb.ListenerRuleActionArgs(
                type="forward", forward=lb.ListenerRuleActionForwardArgs(target_groups=targets)
            )
        ],
        conditions=conditions,
        region=region,
        tags=component.tags_for(f"{label}-rule"),
        opts=component.child(),
    )
