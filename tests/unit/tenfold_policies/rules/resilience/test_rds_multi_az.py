from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.resilience.rds_multi_az import RULE
from tenfold_policies.values import UNKNOWN

INSTANCE = "aws:rds/instance:Instance"


def test_passes() -> None:
    assert judged(RULE, resource(INSTANCE, multiAz=True)).passes


def test_fails() -> None:
    verdict = judged(RULE, resource(INSTANCE, "db", multiAz=False), resource(INSTANCE, "other"))
    assert set(verdict.faults) == {"db", "other"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(INSTANCE, "db", multiAz=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"db"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:rds/cluster:Cluster", multiAz=False)).passes
    assert judged(RULE, resource("aws:rds/clusterInstance:ClusterInstance")).passes


def test_a_read_replica_needs_no_standby_of_its_own_whether_its_source_is_known_or_not() -> None:
    assert judged(RULE, resource(INSTANCE, multiAz=False, replicateSourceDb="db")).passes
    assert judged(RULE, resource(INSTANCE, multiAz=False, replicateSourceDb=UNKNOWN)).passes


def test_it_is_mended_by_a_standby() -> None:
    assert RULE.remediate is not None
    assert RULE.remediate(resource(INSTANCE, multiAz=False), None) == {"multiAz": True}
    assert RULE.remediate(resource(INSTANCE, replicateSourceDb="db"), None) is None
