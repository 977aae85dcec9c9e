"""Where a key's data lie when there are many databases. Pure, and small enough to be written anew in any
language.

A key has one of 4,096 slots: the first three hexadecimal digits of the SHA-256 of its UTF-8 text. In SQL, to
find the rows of a slot: ``('x' || left(encode(sha256(convert_to(key, 'UTF8')), 'hex'), 3))::bit(12)::int``.
Slots belong to shards. The founders share them evenly, in runs; after that a slot changes its shard by a
``Move`` alone. So a new shard has no data until somebody has copied some there, and has said so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tenfold.errors import InvalidInputError

SLOTS = 4_096
HASH = "sha256-first-3-hex-digits"
"""The name of the way from a key to its slot, as the map says it."""


@dataclass(frozen=True)
class Run:
    """Slots from the first to the last, both of them included."""

    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"

    @property
    def slots(self) -> range:
        return range(self.first, self.last + 1)


def slot_of(key: str) -> int:
    """The slot of a key, such as a customer's number.

    >>> slot_of("customer-1")
    3715
    """
    return int(hashlib.sha256(key.encode()).hexdigest()[:3], 16)


def shard_of(key: str, shard_map: Mapping[str, Any]) -> str:
    """The shard that has a key's data, by the map that ``ShardedDatabase`` gives out.

    Args:
        key: the text that places data, such as a customer's number.
        shard_map: the JSON of ``map_parameter``, parsed.

    Raises:
        ValueError: the map is for another way from keys to slots.
        LookupError: the map has no such slot.
    """
    if shard_map["hash"] != HASH:
        raise ValueError(f"the map is for the hash {shard_map['hash']}, not for {HASH}")
    slot = slot_of(key)
    for shard, runs in shard_map["runs"].items():
        if any(slot in parse_run(run).slots for run in runs):
            return shard
    raise LookupError(f"the map has no shard for slot {slot}")


def parse_run(text: str) -> Run:
    """``0-511``, or ``7`` for a single slot.

    Raises:
        ValueError: it is no run of slots.
    """
    first, _, last = text.partition("-")
    if not (first.isdecimal() and (last or first).isdecimal()):
        raise ValueError(f"{text!r} is no run of slots, such as '0-511'")
    run = Run(int(first), int(last or first))
    if not run.first <= run.last < SLOTS:
        raise ValueError(f"{text!r} is not within 0-{SLOTS - 1}")
    return run


def founding_layout(founders: Sequence[str]) -> list[str]:
    """Each slot's shard at first: runs as even as can be, in the founders' order."""
    return [founders[slot * len(founders) // SLOTS] for slot in range(SLOTS)]


def layout(founders: Sequence[str], moves: Sequence[tuple[Run, str]]) -> list[str]:
    """Each slot's shard after all moves, in their order."""
    owners = founding_layout(founders)
    for run, to in moves:
        owners[run.first : run.last + 1] = [to] * len(run.slots)
    return owners


def runs_by_shard(owners: Sequence[str]) -> dict[str, list[Run]]:
    """The same said shortly: the runs of each shard, in order."""
    starts = [slot for slot in range(SLOTS) if slot == 0 or owners[slot] != owners[slot - 1]]
    runs: dict[str, list[Run]] = {}
    for first, following in pairwise([*starts, SLOTS]):
        runs.setdefault(owners[first], []).append(Run(first, following - 1))
    return runs


def map_of(founders: Sequence[str], moves: Sequence[tuple[Run, str]]) -> dict[str, object]:
    """The map; its version rises with every move."""
    runs = runs_by_shard(layout(founders, moves))
    return {
        "version": 1 + len(moves),
        "hash": HASH,
        "slots": SLOTS,
        "runs": {shard: [str(run) for run in runs[shard]] for shard in sorted(runs)},
    }


def map_text(founders: Sequence[str], moves: Sequence[tuple[Run, str]]) -> str:
    """The map as JSON, without spaces."""
    return json.dumps(map_of(founders, moves), separators=(",", ":"))


def suggest_moves(owners: Sequence[str], to: str) -> list[Run]:
    """The slots to move so that a shard has its even share: as few as can be, from those who have most."""
    counts = dict.fromkeys({*owners, to}, 0)
    for owner in owners:
        counts[owner] += 1
    share = SLOTS // len(counts)
    taken: list[int] = []
    slots = {shard: [s for s in range(SLOTS) if owners[s] == shard] for shard in counts if shard != to}
    while counts[to] + len(taken) < share:
        # From the one that has most, its last slot; so that it keeps a run, and gives one.
        giver = max(sorted(slots), key=lambda shard: len(slots[shard]))
        taken.append(slots[giver].pop())
    marks = ["" for _ in range(SLOTS)]
    for slot in taken:
        marks[slot] = to
    return runs_by_shard(marks).get(to, [])


def check_sharding(shards: Sequence[str], founders: Sequence[str], moves: Sequence[tuple[Run, str]]) -> None:
    """Refuse a map that leads nowhere."""
    owner = "ShardedDatabaseArgs"
    for field, names in (("founders", founders), ("moves", [to for _, to in moves])):
        for name in names:
            if name not in shards:
                raise InvalidInputError(
                    f"{owner}.{field}",
                    name,
                    ", ".join(shards),
                    "Name one of the shards. One that still has slots can't be removed: move them first.",
                )
    if len(set(founders)) != len(founders):
        raise InvalidInputError(f"{owner}.founders", list(founders), "each shard once", "Remove the others.")
