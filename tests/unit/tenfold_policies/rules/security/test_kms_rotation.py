from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.kms_rotation import RULE
from tenfold_policies.values import UNKNOWN

KEY = "aws:kms/key:Key"


def test_passes() -> None:
    assert judged(RULE, resource(KEY, enableKeyRotation=True)).passes


def test_fails() -> None:
    assert set(judged(RULE, resource(KEY, "key")).faults) == {"key"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(KEY, "key", enableKeyRotation=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"key"})


def test_does_not_apply() -> None:
    """Keys that sign, keys in an HSM of one's own, and replicas, which follow their primary."""
    assert judged(
        RULE,
        resource(KEY, "signs", customerMasterKeySpec="ECC_NIST_P256"),
        resource(KEY, "elsewhere", customKeyStoreId=UNKNOWN),
        resource("aws:kms/replicaKey:ReplicaKey"),
    ).passes


def test_it_is_mended_by_turning_it_on() -> None:
    assert RULE.remediate is not None
    assert RULE.remediate(resource(KEY), None) == {"enableKeyRotation": True}
    assert RULE.remediate(resource(KEY, enableKeyRotation=True), None) is None
