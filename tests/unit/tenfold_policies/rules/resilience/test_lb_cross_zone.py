from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.resilience.lb_cross_zone import RULE
from tenfold_policies.values import UNKNOWN

LB, CLASSIC = "aws:lb/loadBalancer:LoadBalancer", "aws:elb/loadBalancer:LoadBalancer"
TARGETS = "aws:lb/targetGroup:TargetGroup"


def test_passes() -> None:
    balancer = resource(LB, loadBalancerType="network", enableCrossZoneLoadBalancing=True)
    assert judged(RULE, balancer, resource(CLASSIC)).passes
    assert judged(RULE, resource(TARGETS, loadBalancingCrossZoneEnabled="true")).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        resource(LB, "network", loadBalancerType="network"),
        resource(LB, "gateway", loadBalancerType="gateway", enableCrossZoneLoadBalancing=False),
        resource(CLASSIC, "classic", crossZoneLoadBalancing=False),
        resource("aws:alb/targetGroup:TargetGroup", "targets", loadBalancingCrossZoneEnabled="false"),
    )
    assert set(verdict.faults) == {"network", "gateway", "classic", "targets"}


def test_cannot_tell() -> None:
    unknown = resource(LB, "lb", loadBalancerType="network", enableCrossZoneLoadBalancing=UNKNOWN)
    verdict = judged(RULE, unknown)
    assert (verdict.faults, verdict.untold) == ({}, {"lb"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource(LB), resource(LB, "other", enableCrossZoneLoadBalancing=False)).passes


def test_a_target_group_that_leaves_it_to_the_load_balancer_is_right() -> None:
    leaving = resource(TARGETS, loadBalancingCrossZoneEnabled="use_load_balancer_configuration")
    assert judged(RULE, leaving, resource(TARGETS, "silent")).passes


def test_it_is_mended_where_it_is_set() -> None:
    assert RULE.remediate is not None
    network = resource(LB, loadBalancerType="network")
    assert RULE.remediate(network, None) == {"enableCrossZoneLoadBalancing": True}
    targets = resource(TARGETS, loadBalancingCrossZoneEnabled="false")
    assert RULE.remediate(targets, None) == {
        "loadBalancingCrossZoneEnabled": "use_load_balancer_configuration"
    }
    assert RULE.remediate(resource(LB), None) is None
