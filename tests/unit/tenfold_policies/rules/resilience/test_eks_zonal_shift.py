from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.resilience.eks_zonal_shift import RULE
from tenfold_policies.values import UNKNOWN

CLUSTER = "aws:eks/cluster:Cluster"


def test_passes() -> None:
    assert judged(RULE, resource(CLUSTER, zonalShiftConfig={"enabled": True})).passes


def test_fails() -> None:
    off = resource(CLUSTER, "off", zonalShiftConfig={"enabled": False})
    assert set(judged(RULE, off, resource(CLUSTER, "silent")).faults) == {"off", "silent"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(CLUSTER, "new", zonalShiftConfig={"enabled": UNKNOWN}))
    assert (verdict.faults, verdict.untold) == ({}, {"new"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:eks/nodeGroup:NodeGroup")).passes


def test_it_is_mended_by_zonal_shift() -> None:
    assert RULE.remediate is not None
    assert RULE.remediate(resource(CLUSTER), None) == {"zonalShiftConfig": {"enabled": True}}
    assert RULE.remediate(resource(CLUSTER, zonalShiftConfig={"enabled": True}), None) is None
