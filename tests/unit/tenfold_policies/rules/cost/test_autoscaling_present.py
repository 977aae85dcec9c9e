from __future__ import annotations

from typing import Any

import pytest

from support.policies import judged, refers, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.cost.autoscaling_present import RULE
from tenfold_policies.values import UNKNOWN

CLUSTER = resource("aws:eks/cluster:Cluster", "k8s", name="k8s")
SERVICE = resource("aws:ecs/service:Service", "web", name="web")
TABLE = resource("aws:dynamodb/table:Table", "carts", name="carts")
TARGET = "aws:appautoscaling/target:Target"
GROUP = "aws:autoscaling/group:Group"


def nodes(least: object, most: object) -> Resource:
    sizes = {"minSize": least, "maxSize": most}
    return refers(resource("aws:eks/nodeGroup:NodeGroup", scalingConfig=sizes), "clusterName", CLUSTER)


def test_passes() -> None:
    assert judged(RULE, CLUSTER, nodes(3, 9)).passes
    assert judged(RULE, SERVICE, resource(TARGET, resourceId="service/main/web")).passes
    assert judged(RULE, TABLE, refers(resource(TARGET, resourceId=UNKNOWN), "resourceId", TABLE)).passes
    group = resource(GROUP, "group", minSize=1, maxSize=9)
    policy = refers(resource("aws:autoscaling/policy:Policy"), "autoscalingGroupName", group)
    assert judged(RULE, group, policy).passes


@pytest.mark.parametrize(
    ("resources", "said"),
    [
        ([CLUSTER, nodes(3, 3)], "nothing else adds nodes"),
        ([SERVICE], "no autoscaling target changes desiredCount"),
        ([TABLE, resource(TARGET, resourceId="table/other")], "readCapacity and writeCapacity"),
        ([resource(GROUP, "group", minSize=4, maxSize=4)], "minSize is maxSize: 4"),
        ([resource(GROUP, "group", minSize=1, maxSize=4)], "no scaling policy"),
    ],
)
def test_fails(resources: list[Resource], said: str) -> None:
    ((message,),) = judged(RULE, *resources).faults.values()
    assert said in message


def test_cannot_tell() -> None:
    assert judged(RULE, CLUSTER, nodes(UNKNOWN, 9)).untold == {"k8s"}
    assert judged(RULE, TABLE, resource(TARGET, resourceId=UNKNOWN)).untold == {"carts"}


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:dynamodb/table:Table", billingMode="PAY_PER_REQUEST")).passes
    assert judged(RULE, resource("aws:ecs/service:Service", schedulingStrategy="DAEMON")).passes
    assert judged(RULE, resource(GROUP, minSize=1, maxSize=1)).passes
    assert judged(RULE, CLUSTER).passes


@pytest.mark.parametrize(
    "more",
    [
        resource("kubernetes:karpenter.sh/v1:NodePool"),
        resource(
            "aws:eks/podIdentityAssociation:PodIdentityAssociation",
            clusterName="k8s",
            serviceAccount="karpenter",
        ),
    ],
    ids=lambda each: each.type,
)
def test_fixed_node_groups_are_right_beside_karpenter(more: Resource) -> None:
    assert judged(RULE, CLUSTER, nodes(3, 3), more).passes


def test_auto_mode_scales_by_itself() -> None:
    config: dict[str, Any] = {"computeConfig": {"enabled": True}}
    cluster = resource("aws:eks/cluster:Cluster", "k8s", name="k8s", **config)
    assert judged(RULE, cluster, nodes(3, 3)).passes


def test_the_cluster_autoscalers_tag_is_a_policy() -> None:
    tags = [{"key": "k8s.io/cluster-autoscaler/enabled", "value": "true"}]
    assert judged(RULE, resource(GROUP, minSize=1, maxSize=9, tags=tags)).passes
