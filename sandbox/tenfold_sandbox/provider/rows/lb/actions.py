"""What a listener does with a request, and which requests a rule is for: ELB's words and Pulumi's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from tenfold_sandbox.provider.table import Context

# Pulumi's name of an action's configuration to ELB's.
_CONFIGS = {
    "authenticateCognito": "AuthenticateCognitoConfig",
    "authenticateOidc": "AuthenticateOidcConfig",
    "fixedResponse": "FixedResponseConfig",
    "forward": "ForwardConfig",
    "jwtValidation": "JwtValidationConfig",
    "redirect": "RedirectConfig",
}
# Pulumi's name of a condition to ELB's field and configuration.
_FIELDS = {
    "hostHeader": ("host-header", "HostHeaderConfig"),
    "httpHeader": ("http-header", "HttpHeaderConfig"),
    "httpRequestMethod": ("http-request-method", "HttpRequestMethodConfig"),
    "pathPattern": ("path-pattern", "PathPatternConfig"),
    "queryStrings": ("query-string", "QueryStringConfig"),
    "sourceIp": ("source-ip", "SourceIpConfig"),
}


def wanted_actions(prop: str) -> Callable[[Context], list[dict[str, Any]] | None]:
    """The actions of an input, as ELB takes them."""

    def actions(context: Context) -> list[dict[str, Any]] | None:
        given: list[dict[str, Any]] | None = context.inputs.get(prop)
        return None if given is None else [_action(each) for each in given]

    return actions


def _action(action: Mapping[str, Any]) -> dict[str, Any]:
    result = {_CONFIGS.get(name, name): value for name, value in action.items() if value is not None}
    forward = result.get("ForwardConfig")
    if forward:
        groups = [
            {"TargetGroupArn": group["arn"], "Weight": group.get("weight")}
            for group in forward["targetGroups"]
        ]
        sticky: dict[str, Any] = forward.get("stickiness") or {}
        config = {"Enabled": sticky.get("enabled"), "DurationSeconds": sticky.get("duration")}
        result["ForwardConfig"] = {
            "TargetGroups": groups,
            "TargetGroupStickinessConfig": config if sticky else None,
        }
    return result


def live_actions(name: str) -> Callable[[Context], list[dict[str, Any]]]:
    """The actions as read, in Pulumi's names."""

    def actions(context: Context) -> list[dict[str, Any]]:
        shown: list[dict[str, Any]] = context.live.get(name) or []
        return [_from_live(each) for each in shown]

    return actions


def _from_live(action: Mapping[str, Any]) -> dict[str, Any]:
    back = {theirs: ours for ours, theirs in _CONFIGS.items()}
    result: dict[str, Any] = {back.get(name, name): value for name, value in action.items()}
    forward: Mapping[str, Any] | None = result.get("forward")
    if forward is not None:
        groups = cast("list[dict[str, Any]]", forward.get("TargetGroups", []))
        sticky: dict[str, Any] = forward.get("TargetGroupStickinessConfig") or {}
        result["forward"] = {
            "targetGroups": [
                {"arn": each["TargetGroupArn"], "weight": each.get("Weight")} for each in groups
            ],
            "stickiness": {"enabled": sticky.get("Enabled"), "duration": sticky.get("DurationSeconds")}
            if sticky
            else None,
        }
    return result


def wanted_conditions(context: Context) -> list[dict[str, Any]] | None:
    """The conditions of a rule, as ELB takes them."""
    given: list[dict[str, Any]] | None = context.inputs.get("conditions")
    if given is None:
        return None
    kinds = [(name, value) for each in given for name, value in each.items() if value]
    return [
        {"Field": field, config: {"Values": value} if name == "queryStrings" else value}
        for name, value in kinds
        for field, config in [_FIELDS[name]]
    ]


def live_conditions(context: Context) -> list[dict[str, Any]]:
    """The conditions as read, in Pulumi's names."""
    fields = {field: (name, config) for name, (field, config) in _FIELDS.items()}
    shown: list[dict[str, Any]] = context.live.get("Conditions") or []
    result: list[dict[str, Any]] = []
    for each in shown:
        name, config = fields[each["Field"]]
        value: dict[str, Any] = each.get(config) or {"Values": each.get("Values", [])}
        result.append({name: value["Values"] if name == "queryStrings" else value})
    return result
