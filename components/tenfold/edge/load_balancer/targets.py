"""What the user says about a load balancer's targets and rules."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from tenfold.args import Args, Label
from tenfold.errors import InvalidInputError


class TargetProtocol(StrEnum):
    """What is spoken to the targets."""

    HTTPS = "HTTPS"
    """Encrypted; the load balancer takes any certificate, so that one of the target's own making will do."""
    HTTP = "HTTP"
    """Plain, in the network."""


class ProtocolVersion(StrEnum):
    """Which HTTP is spoken to the targets."""

    HTTP1 = "HTTP1"
    HTTP2 = "HTTP2"
    GRPC = "GRPC"


class TargetType(StrEnum):
    """How targets are named."""

    IP = "ip"
    """By their addresses, such as those of pods."""
    INSTANCE = "instance"
    """By the instances that they run on, such as nodes."""


class Balancing(StrEnum):
    """Which target is next."""

    LEAST_OUTSTANDING_REQUESTS = "least_outstanding_requests"
    """The one that has the fewest requests in work."""
    ROUND_ROBIN = "round_robin"
    WEIGHTED_RANDOM = "weighted_random"
    """Any, but fewer for those that fail more than the others (anomaly mitigation)."""


class HealthCheck(Args):
    """When a target gets requests. By default one that fails is out after 30 seconds and back after 20."""

    path: str = Field(default="/", pattern=r"^/\S*$")
    """What is asked for; of gRPC a method, such as ``/grpc.health.v1.Health/Check``."""
    success_codes: str = "200"
    """Status codes that are well, such as ``200-299`` or ``200,204``; of gRPC such as ``0``."""
    interval_seconds: int = Field(default=10, ge=5, le=300)
    """Between two checks; AWS's own default of 30 leaves a broken target in for a minute and more."""
    timeout_seconds: int = Field(default=5, ge=2, le=120)
    """How long an answer may take; less than the interval."""
    healthy_threshold: int = Field(default=2, ge=2, le=10)
    """Checks in a row that bring a target back."""
    unhealthy_threshold: int = Field(default=3, ge=2, le=10)
    """Checks in a row that take it out."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.timeout_seconds >= self.interval_seconds:
            allowed = f"less than interval_seconds, {self.interval_seconds}"
            raise InvalidInputError(
                "HealthCheck.timeout_seconds", self.timeout_seconds, allowed, "Shorten it."
            )
        return self


class TargetGroup(Args):
    """Servers that answer the same requests. Kubernetes' load balancer controller registers pods in it by a
    TargetGroupBinding; AWS's own services by its ARN."""

    port: int = Field(ge=1, le=65535)
    """The targets' port. A change of this, the protocol or the type makes a new group beside the old one."""
    protocol: TargetProtocol = TargetProtocol.HTTPS
    """What is spoken to them."""
    protocol_version: ProtocolVersion = ProtocolVersion.HTTP1
    """Which HTTP."""
    target_type: TargetType = TargetType.IP
    """How they are named: addresses save the way through a node's port."""
    health_check: HealthCheck = HealthCheck()
    """When they get requests."""
    balancing: Balancing = Balancing.LEAST_OUTSTANDING_REQUESTS
    """Which is next. By what they have in work, since requests differ in what they cost."""
    deregistration_delay_seconds: int = Field(default=30, ge=0, le=3600)
    """How long requests in work may take to end once a target goes. AWS's own default of 300 holds a rolling
    update up; longer requests, such as downloads, need more."""
    slow_start_seconds: int = Field(default=0, ge=0, le=900)
    """How long a new target's share grows, 30 or more; 0 is at once. Only with ROUND_ROBIN."""
    sticky_seconds: int | None = Field(default=None, ge=1, le=604800)
    """How long a client stays with one target, by a cookie. None, since sessions are kept in a cache: a
    target that is lost then loses nothing."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        slow = self.slow_start_seconds
        if slow and (slow < 30 or self.balancing is not Balancing.ROUND_ROBIN):
            allowed = "0, or 30 and more with ROUND_ROBIN"
            remedy = "AWS has slow start with that only."
            raise InvalidInputError("TargetGroup.slow_start_seconds", slow, allowed, remedy)
        codes = self.health_check.success_codes
        grpc = self.protocol_version is ProtocolVersion.GRPC
        pattern = r"\d{1,2}([,-]\d{1,2})*" if grpc else r"[2-4]\d\d([,-][2-4]\d\d)*"
        if not re.fullmatch(pattern, codes):
            allowed = "codes from 0 to 99, as gRPC has" if grpc else "codes from 200 to 499"
            raise InvalidInputError("HealthCheck.success_codes", codes, allowed, "Mend the codes.")
        return self


Weight = Annotated[int, Field(ge=0, le=999)]


class ListenerRule(Args):
    """Requests that go to some target groups."""

    priority: int = Field(ge=1, le=50000)
    """Lower ones are asked first; each number once."""
    target_groups: Mapping[Label, Weight] = Field(min_length=1, max_length=5)
    """Where to, and each one's weight among them: ``{"app": 1}``, or ``{"app": 9, "next": 1}`` for a
    tenth."""
    hosts: Sequence[str] = Field(default=(), max_length=5)
    """Host names, such as ``api.example.com`` or ``*.example.com``; empty is all."""
    paths: Sequence[str] = Field(default=(), max_length=5)
    """Paths, such as ``/api/*``; empty is all, but hosts or paths there must be."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not 1 <= len(self.hosts) + len(self.paths) <= 5:
            allowed = "1 to 5 hosts and paths together: AWS's limit for a rule"
            given = [*self.hosts, *self.paths]
            raise InvalidInputError(
                "ListenerRule.hosts", given, allowed, "Use hosts=['*'] for all, or split it."
            )
        return self
