"""Addresses of S3 websites."""

from __future__ import annotations

# The regions of S3's first years have a dash where later ones have a dot.
_DASHED = frozenset(
    {
        "ap-northeast-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "eu-west-1",
        "sa-east-1",
        "us-east-1",
        "us-west-1",
        "us-west-2",
    }
)


def website_domain(region: str) -> str:
    """The domain that a region's websites lie in."""
    return f"s3-website{'-' if region in _DASHED else '.'}{region}.amazonaws.com"


def website_endpoint(bucket: str, region: str) -> str:
    """A bucket's website."""
    return f"{bucket}.{website_domain(region)}"
