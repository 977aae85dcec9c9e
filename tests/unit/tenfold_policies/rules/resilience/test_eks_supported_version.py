from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.resilience.eks_supported_version import RULE
from tenfold_policies.values import UNKNOWN

CLUSTER = "aws:eks/cluster:Cluster"


def test_passes() -> None:
    assert judged(RULE, resource(CLUSTER, version="1.35")).passes


def test_fails() -> None:
    verdict = judged(RULE, resource(CLUSTER, "old", version="1.9"))
    assert verdict.faults == {"old": ["version is 1.9, older than 1.32."]}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(CLUSTER, "new", version=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"new"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:eks/addon:Addon", version="1.9")).passes


def test_what_is_no_version_is_left_to_aws() -> None:
    assert judged(RULE, resource(CLUSTER, version="latest")).passes


def test_aws_takes_its_newest_where_none_is_named() -> None:
    assert judged(RULE, resource(CLUSTER)).passes


def test_the_oldest_version_can_be_chosen() -> None:
    assert judged(RULE, resource(CLUSTER, version="1.35"), parameters={"min": "1.36"}).faults
