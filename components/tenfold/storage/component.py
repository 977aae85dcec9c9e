"""The bucket component: private, encrypted, versioned, reached by TLS alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pulumi
from pulumi_aws import get_caller_identity_output, s3

from tenfold.component import Component
from tenfold.parts.keys import key_arn
from tenfold.storage import plan
from tenfold.storage.args import BucketArgs, ObjectLock, Replica
from tenfold.storage.lifecycle import lifecycle_rules
from tenfold.storage.notifications import notifications
from tenfold.storage.policy import bucket_policy
from tenfold.storage.replication import Side, replicate


class Bucket(Component):
    """An S3 bucket with safe settings, each of them a resource of its own beside the bucket.

    Creates: the bucket; a block of all public access; ownership of every object by the account (no ACLs);
    encryption by SSE-S3, or by KMS through a bucket key, with SSE-C refused; versioning; a policy that denies
    plain HTTP and TLS before 1.2; a lifecycle that ends abandoned uploads and superseded versions and moves
    what stays to Intelligent-Tiering. On demand object lock, access logs, CORS and notifications.

    Refuses: names that S3 refuses; object lock without versioning; logs where their services can't write.

    Changes in place, but for ``bucket_name`` and ``region``, which replace the bucket and leave its objects.
    A bucket that holds objects is not deleted unless ``force_destroy`` says so.

    ``replica`` makes a second bucket like it in another region, its key if the bucket has one, and for each
    direction a role that may do no more than copy, a replication rule with time control, deletions and
    metrics, and an alarm on failures.

    Cost: storage and requests (aws.amazon.com/s3/pricing). Superseded versions are stored, and cost, for
    ``noncurrent_expiration_days``; Intelligent-Tiering costs a monitoring fee for each object in it. A
    replica doubles the storage; each copied GB costs $0.02 for the transfer from us-east-1 to us-west-2 and
    $0.015 for the time control.

    Availability: AWS's SLA is 99.9 % for Standard, its design goal 99.99 % (aws.amazon.com/s3/sla,
    aws.amazon.com/s3/storage-classes). Standard survives the loss of a zone; a replica survives a region's,
    without what had not been copied yet.
    """

    bucket_name: pulumi.Output[str]
    bucket_arn: pulumi.Output[str]
    bucket_region: pulumi.Output[str]
    bucket_regional_domain_name: pulumi.Output[str]
    """The host to use as a CloudFront origin."""
    log_bucket_name: pulumi.Output[str]
    """The name, known once the log sources may write: AWS tries before it takes a bucket for logs."""
    kms_key_arn: pulumi.Output[str | None]
    """The key that new objects are encrypted with; None is SSE-S3."""
    replica_bucket_name: pulumi.Output[str | None]
    """The copy's name, None without a replica."""
    replica_bucket_arn: pulumi.Output[str | None]

    def __init__(self, name: str, args: BucketArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        if args.bucket_name is None:
            plan.check_component_name(name)
        if args.replica is not None:
            plan.check_replicated_name(name)
        super().__init__(name, args.tags, opts, deletion_protection=args.deletion_protection)
        self._args = args
        bucket = self._bucket = self._create_bucket()
        # Asked for once, and only where a policy names the account.
        account_id = cache(lambda: get_caller_identity_output(opts=self.invoke_options()).account_id)

        policy = self._refuse_public_access_and_acls(account_id)
        self._encrypt()
        versions = self._keep_versions()
        self._age(versions)
        self._log_access()
        self._answer_browsers()
        notifications(self, name, args, bucket, account_id)
        self._replica = self._copy(args.replica, versions) if args.replica else None

        self.bucket_name = bucket.bucket
        self.bucket_arn = bucket.arn
        self.bucket_region = bucket.bucket_region
        self.bucket_regional_domain_name = bucket.bucket_regional_domain_name
        self.log_bucket_name = pulumi.Output.all(bucket.bucket, policy.id).apply(lambda known: str(known[0]))
        self.kms_key_arn = pulumi.Output.from_input(args.kms_key_arn)
        self.replica_bucket_name = pulumi.Output.from_input(self._replica and self._replica.bucket_name)
        self.replica_bucket_arn = pulumi.Output.from_input(self._replica and self._replica.bucket_arn)
        self.register_outputs()

    def _create_bucket(self) -> s3.Bucket:
        return s3.Bucket(
            f"{self._name}-bucket",
            region=self._args.region,
            bucket=self._args.bucket_name,
            force_destroy=self._args.force_destroy,
            tags=self.tags_for(),
            opts=self.child(protect=self._args.deletion_protection or None),
        )

    def _refuse_public_access_and_acls(self, account_id: Callable[[], pulumi.Output[str]]) -> s3.BucketPolicy:
        args, bucket = self._args, self._bucket
        block = s3.BucketPublicAccessBlock(
            f"{self._name}-public-access",
            region=args.region,
            bucket=bucket.bucket,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=self.child(),
        )
        s3.BucketOwnershipControls(
            f"{self._name}-ownership",
            region=args.region,
            bucket=bucket.bucket,
            rule=s3.BucketOwnershipControlsRuleArgs(object_ownership="BucketOwnerEnforced"),
            opts=self.child(depends_on=[block]),  # S3 refuses two of these changes at once
        )
        return s3.BucketPolicy(
            f"{self._name}-policy",
            region=args.region,
            bucket=bucket.bucket,
            policy=bucket_policy(
                bucket.arn,
                args.policy_statements,
                args.log_sources,
                args.cloudfront_distribution_arns,
                account_id,
            ),
            opts=self.child(depends_on=[block]),
        )

    def _encrypt(self) -> None:
        key = self._args.kms_key_arn
        s3.BucketServerSideEncryptionConfiguration(
            f"{self._name}-encryption",
            region=self._args.region,
            bucket=self._bucket.bucket,
            rules=[
                s3.BucketServerSideEncryptionConfigurationRuleArgs(
                    apply_server_side_encryption_by_default=s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs(
                        sse_algorithm="AES256" if key is None else "aws:kms", kms_master_key_id=key
                    ),
                    bucket_key_enabled=key is not None,
                    # Else whoever can write can encrypt our objects with a key that only they have.
                    blocked_encryption_types=["SSE-C"],
                )
            ],
            opts=self.child(),
        )

    def _keep_versions(self) -> list[pulumi.Resource]:
        """Versioning and, on top of it, the lock."""
        if not self._args.versioning:
            return []
        versioning = s3.BucketVersioning(
            f"{self._name}-versioning",
            region=self._args.region,
            bucket=self._bucket.bucket,
            versioning_configuration=s3.BucketVersioningVersioningConfigurationArgs(status="Enabled"),
            opts=self.child(),
        )
        if self._args.object_lock:
            self._lock(self._args.object_lock, versioning)
        return [versioning]

    def _lock(self, lock: ObjectLock, versioning: s3.BucketVersioning) -> None:
        retention = s3.BucketObjectLockConfigurationRuleDefaultRetentionArgs(mode=lock.mode, days=lock.days)
        s3.BucketObjectLockConfiguration(
            f"{self._name}-object-lock",
            region=self._args.region,
            bucket=self._bucket.bucket,
            rule=s3.BucketObjectLockConfigurationRuleArgs(default_retention=retention),
            opts=self.child(depends_on=[versioning]),
        )

    def _age(self, versions: list[pulumi.Resource]) -> None:
        s3.BucketLifecycleConfiguration(
            f"{self._name}-lifecycle",
            region=self._args.region,
            bucket=self._bucket.bucket,
            rules=lifecycle_rules(self._args),
            opts=self.child(depends_on=versions),
        )

    def _copy(self, replica: Replica, versions: list[pulumi.Resource]) -> Bucket:
        """The bucket's like in the other region, and the rules that keep both alike."""
        args = self._args
        key = replica.kms_key_arn
        if args.kms_key_arn is not None:
            key = key_arn(
                self,
                key,
                role="replica-key",
                description=f"Copy of the bucket {self._name}",
                region=replica.region,
                protect=args.deletion_protection,
            )
        like = {
            "region": replica.region,
            "bucket_name": replica.bucket_name,
            "kms_key_arn": key,
            # These name what lies in the bucket's own region.
            "access_log_bucket": None,
            "alarm_topic_arn": None,
            "notifications": (),
            "replica": None,
        }
        copy = Bucket(f"{self._name}-replica", args.model_copy(update=like), self.child())
        here = Side(self._bucket.bucket, self._bucket.arn, args.region, args.kms_key_arn)
        there = Side(copy.bucket_name, copy.bucket_arn, replica.region, key)
        after, both_ways = [*versions, copy], replica.both_ways
        topic_arn = args.alarm_topic_arn
        replicate(self, "replication", here, there, after=after, both_ways=both_ways, topic_arn=topic_arn)
        if both_ways:  # without an alarm, whose topic would have to be one of the other region
            replicate(self, "replication-back", there, here, after=after, both_ways=True, topic_arn=None)
        return copy

    def _log_access(self) -> None:
        if self._args.access_log_bucket is None:
            return
        prefix = self._args.access_log_prefix
        s3.BucketLogging(
            f"{self._name}-logging",
            region=self._args.region,
            bucket=self._bucket.bucket,
            target_bucket=self._args.access_log_bucket,
            target_prefix=f"{self._name}/" if prefix is None else prefix,
            opts=self.child(),
        )

    def _answer_browsers(self) -> None:
        if not self._args.cors_rules:
            return
        s3.BucketCorsConfiguration(
            f"{self._name}-cors",
            region=self._args.region,
            bucket=self._bucket.bucket,
            cors_rules=[
                s3.BucketCorsConfigurationCorsRuleArgs(
                    allowed_origins=list(rule.allowed_origins),
                    allowed_methods=list(rule.allowed_methods),
                    allowed_headers=list(rule.allowed_headers) or None,
                    expose_headers=list(rule.expose_headers) or None,
                    max_age_seconds=rule.max_age_seconds,
                )
                for rule in self._args.cors_rules
            ],
            opts=self.child(),
        )
