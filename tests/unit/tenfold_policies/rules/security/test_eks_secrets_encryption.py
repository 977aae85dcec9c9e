from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.eks_secrets_encryption import RULE
from tenfold_policies.values import UNKNOWN

CLUSTER = "aws:eks/cluster:Cluster"
KEY = {"provider": {"keyArn": UNKNOWN}}


def test_passes() -> None:
    assert judged(RULE, resource(CLUSTER, encryptionConfig={**KEY, "resources": ["secrets"]})).passes


def test_fails() -> None:
    assert set(judged(RULE, resource(CLUSTER, "cluster")).faults) == {"cluster"}
    assert judged(RULE, resource(CLUSTER, encryptionConfig={**KEY, "resources": []})).faults


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(CLUSTER, "cluster", encryptionConfig={**KEY, "resources": UNKNOWN}))
    assert (verdict.faults, verdict.untold) == ({}, {"cluster"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:eks/nodeGroup:NodeGroup")).passes
