"""Pure decisions of AlarmTopic: which AWS services may publish to it, and use its key."""

from __future__ import annotations

import json
from collections.abc import Sequence

from tenfold.parts.resource_policies import account_may_use_key, deny_plain_http

PUBLISHERS: Sequence[str] = (
    "cloudwatch.amazonaws.com",
    "events.amazonaws.com",
    "events.rds.amazonaws.com",
    "budgets.amazonaws.com",
    "costalerts.amazonaws.com",
    "backup.amazonaws.com",
)
"""The services that write to the topic for their own account. ElastiCache and Auto Scaling publish with their
service-linked roles, which are in the account."""


def topic_policy(topic_arn: str) -> str:
    """The topic's policy: the account's principals by their own policies, AWS's services for this account."""
    account = topic_arn.split(":")[4]
    owner = {
        "Sid": "Account",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
        "Action": ["sns:Publish", "sns:Subscribe", "sns:GetTopicAttributes"],
        "Resource": topic_arn,
    }
    services = {
        "Sid": "Services",
        "Effect": "Allow",
        "Principal": {"Service": list(PUBLISHERS)},
        "Action": "sns:Publish",
        "Resource": topic_arn,
        "Condition": {"StringEquals": {"aws:SourceAccount": account}},
    }
    plain = deny_plain_http("TlsOnly", "sns:Publish", topic_arn)
    return json.dumps({"Version": "2012-10-17", "Statement": [owner, services, plain]})


def key_policy(account: str) -> str:
    """The key's policy. CloudWatch can't use AWS's own key for SNS, so that the topic needs this one (Amazon
    SNS Developer Guide, "Key management")."""
    services = {
        "Sid": "Services",
        "Effect": "Allow",
        "Principal": {"Service": list(PUBLISHERS)},
        "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:SourceAccount": account}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [account_may_use_key(account), services]})
