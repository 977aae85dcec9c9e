from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.imdsv2_required import RULE
from tenfold_policies.values import UNKNOWN

INSTANCE = "aws:ec2/instance:Instance"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
NODES = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass"
DEFAULTS = "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults"
REQUIRED = {"httpTokens": "required"}


def test_passes() -> None:
    assert judged(
        RULE,
        resource(TEMPLATE, metadataOptions=REQUIRED),
        resource(INSTANCE, metadataOptions={"httpEndpoint": "disabled"}),
        resource(NODES, spec={}),
        resource(DEFAULTS, **REQUIRED),
    ).passes


def test_fails() -> None:
    optional = {"metadataOptions": {"httpTokens": "optional"}}
    verdict = judged(
        RULE,
        resource(TEMPLATE, "template"),
        resource(INSTANCE, "instance", **optional),
        resource(NODES, "nodes", spec=optional),
        resource(DEFAULTS, "defaults"),
    )
    assert set(verdict.faults) == {"template", "instance", "nodes", "defaults"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(TEMPLATE, "template", metadataOptions={"httpTokens": UNKNOWN}))
    assert (verdict.faults, verdict.untold) == ({}, {"template"})


def test_does_not_apply() -> None:
    """An instance has its template's options."""
    assert judged(RULE, resource(INSTANCE, launchTemplate={"id": UNKNOWN})).passes


def test_it_is_mended_by_requiring_tokens_and_keeps_the_rest() -> None:
    assert RULE.remediate is not None
    template = resource(TEMPLATE, metadataOptions={"httpPutResponseHopLimit": 1})
    assert RULE.remediate(template, None) == {"metadataOptions": {"httpPutResponseHopLimit": 1, **REQUIRED}}
    assert RULE.remediate(resource(TEMPLATE, metadataOptions=REQUIRED), None) is None
    assert RULE.remediate(resource(DEFAULTS), None) is None
    unknown = resource(TEMPLATE, metadataOptions={"httpPutResponseHopLimit": UNKNOWN})
    assert RULE.remediate(unknown, None) is None
