"""The bucket itself. Its deprecated inline settings are served as far as programs still use them."""

from __future__ import annotations

import json
from typing import Any

from tenfold_sandbox.provider.rows.s3.website import website_domain, website_endpoint
from tenfold_sandbox.provider.table import Call, Context, Resource, Tagging, Value

_BUCKET = {"Bucket": "id"}

# The hosted zones of website endpoints, for alias records (docs.aws.amazon.com/general/latest/gr/s3.html).
_HOSTED_ZONES = {
    "af-south-1": "Z83WF9RJE8B12",
    "ap-east-1": "ZNB98KWMFR0R6",
    "ap-northeast-1": "Z2M4EHUR26P7ZW",
    "ap-northeast-2": "Z3W03O7B5YMIYP",
    "ap-northeast-3": "Z2YQB5RD63NC85",
    "ap-south-1": "Z11RGJOFQNVJUP",
    "ap-southeast-1": "Z3O0J2DXBE1FTB",
    "ap-southeast-2": "Z1WCIGYICN2BYD",
    "ca-central-1": "Z1QDHH18159H29",
    "eu-central-1": "Z21DNDUVLTQW6Q",
    "eu-north-1": "Z3BAZG2TWCNX0D",
    "eu-south-1": "Z30OZKI7KPW7MI",
    "eu-west-1": "Z1BKCTXD74EZPE",
    "eu-west-2": "Z3GKZC51ZF0DB4",
    "eu-west-3": "Z3R1K369G5AFDG",
    "me-south-1": "Z1MPMWCPA7YB62",
    "sa-east-1": "Z7KQH4QJS55SO",
    "us-east-1": "Z3AQBSTGFJSTF",
    "us-east-2": "Z2O1EMRO9K5GLX",
    "us-west-1": "Z2F56UZL2M1ACD",
    "us-west-2": "Z3BJ6K6RIION7M",
}


def _location(context: Context) -> dict[str, str] | None:
    return None if context.region == "us-east-1" else {"LocationConstraint": context.region}


def _locked(context: Context) -> bool | None:
    lock: dict[str, Any] = context.inputs.get("objectLockConfiguration") or {}
    return bool(context.inputs.get("objectLockEnabled") or lock.get("objectLockEnabled")) or None


def _website(context: Context) -> dict[str, Any]:
    site: dict[str, Any] = context.inputs["website"]
    redirect: str | None = site.get("redirectAllRequestsTo")
    if redirect is not None:
        protocol, found, host = redirect.rpartition("://")
        return {"redirectAllRequestsTo": {"hostName": host, "protocol": protocol if found else None}}
    rules = site.get("routingRules")
    return {
        "indexDocument": {"suffix": site["indexDocument"]} if site.get("indexDocument") else None,
        "errorDocument": {"key": site["errorDocument"]} if site.get("errorDocument") else None,
        "routingRules": json.loads(rules) if isinstance(rules, str) else rules,
    }


_LIVE_WEBSITE = (
    "live.Website && {indexDocument: live.Website.IndexDocument.Suffix, "
    "errorDocument: live.Website.ErrorDocument.Key, "
    "redirectAllRequestsTo: live.Website.RedirectAllRequestsTo.HostName}"
)
_VERSIONING = (
    "{Status: in.versioning.enabled && 'Enabled' || 'Suspended', "
    "MFADelete: in.versioning.mfaDelete && 'Enabled' || `null`}"
)

# Input, the operation that puts it and with what, the one that gets it and where, the one that drops it.
_INLINE: tuple[tuple[str, str, dict[str, Value], str, str, str | None], ...] = (
    ("acl", "PutBucketAcl", {"ACL": "in.acl"}, "GetBucketAcl", "`{}`", None),
    (
        "versioning",
        "PutBucketVersioning",
        {"VersioningConfiguration": _VERSIONING},
        "GetBucketVersioning",
        "{Versioning: {enabled: Status == 'Enabled', mfaDelete: MFADelete == 'Enabled'}}",
        None,
    ),
    (
        "website",
        "PutBucketWebsite",
        {"WebsiteConfiguration": _website},
        "GetBucketWebsite",
        "{Website: @}",
        "DeleteBucketWebsite",
    ),
    ("policy", "PutBucketPolicy", {"Policy": "in.policy"}, "GetBucketPolicy", "@", "DeleteBucketPolicy"),
    (
        "corsRules",
        "PutBucketCors",
        {"CORSConfiguration": "{CORSRules: in.corsRules}"},
        "GetBucketCors",
        "@",
        "DeleteBucketCors",
    ),
    (
        "logging",
        "PutBucketLogging",
        {"BucketLoggingStatus": "{LoggingEnabled: in.logging}"},
        "GetBucketLogging",
        "{Logging: LoggingEnabled}",
        None,
    ),
    (
        "serverSideEncryptionConfiguration",
        "PutBucketEncryption",
        {
            "ServerSideEncryptionConfiguration": "{Rules: [in.serverSideEncryptionConfiguration.rule]}",
        },
        "GetBucketEncryption",
        "{ServerSideEncryptionConfiguration: {rule: ServerSideEncryptionConfiguration.Rules[0]}}",
        "DeleteBucketEncryption",
    ),
    (
        "requestPayer",
        "PutBucketRequestPayment",
        {"RequestPaymentConfiguration": "{Payer: in.requestPayer}"},
        "GetBucketRequestPayment",
        "{RequestPayer: Payer}",
        None,
    ),
    (
        "accelerationStatus",
        "PutBucketAccelerateConfiguration",
        {"AccelerateConfiguration": "{Status: in.accelerationStatus}"},
        "GetBucketAccelerateConfiguration",
        "{AccelerationStatus: Status}",
        None,
    ),
)
_PUTS = tuple(
    Call(put, {**_BUCKET, **params}, auto=False, on=(prop,), when=f"in.{prop}")
    for prop, put, params, *_ in _INLINE
)
_GETS = tuple(Call(get, _BUCKET, when=f"in.{prop}", result=result) for prop, _, _, get, result, _ in _INLINE)
_DROPS = tuple(
    Call(drop, _BUCKET, auto=False, on=(prop,), when=f"!(in.{prop})") for prop, *_, drop in _INLINE if drop
)

BUCKET = Resource(
    token="aws:s3/bucket:Bucket",
    schema="AWS::S3::Bucket",
    service="s3",
    id="in.bucket",
    create=(
        Call(
            "CreateBucket",
            {
                "Bucket": "in.bucket",
                "CreateBucketConfiguration": _location,
                "ObjectLockEnabledForBucket": _locked,
                # Since 2023 AWS refuses ACLs on a bucket that does not ask for object writers' ownership.
                "ObjectOwnership": "in.acl && 'ObjectWriter' || `null`",
            },
            auto=False,
        ),
        *_PUTS,
    ),
    read=(
        Call("HeadBucket", _BUCKET),
        Call(
            "ListObjectVersions",
            {**_BUCKET, "MaxKeys": "`1000000`"},
            when="in.forceDestroy",
            result="{Objects: [Versions, DeleteMarkers][][].{Key: Key, VersionId: VersionId}}",
        ),
        Call(
            "GetObjectLockConfiguration",
            _BUCKET,
            when="in.objectLockEnabled || !(in.bucket)",
            result="{ObjectLockEnabled: ObjectLockConfiguration.ObjectLockEnabled}",
        ),
        *_GETS,
    ),
    update=(*_PUTS, *_DROPS),
    delete=(
        Call(
            "DeleteObject",
            {
                **_BUCKET,
                "Key": "item.Key",
                "VersionId": "item.VersionId",
                "BypassGovernanceRetention": "`true`",
            },
            each="live.Objects",
        ),
        Call("DeleteBucket", _BUCKET),
    ),
    schema_names={
        "bucket": "BucketName",
        "acl": "-",
        "corsRules": "-",
        "grants": "-",
        "lifecycleRules": "-",
        "logging": "-",
        "objectLockConfiguration": "-",
        "replicationConfiguration": "-",
        "serverSideEncryptionConfiguration": "-",
        "versioning": "-",
        "website": "-",
    },
    outputs={
        "arn": "join('', ['arn:', partition, ':s3:::', id])",
        "bucket": "id",
        "bucketDomainName": "join('', [id, '.s3.amazonaws.com'])",
        "bucketRegion": "region",
        "bucketRegionalDomainName": "join('', [id, '.s3.', region, '.amazonaws.com'])",
        "hostedZoneId": lambda c: _HOSTED_ZONES.get(c.region),
        "website": _LIVE_WEBSITE,
        "websiteDomain": lambda c: website_domain(c.region) if c.inputs.get("website") else None,
        "websiteEndpoint": lambda c: website_endpoint(c.id, c.region) if c.inputs.get("website") else None,
    },
    defaults={"forceDestroy": False, "objectLockEnabled": False},
    kept=frozenset({"forceDestroy", "bucketPrefix"}),
    unread=frozenset({"acl"}),
    json=frozenset({"policy"}),
    autoname=("bucket", 63),
    autoname_form=lambda name, _: name.lower(),
    tagging=Tagging(
        "PutBucketTagging",
        "DeleteBucketTagging",
        "Bucket",
        "id",
        tags_key="Tagging",
        listing="GetBucketTagging",
        listed="TagSet",
        create_key=None,
        whole=True,
    ),
)
