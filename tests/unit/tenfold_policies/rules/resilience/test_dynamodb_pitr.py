from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.resilience.dynamodb_pitr import RULE
from tenfold_policies.values import UNKNOWN

TABLE = "aws:dynamodb/table:Table"


def test_passes() -> None:
    assert judged(RULE, resource(TABLE, pointInTimeRecovery={"enabled": True})).passes


def test_fails() -> None:
    off = resource(TABLE, "off", pointInTimeRecovery={"enabled": False})
    assert set(judged(RULE, off, resource(TABLE, "silent")).faults) == {"off", "silent"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(TABLE, "table", pointInTimeRecovery=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"table"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:dynamodb/tableItem:TableItem")).passes


def test_a_replica_is_restored_from_the_table() -> None:
    replicas = [{"regionName": "us-west-2", "pointInTimeRecovery": False}]
    assert judged(RULE, resource(TABLE, pointInTimeRecovery={"enabled": True}, replicas=replicas)).passes


def test_it_is_mended_by_recovery_and_keeps_the_days() -> None:
    assert RULE.remediate is not None
    assert RULE.remediate(resource(TABLE), None) == {"pointInTimeRecovery": {"enabled": True}}
    days = resource(TABLE, pointInTimeRecovery={"enabled": False, "recoveryPeriodInDays": 14})
    assert RULE.remediate(days, None) == {
        "pointInTimeRecovery": {"enabled": True, "recoveryPeriodInDays": 14}
    }
    assert RULE.remediate(resource(TABLE, pointInTimeRecovery={"enabled": True}), None) is None
