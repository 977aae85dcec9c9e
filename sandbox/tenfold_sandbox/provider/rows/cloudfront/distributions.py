"""Distributions, their VPC origins and their further metrics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenfold_sandbox.provider.rows.cloudfront._shared import ETAG, HOSTED_ZONE, reference, tagging
from tenfold_sandbox.provider.table import Call, Context, Resource

_INPUTS = (
    "aliases",
    "anycastIpListId",
    "cacheTagConfig",
    "comment",
    "connectionFunctionAssociation",
    "continuousDeploymentPolicyId",
    "customErrorResponses",
    "defaultCacheBehavior",
    "defaultRootObject",
    "enabled",
    "httpVersion",
    "isIpv6Enabled",
    "loggingConfig",
    "orderedCacheBehaviors",
    "originGroups",
    "origins",
    "priceClass",
    "restrictions",
    "viewerCertificate",
    "viewerMtlsConfig",
    "webAclId",
)


def _items(value: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """The items of a list in CloudFront's form."""
    return (value or {}).get("Items") or []


def _config(context: Context) -> dict[str, Any]:
    """The inputs as CloudFront has them; it replaces the whole configuration, under the first reference."""
    inputs = context.inputs
    geography: dict[str, Any] = inputs["restrictions"]["geoRestriction"]
    logging: dict[str, Any] | None = inputs.get("loggingConfig")
    origins: list[dict[str, Any]] = inputs["origins"]
    groups: list[dict[str, Any]] = inputs.get("originGroups") or []
    ordered: list[dict[str, Any]] = inputs.get("orderedCacheBehaviors") or []
    return {
        "comment": "",
        **inputs,
        "callerReference": reference(context),
        "origins": [_origin(each) for each in origins],
        "originGroups": [{**each, "id": each["originId"]} for each in groups],
        "defaultCacheBehavior": _behavior(inputs["defaultCacheBehavior"]),
        "cacheBehaviors": [_behavior(each) for each in ordered],
        "restrictions": {"geoRestriction": {**geography, "items": geography.get("locations") or []}},
        "logging": {"includeCookies": False, "prefix": "", **logging, "enabled": True} if logging else None,
    }


def _origin(origin: Mapping[str, Any]) -> dict[str, Any]:
    """An origin that is neither custom nor in a VPC is a bucket."""
    headers: list[dict[str, str]] = origin.get("customHeaders") or []
    elsewhere = origin.get("customOriginConfig") or origin.get("vpcOriginConfig")
    bucket = origin.get("s3OriginConfig") or {"originAccessIdentity": ""}
    return {
        **origin,
        "id": origin["originId"],
        "customHeaders": [{"headerName": each["name"], "headerValue": each["value"]} for each in headers],
        "s3OriginConfig": None if elsewhere else bucket,
    }


def _behavior(behavior: Mapping[str, Any]) -> dict[str, Any]:
    functions: list[dict[str, Any]] = behavior.get("lambdaFunctionAssociations") or []
    return {
        **behavior,
        "allowedMethods": {
            "items": behavior["allowedMethods"],
            "cachedMethods": behavior["cachedMethods"],
        },
        "lambdaFunctionAssociations": [
            {**each, "lambdaFunctionArn": each["lambdaArn"]} for each in functions
        ],
    }


def _disabled(context: Context) -> dict[str, Any]:
    return {**context.live["Config"], "Enabled": False}


def _read(_: Context, response: Mapping[str, Any]) -> dict[str, Any] | None:
    found: dict[str, Any] | None = response.get("Distribution")
    if found is None:
        return None
    config: dict[str, Any] = found["DistributionConfig"]
    return {**found, **config, "Config": config, "ETag": response["ETag"]}


def _live_origins(context: Context) -> list[dict[str, Any]]:
    return [
        {
            **each,
            "originId": each["Id"],
            "CustomHeaders": [
                {"name": header["HeaderName"], "value": header["HeaderValue"]}
                for header in _items(each.get("CustomHeaders"))
            ],
        }
        for each in _items(context.live["Origins"])
    ]


def _live_groups(context: Context) -> list[dict[str, Any]]:
    return [{**each, "originId": each["Id"]} for each in _items(context.live.get("OriginGroups"))]


def _live_behavior(behavior: Mapping[str, Any]) -> dict[str, Any]:
    functions = _items(behavior.get("LambdaFunctionAssociations"))
    return {
        **behavior,
        "cachedMethods": behavior["AllowedMethods"].get("CachedMethods"),
        "LambdaFunctionAssociations": [
            {**each, "lambdaArn": each["LambdaFunctionARN"]} for each in functions
        ],
    }


def _live_restrictions(context: Context) -> dict[str, Any]:
    geography: dict[str, Any] = context.live["Restrictions"]["GeoRestriction"]
    return {"geoRestriction": {**geography, "locations": geography.get("Items") or []}}


_DISTRIBUTION = Resource(
    token="aws:cloudfront/distribution:Distribution",
    schema="AWS::CloudFront::Distribution",
    schema_root="DistributionConfig",
    service="cloudfront",
    id="out.Distribution.Id",
    create=(Call("CreateDistribution", {"DistributionConfig": _config}),),
    read=(Call("GetDistribution", {"Id": "id"}, result=_read),),
    update=(
        Call(
            "UpdateDistribution",
            {"Id": "id", "IfMatch": ETAG, "DistributionConfig": _config},
            auto=False,
            on=_INPUTS,
        ),
    ),
    delete=(
        Call(
            "UpdateDistribution",
            {"Id": "id", "IfMatch": ETAG, "DistributionConfig": _disabled},
            when="live.Enabled",
        ),
        Call("DeleteDistribution", {"Id": "id", "IfMatch": ETAG}, when="!(in.retainOnDelete)"),
    ),
    # Parts of these have other names in the published schema.
    schema_names=dict.fromkeys(("loggingConfig", "originGroups", "origins", "restrictions"), "-")
    | {"orderedCacheBehaviors": "CacheBehaviors"},
    outputs={
        "defaultCacheBehavior": lambda c: _live_behavior(c.live["DefaultCacheBehavior"]),
        "hostedZoneId": f"'{HOSTED_ZONE}'",
        "inProgressValidationBatches": "live.InProgressInvalidationBatches",
        "loggingConfig": "live.Logging.Bucket && live.Logging || `null`",
        "loggingV1Enabled": "live.Logging.Enabled",
        "orderedCacheBehaviors": lambda c: [
            _live_behavior(each) for each in _items(c.live.get("CacheBehaviors"))
        ],
        "originGroups": _live_groups,
        "origins": _live_origins,
        "restrictions": _live_restrictions,
        "trustedKeyGroups": "[live.ActiveTrustedKeyGroups]",
        "trustedSigners": "[live.ActiveTrustedSigners]",
    },
    kept=frozenset({"retainOnDelete", "waitForDeployment"}),
    replaces=frozenset({"staging"}),
    enums={
        "httpVersion": "HttpVersion",
        "priceClass": "PriceClass",
        "viewerCertificate.minimumProtocolVersion": "MinimumProtocolVersion",
        "viewerCertificate.sslSupportMethod": "SSLSupportMethod",
        "defaultCacheBehavior.viewerProtocolPolicy": "ViewerProtocolPolicy",
        "orderedCacheBehaviors[].viewerProtocolPolicy": "ViewerProtocolPolicy",
        "origins[].customOriginConfig.originProtocolPolicy": "OriginProtocolPolicy",
    },
    volatile=frozenset({"etag", "lastModifiedTime"}),
    tagging=tagging("live.ARN"),
    global_=True,
)

_VPC_ORIGIN = Resource(
    token="aws:cloudfront/vpcOrigin:VpcOrigin",
    schema="AWS::CloudFront::VpcOrigin",
    service="cloudfront",
    id="out.VpcOrigin.Id",
    create=(Call("CreateVpcOrigin"),),
    read=(Call("GetVpcOrigin", {"Id": "id"}, result="VpcOrigin && merge(VpcOrigin, {ETag: ETag})"),),
    update=(Call("UpdateVpcOrigin", {"Id": "id", "IfMatch": ETAG}),),
    delete=(Call("DeleteVpcOrigin", {"Id": "id", "IfMatch": ETAG}),),
    schema_names={"vpcOriginEndpointConfig": "-"},  # there TLS versions are a list without their number
    enums={"vpcOriginEndpointConfig.originProtocolPolicy": "OriginProtocolPolicy"},
    kept=frozenset({"timeouts"}),
    volatile=frozenset({"etag"}),
    tagging=tagging("live.Arn"),
    global_=True,
)

_MONITORING = Resource(
    token="aws:cloudfront/monitoringSubscription:MonitoringSubscription",
    schema="AWS::CloudFront::MonitoringSubscription",
    service="cloudfront",
    id="in.distributionId",
    create=(Call("CreateMonitoringSubscription"),),
    read=(
        Call(
            "GetMonitoringSubscription",
            {"DistributionId": "id"},
            result=lambda c, response: response and {**response, "DistributionId": c.id},
        ),
    ),
    delete=(Call("DeleteMonitoringSubscription", {"DistributionId": "id"}),),
    global_=True,
)

ROWS: tuple[Resource, ...] = (_DISTRIBUTION, _VPC_ORIGIN, _MONITORING)
