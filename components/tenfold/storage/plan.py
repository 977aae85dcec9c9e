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

# S3 moves nothing younger there: lifecycle-transition-general-considerations.html in the same guide.
_YOUNGEST_DAYS = {"STANDARD_IA": 30, "ONEZONE_IA": 30}

# The statements of ours in a bucket's policy, and those that let a service write its logs.
LOG_SIDS = {
    "logging.s3.amazonaws.com": "AllowS3AccessLogs",
    "logdelivery.elasticloadbalancing.amazonaws.com": "AllowLoadBalancerLogs",
}
OWN_SIDS = ("DenyPlainHttp", "DenyOldTls", *LOG_SIDS.values())


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
    check_bucket_name("Bucket's name", name, _LONGEST_NAME - _RANDOM_SUFFIX)


def check_transitions(
    field: str, transitions: Sequence[tuple[int, str]], expiration_days: int | None
) -> None:
    """Refuse transitions that are too early, out of order, or later than the object's end.

    Args:
        field: the field as the user writes it.
        transitions: days and storage class, in order.
        expiration_days: the object's end, if it has one.
    """
    earliest = 0
    for days, storage_class in transitions:
        youngest = max(earliest, _YOUNGEST_DAYS.get(storage_class, 0))
        if days < youngest:
            raise InvalidInputError(
                field, days, f"{youngest} days or more for {storage_class}", "Move it later or reorder them."
            )
        earliest = days + 1
    if transitions and expiration_days is not None and expiration_days < earliest:
        allowed = f"{earliest} days or more, after the last transition"
        raise InvalidInputError(field, expiration_days, allowed, "Expire later or drop the transition.")
