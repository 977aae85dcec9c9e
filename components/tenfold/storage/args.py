"""What the user says about a bucket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Self

from pydantic import Field, field_validator, model_validator

from tenfold.args import Args, Input
from tenfold.errors import InvalidInputError
from tenfold.storage import plan
from tenfold.storage.rules import CorsRule, LifecycleRule, Notification, PolicyStatement


class ObjectLockMode(StrEnum):
    """Who can shorten a locked version's life."""

    GOVERNANCE = "GOVERNANCE"
    """Those with s3:BypassGovernanceRetention."""
    COMPLIANCE = "COMPLIANCE"
    """Nobody, the account's root user included; the bucket can't be deleted until all locks have ended."""


class ObjectLock(Args):
    """Keep each new version from being deleted or overwritten for a time."""

    days: int = Field(ge=1, le=36500)
    """Days from the version's creation."""

    mode: ObjectLockMode = ObjectLockMode.GOVERNANCE
    """COMPLIANCE can never be taken back, so it is not the default."""


class LogSource(StrEnum):
    """Services that deliver logs into the bucket."""

    S3_ACCESS_LOGS = "logging.s3.amazonaws.com"
    LOAD_BALANCERS = "logdelivery.elasticloadbalancing.amazonaws.com"
    """Application and Classic Load Balancers; a Network Load Balancer delivers by VENDED_LOGS."""
    VENDED_LOGS = "delivery.logs.amazonaws.com"
    """Services whose logs CloudWatch delivers, such as CloudFront's and a Network Load Balancer's."""


class Replica(Args):
    """A copy of the bucket in another region, which S3 keeps up to date."""

    region: str
    """The copy's region. A change replaces the copy, not the bucket."""

    bucket_name: str | None = None
    """The copy's name, unique in the world; None lets Pulumi make one."""

    kms_key_arn: Input[str] | None = None
    """The key, of the copy's region, that encrypts the copy. None makes one there if the bucket is encrypted
    by a key, and else encrypts as the bucket does (SSE-S3)."""

    both_ways: bool = True
    """Copy back what is written to the copy, so that it can take over and be relieved again. S3 never copies
    a copy, so that nothing goes round in circles."""

    @field_validator("bucket_name")
    @classmethod
    def _check_name(cls, value: str | None) -> str | None:
        if value is not None:
            plan.check_bucket_name("Replica.bucket_name", value)
        return value


class BucketArgs(Args):
    """A private, encrypted, versioned bucket. Nothing is required."""

    bucket_name: str | None = None
    """The bucket's name, unique in the world; None lets Pulumi make one from the component's name.
    A change replaces the bucket, which leaves the objects behind."""

    region: str | None = None
    """The AWS region; None is the provider's. A change replaces the bucket."""

    kms_key_arn: Input[str] | None = None
    """The KMS key of the region to encrypt with, through a bucket key that saves most KMS requests.
    None encrypts with keys that S3 manages (SSE-S3). Holds for new objects."""

    versioning: bool = True
    """Keep superseded and deleted versions; object lock and replication need it. False suspends it on a
    bucket that had it: versions stay."""

    object_lock: ObjectLock | None = None
    """Lock new versions. It can be added to a bucket at any time, in place, but S3 never switches it off
    again: None then only drops the default period."""

    abort_incomplete_upload_days: int = Field(default=7, ge=1)
    """Days after which the parts of an upload that was never completed are deleted: they cost, unseen."""

    noncurrent_expiration_days: int | None = Field(default=90, ge=1)
    """Days that a superseded or deleted version can still be restored; None keeps all."""

    intelligent_tiering_days: int | None = Field(default=30, ge=0)
    """Days after which objects of 128 KB or more move to Intelligent-Tiering, which has no retrieval fee.
    None, or an earlier expiration_days, leaves them in Standard."""

    expiration_days: int | None = Field(default=None, ge=1)
    """Days after which every object ends, as in a bucket of logs; None keeps objects."""

    lifecycle_rules: Sequence[LifecycleRule] = ()
    """Further rules, by prefix."""

    access_log_bucket: Input[str] | None = None
    """The name of a bucket of the same region and account whose log_sources has S3_ACCESS_LOGS."""

    access_log_prefix: str | None = None
    """The start of the log objects' keys; None is the component's name and a slash."""

    log_sources: Sequence[LogSource] = ()
    """Services of this account that may write their logs here. They can write with SSE-S3 only and into no
    locked bucket."""

    cloudfront_distribution_arns: Sequence[Input[str]] = ()
    """CloudFront distributions that may read the objects, such as a ``Cdn``'s. They can't read what is
    encrypted by KMS unless the key's policy lets them too."""

    cors_rules: Sequence[CorsRule] = Field(default=(), max_length=100)
    """What a browser's page of another origin may do; none by default."""

    event_bridge: bool = False
    """Send all of the bucket's events to EventBridge's default bus."""

    notifications: Sequence[Notification] = ()
    """Events to queues, topics and functions."""

    policy_statements: Sequence[PolicyStatement] = ()
    """Who else may do what; a bucket has one policy, so no other resource can add to it."""

    replica: Replica | None = None
    """A copy in another region: new objects and deletions arrive there within 15 minutes for 99.99 % of them
    (S3 Replication Time Control), most in seconds. What is in the bucket already is not copied: S3 Batch
    Replication does that once. Added in place."""

    alarm_topic_arn: Input[str] | None = None
    """SNS topic, of the bucket's region, that is told when copying fails; None makes no alarm. A bucket
    without a replica has none."""

    force_destroy: bool = False
    """Delete the bucket even if it holds objects, and them with it."""

    deletion_protection: bool = True
    """Protect the bucket from ``pulumi destroy`` and from replacement. To remove it, set False and run
    ``pulumi up`` first."""

    tags: Mapping[str, str] = Field(default_factory=dict[str, str])
    """Tags on every resource that takes them."""

    @field_validator("bucket_name")
    @classmethod
    def _check_name(cls, value: str | None) -> str | None:
        if value is not None:
            plan.check_bucket_name("BucketArgs.bucket_name", value)
        return value

    @model_validator(mode="after")
    def _check_ids(self) -> Self:
        plan.check_unique(
            "BucketArgs.lifecycle_rules", ["default", *(rule.id for rule in self.lifecycle_rules)]
        )
        plan.check_unique("BucketArgs.notifications", [each.id for each in self.notifications])
        plan.check_unique(
            "BucketArgs.policy_statements", [*plan.OWN_SIDS, *(each.sid for each in self.policy_statements)]
        )
        return self

    @model_validator(mode="after")
    def _check_replica(self) -> Self:
        if self.replica:
            plan.check_replica(self.region, self.replica.region, self.versioning)
        return self

    @model_validator(mode="after")
    def _check_locks_and_logs(self) -> Self:
        if self.object_lock and not self.versioning:
            raise InvalidInputError(
                "BucketArgs.object_lock",
                self.object_lock.days,
                "none with versioning=False",
                "Keep versioning.",
            )
        if self.log_sources and (self.kms_key_arn is not None or self.object_lock):
            raise InvalidInputError(
                "BucketArgs.log_sources",
                [source.value for source in self.log_sources],
                "none with kms_key_arn or object_lock: these services can't write there",
                "Use a bucket of its own for logs.",
            )
        return self
