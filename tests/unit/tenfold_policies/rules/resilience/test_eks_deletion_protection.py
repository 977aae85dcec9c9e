from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.resilience.eks_deletion_protection import RULE
from tenfold_policies.values import UNKNOWN

CLUSTER = "aws:eks/cluster:Cluster"


def test_passes() -> None:
    assert judged(RULE, resource(CLUSTER, deletionProtection=True)).passes


def test_fails() -> None:
    verdict = judged(RULE, resource(CLUSTER, "open", deletionProtection=False), resource(CLUSTER, "silent"))
    assert set(verdict.faults) == {"open", "silent"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(CLUSTER, "new", deletionProtection=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"new"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:eks/nodeGroup:NodeGroup")).passes


def test_it_is_mended_by_protection() -> None:
    assert RULE.remediate is not None
    assert RULE.remediate(resource(CLUSTER), None) == {"deletionProtection": True}
    assert RULE.remediate(resource(CLUSTER, deletionProtection=True), None) is None
