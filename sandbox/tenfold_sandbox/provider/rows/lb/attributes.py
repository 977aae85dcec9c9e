"""Attributes: what ELB keeps as pairs of a dotted key and a text, and Pulumi as properties of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from tenfold_sandbox.provider.table import Call, Context, Value

Keys = Mapping[str, Any]
"""Pulumi property to ELB's key, or to the same again for a nested object.

A key may name a sibling in braces, where it depends on it: ``stickiness.{type}.duration_seconds``.
"""


def _all_sent(_: Context) -> frozenset[str]:
    return frozenset()


def calls(
    noun: str, arn: str, keys: Keys, not_sent: Callable[[Context], frozenset[str]] = _all_sent
) -> tuple[Call, Call]:
    """The call that sets the attributes (at creation and on change), and the one that reads them.

    ``not_sent`` tells the properties that the provider keeps to itself.
    """

    def wanted(context: Context) -> list[dict[str, str]]:
        apart = not_sent(context)
        sent = {name: value for name, value in context.inputs.items() if name not in apart}
        return _pairs(sent, keys)

    def found(_: Context, response: Any) -> dict[str, Any]:
        return {"attributes": {each["Key"]: each.get("Value", "") for each in response.get("Attributes", [])}}

    params: dict[str, Value] = {arn: "id", "Attributes": wanted}
    write = Call(f"Modify{noun}Attributes", params, auto=False, on=tuple(keys), when=wanted)
    return write, Call(f"Describe{noun}Attributes", {arn: "id"}, auto=False, result=found)


def outputs(keys: Keys) -> dict[str, Value]:
    """The properties as read back."""
    return {prop: _reader(key) for prop, key in keys.items()}


def _reader(key: Any) -> Callable[[Context], Any]:
    return lambda context: _read(context.live.get("attributes", {}), key)


def _read(live: Mapping[str, str], key: Any) -> Any:
    if isinstance(key, str):
        return live.get(key)
    nested = cast("Keys", key)
    plain = {name: live.get(each) for name, each in nested.items() if isinstance(each, str)}
    chosen = {name: value for name, value in plain.items() if value is not None}
    result = {
        name: _read(live, each.format_map(chosen) if isinstance(each, str) and chosen else each)
        for name, each in nested.items()
    }
    shown = {name: value for name, value in result.items() if value not in (None, "")}
    return shown or None


def _pairs(values: Mapping[str, Any], keys: Keys) -> list[dict[str, str]]:
    result: list[dict[str, str]] = []
    for prop, key in keys.items():
        value = values.get(prop)
        if isinstance(value, list):
            value = cast("list[Any]", value)[0] if value else None
        if value is None:
            continue
        if isinstance(value, Mapping):
            result += _pairs(cast("Mapping[str, Any]", value), key)
        else:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            result.append({"Key": str(key).format_map(values), "Value": text})
    return result


def _s3_logs(prefix: str) -> Keys:
    return {part: f"{prefix}.s3.{part}" for part in ("enabled", "bucket", "prefix")}


LOAD_BALANCER: Keys = {
    "accessLogs": _s3_logs("access_logs"),
    "connectionLogs": _s3_logs("connection_logs"),
    "healthCheckLogs": _s3_logs("health_check_logs"),
    "clientKeepAlive": "client_keep_alive.seconds",
    "desyncMitigationMode": "routing.http.desync_mitigation_mode",
    "dnsRecordClientRoutingPolicy": "dns_record.client_routing_policy",
    "dropInvalidHeaderFields": "routing.http.drop_invalid_header_fields.enabled",
    "enableCrossZoneLoadBalancing": "load_balancing.cross_zone.enabled",
    "enableDeletionProtection": "deletion_protection.enabled",
    "enableHttp2": "routing.http2.enabled",
    "enableTlsVersionAndCipherSuiteHeaders": "routing.http.x_amzn_tls_version_and_cipher_suite.enabled",
    "enableWafFailOpen": "waf.fail_open.enabled",
    "enableXffClientPort": "routing.http.xff_client_port.enabled",
    "enableZonalShift": "zonal_shift.config.enabled",
    "idleTimeout": "idle_timeout.timeout_seconds",
    "preserveHostHeader": "routing.http.preserve_host_header.enabled",
    "secondaryIpsAutoAssignedPerSubnet": "secondary_ips.auto_assigned.per_subnet",
    "xffHeaderProcessingMode": "routing.http.xff_header_processing.mode",
}

TARGET_GROUP: Keys = {
    "connectionTermination": "deregistration_delay.connection_termination.enabled",
    "deregistrationDelay": "deregistration_delay.timeout_seconds",
    "lambdaMultiValueHeadersEnabled": "lambda.multi_value_headers.enabled",
    "loadBalancingAlgorithmType": "load_balancing.algorithm.type",
    "loadBalancingAnomalyMitigation": "load_balancing.algorithm.anomaly_mitigation",
    "loadBalancingCrossZoneEnabled": "load_balancing.cross_zone.enabled",
    "preserveClientIp": "preserve_client_ip.enabled",
    "proxyProtocolV2": "proxy_protocol_v2.enabled",
    "slowStart": "slow_start.duration_seconds",
    "stickiness": {
        "enabled": "stickiness.enabled",
        "type": "stickiness.type",
        "cookieDuration": "stickiness.{type}.duration_seconds",
        "cookieName": "stickiness.app_cookie.cookie_name",
    },
    "targetFailovers": {
        "onDeregistration": "target_failover.on_deregistration",
        "onUnhealthy": "target_failover.on_unhealthy",
    },
    "targetGroupHealth": {
        "dnsFailover": {
            "minimumHealthyTargetsCount": "target_group_health.dns_failover.minimum_healthy_targets.count",
            "minimumHealthyTargetsPercentage": "target_group_health.dns_failover"
            ".minimum_healthy_targets.percentage",
        },
        "unhealthyStateRouting": {
            "minimumHealthyTargetsCount": "target_group_health.unhealthy_state_routing"
            ".minimum_healthy_targets.count",
            "minimumHealthyTargetsPercentage": "target_group_health.unhealthy_state_routing"
            ".minimum_healthy_targets.percentage",
        },
    },
    "targetHealthStates": {
        "enableUnhealthyConnectionTermination": "target_health_state.unhealthy"
        ".connection_termination.enabled",
        "unhealthyDrainingInterval": "target_health_state.unhealthy.draining_interval_seconds",
    },
}

_REQUEST, _RESPONSE = "routing.http.request.x_amzn", "routing.http.response"
_CLIENT_CERTIFICATE = f"{_REQUEST}_mtls_clientcert"

LISTENER: Keys = {
    "tcpIdleTimeoutSeconds": "tcp.idle_timeout.seconds",
    "routingHttpResponseServerEnabled": f"{_RESPONSE}.server.enabled",
    "routingHttpRequestXAmznTlsVersionHeaderName": f"{_REQUEST}_tls_version.header_name",
    "routingHttpRequestXAmznTlsCipherSuiteHeaderName": f"{_REQUEST}_tls_cipher_suite.header_name",
    "routingHttpRequestXAmznMtlsClientcertHeaderName": f"{_CLIENT_CERTIFICATE}.header_name",
    **{
        f"routingHttpRequestXAmznMtlsClientcert{name}HeaderName": f"{_CLIENT_CERTIFICATE}_{key}.header_name"
        for name, key in (
            ("Issuer", "issuer"),
            ("Leaf", "leaf"),
            ("SerialNumber", "serial_number"),
            ("Subject", "subject"),
            ("Validity", "validity"),
        )
    },
    **{
        f"routingHttpResponse{name}HeaderValue": f"{_RESPONSE}.{key}.header_value"
        for name, key in (
            ("AccessControlAllowCredentials", "access_control_allow_credentials"),
            ("AccessControlAllowHeaders", "access_control_allow_headers"),
            ("AccessControlAllowMethods", "access_control_allow_methods"),
            ("AccessControlAllowOrigin", "access_control_allow_origin"),
            ("AccessControlExposeHeaders", "access_control_expose_headers"),
            ("AccessControlMaxAge", "access_control_max_age"),
            ("ContentSecurityPolicy", "content_security_policy"),
            ("StrictTransportSecurity", "strict_transport_security"),
            ("XContentTypeOptions", "x_content_type_options"),
            ("XFrameOptions", "x_frame_options"),
        )
    },
}
