"""Where a CDN gets from what it has not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self

from pydantic import Field, model_validator

from tenfold.args import Args, Input
from tenfold.edge import names
from tenfold.errors import InvalidInputError


class Origin(Args):
    """What every origin has."""

    path: str = ""
    """What is put before the paths that viewers ask for, such as ``/site``; no slash at its end."""
    connection_attempts: int = Field(default=3, ge=1, le=3)
    """How often CloudFront tries to connect before it answers 504, or asks the failover's secondary."""
    connection_timeout_seconds: int = Field(default=5, ge=1, le=10)
    """How long each attempt waits. 5 with three attempts, so that failing over takes 15 seconds at most
    instead of AWS's 30 (Amazon CloudFront Developer Guide, "Control origin timeouts and attempts")."""
    shield_region: str | None = None
    """A region near the origin through which all others ask, so that the origin is asked once (Origin Shield,
    priced by the request); None is none."""

    @model_validator(mode="after")
    def _check_path(self) -> Self:
        if self.path and (not self.path.startswith("/") or self.path.endswith("/")):
            allowed = "empty, or a path with a slash at its beginning and none at its end"
            raise InvalidInputError(f"{type(self).__name__}.path", self.path, allowed, "Mend the path.")
        return self


class BucketOrigin(Origin):
    """A private bucket that CloudFront reads with signed requests (origin access control). Its policy has to
    let it: see ``Cdn.reader``."""

    bucket_regional_domain_name: Input[str]
    """A ``Bucket`` gives it under this name."""


class LoadBalancerOrigin(Origin):
    """A load balancer in private subnets, reached from CloudFront's network through AWS's own (a VPC origin).
    A ``LoadBalancer`` gives it as ``origin``. It has to let CloudFront in: ``allow_cloudfront``."""

    load_balancer_arn: Input[str]
    dns_name: Input[str]
    """Its DNS name."""
    certificate_names: Sequence[str] = Field(min_length=1)
    """The names that its certificates cover. CloudFront passes the viewer's Host header on, and refuses to
    talk to a server whose certificate doesn't cover it (Amazon CloudFront Developer Guide, "Require HTTPS for
    communication between CloudFront and your custom origin")."""
    read_timeout_seconds: int = Field(default=30, ge=1, le=60)
    """How long it waits for an answer, and for each further part of it."""
    keepalive_timeout_seconds: int = Field(default=60, ge=1, le=60)
    """How long a connection without requests is kept; as long as the load balancer keeps it."""


class HttpsOrigin(Origin):
    """A server on the internet, spoken to over TLS 1.2 or later alone."""

    domain_name: Input[str]
    """Its host name, which its certificate has to cover. It sees this name in the Host header, not the
    viewer's."""
    headers: Mapping[str, Input[str]] = Field(default_factory=dict[str, Input[str]])
    """Headers that it gets with every request, such as a secret by which it knows the CDN: put that into an
    ``Output.secret``."""
    read_timeout_seconds: int = Field(default=30, ge=1, le=60)
    """How long it waits for an answer, and for each further part of it."""
    keepalive_timeout_seconds: int = Field(default=5, ge=1, le=60)
    """How long a connection without requests is kept."""

    @model_validator(mode="after")
    def _check_name(self) -> Self:
        if isinstance(self.domain_name, str):
            names.check_domain_name("HttpsOrigin.domain_name", self.domain_name, wildcard=False)
        return self
