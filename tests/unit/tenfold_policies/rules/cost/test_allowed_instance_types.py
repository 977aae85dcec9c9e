from __future__ import annotations

import pytest

from support.policies import judged, resource
from tenfold_policies.rules.cost.allowed_instance_types import RULE
from tenfold_policies.values import UNKNOWN

INSTANCE = "aws:ec2/instance:Instance"
DATABASE = "aws:rds/instance:Instance"


def test_passes() -> None:
    assert judged(RULE, resource(INSTANCE, instanceType="m7g.large")).passes


@pytest.mark.parametrize("type_", ["p5.48xlarge", "u-6tb1.56xlarge", "m7i.metal-24xl", "mac2.metal"])
def test_fails(type_: str) -> None:
    assert judged(RULE, resource(INSTANCE, "slip", instanceType=type_)).faults == {
        "slip": [f"{type_} is denied."]
    }


def test_cannot_tell() -> None:
    group = resource("aws:eks/nodeGroup:NodeGroup", "nodes", instanceTypes=UNKNOWN)
    assert judged(RULE, group).untold == {"nodes"}


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:rds/cluster:Cluster", engine="aurora-postgresql")).passes


def test_only_what_is_allowed_passes() -> None:
    parameters = {"allowed": ["m7g.*", "db.r7g.*"]}
    good = [
        resource(INSTANCE, "a", instanceType="m7g.large"),
        resource(DATABASE, "b", instanceClass="db.r7g.large"),
    ]
    # m7g.* is for databases too, db.r7g.* for databases only
    good.append(resource(DATABASE, "c", instanceClass="db.m7g.large"))
    assert judged(RULE, *good, parameters=parameters).passes
    (message,) = judged(
        RULE, resource(INSTANCE, "d", instanceType="r7g.large"), parameters=parameters
    ).faults["d"]
    assert message == "r7g.large is not allowed. Allowed: m7g.*, db.r7g.*."


def test_a_region_has_a_list_of_its_own() -> None:
    parameters = {"allowed": ["m7g.*"], "allowed_in": {"eu-west-1": ["m6g.*"]}}
    node = resource(INSTANCE, "node", instanceType="m6g.large", region="eu-west-1")
    assert judged(RULE, node, parameters=parameters).passes
    elsewhere = resource(INSTANCE, "node", instanceType="m6g.large", region="us-east-1")
    assert set(judged(RULE, elsewhere, parameters=parameters).faults) == {"node"}


def test_what_is_denied_can_be_said() -> None:
    node = resource(INSTANCE, "gpu", instanceType="p5.48xlarge")
    assert judged(RULE, node, parameters={"denied": []}).passes
