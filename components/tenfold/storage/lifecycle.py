"""The bucket's lifecycle: one rule of safe defaults for all objects, then the user's."""

from __future__ import annotations

from pulumi_aws import s3

from tenfold.storage.args import BucketArgs
from tenfold.storage.rules import LifecycleRule, StorageClass, Transition


def lifecycle_rules(args: BucketArgs) -> list[s3.BucketLifecycleConfigurationRuleArgs]:
    """All rules in the provider's words."""
    moves: list[Transition] = []
    tiering = args.intelligent_tiering_days
    if tiering is not None and (args.expiration_days is None or tiering < args.expiration_days):
        moves.append(Transition(days=tiering, storage_class=StorageClass.INTELLIGENT_TIERING))
    default = LifecycleRule.model_construct(
        id="default",
        prefix="",
        transitions=moves,
        expiration_days=args.expiration_days,
        noncurrent_expiration_days=args.noncurrent_expiration_days,
        noncurrent_versions_to_keep=None,
    )
    abort = s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs(
        days_after_initiation=args.abort_incomplete_upload_days
    )
    # S3 clears delete markers by itself where current versions expire, and refuses to be told both.
    clear_markers = args.expiration_days is None and args.noncurrent_expiration_days is not None
    return [
        _rule(default, abort, clear_markers),
        *(_rule(rule, None, False) for rule in args.lifecycle_rules),
    ]


def _rule(
    rule: LifecycleRule,
    abort: s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs | None,
    clear_markers: bool,
) -> s3.BucketLifecycleConfigurationRuleArgs:
    expiration = noncurrent = None
    if clear_markers:
        expiration = s3.BucketLifecycleConfigurationRuleExpirationArgs(expired_object_delete_marker=True)
    elif rule.expiration_days is not None:
        expiration = s3.BucketLifecycleConfigurationRuleExpirationArgs(days=rule.expiration_days)
    if rule.noncurrent_expiration_days is not None:
        noncurrent = s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs(
            noncurrent_days=rule.noncurrent_expiration_days,
            newer_noncurrent_versions=rule.noncurrent_versions_to_keep,
        )
    return s3.BucketLifecycleConfigurationRuleArgs(
        id=rule.id,
        status="Enabled",
        filter=s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=rule.prefix),
        abort_incomplete_multipart_upload=abort,
        expiration=expiration,
        noncurrent_version_expiration=noncurrent,
        transitions=[
            s3.BucketLifecycleConfigurationRuleTransitionArgs(
                days=move.days, storage_class=move.storage_class
            )
            for move in rule.transitions
        ]
        or None,
    )
