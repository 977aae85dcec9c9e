from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.eks_control_plane_logs import RULE
from tenfold_policies.values import UNKNOWN

CLUSTER = "aws:eks/cluster:Cluster"
AUDIT = resource(CLUSTER, "audit", enabledClusterLogTypes=["audit"])


def test_passes() -> None:
    assert judged(
        RULE, resource(CLUSTER, enabledClusterLogTypes=["scheduler", "authenticator", "api", "audit"])
    ).passes


def test_fails() -> None:
    assert judged(RULE, AUDIT, resource(CLUSTER, "none")).faults == {
        "audit": ["enabledClusterLogTypes lacks api, authenticator."],
        "none": ["enabledClusterLogTypes lacks api, audit, authenticator."],
    }


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(CLUSTER, "cluster", enabledClusterLogTypes=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"cluster"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:eks/addon:Addon")).passes


def test_the_logs_can_be_chosen() -> None:
    assert judged(RULE, AUDIT, parameters={"types": ["audit"]}).passes


def test_it_is_mended_by_adding_those_that_lack() -> None:
    assert RULE.remediate is not None
    assert RULE.remediate(AUDIT, RULE.parse({})) == {
        "enabledClusterLogTypes": ["audit", "api", "authenticator"]
    }
    assert RULE.remediate(AUDIT, RULE.parse({"types": ["audit"]})) is None
