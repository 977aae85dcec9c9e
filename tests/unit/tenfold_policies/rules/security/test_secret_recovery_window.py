from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.secret_recovery_window import RULE
from tenfold_policies.values import UNKNOWN

SECRET = "aws:secretsmanager/secret:Secret"
NONE = resource(SECRET, "none", recoveryWindowInDays=0)


def test_passes() -> None:
    assert judged(RULE, resource(SECRET), resource(SECRET, "week", recoveryWindowInDays=7)).passes


def test_fails() -> None:
    assert judged(RULE, NONE).faults == {"none": ["recoveryWindowInDays is 0: it is gone at once."]}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(SECRET, "secret", recoveryWindowInDays=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"secret"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:secretsmanager/secretVersion:SecretVersion")).passes


def test_the_days_can_be_chosen() -> None:
    week = resource(SECRET, "week", recoveryWindowInDays=7)
    assert set(judged(RULE, week, parameters={"min_days": 30}).faults) == {"week"}


def test_it_is_mended_by_the_fewest_days() -> None:
    assert RULE.remediate is not None
    assert RULE.remediate(NONE, RULE.parse({})) == {"recoveryWindowInDays": 7}
    assert RULE.remediate(resource(SECRET), RULE.parse({})) is None
