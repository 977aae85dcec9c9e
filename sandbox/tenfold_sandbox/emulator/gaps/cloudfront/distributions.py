"""Distributions: what they refer to must exist, and they are deleted only once they are disabled."""

from __future__ import annotations

from collections.abc import Iterable

from ...messages import Document
from .. import Call, refuse
from ..acm import certificate
from ..references import backend
from . import functions, vpc_origins
from .base import GAPS, Kind, arn, items, listed, match, new_id, now, page, table, tag
from .policies import (
    CACHE_POLICY,
    ORIGIN_ACCESS_CONTROL,
    ORIGIN_REQUEST_POLICY,
    RESPONSE_HEADERS_POLICY,
    behaviors,
)

_CERTIFICATE_REGION = "us-east-1"
_DEFAULTS: Document = {
    "Aliases": {"Quantity": 0},
    "CacheBehaviors": {"Quantity": 0},
    "ContinuousDeploymentPolicyId": "",
    "CustomErrorResponses": {"Quantity": 0},
    "DefaultRootObject": "",
    "HttpVersion": "http2",
    "IsIPV6Enabled": True,
    "Logging": {"Enabled": False, "IncludeCookies": False, "Bucket": "", "Prefix": ""},
    "OriginGroups": {"Quantity": 0},
    "PriceClass": "PriceClass_All",
    "Restrictions": {"GeoRestriction": {"RestrictionType": "none", "Quantity": 0}},
    "Staging": False,
    "ViewerCertificate": {"CloudFrontDefaultCertificate": True, "MinimumProtocolVersion": "TLSv1"},
    "WebACLId": "",
}
_BEHAVIOR_DEFAULTS: Document = {
    "AllowedMethods": {**listed(("HEAD", "GET")), "CachedMethods": listed(("HEAD", "GET"))},
    "Compress": False,
    "FieldLevelEncryptionId": "",
    "FunctionAssociations": {"Quantity": 0},
    "LambdaFunctionAssociations": {"Quantity": 0},
    "SmoothStreaming": False,
    "TrustedKeyGroups": {"Enabled": False, "Quantity": 0},
    "TrustedSigners": {"Enabled": False, "Quantity": 0},
}
_ORIGIN_DEFAULTS: Document = {
    "ConnectionAttempts": 3,
    "ConnectionTimeout": 10,
    "CustomHeaders": {"Quantity": 0},
    "OriginAccessControlId": "",
    "OriginPath": "",
    "OriginShield": {"Enabled": False},
}
_REFERENCES = {
    "CachePolicyId": CACHE_POLICY,
    "OriginRequestPolicyId": ORIGIN_REQUEST_POLICY,
    "ResponseHeadersPolicyId": RESPONSE_HEADERS_POLICY,
}


def _check(call: Call, config: Document, identity: str) -> None:
    _check_origins(call, config)
    for behavior in behaviors(config):
        for name, kind in _REFERENCES.items():
            if behavior.get(name):
                kind.found(call, behavior[name])
        for association in items(behavior.get("FunctionAssociations")):
            functions.check_live(call, association["FunctionARN"])
    _check_certificate(call, config)
    _check_aliases(call, config, identity)
    _check_firewall(call, config.get("WebACLId"))


def _check_origins(call: Call, config: Document) -> None:
    origins, groups = items(config["Origins"]), items(config.get("OriginGroups"))
    known = {each["Id"] for each in origins}
    members = {member["OriginId"] for group in groups for member in items(group["Members"])}
    targets = {each["TargetOriginId"] for each in behaviors(config)}
    missing = sorted((members - known) | (targets - known - {each["Id"] for each in groups}))
    if missing:
        refuse(
            "NoSuchOrigin", f"One or more of your origins or origin groups do not exist: {', '.join(missing)}"
        )
    for origin in origins:
        kinds = {"S3OriginConfig", "CustomOriginConfig", "VpcOriginConfig"} & origin.keys()
        if len(kinds) != 1:
            refuse("InvalidOrigin", f"Origin {origin['Id']} must be an S3, a custom or a VPC origin")
        control = origin.get("OriginAccessControlId")
        if control and control not in table(call, ORIGIN_ACCESS_CONTROL.noun):
            refuse("InvalidOriginAccessControl", f"The origin access control does not exist: {control}")
        if "VpcOriginConfig" in origin:
            vpc_origins.found(call, origin["VpcOriginConfig"]["VpcOriginId"])


def _check_certificate(call: Call, config: Document) -> None:
    viewer: Document = config.get("ViewerCertificate") or {}
    wanted, aliases = viewer.get("ACMCertificateArn"), items(config.get("Aliases"))
    if not wanted:
        if aliases and not viewer.get("IAMCertificateId"):
            message = "To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach "
            refuse(
                "InvalidViewerCertificate",
                f"{message}a trusted certificate that covers it: {', '.join(aliases)}",
            )
        return
    found = certificate(call, wanted, _CERTIFICATE_REGION)
    if found is None or found.status != "ISSUED":
        state = "it is not issued yet" if found else f"there is none of this ARN in {_CERTIFICATE_REGION}"
        message = "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or "
        refuse(
            "InvalidViewerCertificate",
            f"{message}doesn't include a valid certificate chain: {wanted} ({state})",
        )
    for alias in aliases:
        if not _covers(found.sans, alias):
            message = (
                "The certificate that is attached to your distribution doesn't cover the alternate domain"
            )
            refuse("InvalidViewerCertificate", f"{message} name (CNAME) that you're trying to add: {alias}")


def _covers(names: Iterable[str], alias: str) -> bool:
    wildcard = "*." + alias.partition(".")[2]
    return any(name.lower() in (alias.lower(), wildcard.lower()) for name in names)


def _check_aliases(call: Call, config: Document, identity: str) -> None:
    for other in table(call, "Distribution").values():
        taken = set(items(config.get("Aliases"))) & set(items(other["config"].get("Aliases")))
        if other["id"] != identity and taken:
            message = (
                "One or more of the CNAMEs you provided are already associated with a different resource"
            )
            refuse("CNAMEAlreadyExists", f"{message}: {', '.join(sorted(taken))}")


def _check_firewall(call: Call, acl: str | None) -> None:
    if acl and acl.startswith("arn:") and acl not in backend(call, "wafv2", "global").wacls:
        refuse("InvalidWebACLId", f"The web ACL doesn't exist, or its scope isn't CLOUDFRONT: {acl}")


def _filled(config: Document) -> Document:
    """The configuration with what AWS sets where it is left open."""
    filled = {**_DEFAULTS, **config}
    filled["Origins"] = listed({**_ORIGIN_DEFAULTS, **each} for each in items(config["Origins"]))
    filled["DefaultCacheBehavior"] = {**_BEHAVIOR_DEFAULTS, **config["DefaultCacheBehavior"]}
    ordered = items(config.get("CacheBehaviors"))
    filled["CacheBehaviors"] = listed({**_BEHAVIOR_DEFAULTS, **each} for each in ordered)
    return filled


def _shown(call: Call, identity: str) -> Document:
    return {
        "ARN": arn(call, f"distribution/{identity}"),
        "Status": "Deployed",
        "InProgressInvalidationBatches": 0,
        "DomainName": f"d{identity[1:].lower()}.cloudfront.net",
        "ActiveTrustedSigners": {"Enabled": False, "Quantity": 0},
        "ActiveTrustedKeyGroups": {"Enabled": False, "Quantity": 0},
        "AliasICPRecordals": [],
    }


_KIND = Kind(
    noun="Distribution",
    config="DistributionConfig",
    missing="NoSuchDistribution",
    check=_check,
    shown=_shown,
)
_KIND.register()


def _described(thing: Document) -> Document:
    return {**_KIND.describe(thing), "DistributionConfig": _filled(thing["config"])}


@GAPS.replaces("CreateDistribution", "CreateDistributionWithTags")
def create_distribution(call: Call) -> Document:
    given: Document = call.params.get("DistributionConfigWithTags") or call.params
    config: Document = given["DistributionConfig"]
    for other in table(call, "Distribution").values():
        if other["config"]["CallerReference"] == config["CallerReference"]:
            message = (
                "The caller reference that you are using to create a distribution is associated with another"
            )
            refuse("DistributionAlreadyExists", f"{message} distribution: {other['id']}")
    call.params["DistributionConfig"] = config
    made = _KIND.create(call)
    thing = table(call, "Distribution")[made["Distribution"]["Id"]]
    tag(call, thing["shown"]["ARN"], given.get("Tags"))
    return {"Distribution": _described(thing), "ETag": thing["etag"], "Location": _location(thing)}


def _location(thing: Document) -> str:
    return f"https://cloudfront.amazonaws.com/2020-05-31/distribution/{thing['id']}"


@GAPS.replaces("GetDistribution")
def get_distribution(call: Call) -> Document:
    thing = _KIND.found(call, call.params["Id"])
    return {"Distribution": _described(thing), "ETag": thing["etag"]}


@GAPS.replaces("GetDistributionConfig")
def get_distribution_config(call: Call) -> Document:
    thing = _KIND.found(call, call.params["Id"])
    return {"DistributionConfig": _filled(thing["config"]), "ETag": thing["etag"]}


@GAPS.replaces("UpdateDistribution")
def update_distribution(call: Call) -> Document:
    thing = _KIND.found(call, call.params["Id"])
    if call.params["DistributionConfig"]["CallerReference"] != thing["config"]["CallerReference"]:
        refuse("IllegalUpdate", "The update contains modifications that are not allowed: CallerReference")
    _KIND.update(call)
    return {"Distribution": _described(thing), "ETag": thing["etag"]}


@GAPS.replaces("DeleteDistribution")
def delete_distribution(call: Call) -> Document:
    thing = _KIND.found(call, call.params["Id"])
    match(call, thing)
    if thing["config"]["Enabled"]:
        refuse("DistributionNotDisabled", "The distribution you are trying to delete has not been disabled.")
    del table(call, "Distribution")[thing["id"]]
    return {}


@GAPS.replaces("ListDistributions")
def list_distributions(call: Call) -> Document:
    found = [_described(each) for each in table(call, "Distribution").values()]
    summaries = [{**each, **each.pop("DistributionConfig")} for each in found]
    return {"DistributionList": page(summaries)}


@GAPS.replaces("CreateMonitoringSubscription")
def create_monitoring_subscription(call: Call) -> Document:
    thing = _KIND.found(call, call.params["DistributionId"])
    if "monitoring" in thing:
        refuse("MonitoringSubscriptionAlreadyExists", f"{thing['id']} has a monitoring subscription already")
    thing["monitoring"] = call.params["MonitoringSubscription"]
    return {"MonitoringSubscription": thing["monitoring"]}


@GAPS.replaces("GetMonitoringSubscription")
def get_monitoring_subscription(call: Call) -> Document:
    thing = _KIND.found(call, call.params["DistributionId"])
    missing = f"{thing['id']} has no monitoring subscription"
    return {
        "MonitoringSubscription": thing.get("monitoring") or refuse("NoSuchMonitoringSubscription", missing)
    }


@GAPS.replaces("DeleteMonitoringSubscription")
def delete_monitoring_subscription(call: Call) -> Document:
    get_monitoring_subscription(call)
    del _KIND.found(call, call.params["DistributionId"])["monitoring"]
    return {}


@GAPS.replaces("CreateInvalidation")
def create_invalidation(call: Call) -> Document:
    thing = _KIND.found(call, call.params["DistributionId"])
    batch: Document = call.params["InvalidationBatch"]
    done = {"Id": new_id(), "Status": "Completed", "CreateTime": now(), "InvalidationBatch": batch}
    thing.setdefault("invalidations", {})[done["Id"]] = done
    return {"Invalidation": done, "Location": f"{_location(thing)}/invalidation/{done['Id']}"}


@GAPS.replaces("GetInvalidation")
def get_invalidation(call: Call) -> Document:
    made: Document = _KIND.found(call, call.params["DistributionId"]).get("invalidations", {})
    missing = "The specified invalidation does not exist"
    return {"Invalidation": made.get(call.params["Id"]) or refuse("NoSuchInvalidation", missing)}


@GAPS.replaces("ListInvalidations")
def list_invalidations(call: Call) -> Document:
    made: Document = _KIND.found(call, call.params["DistributionId"]).get("invalidations", {})
    return {"InvalidationList": page(made.values())}
