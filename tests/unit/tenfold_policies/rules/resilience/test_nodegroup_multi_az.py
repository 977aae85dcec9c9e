from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.resilience.nodegroup_multi_az import RULE
from tenfold_policies.values import UNKNOWN

A, B = (
    resource("aws:ec2/subnet:Subnet", zone, id=f"subnet-{zone}", availabilityZone=f"us-east-1{zone}")
    for zone in "ab"
)


def group(name: str, subnets: object, size: object = 2) -> Resource:
    return resource(
        "aws:eks/nodeGroup:NodeGroup",
        name,
        clusterName="prod",
        subnetIds=subnets,
        scalingConfig={"minSize": size},
    )


def test_passes() -> None:
    assert judged(RULE, A, B, group("nodes", ["subnet-a", "subnet-b"])).passes


def test_fails() -> None:
    verdict = judged(RULE, A, B, group("nodes", ["subnet-a"], size=1))
    assert verdict.faults == {
        "nodes": ["scalingConfig.minSize is 1, of at least 2.", "subnetIds are in 1 of 2 zones."]
    }


def test_cannot_tell() -> None:
    for stack in (group("nodes", UNKNOWN), group("nodes", ["subnet-a", "subnet-b"], UNKNOWN)):
        verdict = judged(RULE, A, B, stack)
        assert (verdict.faults, verdict.untold) == ({}, {"nodes"})


def test_does_not_apply() -> None:
    assert judged(RULE, A, resource("aws:eks/fargateProfile:FargateProfile", subnetIds=["subnet-a"])).passes


def test_subnets_whose_state_has_no_id_are_known_by_where_the_ids_come_from() -> None:
    a, b = (resource(A.type, zone, availabilityZone=f"us-east-1{zone}") for zone in "ab")
    made = refers(group("nodes", ["subnet-1", "subnet-2"]), "subnetIds", a, b)
    assert judged(RULE, a, b, made).passes


def test_a_group_for_each_zone_is_as_good() -> None:
    assert judged(RULE, A, B, group("a", ["subnet-a"]), group("b", ["subnet-b"])).passes


def test_each_group_of_a_set_may_be_as_small_as_one_node() -> None:
    assert judged(RULE, A, B, group("a", ["subnet-a"], 1), group("b", ["subnet-b"], 1)).passes


def test_a_group_in_one_zone_is_not_made_good_by_another_in_several() -> None:
    verdict = judged(RULE, A, B, group("one", ["subnet-a"]), group("two", ["subnet-a", "subnet-b"]))
    assert set(verdict.faults) == {"one"}


def test_a_group_for_bursts_may_shrink_to_nothing() -> None:
    assert judged(RULE, A, B, group("burst", ["subnet-a", "subnet-b"], size=0)).passes


def test_the_least_can_be_chosen() -> None:
    parameters = {"min_azs": 1, "min_nodes": 1}
    assert judged(RULE, A, group("nodes", ["subnet-a"], size=1), parameters=parameters).passes
