from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.eks_endpoint_private import RULE
from tenfold_policies.values import UNKNOWN

CLUSTER = "aws:eks/cluster:Cluster"
OFFICE = resource(
    CLUSTER, "office", vpcConfig={"endpointPublicAccess": True, "publicAccessCidrs": ["192.0.2.0/24"]}
)


def test_passes() -> None:
    assert judged(RULE, resource(CLUSTER, vpcConfig={"endpointPublicAccess": False}), OFFICE).passes


def test_fails() -> None:
    everyone = {"publicAccessCidrs": ["192.0.2.0/24", "0.0.0.0/0"]}
    verdict = judged(
        RULE, resource(CLUSTER, "default", vpcConfig={}), resource(CLUSTER, "open", vpcConfig=everyone)
    )
    assert set(verdict.faults) == {"default", "open"}


def test_cannot_tell() -> None:
    verdict = judged(
        RULE,
        resource(CLUSTER, "switch", vpcConfig={"endpointPublicAccess": UNKNOWN}),
        resource(CLUSTER, "addresses", vpcConfig={"publicAccessCidrs": [UNKNOWN]}),
    )
    assert (verdict.faults, verdict.untold) == ({}, {"switch", "addresses"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:eks/nodeGroup:NodeGroup")).passes


def test_no_public_endpoint_at_all_can_be_asked_for() -> None:
    assert set(judged(RULE, OFFICE, parameters={"allow_restricted": False}).faults) == {"office"}
