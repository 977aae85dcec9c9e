"""Bucket configurations, kept as they were put.

Moto answers some with parts left out, and takes others that it doesn't know for a new bucket. A kept
document lies with moto's bucket and goes with it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from ...messages import Document
from .. import Call, refuse, store
from .base import GAPS, bucket_of

# Kept beside moto's own, which validates first: put operation → get operation, delete operation or None, and
# how the parameters of the one become the result of the other.
_KEPT: dict[str, tuple[str, str | None, Callable[[Document], Document]]] = {
    "PutBucketLifecycleConfiguration": (
        "GetBucketLifecycleConfiguration",
        "DeleteBucketLifecycle",
        lambda params: {
            "Rules": params["LifecycleConfiguration"]["Rules"],
            "TransitionDefaultMinimumObjectSize": params.get(
                "TransitionDefaultMinimumObjectSize", "all_storage_classes_128K"
            ),
        },
    ),
    "PutObjectLockConfiguration": (
        "GetObjectLockConfiguration",
        None,
        lambda params: {"ObjectLockConfiguration": params["ObjectLockConfiguration"]},
    ),
    "PutBucketNotificationConfiguration": (
        "GetBucketNotificationConfiguration",
        None,
        lambda params: _with_ids(params["NotificationConfiguration"]),
    ),
    "PutBucketEncryption": (
        "GetBucketEncryption",
        "DeleteBucketEncryption",
        lambda params: {"ServerSideEncryptionConfiguration": params["ServerSideEncryptionConfiguration"]},
    ),
    "PutBucketLogging": ("GetBucketLogging", None, lambda params: params["BucketLoggingStatus"]),
    "PutBucketReplication": (
        "GetBucketReplication",
        "DeleteBucketReplication",
        lambda params: {"ReplicationConfiguration": params["ReplicationConfiguration"]},
    ),
    "PutBucketRequestPayment": (
        "GetBucketRequestPayment",
        None,
        lambda params: {"Payer": params["RequestPaymentConfiguration"]["Payer"]},
    ),
}
# Configurations of which a bucket has several, by id; all ours.
_MANY = ("IntelligentTiering", "Metrics", "Analytics", "Inventory")
# What moto would take for something else.
_UNKNOWN = (
    "CreateBucketMetadataConfiguration",
    "CreateBucketMetadataTableConfiguration",
    "DeleteBucketMetadataConfiguration",
    "DeleteBucketMetadataTableConfiguration",
    "GetBucketAbac",
    "GetBucketMetadataConfiguration",
    "GetBucketMetadataTableConfiguration",
    "ListDirectoryBuckets",
    "PutBucketAbac",
    "UpdateBucketMetadataAnnotationTableConfiguration",
    "UpdateBucketMetadataInventoryTableConfiguration",
    "UpdateBucketMetadataJournalTableConfiguration",
)


@GAPS.replaces(*_UNKNOWN)
def refuse_unknown(call: Call) -> Document:
    raise NotImplementedError(call.operation)


@GAPS.amends(*_KEPT)
def keep(call: Call, _result: Document) -> None:
    getter, _, shape = _KEPT[call.operation]
    store(bucket_of(call), "kept")[getter] = shape(call.params)


@GAPS.replaces(*(getter for getter, _, _ in _KEPT.values()))
def get_kept(call: Call) -> Document | None:
    kept = store(bucket_of(call), "kept").get(call.operation)
    if kept is None and call.operation == "GetBucketRequestPayment":
        return {"Payer": "BucketOwner"}
    return kept


@GAPS.amends(*(delete for _, delete, _ in _KEPT.values() if delete))
def drop_kept(call: Call, _result: Document) -> None:
    for getter, delete, _ in _KEPT.values():
        if delete == call.operation:
            store(bucket_of(call), "kept").pop(getter, None)


def _with_ids(configuration: Document) -> Document:
    """A notification's configurations have an id, which AWS makes up if none is given."""
    return {
        name: value
        if name == "EventBridgeConfiguration"
        else [{"Id": str(uuid.uuid4()), **item} for item in value]
        for name, value in configuration.items()
    }


def _kind(call: Call) -> str:
    return next(kind for kind in _MANY if f"Bucket{kind}Configuration" in call.operation)


@GAPS.replaces(*(f"PutBucket{kind}Configuration" for kind in _MANY))
def put_one(call: Call) -> Document:
    kind = _kind(call)
    configuration = call.params[f"{kind}Configuration"]
    if configuration["Id"] != call.params["Id"]:
        refuse("InvalidArgument", f"The id in the request, {call.params['Id']}, is not the configuration's")
    store(bucket_of(call), kind)[call.params["Id"]] = configuration
    return {}


@GAPS.replaces(*(f"GetBucket{kind}Configuration" for kind in _MANY))
def get_one(call: Call) -> Document:
    kind = _kind(call)
    found = store(bucket_of(call), kind).get(call.params["Id"])
    return {f"{kind}Configuration": found or _refuse_missing(call)}


@GAPS.replaces(*(f"ListBucket{kind}Configurations" for kind in _MANY))
def list_all(call: Call) -> Document:
    kind = _kind(call)
    found = list(store(bucket_of(call), kind).values())
    return {"IsTruncated": False, f"{kind}ConfigurationList": found}


@GAPS.replaces(*(f"DeleteBucket{kind}Configuration" for kind in _MANY))
def delete_one(call: Call) -> Document:
    if store(bucket_of(call), _kind(call)).pop(call.params["Id"], None) is None:
        _refuse_missing(call)
    return {}


def _refuse_missing(call: Call) -> Document:
    return refuse("NoSuchConfiguration", f"The specified configuration does not exist: {call.params['Id']}")


@GAPS.amends("CreateBucket")
def set_defaults(call: Call, _result: Document) -> None:
    """Since 2023 a new bucket is encrypted, owned in whole by its owner and closed to the public."""
    from moto.s3.models import PublicAccessBlock

    bucket = bucket_of(call)
    bucket.public_access_block = bucket.public_access_block or PublicAccessBlock(True, True, True, True)
    bucket.ownership_rule = bucket.ownership_rule or "BucketOwnerEnforced"
    if bucket.encryption is None:
        default = {
            "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"},
            "BucketKeyEnabled": "false",
        }
        bucket.encryption = {"Rule": default}
