"""Load balancing (ELBv2): balancers, listeners, their rules, and target groups."""

from __future__ import annotations

from typing import Any

from tenfold_sandbox.provider.rows.lb import attributes
from tenfold_sandbox.provider.rows.lb.actions import (
    live_actions,
    live_conditions,
    wanted_actions,
    wanted_conditions,
)
from tenfold_sandbox.provider.table import Call, Context, Resource, Tagging, Value

_TAGGING = Tagging(
    add="AddTags",
    remove="RemoveTags",
    key="ResourceArns",
    target="id",
    as_list=True,
    listing="DescribeTags",
    listed="TagDescriptions[0].Tags",
)
_HEALTH_CHECK = {
    "enabled": "HealthCheckEnabled",
    "healthyThreshold": "HealthyThresholdCount",
    "interval": "HealthCheckIntervalSeconds",
    "path": "HealthCheckPath",
    "port": "HealthCheckPort",
    "protocol": "HealthCheckProtocol",
    "timeout": "HealthCheckTimeoutSeconds",
    "unhealthyThreshold": "UnhealthyThresholdCount",
}


def _arn_suffix(kind: str) -> Value:
    """What CloudWatch calls it: the ARN after its kind."""
    kept = 2 if kind == "loadbalancer" else 1
    return lambda context: context.id.rsplit(":", 1)[-1].split("/", kept - 1)[-1]


def _matcher(context: Context) -> dict[str, str] | None:
    check: dict[str, Any] = context.inputs.get("healthCheck") or {}
    codes = check.get("matcher")
    grpc = context.inputs.get("protocolVersion") == "GRPC"
    return {"GrpcCode" if grpc else "HttpCode": codes} if codes else None


_CROSS_ZONE = "enableCrossZoneLoadBalancing"


def _not_sent(context: Context) -> frozenset[str]:
    """An application load balancer always crosses zones; the provider overlooks what a program says of it."""
    application = context.inputs.get("loadBalancerType", "application") == "application"
    return frozenset({_CROSS_ZONE} if application else ())


def _crosses_zones(context: Context) -> Any:
    asked = context.inputs.get(_CROSS_ZONE)
    live = context.live["attributes"].get(attributes.LOAD_BALANCER[_CROSS_ZONE])
    return live if asked is None or _CROSS_ZONE not in _not_sent(context) else asked


def _listener_of_rule(context: Context) -> str:
    """A rule's ARN is its listener's and a part more."""
    return context.id.replace(":listener-rule/", ":listener/").rpartition("/")[0]


def _priority(context: Context) -> Any:
    """The given one, or the next after the listener's last."""
    taken = [int(rule["Priority"]) for rule in context.found["Rules"] if rule["Priority"].isdigit()]
    return context.inputs.get("priority") or max(taken, default=0) + 1


def _listener_certificate(context: Context, response: Any) -> dict[str, Any] | None:
    listener, _, certificate = context.id.rpartition("_")
    arns = [each["CertificateArn"] for each in response.get("Certificates", [])]
    return {"ListenerArn": listener, "CertificateArn": certificate} if certificate in arns else None


def _target(context: Context, response: Any) -> dict[str, Any] | None:
    wanted = context.inputs["targetId"]
    targets = [each["Target"] for each in response.get("TargetHealthDescriptions", [])]
    found = next((each for each in targets if each["Id"] == wanted), None)
    if found is None:
        return None
    return {**found, "TargetId": wanted, "TargetGroupArn": context.inputs["targetGroupArn"]}


def _target_params(context: Context) -> list[dict[str, Any]]:
    names = {"Id": "targetId", "Port": "port", "AvailabilityZone": "availabilityZone"}
    return [{name: context.inputs.get(prop) for name, prop in names.items()}]


_write_balancer, _read_balancer = attributes.calls(
    "LoadBalancer", "LoadBalancerArn", attributes.LOAD_BALANCER, _not_sent
)
_write_group, _read_group = attributes.calls("TargetGroup", "TargetGroupArn", attributes.TARGET_GROUP)
_write_listener, _read_listener = attributes.calls("Listener", "ListenerArn", attributes.LISTENER)

_BALANCER = Resource(
    token="aws:lb/loadBalancer:LoadBalancer",
    schema="AWS::ElasticLoadBalancingV2::LoadBalancer",
    service="elbv2",
    id="out.LoadBalancers[0].LoadBalancerArn",
    create=(
        Call("CreateLoadBalancer", {"Scheme": "in.internal && 'internal' || 'internet-facing'"}),
        _write_balancer,
    ),
    read=(
        Call("DescribeLoadBalancers", {"LoadBalancerArns": "[id]"}, auto=False, result="LoadBalancers[0]"),
        _read_balancer,
    ),
    update=(
        Call("SetSecurityGroups", {"LoadBalancerArn": "id"}, on=("securityGroups",)),
        Call("SetSubnets", {"LoadBalancerArn": "id"}, on=("subnets", "subnetMappings")),
        Call("SetIpAddressType", {"LoadBalancerArn": "id"}, on=("ipAddressType",)),
        _write_balancer,
    ),
    delete=(Call("DeleteLoadBalancer", {"LoadBalancerArn": "id"}),),
    names={"loadBalancerType": "Type"},
    outputs={
        **attributes.outputs(attributes.LOAD_BALANCER),
        _CROSS_ZONE: _crosses_zones,
        "name": "live.LoadBalancerName",
        "arn": "id",
        "arnSuffix": _arn_suffix("loadbalancer"),
        "zoneId": "live.CanonicalHostedZoneId",
        "internal": "live.Scheme == 'internal'",
        "subnets": "live.AvailabilityZones[].SubnetId",
        "subnetMappings": "live.AvailabilityZones[].{subnetId: SubnetId, "
        "allocationId: LoadBalancerAddresses[0].AllocationId, "
        "privateIpv4Address: LoadBalancerAddresses[0].PrivateIPv4Address}",
    },
    unread=frozenset({"namePrefix"}),
    replaces=frozenset({"internal"}),
    autoname=("name", 32),
    tagging=_TAGGING,
)

_GROUP = Resource(
    token="aws:lb/targetGroup:TargetGroup",
    schema="AWS::ElasticLoadBalancingV2::TargetGroup",
    service="elbv2",
    id="out.TargetGroups[0].TargetGroupArn",
    create=(
        Call(
            "CreateTargetGroup",
            {**{name: f"in.healthCheck.{prop}" for prop, name in _HEALTH_CHECK.items()}, "Matcher": _matcher},
        ),
        _write_group,
    ),
    read=(
        Call("DescribeTargetGroups", {"TargetGroupArns": "[id]"}, auto=False, result="TargetGroups[0]"),
        _read_group,
    ),
    update=(
        Call(
            "ModifyTargetGroup",
            {
                "TargetGroupArn": "id",
                **{name: f"in.healthCheck.{prop}" for prop, name in _HEALTH_CHECK.items()},
                "Matcher": _matcher,
            },
            auto=False,
            on=("healthCheck",),
        ),
        _write_group,
    ),
    delete=(Call("DeleteTargetGroup", {"TargetGroupArn": "id"}),),
    outputs={
        **attributes.outputs(attributes.TARGET_GROUP),
        "name": "live.TargetGroupName",
        "arn": "id",
        "arnSuffix": _arn_suffix("targetgroup"),
        "healthCheck": "{"
        + ", ".join(f"{prop}: live.{name}" for prop, name in _HEALTH_CHECK.items())
        + ", matcher: live.Matcher.HttpCode || live.Matcher.GrpcCode}",
    },
    unread=frozenset({"namePrefix"}),
    autoname=("name", 32),
    tagging=_TAGGING,
)

_LISTENER_PARAMS: dict[str, Value] = {
    "DefaultActions": wanted_actions("defaultActions"),
    "Certificates": "in.certificateArn && [{CertificateArn: in.certificateArn}] || null",
}
_LISTENER = Resource(
    token="aws:lb/listener:Listener",
    schema="AWS::ElasticLoadBalancingV2::Listener",
    service="elbv2",
    id="out.Listeners[0].ListenerArn",
    create=(Call("CreateListener", _LISTENER_PARAMS), _write_listener),
    read=(
        Call("DescribeListeners", {"ListenerArns": "[id]"}, auto=False, result="Listeners[0]"),
        _read_listener,
    ),
    update=(
        Call(
            "ModifyListener",
            {"ListenerArn": "id", **_LISTENER_PARAMS},
            on=(
                "port",
                "protocol",
                "sslPolicy",
                "certificateArn",
                "alpnPolicy",
                "defaultActions",
                "mutualAuthentication",
            ),
        ),
        _write_listener,
    ),
    delete=(Call("DeleteListener", {"ListenerArn": "id"}),),
    outputs={
        **attributes.outputs(attributes.LISTENER),
        "arn": "id",
        "alpnPolicy": "live.AlpnPolicy[0]",
        "certificateArn": "live.Certificates[0].CertificateArn",
        "defaultActions": live_actions("DefaultActions"),
    },
    tagging=_TAGGING,
)

_RULE_PARAMS: dict[str, Value] = {"Actions": wanted_actions("actions"), "Conditions": wanted_conditions}
_RULE = Resource(
    token="aws:lb/listenerRule:ListenerRule",
    schema="AWS::ElasticLoadBalancingV2::ListenerRule",
    service="elbv2",
    id="out.Rules[0].RuleArn",
    lookup=(Call("DescribeRules", {"ListenerArn": "in.listenerArn"}, auto=False),),
    create=(Call("CreateRule", {**_RULE_PARAMS, "Priority": _priority}),),
    read=(Call("DescribeRules", {"RuleArns": "[id]"}, auto=False, result="Rules[0]"),),
    update=(
        Call("ModifyRule", {"RuleArn": "id", **_RULE_PARAMS}, on=("actions", "conditions", "transforms")),
        Call(
            "SetRulePriorities",
            {"RulePriorities": "[{RuleArn: id, Priority: in.priority}]"},
            auto=False,
            on=("priority",),
        ),
    ),
    delete=(Call("DeleteRule", {"RuleArn": "id"}),),
    outputs={
        "arn": "id",
        "listenerArn": _listener_of_rule,
        "actions": live_actions("Actions"),
        "conditions": live_conditions,
    },
    schema_names={"actions": "-", "conditions": "-"},  # CloudFormation names their parts otherwise
    tagging=_TAGGING,
)

_CERTIFICATES: dict[str, Value] = {"Certificates": "[{CertificateArn: in.certificateArn}]"}
_CERTIFICATE = Resource(
    token="aws:lb/listenerCertificate:ListenerCertificate",
    service="elbv2",
    id="join('_', [in.listenerArn, in.certificateArn])",
    create=(Call("AddListenerCertificates", _CERTIFICATES),),
    read=(
        Call(
            "DescribeListenerCertificates",
            {"ListenerArn": lambda context: context.id.rpartition("_")[0]},
            result=_listener_certificate,
        ),
    ),
    delete=(
        Call("RemoveListenerCertificates", {"ListenerArn": "in.listenerArn", **_CERTIFICATES}, auto=False),
    ),
)

_TARGETS: dict[str, Value] = {"TargetGroupArn": "in.targetGroupArn", "Targets": _target_params}
_ATTACHMENT = Resource(
    token="aws:lb/targetGroupAttachment:TargetGroupAttachment",
    service="elbv2",
    id="join('-', [in.targetGroupArn, in.targetId])",
    create=(Call("RegisterTargets", _TARGETS, auto=False),),
    read=(Call("DescribeTargetHealth", {"TargetGroupArn": "in.targetGroupArn"}, auto=False, result=_target),),
    delete=(Call("DeregisterTargets", _TARGETS, auto=False),),
)

ROWS: tuple[Resource, ...] = (_BALANCER, _GROUP, _LISTENER, _RULE, _CERTIFICATE, _ATTACHMENT)
