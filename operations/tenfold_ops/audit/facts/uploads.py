"""Multipart uploads to S3 that nobody finished."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ..finding import Resource
from .asking import Described, Place

_CLASSIC_REGION = "us-east-1"
"""What S3 calls by no name (Amazon S3 API reference: GetBucketLocation)."""


@dataclass(frozen=True)
class Upload:
    """One upload that is neither completed nor aborted."""

    started: datetime
    stored_bytes: int


@dataclass(frozen=True)
class Bucket:
    """A bucket with such uploads."""

    resource: Resource
    uploads: Sequence[Upload]


def read(place: Place) -> list[Bucket]:
    found: list[Bucket] = []
    for each in place.all("s3", "list_buckets", "Buckets", BucketRegion=place.region):
        if _region(place, each) == place.region:
            name: str = each["Name"]
            uploads = place.all("s3", "list_multipart_uploads", "Uploads", Bucket=name)
            if uploads:
                found.append(
                    Bucket(Resource(name, place.region), [_upload(place, name, one) for one in uploads])
                )
    return found


def _region(place: Place, bucket: Described) -> str:
    if "BucketRegion" in bucket:
        return bucket["BucketRegion"]
    return (
        place.client("s3").get_bucket_location(Bucket=bucket["Name"])["LocationConstraint"] or _CLASSIC_REGION
    )


def _upload(place: Place, bucket: str, upload: Described) -> Upload:
    parts = place.all(
        "s3", "list_parts", "Parts", Bucket=bucket, Key=upload["Key"], UploadId=upload["UploadId"]
    )
    return Upload(upload["Initiated"], sum(part["Size"] for part in parts))
