"""The settings beside a bucket: each is put, got and dropped as a whole, under the bucket's name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tenfold_sandbox.provider.rows.s3.website import website_domain, website_endpoint
from tenfold_sandbox.provider.table import Call, Context, Resource, Value

_BUCKET = {"Bucket": "id"}


def _setting(
    kind: str,
    put: tuple[str, Mapping[str, Value]],
    get: tuple[str, str],
    drop: tuple[str, Mapping[str, Value]] | None,
    props: str,
    **exceptions: Any,
) -> Resource:
    """A setting's row.

    Args:
        kind: Pulumi's name.
        put: the operation that puts it, and its parameters.
        get: the operation that gets it, and where it lies in the response.
        drop: the operation that ends it.
        props: the inputs that make it up.
        exceptions: further fields of the row.
    """
    operation, params = put
    outputs: Mapping[str, Value] = exceptions.pop("outputs", {})
    kept: frozenset[str] = exceptions.pop("kept", frozenset())
    return Resource(
        token=f"aws:s3/{kind[0].lower()}{kind[1:]}:{kind}",
        service="s3",
        id="in.bucket",
        create=(Call(operation, {"Bucket": "in.bucket", **params}, auto=False),),
        read=(Call(get[0], _BUCKET, result=get[1]),),
        update=(Call(operation, {**_BUCKET, **params}, auto=False, on=tuple(props.split())),),
        delete=(Call(drop[0], {**_BUCKET, **drop[1]}),) if drop else (),
        outputs={"bucket": "id", **outputs},
        kept=kept | {"expectedBucketOwner"},
        **exceptions,
    )


def _encryption_rules(context: Context) -> dict[str, Any]:
    """AWS keeps the blocked types in an object of their own."""
    rules: list[Mapping[str, Any]] = context.inputs["rules"]
    return {"rules": [_with_blocked(rule) for rule in rules]}


def _with_blocked(rule: Mapping[str, Any]) -> dict[str, Any]:
    blocked = rule.get("blockedEncryptionTypes")
    return {**rule, "blockedEncryptionTypes": {"encryptionType": blocked} if blocked else None}


def _shown_encryption_rules(context: Context) -> list[dict[str, Any]]:
    rules: list[Mapping[str, Any]] = context.live["Rules"]
    return [{**rule, "BlockedEncryptionTypes": _blocked(rule)} for rule in rules]


def _blocked(rule: Mapping[str, Any]) -> list[str] | None:
    blocked: Mapping[str, list[str]] = rule.get("BlockedEncryptionTypes") or {}
    return blocked.get("EncryptionType")


def _routing_rules(context: Context) -> Any:
    details = context.inputs.get("routingRuleDetails")
    return json.loads(details) if details else context.inputs.get("routingRules")


def _website(context: Context) -> dict[str, Any]:
    parts = ("errorDocument", "indexDocument", "redirectAllRequestsTo")
    return {
        **{name: context.inputs.get(name) for name in parts},
        "routingRules": _routing_rules(context),
    }


def _domain(context: Context) -> str:
    return website_domain(context.region)


def _endpoint(context: Context) -> str:
    return website_endpoint(context.id, context.region)


def _import_acl(identity: str) -> Mapping[str, Any]:
    bucket, *rest = identity.split(",")
    return {"bucket": bucket, **({"acl": rest[-1]} if rest else {})}


_ACL = Resource(
    token="aws:s3/bucketAcl:BucketAcl",
    service="s3",
    id="in.acl && join(',', [in.bucket, in.acl]) || in.bucket",
    create=(Call("PutBucketAcl"),),
    read=(Call("GetBucketAcl", {"Bucket": "in.bucket"}),),
    update=(Call("PutBucketAcl", {"Bucket": "in.bucket"}),),
    outputs={
        "bucket": "in.bucket",
        "accessControlPolicy": "{owner: live.Owner, grants: live.Grants}",
    },
    kept=frozenset({"expectedBucketOwner"}),
    unread=frozenset({"acl"}),
    import_id=_import_acl,
)

# -- settings of which a bucket has several, by name --


def _conditions(extra: str = "") -> Value:
    """Terraform's flat filter in AWS's form, where several conditions stand in an ``And``."""

    def form(context: Context) -> dict[str, Any] | None:
        wanted: Mapping[str, Any] = context.inputs.get("filter") or {}
        tags: Mapping[str, str] = wanted.get("tags") or {}
        single = {name: wanted.get(name) for name in ("prefix", extra) if wanted.get(name)}
        if not single and not tags:
            return None
        if len(single) + len(tags) > 1:
            return {"and": {**single, "tags": [{"Key": k, "Value": v} for k, v in sorted(tags.items())]}}
        return single or {"tag": dict(zip(("Key", "Value"), *tags.items(), strict=True))}

    return form


def _shown_filter(context: Context) -> dict[str, Any] | None:
    live: Mapping[str, Any] = context.live.get("Filter") or {}
    inner: Mapping[str, Any] = live.get("And") or live
    pairs: list[Mapping[str, str]] = inner.get("Tags") or ([inner["Tag"]] if inner.get("Tag") else [])
    tags = {pair["Key"]: pair["Value"] for pair in pairs}
    shown = {"prefix": inner.get("Prefix"), "accessPoint": inner.get("AccessPointArn"), "tags": tags or None}
    return {name: value for name, value in shown.items() if value} or None


def _import_named(identity: str) -> Mapping[str, Any]:
    bucket, _, name = identity.partition(":")
    return {"bucket": bucket, "name": name}


def _named(kind: str, operation: str, config: Value, result: str, props: str) -> Resource:
    keys: dict[str, Value] = {"Bucket": "in.bucket", "Id": "in.name"}
    put: dict[str, Value] = {**keys, operation: config}
    return Resource(
        token=f"aws:s3/{kind[0].lower()}{kind[1:]}:{kind}",
        service="s3",
        id="join(':', [in.bucket, in.name])",
        create=(Call(f"PutBucket{operation}", put, auto=False),),
        read=(Call(f"GetBucket{operation}", keys, result=result),),
        update=(Call(f"PutBucket{operation}", put, auto=False, on=tuple(props.split())),),
        delete=(Call(f"DeleteBucket{operation}", keys),),
        outputs={"bucket": "in.bucket", "name": "live.Id", "filter": _shown_filter},
        autoname=("name", 64),
        import_id=_import_named,
    )


def _tiering(context: Context) -> dict[str, Any]:
    inputs = context.inputs
    return {
        "id": inputs["name"],
        "status": inputs.get("status") or "Enabled",
        "filter": context.eval(_conditions()),
        "tierings": inputs["tierings"],
    }


def _metrics(context: Context) -> dict[str, Any]:
    return {"id": context.inputs["name"], "filter": context.eval(_conditions("accessPoint"))}


_BLOCKS = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")

_VERSIONING = replace(
    _setting(
        "BucketVersioning",
        ("PutBucketVersioning", {"VersioningConfiguration": "in.versioningConfiguration", "MFA": "in.mfa"}),
        ("GetBucketVersioning", "Status && {VersioningConfiguration: @}"),
        None,
        "versioningConfiguration",
        enums={"versioningConfiguration.status": ("Enabled", "Suspended", "Disabled")},
        unread=frozenset({"mfa"}),
    ),
    # A locked bucket's versioning can't be suspended: the provider leaves it as it is.
    delete=(
        Call("GetObjectLockConfiguration", _BUCKET),
        Call(
            "PutBucketVersioning",
            {**_BUCKET, "VersioningConfiguration": "{Status: 'Suspended'}"},
            when="!(out.ObjectLockConfiguration)",
        ),
    ),
)

SETTINGS: tuple[Resource, ...] = (
    _VERSIONING,
    _setting(
        "BucketServerSideEncryptionConfiguration",
        ("PutBucketEncryption", {"ServerSideEncryptionConfiguration": _encryption_rules}),
        ("GetBucketEncryption", "ServerSideEncryptionConfiguration"),
        ("DeleteBucketEncryption", {}),
        "rules",
        enums={"rules[].applyServerSideEncryptionByDefault.sseAlgorithm": "ServerSideEncryption"},
        outputs={"rules": _shown_encryption_rules},
    ),
    _setting(
        "BucketLifecycleConfiguration",
        (
            "PutBucketLifecycleConfiguration",
            {
                "LifecycleConfiguration": "{Rules: in.rules}",
                "TransitionDefaultMinimumObjectSize": "in.transitionDefaultMinimumObjectSize",
            },
        ),
        ("GetBucketLifecycleConfiguration", "Rules && @"),
        ("DeleteBucketLifecycle", {}),
        "rules transitionDefaultMinimumObjectSize",
        enums={
            "rules[].status": "ExpirationStatus",
            "rules[].transitions[].storageClass": "TransitionStorageClass",
            "rules[].noncurrentVersionTransitions[].storageClass": "TransitionStorageClass",
        },
        defaults={"transitionDefaultMinimumObjectSize": "all_storage_classes_128K"},
        kept=frozenset({"timeouts"}),
    ),
    _setting(
        "BucketPolicy",
        ("PutBucketPolicy", {"Policy": "in.policy"}),
        ("GetBucketPolicy", "@"),
        ("DeleteBucketPolicy", {}),
        "policy",
        json=frozenset({"policy"}),
    ),
    _setting(
        "BucketPublicAccessBlock",
        ("PutPublicAccessBlock", {"PublicAccessBlockConfiguration": "in"}),
        ("GetPublicAccessBlock", "PublicAccessBlockConfiguration"),
        ("DeletePublicAccessBlock", {}),
        " ".join(_BLOCKS),
        defaults=dict.fromkeys(_BLOCKS, False),
        kept=frozenset({"skipDestroy"}),
    ),
    _setting(
        "BucketOwnershipControls",
        ("PutBucketOwnershipControls", {"OwnershipControls": "{Rules: [in.rule]}"}),
        ("GetBucketOwnershipControls", "OwnershipControls.{Rule: Rules[0]}"),
        ("DeleteBucketOwnershipControls", {}),
        "rule",
        enums={"rule.objectOwnership": "ObjectOwnership"},
    ),
    _ACL,
    _setting(
        "BucketLogging",
        ("PutBucketLogging", {"BucketLoggingStatus": "{LoggingEnabled: in}"}),
        ("GetBucketLogging", "LoggingEnabled"),
        ("PutBucketLogging", {"BucketLoggingStatus": "`{}`"}),
        "targetBucket targetPrefix targetGrants targetObjectKeyFormat",
    ),
    _setting(
        "BucketCorsConfiguration",
        ("PutBucketCors", {"CORSConfiguration": "{CORSRules: in.corsRules}"}),
        ("GetBucketCors", "@"),
        ("DeleteBucketCors", {}),
        "corsRules",
    ),
    _setting(
        "BucketWebsiteConfiguration",
        ("PutBucketWebsite", {"WebsiteConfiguration": _website}),
        ("GetBucketWebsite", "@"),
        ("DeleteBucketWebsite", {}),
        "errorDocument indexDocument redirectAllRequestsTo routingRules routingRuleDetails",
        outputs={
            "websiteDomain": _domain,
            "websiteEndpoint": _endpoint,
        },
        unread=frozenset({"routingRuleDetails"}),
    ),
    _setting(
        "BucketObjectLockConfiguration",
        (
            "PutObjectLockConfiguration",
            {"ObjectLockConfiguration": "{ObjectLockEnabled: 'Enabled', Rule: in.rule}", "Token": "in.token"},
        ),
        ("GetObjectLockConfiguration", "ObjectLockConfiguration"),
        ("PutObjectLockConfiguration", {"ObjectLockConfiguration": "{ObjectLockEnabled: 'Enabled'}"}),
        "rule objectLockEnabled",
        enums={"rule.defaultRetention.mode": "ObjectLockRetentionMode"},
        defaults={"objectLockEnabled": "Enabled"},
        unread=frozenset({"token"}),
    ),
    _setting(
        "BucketReplicationConfig",
        (
            "PutBucketReplication",
            {"ReplicationConfiguration": "{Role: in.role, Rules: in.rules}", "Token": "in.token"},
        ),
        ("GetBucketReplication", "ReplicationConfiguration"),
        ("DeleteBucketReplication", {}),
        "role rules",
        unread=frozenset({"token"}),
    ),
    _setting(
        "BucketRequestPaymentConfiguration",
        ("PutBucketRequestPayment", {"RequestPaymentConfiguration": "{Payer: in.payer}"}),
        ("GetBucketRequestPayment", "@"),
        ("PutBucketRequestPayment", {"RequestPaymentConfiguration": "{Payer: 'BucketOwner'}"}),
        "payer",
        enums={"payer": "Payer"},
    ),
    _named(
        "BucketIntelligentTieringConfiguration",
        "IntelligentTieringConfiguration",
        _tiering,
        "IntelligentTieringConfiguration",
        "filter status tierings",
    ),
    _named("BucketMetric", "MetricsConfiguration", _metrics, "MetricsConfiguration", "filter"),
)
