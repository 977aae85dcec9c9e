"""Health checks: of an endpoint, of other checks, of an alarm."""

from __future__ import annotations

from tenfold_sandbox.provider.rows.route53._shared import reference, tagging
from tenfold_sandbox.provider.table import Call, Context, Resource

_NAMES = {
    "childHealthThreshold": "HealthThreshold",
    "fqdn": "FullyQualifiedDomainName",
    "invertHealthcheck": "Inverted",
}
_RESETS = {
    "childHealthchecks": "ChildHealthChecks",
    "fqdn": "FullyQualifiedDomainName",
    "regions": "Regions",
    "resourcePath": "ResourcePath",
}
_ALARM = (
    "in.cloudwatchAlarmName && {Name: in.cloudwatchAlarmName, Region: in.cloudwatchAlarmRegion} || `null`"
)


def _config(context: Context) -> dict[str, object]:
    named = {_NAMES.get(name, name): value for name, value in context.inputs.items()}
    return {**named, "AlarmIdentifier": context.eval(_ALARM)}


def _reference(context: Context) -> str:
    """A program may begin the reference, by which a console shows the check."""
    return (context.inputs.get("referenceName") or "") + reference(context)


def _resets(context: Context) -> list[str] | None:
    """What an update leaves out stays, unless it is named as reset."""
    gone = [name for name in _RESETS if context.old.get(name) and not context.inputs.get(name)]
    return [_RESETS[name] for name in gone] or None


_CHECK = Resource(
    token="aws:route53/healthCheck:HealthCheck",
    schema="AWS::Route53::HealthCheck",
    schema_root="HealthCheckConfig",
    service="route53",
    id="out.HealthCheck.Id",
    create=(Call("CreateHealthCheck", {"CallerReference": _reference, "HealthCheckConfig": _config}),),
    read=(
        Call(
            "GetHealthCheck",
            {"HealthCheckId": "id"},
            result="HealthCheck && merge(HealthCheck, HealthCheck.HealthCheckConfig)",
        ),
    ),
    update=(
        Call(
            "UpdateHealthCheck",
            {"HealthCheckId": "id", "AlarmIdentifier": _ALARM, "ResetElements": _resets},
        ),
    ),
    delete=(Call("DeleteHealthCheck", {"HealthCheckId": "id"}),),
    names=_NAMES,
    schema_names=_NAMES,
    outputs={
        "arn": "join('', ['arn:', partition, ':route53:::healthcheck/', id])",
        "cloudwatchAlarmName": "live.AlarmIdentifier.Name",
        "cloudwatchAlarmRegion": "live.AlarmIdentifier.Region",
    },
    enums={"type": "HealthCheckType", "insufficientDataHealthStatus": "InsufficientDataHealthStatus"},
    kept=frozenset({"referenceName", "triggers"}),
    replaces=frozenset({"measureLatency", "referenceName", "requestInterval", "routingControlArn", "type"}),
    updates=frozenset(_RESETS),
    tagging=tagging("healthcheck"),
    global_=True,
)

ROWS: tuple[Resource, ...] = (_CHECK,)
