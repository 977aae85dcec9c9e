from __future__ import annotations

import pytest
from pydantic import ValidationError

from support.policies import judged, resource
from tenfold_policies.rules.cost.max_instance_size import RULE
from tenfold_policies.values import UNKNOWN

INSTANCE = "aws:ec2/instance:Instance"


@pytest.mark.parametrize(
    ("environment", "size"), [("dev", "xlarge"), ("staging", "2xlarge"), ("prod", "4xlarge")]
)
def test_passes(environment: str, size: str) -> None:
    assert judged(RULE, resource(INSTANCE, instanceType=f"m7g.{size}"), environment=environment).passes


@pytest.mark.parametrize("type_", ["m7g.8xlarge", "m7g.metal", "m7i.metal-24xl"])
def test_fails(type_: str) -> None:
    verdict = judged(RULE, resource(INSTANCE, "big", instanceType=type_))
    assert verdict.faults == {"big": [f"{type_} is larger than 4xlarge, the largest for prod."]}


def test_cannot_tell() -> None:
    assert judged(RULE, resource(INSTANCE, "new", instanceType=UNKNOWN)).untold == {"new"}


def test_does_not_apply() -> None:
    assert judged(
        RULE, resource("aws:rds/clusterInstance:ClusterInstance", instanceClass="db.serverless")
    ).passes


def test_a_later_stage_has_larger_ones() -> None:
    database = resource("aws:rds/clusterInstance:ClusterInstance", instanceClass="db.r7g.8xlarge")
    assert judged(RULE, database, parameters={"stage": "growth"}).passes
    assert judged(RULE, database, stage="growth").passes
    assert not judged(RULE, database, stage="blue").passes


def test_an_environments_largest_can_be_said() -> None:
    node = resource(INSTANCE, instanceType="m7g.2xlarge")
    assert judged(RULE, node, environment="dev", parameters={"largest": {"dev": "2xlarge"}}).passes
    with pytest.raises(ValidationError, match="'2xl' is no size"):
        RULE.parse({"largest": {"dev": "2xl"}})
