"""Health checks as they were sent: moto drops alarms, and what an update resets."""

from __future__ import annotations

from ...messages import Document
from .. import Call, refuse, store
from ..references import backend
from .base import GAPS

_DEFAULTS: Document = {"Inverted": False, "Disabled": False}
_PROBE_DEFAULTS: Document = {"RequestInterval": 30, "FailureThreshold": 3, "MeasureLatency": False}
_PORTS = {"HTTP": 80, "HTTP_STR_MATCH": 80, "HTTPS": 443, "HTTPS_STR_MATCH": 443}


def _checks(call: Call) -> dict[str, Document]:
    return store(backend(call, "route53"), "checks")


def _check_config(call: Call, config: Document) -> None:
    children: list[str] = config.get("ChildHealthChecks") or []
    for child in children:
        if child not in backend(call, "route53").health_checks:
            refuse("InvalidInput", f"The child health check does not exist: {child}")
    alarm: Document | None = config.get("AlarmIdentifier")
    if alarm and alarm["Name"] not in backend(call, "cloudwatch", alarm["Region"]).alarms:
        refuse("InvalidInput", f"The alarm {alarm['Name']} does not exist in {alarm['Region']}")


@GAPS.checks("CreateHealthCheck")
def check_creation(call: Call) -> None:
    config: Document = call.params["HealthCheckConfig"]
    _check_config(call, config)
    probes = config["Type"] in (*_PORTS, "TCP")
    if probes and not (config.get("FullyQualifiedDomainName") or config.get("IPAddress")):
        refuse(
            "InvalidInput", f"A health check of type {config['Type']} needs a domain name or an IP address"
        )


@GAPS.amends("CreateHealthCheck")
def keep_check(call: Call, result: Document) -> None:
    made: Document = result["HealthCheck"]
    config: Document = {**_DEFAULTS, **call.params["HealthCheckConfig"]}
    if config["Type"] in (*_PORTS, "TCP"):
        config = {**_PROBE_DEFAULTS, **config}
        config.setdefault("EnableSNI", config["Type"].startswith("HTTPS"))
        if config["Type"] in _PORTS:
            config.setdefault("Port", _PORTS[config["Type"]])
    _checks(call)[made["Id"]] = {"config": config, "version": 1}
    _complete(call, made)


@GAPS.checks("UpdateHealthCheck")
def check_update(call: Call) -> None:
    _check_config(call, call.params)


@GAPS.amends("UpdateHealthCheck")
def keep_update(call: Call, result: Document) -> None:
    kept = _checks(call)[call.params["HealthCheckId"]]
    config: Document = kept["config"]
    reset: list[str] = call.params.get("ResetElements") or []
    for name in reset:
        config.pop(name, None)
    apart = ("HealthCheckId", "HealthCheckVersion", "ResetElements")
    config |= {name: value for name, value in call.params.items() if name not in apart}
    kept["version"] += 1
    _complete(call, result["HealthCheck"])


@GAPS.amends("GetHealthCheck")
def complete_check(call: Call, result: Document) -> None:
    _complete(call, result["HealthCheck"])


@GAPS.amends("ListHealthChecks")
def complete_checks(call: Call, result: Document) -> None:
    for shown in result["HealthChecks"]:
        _complete(call, shown)


def _complete(call: Call, shown: Document) -> None:
    kept = _checks(call)[shown["Id"]]
    shown["HealthCheckConfig"], shown["HealthCheckVersion"] = kept["config"], kept["version"]


@GAPS.amends("DeleteHealthCheck")
def drop_check(call: Call, _result: Document) -> None:
    _checks(call).pop(call.params["HealthCheckId"], None)
