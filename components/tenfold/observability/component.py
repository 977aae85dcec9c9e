"""AlarmTopic: the one place to which a region's alarms go."""

from __future__ import annotations

import pulumi
from pulumi_aws import get_caller_identity_output, kms, sns

from tenfold.component import Component
from tenfold.observability import plan
from tenfold.observability.args import AlarmTopicArgs


class AlarmTopic(Component):
    """An encrypted SNS topic that every component's alarms notify: give its ARN as ``alarm_topic_arn``.

    Creates a KMS key with yearly rotation, which CloudWatch and the other AWS services that report may use
    for this account only; the topic, whose policy says the same and refuses plain HTTP; and the
    subscriptions.

    Refuses endpoints that don't fit their protocol.

    Replaced when changed: everything by the name or region; a subscription by its protocol or endpoint.

    Cost: the key, $1 a month (aws.amazon.com/kms/pricing); mail and HTTPS messages beyond the first thousand
    and hundred thousand a month (aws.amazon.com/sns/pricing).

    Availability: AWS's SLA is 99.9 % (aws.amazon.com/messaging/sla). An alarm that nobody is told of still
    shows in CloudWatch.
    """

    topic_arn: pulumi.Output[str]
    """What to give as ``alarm_topic_arn``. Known once services may publish to it."""
    topic_name: pulumi.Output[str]

    def __init__(self, name: str, args: AlarmTopicArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, args.tags, opts)
        identity = get_caller_identity_output(opts=self.invoke_options())
        key = kms.Key(
            f"{name}-key",
            description=f"Alarms on their way through the topic {name}",
            enable_key_rotation=True,
            deletion_window_in_days=30,
            policy=identity.account_id.apply(plan.key_policy),
            region=args.region,
            tags=self.tags_for("key"),
            opts=self.child(),
        )
        topic = sns.Topic(
            f"{name}-topic",
            name=name,
            kms_master_key_id=key.arn,
            region=args.region,
            tags=self.tags_for("topic"),
            opts=self.child(),
        )
        policy = sns.TopicPolicy(
            f"{name}-policy",
            arn=topic.arn,
            policy=topic.arn.apply(plan.topic_policy),
            region=args.region,
            opts=self.child(),
        )
        for label, subscription in args.subscriptions.items():
            sns.TopicSubscription(
                f"{name}-{label}",
                topic=topic.arn,
                protocol=subscription.protocol,
                endpoint=subscription.endpoint,
                region=args.region,
                opts=self.child(),
            )
        self.topic_arn = pulumi.Output.all(topic.arn, policy.id).apply(lambda known: str(known[0]))
        self.topic_name = topic.name
        self.register_outputs()
