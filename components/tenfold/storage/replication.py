"""A bucket's copy in another region: the copy itself, its key, and what keeps both alike."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pulumi
from pulumi_aws import iam, s3

from tenfold.component import Component
from tenfold.parts.alarms import Alarm, Metric, MissingData
from tenfold.parts.metric_alarms import metric_alarms
from tenfold.parts.trust import service_trust
from tenfold.storage import plan


@dataclass(frozen=True)
class Side:
    """One of the two buckets, once it keeps versions."""

    name: pulumi.Output[str]
    arn: pulumi.Output[str]
    region: str | None
    key_arn: pulumi.Input[str] | None


def replicate(
    owner: Component,
    role_name: str,
    source: Side,
    destination: Side,
    *,
    after: list[pulumi.Resource],
    both_ways: bool,
    topic_arn: pulumi.Input[str] | None,
) -> None:
    """Have S3 copy every new object of one bucket to the other, deletions included, within 15 minutes.

    Args:
        owner: the parent of the role, the configuration and the alarm.
        role_name: this direction's part in their names, such as ``replication``.
        source: where objects are written.
        destination: where they are copied to.
        after: what must exist before S3 takes the configuration: versioning on both sides.
        both_ways: whether the other direction exists too: then changes of a copy's tags and locks go back.
        topic_arn: who hears of operations that failed.
    """
    name = owner.pulumi_resource_name
    role = iam.Role(
        f"{name}-{role_name}-role",
        assume_role_policy=service_trust("s3.amazonaws.com"),
        tags=owner.tags_for(f"{role_name}-role"),
        opts=owner.child(),
    )
    permissions = iam.RolePolicy(
        f"{name}-{role_name}-permissions",
        role=role.name,
        policy=pulumi.Output.all(source.arn, destination.arn, source.key_arn, destination.key_arn).apply(
            lambda known: json.dumps(plan.replication_permissions(*known))
        ),
        opts=owner.child(),
    )
    s3.BucketReplicationConfig(
        f"{name}-{role_name}",
        region=source.region,
        bucket=source.name,
        role=role.arn,
        rules=[_rule(destination, source.key_arn is not None, both_ways)],
        opts=owner.child(depends_on=[permissions, *after]),
    )
    metric_alarms(
        owner,
        [_failed(role_name)],
        dimensions={
            "SourceBucket": source.name,
            "DestinationBucket": destination.name,
            "RuleId": plan.REPLICATION_RULE,
        },
        topic_arn=topic_arn,
        region=source.region,
    )


def _failed(role_name: str) -> Alarm:
    return Alarm(
        role=f"{role_name}-failed",
        description="S3 could not copy objects to the other region. Look for the cause in the bucket's "
        "s3:Replication:OperationFailedReplication events, then copy them with S3 Batch Replication.",
        namespace="AWS/S3",
        metric=Metric("OperationsFailedReplication", "Sum"),
        threshold=0,
        periods=1,
        missing=MissingData.NOT_BREACHING,
    )


def _rule(destination: Side, encrypted: bool, both_ways: bool) -> s3.BucketReplicationConfigRuleArgs:
    minutes = s3.BucketReplicationConfigRuleDestinationReplicationTimeTimeArgs(minutes=15)
    threshold = s3.BucketReplicationConfigRuleDestinationMetricsEventThresholdArgs(minutes=15)
    return s3.BucketReplicationConfigRuleArgs(
        id=plan.REPLICATION_RULE,
        status="Enabled",
        priority=0,
        filter=s3.BucketReplicationConfigRuleFilterArgs(prefix=""),
        delete_marker_replication=s3.BucketReplicationConfigRuleDeleteMarkerReplicationArgs(status="Enabled"),
        source_selection_criteria=_selection(encrypted, both_ways),
        destination=s3.BucketReplicationConfigRuleDestinationArgs(
            bucket=destination.arn,
            replication_time=s3.BucketReplicationConfigRuleDestinationReplicationTimeArgs(
                status="Enabled", time=minutes
            ),
            metrics=s3.BucketReplicationConfigRuleDestinationMetricsArgs(
                status="Enabled", event_threshold=threshold
            ),
            encryption_configuration=None
            if destination.key_arn is None
            else s3.BucketReplicationConfigRuleDestinationEncryptionConfigurationArgs(
                replica_kms_key_id=destination.key_arn
            ),
        ),
    )


def _selection(
    encrypted: bool, both_ways: bool
) -> s3.BucketReplicationConfigRuleSourceSelectionCriteriaArgs | None:
    if not encrypted and not both_ways:
        return None
    criteria = s3.BucketReplicationConfigRuleSourceSelectionCriteriaArgs()
    if encrypted:  # without it S3 leaves out what KMS has encrypted
        criteria.sse_kms_encrypted_objects = (
            s3.BucketReplicationConfigRuleSourceSelectionCriteriaSseKmsEncryptedObjectsArgs(status="Enabled")
        )
    if both_ways:
        criteria.replica_modifications = (
            s3.BucketReplicationConfigRuleSourceSelectionCriteriaReplicaModificationsArgs(status="Enabled")
        )
    return criteria
