from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.cost.log_retention import RULE
from tenfold_policies.values import UNKNOWN

GROUP = "aws:cloudwatch/logGroup:LogGroup"


def test_passes() -> None:
    assert judged(RULE, resource(GROUP, retentionInDays=400)).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        resource(GROUP, "ever"),
        resource(GROUP, "zero", retentionInDays=0),
        resource(GROUP, "years", retentionInDays=1827),
    )
    assert verdict.faults == {
        "ever": ["retentionInDays is not set: its logs never expire."],
        "zero": ["retentionInDays is not set: its logs never expire."],
        "years": ["retentionInDays is 1827; allowed: 400 at most."],
    }


def test_cannot_tell() -> None:
    assert judged(RULE, resource(GROUP, "logs", retentionInDays=UNKNOWN)).untold == {"logs"}


def test_does_not_apply() -> None:
    assert judged(RULE, resource(GROUP, logGroupClass="DELIVERY")).passes


def test_the_days_can_be_said() -> None:
    years = resource(GROUP, retentionInDays=1827)
    assert judged(RULE, years, parameters={"days": 1827}).passes
