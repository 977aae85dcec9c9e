from __future__ import annotations

import pytest

from support.policies import judged, resource
from tenfold_policies.rules.cost.no_previous_generation import RULE
from tenfold_policies.values import UNKNOWN

INSTANCE = "aws:ec2/instance:Instance"
NODES = "aws:eks/nodeGroup:NodeGroup"


def test_passes() -> None:
    assert judged(RULE, resource(INSTANCE, instanceType="m7i-flex.large")).passes


@pytest.mark.parametrize(
    ("type_", "properties", "successor"),
    [
        (INSTANCE, {"instanceType": "t2.micro"}, "t3.micro"),
        ("aws:rds/instance:Instance", {"instanceClass": "db.m4.large"}, "db.m7i.large"),
        (
            "aws:elasticache/replicationGroup:ReplicationGroup",
            {"nodeType": "cache.r4.large"},
            "cache.r7i.large",
        ),
        ("aws:opensearch/domain:Domain", {"clusterConfig": {"instanceType": "c4.large.search"}}, "c7i.large"),
        (NODES, {"instanceTypes": ["m7g.large", "m4.large"]}, "m7i.large"),
    ],
)
def test_fails(type_: str, properties: dict[str, object], successor: str) -> None:
    (message,) = judged(RULE, resource(type_, "old", **properties)).faults["old"]
    assert f"{successor} takes its place" in message


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(INSTANCE, "new", instanceType=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"new"})


def test_does_not_apply() -> None:
    assert judged(
        RULE, resource("aws:rds/clusterInstance:ClusterInstance", instanceClass="db.serverless")
    ).passes


def test_a_company_may_call_further_families_previous() -> None:
    node = resource(INSTANCE, "node", instanceType="m5.large")
    assert judged(RULE, node).passes
    (message,) = judged(RULE, node, parameters={"also": {"m5": "m7i"}}).faults["node"]
    assert "m7i.large takes its place" in message
