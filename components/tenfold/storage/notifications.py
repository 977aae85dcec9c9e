"""The bucket's notifications, and S3's leave to invoke the functions among their targets."""

from __future__ import annotations

from collections.abc import Callable

import pulumi
from pulumi_aws import lambda_, s3

from tenfold.component import Component
from tenfold.storage.args import BucketArgs
from tenfold.storage.rules import Notification, NotificationTarget


def notifications(
    owner: Component,
    name: str,
    args: BucketArgs,
    bucket: s3.Bucket,
    account_id: Callable[[], pulumi.Output[str]],
) -> None:
    """One notification resource, since a bucket has one configuration; none if nobody is to be told."""
    if not args.notifications and not args.event_bridge:
        return
    by_target = {
        target: [each for each in args.notifications if each.target is target]
        for target in NotificationTarget
    }
    functions = by_target[NotificationTarget.FUNCTION]
    leaves: list[pulumi.Resource] = [
        lambda_.Permission(
            f"{name}-{function.id}",
            region=args.region,
            action="lambda:InvokeFunction",
            function=function.target_arn,
            principal="s3.amazonaws.com",
            source_arn=bucket.arn,
            source_account=account_id(),  # a bucket's ARN names no account, and a deleted name can be taken
            opts=owner.child(),
        )
        for function in functions
    ]
    s3.BucketNotification(
        f"{name}-notifications",
        region=args.region,
        bucket=bucket.bucket,
        eventbridge=args.event_bridge,
        lambda_functions=[_function(each) for each in functions] or None,
        queues=[_queue(each) for each in by_target[NotificationTarget.QUEUE]] or None,
        topics=[_topic(each) for each in by_target[NotificationTarget.TOPIC]] or None,
        opts=owner.child(depends_on=leaves),
    )


def _function(each: Notification) -> s3.BucketNotificationLambdaFunctionArgs:
    return s3.BucketNotificationLambdaFunctionArgs(
        id=each.id,
        lambda_function_arn=each.target_arn,
        events=list(each.events),
        filter_prefix=each.prefix or None,
        filter_suffix=each.suffix or None,
    )


def _queue(each: Notification) -> s3.BucketNotificationQueueArgs:
    return s3.BucketNotificationQueueArgs(
        id=each.id,
        queue_arn=each.target_arn,
        events=list(each.events),
        filter_prefix=each.prefix or None,
        filter_suffix=each.suffix or None,
    )


def _topic(each: Notification) -> s3.BucketNotificationTopicArgs:
    return s3.BucketNotificationTopicArgs(
        id=each.id,
        topic_arn=each.target_arn,
        events=list(each.events),
        filter_prefix=each.prefix or None,
        filter_suffix=each.suffix or None,
    )
