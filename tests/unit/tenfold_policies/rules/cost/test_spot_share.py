from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.cost.spot_share import RULE
from tenfold_policies.values import UNKNOWN

CLUSTER = resource("aws:eks/cluster:Cluster", "k8s")


def nodes(name: str, desired: object, capacity: str) -> Resource:
    sizes = {"minSize": 1, "maxSize": 30, "desiredSize": desired}
    group = resource("aws:eks/nodeGroup:NodeGroup", name, scalingConfig=sizes, capacityType=capacity)
    return refers(group, "clusterName", CLUSTER)


def group(name: str, percent: int) -> Resource:
    distribution = {"onDemandBaseCapacity": 3, "onDemandPercentageAboveBaseCapacity": percent}
    policy = {"instancesDistribution": distribution}
    return resource(
        "aws:autoscaling/group:Group", name, minSize=3, desiredCapacity=13, mixedInstancesPolicy=policy
    )


def test_passes() -> None:
    # Of 36 nodes 11 are the base (30 %); 70 % of the other 25 are 17 whole nodes.
    assert judged(RULE, CLUSTER, nodes("base", 19, "ON_DEMAND"), nodes("spot", 17, "SPOT")).passes
    assert judged(RULE, group("mixed", 30)).passes


def test_fails() -> None:
    verdict = judged(RULE, CLUSTER, nodes("base", 20, "ON_DEMAND"), nodes("spot", 16, "SPOT"))
    assert verdict.faults == {"k8s": ["16 of the 25 nodes above a base of 11 are spot: 64%, less than 70 %."]}
    assert judged(RULE, group("mixed", 100)).faults == {
        "mixed": ["0 of the 9 nodes above a base of 4 are spot: 0%, less than 70 %."]
    }


def test_cannot_tell() -> None:
    assert judged(RULE, CLUSTER, nodes("base", UNKNOWN, "ON_DEMAND")).untold == {"k8s"}


def test_does_not_apply() -> None:
    assert judged(RULE, CLUSTER, nodes("base", 3, "ON_DEMAND")).passes


def test_share_and_base_can_be_said() -> None:
    groups = (nodes("base", 6, "ON_DEMAND"), nodes("spot", 4, "SPOT"))
    none = {"on_demand_base": 0, "on_demand_percent": 0}
    assert judged(RULE, CLUSTER, *groups, parameters={"percent": 40, **none}).passes
    assert not judged(RULE, CLUSTER, *groups, parameters={"percent": 50, **none}).passes
    assert judged(RULE, CLUSTER, *groups, parameters={"percent": 100, "on_demand_base": 6}).passes
    assert judged(RULE, CLUSTER, *groups, parameters={"percent": 100, "on_demand_percent": 60}).passes


def test_what_karpenter_adds_is_not_counted_against_it() -> None:
    buys = [{"key": "karpenter.sh/capacity-type", "operator": "In", "values": ["spot"]}]
    spec = {"template": {"spec": {"requirements": buys}}}
    pool = resource("kubernetes:karpenter.sh/v1:NodePool", spec=spec)
    assert judged(RULE, CLUSTER, nodes("base", 9, "ON_DEMAND"), pool).passes
