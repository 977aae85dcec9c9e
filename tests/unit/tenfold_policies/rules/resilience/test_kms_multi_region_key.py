from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.rules.resilience.kms_multi_region_key import RULE
from tenfold_policies.values import UNKNOWN

KEY = "aws:kms/key:Key"
CRITICAL = {"data-class": "critical"}


def test_passes() -> None:
    assert judged(RULE, resource(KEY, multiRegion=True, tags=CRITICAL)).passes


def test_fails() -> None:
    tagged = resource(KEY, "tagged", tags=CRITICAL)
    assert judged(RULE, tagged).faults == {"tagged": ["multiRegion is off, and it is tagged as critical."]}
    used = resource(KEY, "used")
    db = refers(resource("aws:rds/cluster:Cluster", "db", tags=CRITICAL), "kmsKeyId", used)
    assert judged(RULE, used, db).faults == {"used": ["multiRegion is off, and db is encrypted with it."]}


def test_cannot_tell() -> None:
    used = resource(KEY, "key")
    unknown = refers(resource("aws:sqs/queue:Queue", "queue", tags=UNKNOWN), "kmsMasterKeyId", used)
    for stack in ([resource(KEY, "key", multiRegion=UNKNOWN)], [used, unknown]):
        verdict = judged(RULE, *stack)
        assert (verdict.faults, verdict.untold) == ({}, {"key"})


def test_does_not_apply() -> None:
    key = resource(KEY)
    plain = refers(resource("aws:rds/cluster:Cluster", tags={"data-class": "scratch"}), "kmsKeyId", key)
    untagged = refers(resource("aws:sns/topic:Topic"), "kmsMasterKeyId", key)
    assert judged(RULE, key, plain, untagged).passes


def test_what_is_critical_can_be_chosen() -> None:
    parameters = {"tag": "tier", "classes": ["gold"]}
    assert judged(RULE, resource(KEY, tags=CRITICAL), parameters=parameters).passes
    assert judged(RULE, resource(KEY, tags={"tier": "gold"}), parameters=parameters).faults
