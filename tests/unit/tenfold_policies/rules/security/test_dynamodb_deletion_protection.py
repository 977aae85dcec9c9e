from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.dynamodb_deletion_protection import RULE
from tenfold_policies.values import UNKNOWN

TABLE = "aws:dynamodb/table:Table"
ON = {"deletionProtectionEnabled": True}


def test_passes() -> None:
    assert judged(RULE, resource(TABLE, **ON)).passes


def test_fails() -> None:
    assert set(judged(RULE, resource(TABLE, "orders")).faults) == {"orders"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(TABLE, "orders", deletionProtectionEnabled=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"orders"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:dynamodb/tableItem:TableItem")).passes


def test_it_is_mended_by_turning_it_on() -> None:
    assert RULE.remediate is not None
    assert RULE.remediate(resource(TABLE), None) == ON
    assert RULE.remediate(resource(TABLE, **ON), None) is None
