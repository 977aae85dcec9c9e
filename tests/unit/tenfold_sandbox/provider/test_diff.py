"""What replaces a resource, what changes it in place, and what is no difference."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from tenfold_sandbox.provider.diff import Difference, difference
from tenfold_sandbox.provider.rows import row_for
from tenfold_sandbox.provider.table import DEFAULTS, IMPORTED, Resource
from tenfold_sandbox.values import UNKNOWN


def row(token: str, **changes: Any) -> Resource:
    found = row_for(token)
    assert found is not None
    return dataclasses.replace(found, **changes)


SUBNET = row("aws:ec2/subnet:Subnet")
CLUSTER = row("aws:eks/cluster:Cluster")
ROLE = row("aws:iam/role:Role")


def diff(row: Resource, old: dict[str, Any], new: dict[str, Any], *, takes: bool = True) -> Difference:
    return difference(row, old, new, lambda _: takes)


def test_the_same_inputs_are_no_difference() -> None:
    assert diff(SUBNET, {"cidrBlock": "10.0.0.0/24"}, {"cidrBlock": "10.0.0.0/24"}) == Difference()


def test_what_means_the_same_is_no_difference() -> None:
    old = {"assumeRolePolicy": '{"Statement": [{"Action": "sts:AssumeRole"}]}', "maxSessionDuration": 3600}
    new = {"assumeRolePolicy": '{"Statement":[{"Action":["sts:AssumeRole"]}]}', "maxSessionDuration": "3600"}
    assert diff(ROLE, old, new) == Difference()


def test_a_create_only_property_replaces() -> None:
    found = diff(SUBNET, {"cidrBlock": "10.0.0.0/24"}, {"cidrBlock": "10.0.1.0/24"})
    assert (found.changed, found.replaces) == ({"cidrBlock"}, {"cidrBlock"})


def test_another_property_changes_in_place() -> None:
    found = diff(SUBNET, {"mapPublicIpOnLaunch": False}, {"mapPublicIpOnLaunch": True})
    assert (found.changed, found.replaces) == ({"mapPublicIpOnLaunch"}, set())


@pytest.mark.parametrize("old", [{}, {"assignIpv6AddressOnCreation": True}])
def test_what_no_update_takes_can_only_be_replaced(old: dict[str, Any]) -> None:
    found = diff(SUBNET, old, {"assignIpv6AddressOnCreation": False}, takes=False)
    assert found.replaces == {"assignIpv6AddressOnCreation"}


def test_what_only_the_provider_acts_on_never_replaces() -> None:
    kept = row("aws:ec2/subnet:Subnet", kept=frozenset({"cidrBlock"}))
    found = diff(kept, {"cidrBlock": "10.0.0.0/24"}, {"cidrBlock": "10.0.1.0/24"}, takes=False)
    assert (found.changed, found.replaces) == ({"cidrBlock"}, set())


def test_a_row_may_update_what_the_schema_calls_create_only() -> None:
    updating = row("aws:ec2/subnet:Subnet", updates=frozenset({"cidrBlock"}))
    assert diff(updating, {"cidrBlock": "10.0.0.0/24"}, {"cidrBlock": "10.0.1.0/24"}).replaces == set()


def test_a_row_may_replace_what_the_schema_does_not() -> None:
    replacing = row("aws:ec2/subnet:Subnet", replaces=frozenset({"mapPublicIpOnLaunch"}))
    assert diff(replacing, {}, {"mapPublicIpOnLaunch": True}).replaces == {"mapPublicIpOnLaunch"}


def test_a_row_may_replace_in_one_direction_only() -> None:
    def shrinks(old: Any, new: Any) -> set[str]:
        return {"size"} if new["size"] < old["size"] else set()

    growing = row("aws:ebs/volume:Volume", replaces_when=shrinks)
    assert diff(growing, {"size": 2}, {"size": 1}).replaces == {"size"}
    assert diff(growing, {"size": 1}, {"size": 2}).replaces == set()


@pytest.mark.parametrize(
    ("new", "replaces"),
    [
        ({"ipFamily": "ipv6", "elasticLoadBalancing": {"enabled": False}}, True),
        ({"ipFamily": "ipv4", "elasticLoadBalancing": {"enabled": True}}, False),
        ({"ipFamily": UNKNOWN, "elasticLoadBalancing": {"enabled": False}}, True),
        (UNKNOWN, True),
    ],
    ids=["create-only part", "another part", "unknown create-only part", "unknown whole"],
)
def test_a_create_only_part_of_an_input_decides(new: Any, replaces: bool) -> None:
    old = {"ipFamily": "ipv4", "elasticLoadBalancing": {"enabled": False}}
    found = diff(CLUSTER, {"kubernetesNetworkConfig": old}, {"kubernetesNetworkConfig": new})
    assert found.changed == {"kubernetesNetworkConfig"}
    assert bool(found.replaces) is replaces


@pytest.mark.parametrize("old", [{}, {"vpcId": "vpc-1"}])
def test_an_unknown_create_only_value_replaces(old: dict[str, Any]) -> None:
    assert diff(SUBNET, old, {"vpcId": UNKNOWN}).replaces == {"vpcId"}


def test_tags_region_and_bookkeeping_are_none_of_its_business() -> None:
    old = {"tags": {"a": "1"}, "region": "us-east-1", DEFAULTS: ["name"]}
    assert diff(SUBNET, old, {"tags": {"a": "2"}, "region": "us-west-2"}) == Difference()


def test_tags_that_the_table_does_not_manage_are_a_property() -> None:
    group = row("aws:autoscaling/group:Group")
    assert group.tagging is None
    assert diff(group, {}, {"tags": [{"key": "a"}]}).changed == {"tags"}


def test_what_an_import_found_and_the_program_leaves_open_is_no_difference() -> None:
    old = {"cidrBlock": "10.0.0.0/24", "availabilityZone": "us-east-1a", IMPORTED: True}
    assert diff(SUBNET, old, {"cidrBlock": "10.0.0.0/24", "ipv6CidrBlock": ""}) == Difference()


def test_what_aws_filled_in_inside_an_imported_input_is_no_difference() -> None:
    old = {"vpcConfig": {"subnetIds": ["b", "a"], "vpcId": "vpc-1"}, IMPORTED: True}
    assert diff(CLUSTER, old, {"vpcConfig": {"subnetIds": ["a", "b"]}}) == Difference()


def test_what_differs_from_an_import_is_a_difference() -> None:
    old = {"cidrBlock": "10.0.0.0/24", IMPORTED: True}
    assert diff(SUBNET, old, {"cidrBlock": "10.0.1.0/24"}).replaces == {"cidrBlock"}


def test_what_aws_never_shows_is_no_difference_to_an_import() -> None:
    assert CLUSTER.kept
    new = dict.fromkeys(CLUSTER.kept, True)
    assert diff(CLUSTER, {"name": "c", IMPORTED: True}, {"name": "c", **new}) == Difference()


@pytest.mark.parametrize(
    ("new", "first"),
    [
        ({"name": "r", "path": "/b/"}, True),
        ({"name": "other", "path": "/b/"}, False),
        ({"name": "r", "path": "/b/", DEFAULTS: ["name"]}, False),
    ],
    ids=["the same name", "another name", "a generated name"],
)
def test_a_replacement_that_keeps_its_name_goes_first(new: dict[str, Any], first: bool) -> None:
    found = diff(ROLE, {"name": "r", "path": "/a/"}, new)
    assert found.replaces
    assert found.delete_before_replace is first


def test_a_row_whose_like_can_not_stand_beside_it_goes_first() -> None:
    alone = row("aws:ec2/subnet:Subnet", delete_before_replace=True)
    assert diff(alone, {"vpcId": "vpc-1"}, {"vpcId": "vpc-2"}).delete_before_replace
    assert not diff(alone, {"vpcId": "vpc-1"}, {"vpcId": "vpc-1"}).delete_before_replace
