"""The shard map is balanced, moves nothing that nobody moved, and is read alike by all."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenfold.database import sharding
from tenfold.database.sharding import SLOTS, Run, layout, map_of, map_text, parse_run, runs_by_shard, shard_of
from tenfold.errors import InvalidInputError

names = st.lists(st.text("abcdef", min_size=1, max_size=3), min_size=1, max_size=24, unique=True)
runs = st.tuples(st.integers(0, SLOTS - 1), st.integers(0, SLOTS - 1)).map(
    lambda two: Run(min(two), max(two))
)


@given(names)
def test_founders_share_all_slots_as_evenly_as_can_be(founders: list[str]) -> None:
    counts = Counter(layout(founders, []))
    assert sum(counts.values()) == SLOTS
    assert set(counts) == set(founders)
    assert max(counts.values()) - min(counts.values()) <= 1


@given(names)
def test_a_founder_s_slots_are_one_run(founders: list[str]) -> None:
    assert {len(each) for each in runs_by_shard(layout(founders, [])).values()} == {1}


@given(names, st.data())
def test_only_what_a_move_names_changes_its_shard(founders: list[str], data: st.DataObject) -> None:
    moves = data.draw(st.lists(st.tuples(runs, st.sampled_from(founders)), max_size=5))
    run, to = data.draw(runs), data.draw(st.sampled_from(founders))
    before, after = layout(founders, moves), layout(founders, [*moves, (run, to)])
    assert all(after[slot] == (to if slot in run.slots else before[slot]) for slot in range(SLOTS))


@settings(max_examples=20)
@given(names, st.integers(1, 4))
def test_suggested_moves_go_to_the_new_shard_alone_and_keep_the_balance(
    founders: list[str], new: int
) -> None:
    moves: list[tuple[Run, str]] = []
    for number in range(new):
        before = layout(founders, moves)
        suggested = sharding.suggest_moves(before, f"new-{number}")
        moves += [(run, f"new-{number}") for run in suggested]
        after = layout(founders, moves)
        counts = Counter(after)
        assert {after[slot] for slot in range(SLOTS) if after[slot] != before[slot]} == {f"new-{number}"}
        assert max(counts.values()) - min(counts.values()) <= 1


@given(names, st.data())
def test_the_map_has_each_slot_once(founders: list[str], data: st.DataObject) -> None:
    moves = data.draw(st.lists(st.tuples(runs, st.sampled_from(founders)), max_size=5))
    owners = layout(founders, moves)
    read = json.loads(map_text(founders, moves))
    listed = [
        (slot, shard) for shard, each in read["runs"].items() for run in each for slot in parse_run(run).slots
    ]
    assert sorted(listed) == list(enumerate(owners))
    assert read == map_of(founders, moves)
    assert read["version"] == 1 + len(moves)


@given(st.text(), names)
def test_a_reader_finds_the_slot_s_shard(key: str, founders: list[str]) -> None:
    owners = layout(founders, [])
    assert shard_of(key, map_of(founders, [])) == owners[sharding.slot_of(key)]


def test_keys_are_spread_evenly_over_shards() -> None:
    spread = Counter(shard_of(f"customer-{n}", map_of(["a", "b", "c", "d"], [])) for n in range(20_000))
    assert max(spread.values()) < 1.05 * min(spread.values())


@pytest.mark.parametrize(("key", "slot"), [("customer-1", 3715), ("", 3643), ("münchen", 3957)])
def test_a_key_s_slot_never_changes(key: str, slot: int) -> None:
    assert sharding.slot_of(key) == slot


@pytest.mark.parametrize("text", ["", "a", "5-4", "0-4096", "-1", "1-2-3"])
def test_what_is_no_run_of_slots_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"slots|within"):
        parse_run(text)


def test_a_map_of_another_hash_is_not_read_wrongly() -> None:
    with pytest.raises(ValueError, match="crc32"):
        shard_of("a", {**map_of(["a"], []), "hash": "crc32"})


def test_a_shard_that_has_slots_can_t_be_removed() -> None:
    with pytest.raises(InvalidInputError, match="move them first"):
        sharding.check_sharding(["a"], ["a", "b"], [])
