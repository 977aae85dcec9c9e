"""What ShardedDatabase registers."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest

from support.recording import Recording, record
from tenfold.database import (
    AuroraDatabaseArgs,
    Move,
    PostgresDatabaseArgs,
    Shard,
    ShardedDatabase,
    ShardedDatabaseArgs,
)
from tenfold.errors import InvalidInputError

NETWORK: dict[str, Any] = {
    "vpc_id": "vpc-1",
    "subnet_ids": ["subnet-a", "subnet-b"],
    "availability_zones": ["us-east-1a", "us-east-1b"],
    "tags": {"team": "shop"},
}
TWO = {"a": Shard(), "b": Shard()}


def build(database: Any = None, **changed: Any) -> Recording:
    given = {"shards": TWO, "founders": ["a", "b"], **changed}
    args = ShardedDatabaseArgs(database=database or AuroraDatabaseArgs(**NETWORK), **given)
    return record(lambda: ShardedDatabase("shop", args), preview=False)


def inputs(recording: Recording) -> dict[str, Any]:
    return {each.urn: each.inputs for each in recording}


def test_each_shard_is_a_database_of_its_own() -> None:
    recording = build()
    assert [each.name for each in recording.of("AuroraDatabase")] == ["shop-a", "shop-b"]
    assert {each.parent_name for each in recording.of("AuroraDatabase")} == {"shop"}


def test_the_engine_is_the_database_s() -> None:
    recording = build(PostgresDatabaseArgs(**NETWORK), shards={"a": Shard(reader_count=1), "b": Shard()})
    assert {each.name for each in recording.of("aws:rds/instance:Instance")} == {
        "shop-a-primary",
        "shop-a-replica-1",
        "shop-b-primary",
    }


def test_a_shard_may_be_bigger_than_the_others() -> None:
    recording = build(shards={"a": Shard(instance_class="db.r7g.4xlarge", reader_count=0), "b": Shard()})
    classes = {each.name: each.inputs["instanceClass"] for each in recording.of("ClusterInstance")}
    assert classes == {
        "shop-a-instance-0": "db.r7g.4xlarge",
        "shop-b-instance-0": "db.r7g.large",
        "shop-b-instance-1": "db.r7g.large",
    }


def test_a_shard_that_is_added_touches_nothing_that_is_there() -> None:
    before, after = inputs(build()), inputs(build(shards={"new": Shard(), **TWO}))
    assert len(after) > len(before)
    assert {urn: after[urn] for urn in before} == before


def test_a_move_changes_the_map_alone() -> None:
    before, after = inputs(build()), inputs(build(moves=[Move(slots="0-9", to="b")]))
    changed = [urn.rsplit("::", 1)[-1] for urn in before if after[urn] != before[urn]]
    assert changed == ["shop-map"]


def test_applications_read_the_map_and_each_shard_s_endpoints() -> None:
    recording = build(moves=[Move(slots="0-9", to="b")])
    found = {
        each.inputs["name"]: json.loads(each.inputs["insecureValue"]) for each in recording.of("Parameter")
    }
    assert found["/databases/shop/map"]["runs"] == {"a": ["10-2047"], "b": ["0-9", "2048-4095"]}
    assert found["/databases/shop/map"]["version"] == 2
    assert set(found["/databases/shop/shards/a"]) == {"endpoint", "reader_endpoint", "port", "secret_arn"}
    outputs = recording.component_outputs[recording.one("ShardedDatabase").urn]
    assert json.loads(outputs["shard_map"])["shards"]["b"] == found["/databases/shop/shards/b"]


def test_the_map_is_published_once_every_shard_can_be_found() -> None:
    recording = build()
    shards = {each.urn for each in recording.of("Parameter") if each.name.startswith("shop-shard-")}
    assert len(shards) == 2
    assert shards <= recording.one("Parameter", "shop-map").depends_on


def test_history_can_t_be_written_anew() -> None:
    recording = build(moves=[Move(slots="0-9", to="b")])
    marks = {each.name: each for each in recording.of("RandomId") if "keepers" in each.inputs}
    assert {name: mark.inputs["keepers"] for name, mark in marks.items()} == {
        "shop-founders": {"said": "a,b"},
        "shop-move-1": {"said": "0-9 to b"},
    }
    assert all(mark.protect for mark in marks.values())


def test_an_alias_reaches_the_component_alone() -> None:
    args = ShardedDatabaseArgs(database=AuroraDatabaseArgs(**NETWORK), shards=TWO, founders=["a"])
    opts = pulumi.ResourceOptions(aliases=[pulumi.Alias(name="old")])
    recording = record(lambda: ShardedDatabase("shop", args, opts))
    assert [each.name for each in recording if each.aliases] == ["shop"]


def test_region_and_tags_reach_the_parameters() -> None:
    recording = build(AuroraDatabaseArgs(**NETWORK, region="us-west-2"))
    assert {each.inputs["region"] for each in recording.of("Parameter")} == {"us-west-2"}
    assert {each.inputs["tags"]["team"] for each in recording.of("Parameter")} == {"shop"}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"founders": ["a", "c"]}, "ShardedDatabaseArgs.founders"),
        ({"founders": ["a", "a"]}, "ShardedDatabaseArgs.founders"),
        ({"founders": []}, "ShardedDatabaseArgs.founders"),
        ({"moves": [Move(slots="1", to="gone")]}, "ShardedDatabaseArgs.moves"),
        ({"moves": [Move(slots=str(n), to="b") for n in range(0, 2_000, 2)]}, "ShardedDatabaseArgs.moves"),
        ({"shards": {"a": Shard(instance_class="large"), "b": Shard()}}, "AuroraDatabaseArgs.instance_class"),
        ({"shards": {}}, "ShardedDatabaseArgs.shards"),
    ],
)
def test_a_map_that_leads_nowhere_is_refused(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        build(**changed)
    assert refused.value.field == field


def test_a_move_names_slots_that_are_there() -> None:
    with pytest.raises(InvalidInputError, match="within 0-4095"):
        Move(slots="4000-4096", to="a")
