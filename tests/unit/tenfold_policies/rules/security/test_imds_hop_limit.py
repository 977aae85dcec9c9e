from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.imds_hop_limit import RULE
from tenfold_policies.values import UNKNOWN

TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
NODES = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass"
TWO = {"metadataOptions": {"httpPutResponseHopLimit": 2}}


def test_passes() -> None:
    one = {"httpPutResponseHopLimit": 1}
    assert judged(RULE, resource(TEMPLATE, metadataOptions=one), resource(NODES, spec={})).passes


def test_fails() -> None:
    verdict = judged(RULE, resource(TEMPLATE, "template", **TWO), resource(NODES, "nodes", spec=TWO))
    assert set(verdict.faults) == {"template", "nodes"}


def test_cannot_tell() -> None:
    unknown = {"httpPutResponseHopLimit": UNKNOWN}
    verdict = judged(RULE, resource(TEMPLATE, "template", metadataOptions=unknown))
    assert (verdict.faults, verdict.untold) == ({}, {"template"})


def test_does_not_apply() -> None:
    """Nobody reaches a service that is off."""
    off = {"httpEndpoint": "disabled", "httpPutResponseHopLimit": 2}
    assert judged(RULE, resource(TEMPLATE, metadataOptions=off)).passes


def test_the_limit_can_be_chosen() -> None:
    assert judged(RULE, resource(TEMPLATE, **TWO), parameters={"max_hops": 2}).passes
