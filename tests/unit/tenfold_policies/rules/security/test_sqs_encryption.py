from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.sqs_encryption import RULE
from tenfold_policies.values import UNKNOWN

QUEUE = "aws:sqs/queue:Queue"


def test_passes() -> None:
    assert judged(
        RULE,
        resource(QUEUE),
        resource(QUEUE, "managed", sqsManagedSseEnabled=True),
        resource(QUEUE, "key", sqsManagedSseEnabled=False, kmsMasterKeyId=UNKNOWN),
    ).passes


def test_fails() -> None:
    assert set(judged(RULE, resource(QUEUE, "jobs", sqsManagedSseEnabled=False)).faults) == {"jobs"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(QUEUE, "jobs", sqsManagedSseEnabled=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"jobs"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:sns/topic:Topic")).passes


def test_it_is_mended_by_the_services_own_key() -> None:
    assert RULE.remediate is not None
    assert RULE.remediate(resource(QUEUE, sqsManagedSseEnabled=False), None) == {"sqsManagedSseEnabled": True}
    assert RULE.remediate(resource(QUEUE), None) is None
