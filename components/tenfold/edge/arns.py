"""What an ARN says of its place. Pure."""

from __future__ import annotations

from tenfold.errors import InvalidInputError

GLOBAL_REGION = "us-east-1"
"""Where CloudFront's metrics, its certificates and its web ACLs are: CloudFront's own resources have no
region (Amazon CloudFront Developer Guide, "Requirements for using SSL/TLS certificates with CloudFront")."""


def region_of(arn: str) -> str:
    """The region in an ARN; empty where it has none."""
    parts = arn.split(":")
    return parts[3] if len(parts) > 5 else ""


def check_region(field: str, arn: object, region: str | None, remedy: str) -> None:
    """Refuse an ARN of another region; what is no text yet, and any if None is wanted, passes.

    Raises:
        InvalidInputError: it is of another region.
    """
    if isinstance(arn, str) and region is not None and region_of(arn) != region:
        raise InvalidInputError(field, arn, f"an ARN of the region {region}", remedy)
