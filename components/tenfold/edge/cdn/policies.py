"""What CloudFront keeps, and what it passes on. The values are ids that AWS publishes and never changes."""

from __future__ import annotations

from enum import StrEnum


class CachePolicy(StrEnum):
    """AWS's own cache policies (Amazon CloudFront Developer Guide, "Use managed cache policies")."""

    OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
    """A day, or what the origin says; neither cookies nor query strings tell objects apart: for files."""
    DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    """Nothing is kept: for what differs for each user."""
    ORIGIN_HEADERS = "83da9c7e-98b4-4e11-a168-04f0df8e2c65"
    """What the origin's Cache-Control says, told apart by host and cookies, not by query strings."""
    ORIGIN_HEADERS_AND_QUERY = "4cc15a8a-d715-48a4-82b8-cc0b614638fe"
    """As ORIGIN_HEADERS, told apart by query strings too."""


class OriginRequestPolicy(StrEnum):
    """AWS's own origin request policies (Amazon CloudFront Developer Guide, "Use managed origin request
    policies")."""

    ALL_VIEWER = "216adef6-5c7f-47e4-b989-5492eafa07d3"
    """Everything that the viewer sent, the Host header included."""
    ALL_VIEWER_EXCEPT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
    """Everything but the Host header, which becomes the origin's."""
    CORS_S3 = "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf"
    """What a bucket needs to answer other origins' pages."""


READING = ("GET", "HEAD", "OPTIONS")
ALL = (*READING, "PUT", "POST", "PATCH", "DELETE")
