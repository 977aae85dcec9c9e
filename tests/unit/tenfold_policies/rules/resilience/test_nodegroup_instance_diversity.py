from __future__ import annotations

from collections.abc import Mapping

from support.policies import judged, resource
from tenfold_policies.rules.resilience.nodegroup_instance_diversity import RULE
from tenfold_policies.values import UNKNOWN

NODE_GROUP, GROUP = "aws:eks/nodeGroup:NodeGroup", "aws:autoscaling/group:Group"
NODE_POOL = "kubernetes:karpenter.sh/v1:NodePool"
TYPES = ["m7g.large", "m6g.large", "m8g.large"]


def pool(key: str, *values: str) -> dict[str, object]:
    requirement = {"key": key, "operator": "In", "values": list(values)}
    return {"template": {"spec": {"requirements": [requirement]}}}


def mixed(*overrides: Mapping[str, object]) -> dict[str, object]:
    return {"launchTemplate": {"overrides": list(overrides)}}


def test_passes() -> None:
    assert judged(RULE, resource(NODE_GROUP, instanceTypes=TYPES)).passes
    overrides = mixed(*({"instanceType": each} for each in TYPES))
    assert judged(RULE, resource(GROUP, maxSize=9, mixedInstancesPolicy=overrides)).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        resource(NODE_GROUP, "two", instanceTypes=TYPES[:2]),
        resource(NODE_GROUP, "template"),
        resource(GROUP, "group", maxSize=9),
        resource(NODE_POOL, "pool", spec=pool("node.kubernetes.io/instance-type", "m7g.large")),
    )
    assert verdict.faults["two"] == ["Its nodes can be of 2 instance types, of at least 3."]
    assert verdict.faults["pool"] == ["Its nodes can be of 1 instance type, of at least 3."]
    assert set(verdict.faults) == {"two", "template", "group", "pool"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(NODE_GROUP, "new", instanceTypes=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"new"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource(GROUP, maxSize=1)).passes


def test_families_and_requirements_are_diverse_enough() -> None:
    assert judged(RULE, resource(NODE_POOL, spec=pool("karpenter.k8s.aws/instance-family", "m7g"))).passes
    requirements = mixed({"instanceRequirements": {"vcpuCount": {"min": 4}}})
    assert judged(RULE, resource(GROUP, maxSize=9, mixedInstancesPolicy=requirements)).passes


def test_the_number_of_types_can_be_chosen() -> None:
    parameters = {"min_types": 2}
    assert judged(RULE, resource(NODE_GROUP, instanceTypes=TYPES[:2]), parameters=parameters).passes
