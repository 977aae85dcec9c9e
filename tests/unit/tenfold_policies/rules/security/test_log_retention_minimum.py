from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.log_retention_minimum import RULE
from tenfold_policies.values import UNKNOWN

GROUP = "aws:cloudwatch/logGroup:LogGroup"


def test_passes() -> None:
    """Without a retention they stay for ever, which is the cost pack's business."""
    assert judged(
        RULE,
        resource(GROUP, retentionInDays=90),
        resource(GROUP, "zero", retentionInDays=0),
        resource(GROUP, "ever"),
    ).passes


def test_fails() -> None:
    assert set(judged(RULE, resource(GROUP, "logs", retentionInDays=30)).faults) == {"logs"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(GROUP, "logs", retentionInDays=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"logs"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource(GROUP, logGroupClass="DELIVERY", retentionInDays=2)).passes


def test_the_days_can_be_chosen() -> None:
    logs = resource(GROUP, "logs", retentionInDays=90)
    assert set(judged(RULE, logs, parameters={"min_days": 365}).faults) == {"logs"}
