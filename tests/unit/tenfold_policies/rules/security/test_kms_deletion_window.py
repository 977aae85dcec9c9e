from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.kms_deletion_window import RULE
from tenfold_policies.values import UNKNOWN

KEY = "aws:kms/key:Key"
SHORT = resource(KEY, "short", deletionWindowInDays=7)


def test_passes() -> None:
    assert judged(RULE, resource(KEY), resource(KEY, "enough", deletionWindowInDays=14)).passes


def test_fails() -> None:
    replica = resource("aws:kms/replicaKey:ReplicaKey", "replica", deletionWindowInDays=10)
    assert set(judged(RULE, SHORT, replica).faults) == {"short", "replica"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(KEY, "key", deletionWindowInDays=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"key"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:kms/alias:Alias")).passes


def test_the_days_can_be_chosen() -> None:
    assert judged(RULE, SHORT, parameters={"min_days": 7}).passes
    assert judged(RULE, resource(KEY, deletionWindowInDays=14), parameters={"min_days": 30}).faults


def test_it_is_mended_by_the_fewest_days() -> None:
    assert RULE.remediate is not None
    assert RULE.remediate(SHORT, RULE.parse({})) == {"deletionWindowInDays": 14}
    assert RULE.remediate(resource(KEY), RULE.parse({})) is None
