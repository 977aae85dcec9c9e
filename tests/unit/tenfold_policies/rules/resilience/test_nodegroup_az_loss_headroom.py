from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.resilience.nodegroup_az_loss_headroom import RULE
from tenfold_policies.values import UNKNOWN

SUBNETS = [
    resource("aws:ec2/subnet:Subnet", zone, id=f"subnet-{zone}", availabilityZone=f"us-east-1{zone}")
    for zone in "abc"
]
IDS = [f"subnet-{zone}" for zone in "abc"]


def group(desired: object, most: object, subnets: object = IDS) -> Resource:
    scaling = {"desiredSize": desired, "maxSize": most}
    return resource("aws:eks/nodeGroup:NodeGroup", "nodes", subnetIds=subnets, scalingConfig=scaling)


def test_passes() -> None:
    assert judged(RULE, *SUBNETS, group(6, 9)).passes


def test_fails() -> None:
    verdict = judged(RULE, *SUBNETS, group(6, 8))
    assert verdict.faults == {
        "nodes": ["scalingConfig.maxSize is 8; the 6 nodes of now, without one of 3 zones, need 9."]
    }


def test_cannot_tell() -> None:
    for unknown in (group(6, UNKNOWN), group(6, 9, UNKNOWN), group(6, 9, ["x", "y", "z"])):
        verdict = judged(RULE, *SUBNETS, unknown)
        assert (verdict.faults, verdict.untold) == ({}, {"nodes"})


def test_does_not_apply() -> None:
    assert judged(RULE, *SUBNETS, group(6, 6, IDS[:1])).passes


def test_twice_the_nodes_are_enough_for_any_number_of_zones() -> None:
    assert judged(RULE, group(6, 12, UNKNOWN)).passes


def test_a_group_at_its_maximum_is_wrong_for_any_number_of_zones() -> None:
    verdict = judged(RULE, *SUBNETS, refers(group(6, 6, UNKNOWN), "subnetIds", *SUBNETS))
    assert set(verdict.faults) == {"nodes"}
