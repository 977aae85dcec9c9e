"""What a provider tells the sandbox's session, which says it once at the end of the command."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

_RECORDED = re.compile(r"recorded-.+-[0-9a-f]{7}")


def is_recorded(identity: str) -> bool:
    """Whether an id is one that recording gave: the resource is in the state only."""
    return _RECORDED.fullmatch(identity) is not None


def recorded(token: str, urn: str) -> None:
    """A type that is not in the table: it is kept in the state only."""
    _tell({"kind": "recorded", "type": token, "urn": urn})


def kept(token: str, prop: str, urn: str) -> None:
    """A property that the emulator does not keep: it stands in the state only."""
    _tell({"kind": "kept", "type": token, "property": prop, "urn": urn})


def _tell(event: dict[str, str]) -> None:
    path = os.environ.get("TENFOLD_SANDBOX_EVENTS")
    if path:
        with Path(path).open(
            "a"
        ) as file:  # one short write in append mode: lines of several processes don't mix
            file.write(json.dumps(event) + "\n")
