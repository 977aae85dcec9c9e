"""Rules of a bucket, of which it may have many: lifecycle, CORS, notifications and policy statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from tenfold.args import Args, Input
from tenfold.errors import InvalidInputError
from tenfold.storage import plan


class StorageClass(StrEnum):
    """Where a lifecycle rule moves objects to."""

    INTELLIGENT_TIERING = "INTELLIGENT_TIERING"
    STANDARD_IA = "STANDARD_IA"
    ONEZONE_IA = "ONEZONE_IA"
    GLACIER_INSTANT_RETRIEVAL = "GLACIER_IR"
    GLACIER_FLEXIBLE_RETRIEVAL = "GLACIER"
    GLACIER_DEEP_ARCHIVE = "DEEP_ARCHIVE"


class Transition(Args):
    """One move of an object to a cheaper storage class."""

    days: int = Field(ge=0)
    """Days after the object's creation; 30 or more for the two IA classes."""

    storage_class: StorageClass


class LifecycleRule(Args):
    """What happens to the objects under a prefix as they age."""

    id: str = Field(min_length=1, max_length=255)
    """Unique in the bucket, and not ``default``, which is the rule that the bucket always has."""

    prefix: str
    """The start of the objects' keys; empty is all of them."""

    transitions: Sequence[Transition] = ()
    """Moves in the order of time, each to a class that S3 offers after the one before; 30 days or more stay
    between an IA class and the next."""

    expiration_days: int | None = Field(default=None, ge=1)
    """Days after creation when the current version ends."""

    noncurrent_expiration_days: int | None = Field(default=None, ge=1)
    """Days after a version is superseded when it is deleted for good."""

    noncurrent_versions_to_keep: int | None = Field(default=None, ge=1, le=100)
    """Superseded versions to keep however old they are; needs noncurrent_expiration_days."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        field = f"LifecycleRule.{self.id}"
        moves = [(move.days, move.storage_class.value) for move in self.transitions]
        plan.check_transitions(field, moves, self.expiration_days)
        if not (moves or self.expiration_days or self.noncurrent_expiration_days):
            allowed = "a transition, expiration_days or noncurrent_expiration_days"
            raise InvalidInputError(field, None, allowed, "Say what the rule does, or remove it.")
        if self.noncurrent_versions_to_keep and not self.noncurrent_expiration_days:
            allowed = "noncurrent_versions_to_keep beside noncurrent_expiration_days"
            raise InvalidInputError(field, self.noncurrent_versions_to_keep, allowed, "Set both.")
        return self


class HttpMethod(StrEnum):
    """What a page of another origin may do."""

    DELETE = "DELETE"
    GET = "GET"
    HEAD = "HEAD"
    POST = "POST"
    PUT = "PUT"


class CorsRule(Args):
    """Pages of these origins may read or write from a browser."""

    allowed_origins: Sequence[str] = Field(min_length=1)
    """Such as ``https://app.example.com``; one ``*`` each at most."""

    allowed_methods: Sequence[HttpMethod] = Field(min_length=1)

    allowed_headers: Sequence[str] = ()
    """Request headers that a preflight may ask for."""

    expose_headers: Sequence[str] = ()
    """Response headers that a page may read."""

    max_age_seconds: int = Field(default=3600, ge=0)
    """How long a browser remembers a preflight's answer."""


class NotificationTarget(StrEnum):
    """The kind of a notification's target."""

    FUNCTION = "function"
    """A Lambda function; the component lets S3 invoke it."""
    QUEUE = "queue"
    """A standard SQS queue, whose policy must let s3.amazonaws.com send."""
    TOPIC = "topic"
    """A standard SNS topic, whose policy must let s3.amazonaws.com publish."""


class Event(StrEnum):
    """What S3 tells of."""

    OBJECT_CREATED = "s3:ObjectCreated:*"
    OBJECT_REMOVED = "s3:ObjectRemoved:*"
    OBJECT_RESTORE = "s3:ObjectRestore:*"
    OBJECT_TAGGING = "s3:ObjectTagging:*"
    LIFECYCLE_EXPIRATION = "s3:LifecycleExpiration:*"
    LIFECYCLE_TRANSITION = "s3:LifecycleTransition"
    INTELLIGENT_TIERING = "s3:IntelligentTiering"
    REPLICATION = "s3:Replication:*"


class Notification(Args):
    """Tell a target of events on the objects under a prefix with a suffix."""

    id: str = Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9-]+$")
    """Unique in the bucket; a change sets the notification anew."""

    target: NotificationTarget
    target_arn: Input[str]
    events: Sequence[Event] = Field(min_length=1)
    prefix: str = ""
    suffix: str = ""


class Effect(StrEnum):
    """Whether a statement lets or forbids."""

    ALLOW = "Allow"
    DENY = "Deny"


class PrincipalType(StrEnum):
    """Who a statement is about."""

    AWS = "AWS"
    FEDERATED = "Federated"
    SERVICE = "Service"


class PolicyStatement(Args):
    """One more statement of the bucket's policy, on this bucket and its objects."""

    sid: str = Field(pattern=r"^[A-Za-z0-9]+$")
    """Unique in the policy."""

    actions: Sequence[str] = Field(min_length=1)
    """Such as ``s3:GetObject``."""

    principals: Mapping[PrincipalType, Sequence[Input[str]]] = Field(min_length=1)
    """ARNs or account ids under AWS, names such as ``cloudfront.amazonaws.com`` under SERVICE."""

    effect: Effect = Effect.ALLOW

    key_prefix: str = ""
    """The start of the keys of the objects that it is about."""

    conditions: Mapping[str, Mapping[str, Input[str | Sequence[str]]]] = {}
    """Values by key by operator, as in ``{"StringEquals": {"aws:SourceArn": distribution.arn}}``."""
