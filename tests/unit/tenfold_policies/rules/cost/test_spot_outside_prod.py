from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.cost.spot_outside_prod import RULE
from tenfold_policies.values import UNKNOWN

CLUSTER = resource("aws:eks/cluster:Cluster", "k8s")


def nodes(name: str, desired: object = 3, **properties: object) -> Resource:
    sizes = {"scalingConfig": {"minSize": 1, "maxSize": 9, "desiredSize": desired}}
    return refers(
        resource("aws:eks/nodeGroup:NodeGroup", name, **sizes, **properties), "clusterName", CLUSTER
    )


def test_passes() -> None:
    spot = nodes("spot", capacityType="SPOT")
    assert judged(RULE, CLUSTER, nodes("base"), spot, environment="dev").passes


def test_fails() -> None:
    group = resource("aws:autoscaling/group:Group", "group", minSize=2, maxSize=4)
    verdict = judged(RULE, CLUSTER, nodes("base"), group, environment="dev")
    assert verdict.faults == {
        "k8s": ["none of its 3 nodes is spot in dev."],
        "group": ["none of its 2 nodes is spot in dev."],
    }


def test_cannot_tell() -> None:
    unknown = nodes("new", capacityType=UNKNOWN)
    assert judged(RULE, CLUSTER, unknown, environment="dev").untold == {"k8s"}


def test_does_not_apply() -> None:
    assert judged(RULE, CLUSTER, nodes("base"), environment="prod").passes
    assert judged(
        RULE, CLUSTER, nodes("empty", desired=0, capacityType="ON_DEMAND"), environment="dev"
    ).passes


def test_karpenter_may_buy_spot() -> None:
    buys = [{"key": "karpenter.sh/capacity-type", "operator": "In", "values": ["spot", "on-demand"]}]
    pool = resource(
        "kubernetes:karpenter.sh/v1:NodePool", spec={"template": {"spec": {"requirements": buys}}}
    )
    assert judged(RULE, CLUSTER, nodes("base"), pool, environment="dev").passes
    silent = resource(
        "kubernetes:karpenter.sh/v1:NodePool", spec={"template": {"spec": {"requirements": []}}}
    )
    assert set(judged(RULE, CLUSTER, nodes("base"), silent, environment="dev").faults) == {"k8s"}


def test_a_spot_group_that_starts_empty_counts() -> None:
    spot = nodes("spot", desired=0, capacityType="SPOT")
    assert judged(RULE, CLUSTER, nodes("base"), spot, environment="dev").passes


def test_a_groups_launch_template_may_ask_for_spot() -> None:
    template = resource("aws:ec2/launchTemplate:LaunchTemplate", instanceMarketOptions={"marketType": "spot"})
    group = refers(resource("aws:autoscaling/group:Group", minSize=2, maxSize=4), "launchTemplate", template)
    assert judged(RULE, group, template, environment="dev").passes
