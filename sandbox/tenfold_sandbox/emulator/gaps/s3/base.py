"""What S3's parts share."""

from __future__ import annotations

from typing import Any

from .. import Call, Gaps, refuse
from ..references import backend

GAPS = Gaps("s3")


def bucket_of(call: Call) -> Any:
    """Moto's model of the bucket that the call names, or AWS's refusal."""
    return find_bucket(call, call.params["Bucket"]) or refuse(
        "NoSuchBucket", f"The specified bucket does not exist: {call.params['Bucket']}"
    )


def find_bucket(call: Call, name: str) -> Any | None:
    """Moto's model of a bucket, given by name or ARN."""
    return backend(call, "s3").buckets.get(name.removeprefix(f"arn:{call.partition}:s3:::"))
