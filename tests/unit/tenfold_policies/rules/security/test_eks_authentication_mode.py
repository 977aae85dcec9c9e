from __future__ import annotations

from typing import Any

from support.policies import judged, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.security.eks_authentication_mode import RULE
from tenfold_policies.values import UNKNOWN


def cluster(mode: Any) -> Resource:
    return resource("aws:eks/cluster:Cluster", "cluster", accessConfig={"authenticationMode": mode})


def test_passes() -> None:
    assert judged(RULE, cluster("API")).passes


def test_fails() -> None:
    for mode in (None, "CONFIG_MAP", "API_AND_CONFIG_MAP"):
        assert set(judged(RULE, cluster(mode)).faults) == {"cluster"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, cluster(UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"cluster"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:eks/accessEntry:AccessEntry")).passes


def test_a_migration_can_be_allowed() -> None:
    parameters = {"allow_config_map": True}
    assert judged(RULE, cluster("API_AND_CONFIG_MAP"), parameters=parameters).passes
    assert judged(RULE, cluster("CONFIG_MAP"), parameters=parameters).faults
