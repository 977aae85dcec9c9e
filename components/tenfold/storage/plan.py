"""The rules of S3 that a bucket's arguments must keep. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tenfold.errors import InvalidInputError

# docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, without dots: they break TLS.
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*[a-z0-9]")
_RESERVED = re.compile(r"(xn--|sthree-|amzn-s3-demo-).*|.*(-s3alias|--ol-s3|--x-s3|--table-s3)")
_LONGEST_NAME = 63
_RANDOM_SUFFIX = len("-bucket-") + 7  # what component and engine add to a component's name

# What S3 moves where, and after how many days in the class before: STANDARD_IA and ONEZONE_IA take nothing
# younger than 30 days and keep it for as long. lifecycle-transition-general-considerations.html, same guide.
_INFREQUENT = frozenset({"STANDARD_IA", "ONEZONE_IA"})
_INFREQUENT_DAYS = 30
_ARCHIVES = ("GLACIER", "DEEP_ARCHIVE")
_NEXT_CLASSES = {
    "STANDARD_IA": ("INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", *_ARCHIVES),
    "INTELLIGENT_TIERING": ("ONEZONE_IA", "GLACIER_IR", *_ARCHIVES),
    "ONEZONE_IA": _ARCHIVES,
    "GLACIER_IR": _ARCHIVES,
    "GLACIER": ("DEEP_ARCHIVE",),
    "DEEP_ARCHIVE": (),
}

# The statements of ours in a bucket's policy, and those that let a service write its logs.
LOG_SIDS = {
    "logging.s3.amazonaws.com": "AllowS3AccessLogs",
    "logdelivery.elasticloadbalancing.amazonaws.com": "AllowLoadBalancerLogs",
    # AWS's own name: it adds a statement to the policy, against ours, where it finds none that it knows.
    "delivery.logs.amazonaws.com": "AWSLogDeliveryWrite",
}
OWN_SIDS = ("DenyPlainHttp", "DenyOldTls", "AllowCloudFront", *LOG_SIDS.values())


def check_unique(field: str, ids: Sequence[str]) -> None:
    """Refuse an id that is given twice or taken by the component itself."""
    for id_ in ids:
        if ids.count(id_) > 1:
            raise InvalidInputError(field, id_, "each id once, and none of the component's own", "Rename it.")


def check_bucket_name(field: str, name: str, limit: int = _LONGEST_NAME) -> None:
    """Refuse a name that S3 refuses or that TLS can't be used with."""
    if 3 <= len(name) <= limit and _NAME.fullmatch(name) and not _RESERVED.fullmatch(name):
        return
    allowed = (
        f"3 to {limit} lower-case letters, digits and inner dashes, with no prefix or suffix that S3 reserves"
    )
    raise InvalidInputError(field, name, allowed, "Take another name.")


def check_component_name(name: str) -> None:
    """Refuse a component's name from which no bucket's name can be made."""
    check_bucket_name("Bucket name", name, _LONGEST_NAME - _RANDOM_SUFFIX)


def check_replicated_name(name: str) -> None:
    """Refuse a component's name from which the names of the roles that copy can't be made."""
    longest = 64 - len("-replication-back-role") - 8  # IAM's limit, less what component and Pulumi add
    if len(name) > longest:
        allowed = f"up to {longest} characters with a replica"
        remedy = "The roles that copy are named after it: take a shorter one."
        raise InvalidInputError("Bucket name", name, allowed, remedy)


def check_transitions(
    field: str, transitions: Sequence[tuple[int, str]], expiration_days: int | None
) -> None:
    """Refuse transitions that are too early, out of order, not offered by S3, or later than the object's end.

    Args:
        field: the field as the user writes it.
        transitions: days and storage class, in order.
        expiration_days: the object's end, if it has one.
    """
    earliest, before = 0, None
    for days, storage_class in transitions:
        if before and storage_class not in _NEXT_CLASSES[before]:
            allowed = f"after {before}: {', '.join(_NEXT_CLASSES[before]) or 'no other class'}"
            raise InvalidInputError(field, storage_class, allowed, "S3 moves objects one way only: reorder.")
        youngest = max(earliest, _INFREQUENT_DAYS if storage_class in _INFREQUENT else 0)
        if days < youngest:
            raise InvalidInputError(
                field, days, f"{youngest} days or more for {storage_class}", "Move it later or reorder them."
            )
        earliest = days + (_INFREQUENT_DAYS if storage_class in _INFREQUENT else 1)
        before = storage_class
    if transitions and expiration_days is not None and expiration_days <= transitions[-1][0]:
        allowed = f"{transitions[-1][0] + 1} days or more, after the last transition"
        raise InvalidInputError(field, expiration_days, allowed, "Expire later or drop the transition.")


REPLICATION_RULE = "everything"


def replication_permissions(
    source_arn: str, destination_arn: str, source_key_arn: str | None, destination_key_arn: str | None
) -> dict[str, object]:
    """What S3 needs to copy from one bucket to the other, and no more.

    From the Amazon S3 User Guide, "Setting up permissions for live replication" and "Replicating encrypted
    objects".
    """
    statements = [
        _allow(["s3:GetReplicationConfiguration", "s3:ListBucket"], source_arn),
        _allow(
            [
                "s3:GetObjectVersionForReplication",
                "s3:GetObjectVersionAcl",
                "s3:GetObjectVersionTagging",
                "s3:GetObjectRetention",
                "s3:GetObjectLegalHold",
            ],
            f"{source_arn}/*",
        ),
        _allow(["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"], f"{destination_arn}/*"),
    ]
    for key_arn, actions in (
        (source_key_arn, ["kms:Decrypt"]),
        (destination_key_arn, ["kms:Encrypt", "kms:GenerateDataKey"]),
    ):
        if key_arn:
            service = f"s3.{key_arn.split(':')[3]}.amazonaws.com"
            statements.append(
                {**_allow(actions, key_arn), "Condition": {"StringEquals": {"kms:ViaService": service}}}
            )
    return {"Version": "2012-10-17", "Statement": statements}


def _allow(actions: Sequence[str], resource: str) -> dict[str, object]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": resource}


def check_replica(region: str | None, replica_region: str, versioning: bool) -> None:
    """Refuse a copy in the bucket's own region, and one without the versions that S3 copies."""
    if region == replica_region:
        raise InvalidInputError(
            "Replica.region", replica_region, f"a region other than {region}", "Name the standby region."
        )
    if not versioning:
        raise InvalidInputError(
            "BucketArgs.replica", replica_region, "none with versioning=False", "Keep versioning."
        )
