from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.resilience.on_demand_base import RULE
from tenfold_policies.values import UNKNOWN


def group(name: str, capacity: object, size: object, cluster: str = "prod") -> Resource:
    return resource(
        "aws:eks/nodeGroup:NodeGroup",
        name,
        clusterName=cluster,
        capacityType=capacity,
        scalingConfig={"desiredSize": size},
    )


def mixed(share: object, base: int = 0) -> Resource:
    distribution = {"onDemandPercentageAboveBaseCapacity": share, "onDemandBaseCapacity": base}
    policy = {"instancesDistribution": distribution}
    return resource("aws:autoscaling/group:Group", "mixed", minSize=10, mixedInstancesPolicy=policy)


def test_passes() -> None:
    assert judged(RULE, group("base", "ON_DEMAND", 3), group("spot", "SPOT", 7)).passes
    assert judged(RULE, mixed(30)).passes
    assert judged(RULE, mixed(0, base=3)).passes


def test_fails() -> None:
    verdict = judged(RULE, group("base", "ON_DEMAND", 2), group("spot", "SPOT", 8), group("more", "SPOT", 0))
    assert verdict.faults == {"spot": ["2 of 10 nodes are on demand, 20% of at least 30 %."]}
    assert set(judged(RULE, mixed(0, base=2)).faults) == {"mixed"}


def test_cannot_tell() -> None:
    for unknown in (group("spot", "SPOT", UNKNOWN), mixed(UNKNOWN)):
        verdict = judged(RULE, unknown)
        assert (verdict.faults, verdict.untold) == ({}, {unknown.name})


def test_does_not_apply() -> None:
    assert judged(RULE, group("base", None, 3)).passes
    assert judged(RULE, resource("aws:autoscaling/group:Group", minSize=3)).passes


def test_another_clusters_nodes_do_not_count() -> None:
    verdict = judged(RULE, group("spot", "SPOT", 3), group("base", "ON_DEMAND", 9, cluster="other"))
    assert set(verdict.faults) == {"spot"}


def test_the_share_can_be_chosen() -> None:
    stack = group("base", "ON_DEMAND", 2), group("spot", "SPOT", 8)
    assert judged(RULE, *stack, parameters={"percent": 20}).passes
