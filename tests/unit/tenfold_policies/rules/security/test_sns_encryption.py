from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.sns_encryption import RULE
from tenfold_policies.values import UNKNOWN

TOPIC = "aws:sns/topic:Topic"


def test_passes() -> None:
    assert judged(RULE, resource(TOPIC, kmsMasterKeyId="alias/alarms")).passes


def test_fails() -> None:
    verdict = judged(RULE, resource(TOPIC, "unset"), resource(TOPIC, "empty", kmsMasterKeyId=""))
    assert set(verdict.faults) == {"unset", "empty"}


def test_cannot_tell() -> None:
    """Which key is not known yet, but that there is one."""
    assert judged(RULE, resource(TOPIC, "alarms", kmsMasterKeyId=UNKNOWN)).passes


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:sns/topicSubscription:TopicSubscription")).passes
