"""What a command did in the sandbox, told at its end: emulated, recorded, kept in the state only."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ..events import is_recorded
from .folder import Folder
from .stacks import Resource, Stack, all_stacks

Event = dict[str, Any]
"""What a provider tells: ``kind`` (``recorded`` or ``kept``), ``type``, and ``urn`` or ``property``."""

Versions = dict[Path, int]


def state_versions(folder: Folder) -> Versions:
    """When each stack's checkpoint was last written."""
    return {stack.file: stack.file.stat().st_mtime_ns for stack in all_stacks(folder)}


def changed_stacks(folder: Folder, before: Versions) -> list[Stack]:
    """The stacks that were written since ``before``."""
    return [stack for stack in all_stacks(folder) if stack.file.stat().st_mtime_ns != before.get(stack.file)]


def read_events(file: Path) -> list[Event]:
    """The events of a command; a line that a killed provider cut off is left out."""
    events: list[Event] = []
    for line in file.read_text().splitlines() if file.exists() else []:
        try:
            events.append(json.loads(line))
        except ValueError:
            continue
    return events


def summary(stacks: Iterable[Stack], events: Iterable[Event]) -> list[str]:
    """The lines to print; none when there is nothing to tell."""
    stacks, events = list(stacks), list(events)
    recorded = {event["urn"]: event["type"] for event in events if event["kind"] == "recorded"}
    # What an earlier command recorded tells no event any more.
    resources = [each for stack in stacks for each in stack.resources()]
    recorded |= {each["urn"]: each["type"] for each in resources if is_recorded(each["id"])}
    lines = [line for stack in stacks for line in _emulated(stack, recorded)]
    if recorded:
        lines.append(f"Recorded in the state only, not in the emulated AWS: {_counts(recorded.values())}")
    kept = {(event["type"], event["property"]) for event in events if event["kind"] == "kept"}
    by_type: dict[str, list[str]] = {}
    for token, name in sorted(kept):
        by_type.setdefault(token, []).append(name)
    if by_type:
        listed = "; ".join(f"{token} {', '.join(names)}" for token, names in by_type.items())
        lines.append(f"Properties kept in the state only: {listed}")
    return lines


def _emulated(stack: Stack, recorded: dict[str, str]) -> Iterator[str]:
    emulated = [each for each in stack.resources() if each["urn"] not in recorded]
    if emulated:
        yield f"Emulated in {stack.name}: {len(emulated)} resources ({_counts(map(_group, emulated))})"


def _group(resource: Resource) -> str:
    """The service of an AWS type, as in ``aws:ec2/vpc:Vpc``; the package of another's."""
    package, module, _ = resource["type"].split(":")
    return module.partition("/")[0] if package == "aws" else package


def _counts(names: Iterable[str]) -> str:
    counted = Counter(names)
    most_first = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{name} {count}" for name, count in most_first)
