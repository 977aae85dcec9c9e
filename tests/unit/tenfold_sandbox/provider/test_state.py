"""What the engine keeps of a resource: what AWS shows in the program's words, and what is foreseen."""

from __future__ import annotations

from typing import Any

import pytest

from tenfold_sandbox.provider.rows import row_for
from tenfold_sandbox.provider.state import (
    KEPT,
    foreseen,
    foreseen_change,
    imported_inputs,
    live_state,
    refreshed_inputs,
    unshown,
    with_kept,
)
from tenfold_sandbox.provider.table import DEFAULTS, IMPORTED, Context, Resource
from tenfold_sandbox.values import UNKNOWN


def row(token: str) -> Resource:
    found = row_for(token)
    assert found is not None
    return found


CLUSTER = row("aws:eks/cluster:Cluster")
VPC = row("aws:ec2/vpc:Vpc")
ROLE = row("aws:iam/role:Role")


def context(inputs: dict[str, Any], **fields: Any) -> Context:
    return Context(inputs=inputs, region="us-east-1", **fields)


def test_what_the_program_leaves_open_is_unknown_in_a_creations_preview() -> None:
    state = foreseen(VPC, context({"cidrBlock": "10.0.0.0/16"}))
    assert state["cidrBlock"] == "10.0.0.0/16"
    assert state["arn"] is UNKNOWN
    assert state["region"] == "us-east-1"


def test_what_the_program_leaves_open_inside_an_input_is_unknown_too() -> None:
    state = foreseen(CLUSTER, context({"vpcConfig": {"subnetIds": ["subnet-1"]}}))
    assert state["vpcConfig"]["subnetIds"] == ["subnet-1"]
    assert state["vpcConfig"]["clusterSecurityGroupId"] is UNKNOWN


def test_a_default_is_known_in_a_preview() -> None:
    (name, value), *_ = VPC.defaults.items()
    assert foreseen(VPC, context({}))[name] == value


def test_a_preview_knows_all_tags() -> None:
    state = foreseen(VPC, context({"tags": {"a": "1"}}, tags={"a": "1", "team": "x"}))
    assert state["tagsAll"] == {"a": "1", "team": "x"}


def test_tags_that_are_not_known_make_all_tags_unknown() -> None:
    assert foreseen(VPC, context({"tags": UNKNOWN}))["tagsAll"] is UNKNOWN


def test_a_global_resource_has_no_region() -> None:
    assert "region" not in foreseen_change(ROLE, context({"name": "r"}), ())


def test_an_updates_preview_keeps_what_aws_filled_in() -> None:
    before = {"vpcConfig": {"subnetIds": ["subnet-1"], "clusterSecurityGroupId": "sg-1"}, "arn": "arn:it"}
    wanted = {"vpcConfig": {"subnetIds": ["subnet-2"]}}
    state = foreseen_change(CLUSTER, context(wanted, state=before), {"version"})
    assert state["vpcConfig"] == {"subnetIds": ["subnet-2"], "clusterSecurityGroupId": "sg-1"}
    assert state["arn"] == "arn:it"
    assert state["version"] is UNKNOWN


def test_an_updates_preview_drops_a_maps_gone_keys() -> None:
    proxy = row("aws:rds/proxy:Proxy")
    before = {"tags": {"a": "1", "b": "2"}}
    assert foreseen_change(proxy, context({"tags": {"a": "1"}}, state=before), ())["tags"] == {"a": "1"}


def test_an_updates_preview_knows_nothing_of_a_list_items_that_is_new() -> None:
    instance = row("aws:ec2/instance:Instance")
    disk = {"deviceName": "/dev/sdb", "volumeSize": 1}
    before = {"ebsBlockDevices": [{**disk, "volumeId": "vol-1"}]}
    wanted = {"ebsBlockDevices": [disk, {**disk, "deviceName": "/dev/sdc"}]}
    kept, fresh = foreseen_change(instance, context(wanted, state=before), ())["ebsBlockDevices"]
    assert kept["volumeId"] == "vol-1"
    assert fresh["volumeId"] is UNKNOWN


def test_a_live_resource_shows_in_the_programs_words() -> None:
    live = {"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "InstanceTenancy": "default"}
    state = live_state(VPC, context({"cidrBlock": "10.0.0.0/16"}, id="vpc-1", live=live))
    assert state["cidrBlock"] == "10.0.0.0/16"
    assert state["instanceTenancy"] == "default"
    assert state["region"] == "us-east-1"


def test_a_document_that_aws_rewrote_keeps_the_programs_text() -> None:
    policy = '{"Statement":  [{"Action": "sts:AssumeRole"}]}'
    live = {"RoleName": "r", "AssumeRolePolicyDocument": {"Statement": [{"Action": ["sts:AssumeRole"]}]}}
    state = live_state(ROLE, context({"assumeRolePolicy": policy}, id="r", live=live))
    assert state["assumeRolePolicy"] == policy


def test_a_default_tag_is_in_all_tags_alone() -> None:
    seen = context(
        {"tags": {"a": "1"}},
        live_tags={"a": "1", "team": "x", "by": "hand"},
        default_tags={"team": "x"},
        live={"VpcId": "vpc-1"},
    )
    state = live_state(VPC, seen)
    assert state["tagsAll"] == {"a": "1", "team": "x", "by": "hand"}
    assert state["tags"] == {"a": "1", "by": "hand"}


@pytest.mark.parametrize("shown", [None, []])
def test_what_the_emulator_does_not_show_is_named(shown: Any) -> None:
    assert unshown(CLUSTER, {"zonalShiftConfig": {"enabled": True}}, {"zonalShiftConfig": shown}) == [
        "zonalShiftConfig"
    ]


@pytest.mark.parametrize("value", [None, False, "", [], {}])
def test_what_asks_for_nothing_need_not_show(value: Any) -> None:
    assert unshown(CLUSTER, {"zonalShiftConfig": value}, {}) == []


def test_what_only_the_provider_acts_on_need_not_show() -> None:
    inputs = dict.fromkeys((*CLUSTER.kept, "region", "tags", DEFAULTS), "x")
    assert unshown(CLUSTER, inputs, {}) == []


def test_what_is_kept_stands_in_the_state_with_its_name() -> None:
    assert with_kept({"a": 1}, ["b", "gone"], {"b": 2}) == {"a": 1, "b": 2, KEPT: ["b", "gone"]}


def test_an_import_takes_what_shows_and_is_no_output() -> None:
    written = {"cidrBlock": "10.0.0.0/16", "arn": "arn:it", "ipv6CidrBlock": "", "tags": {}}
    assert imported_inputs(VPC, written, {}) == {"cidrBlock": "10.0.0.0/16", IMPORTED: True}


def test_a_refresh_looks_at_what_the_program_gives() -> None:
    inputs = {"cidrBlock": "10.0.0.0/16", "region": "us-east-1", DEFAULTS: ["x"], "tags": {"a": "1"}}
    written = {"cidrBlock": "10.1.0.0/16", "enableDnsSupport": True, "tags": {"a": "2"}}
    assert refreshed_inputs(VPC, written, inputs) == {
        **inputs,
        "cidrBlock": "10.1.0.0/16",
        "tags": {"a": "2"},
    }
