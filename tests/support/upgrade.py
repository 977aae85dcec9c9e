"""What an upgrade would replace or delete, and what the changelog announces of it.

The changelog's section for the coming release may have a subsection of this form, one line for each::

    ### Replaced or deleted

    - replaced `aws:elasticache/user:User::*-cache-app-user`: its name is part of the access string now

The pattern in backticks stands for a resource's type and name; ``*`` matches anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

HEADING = "Replaced or deleted"

_LINE = re.compile(r"- (replaced|deleted) `([^`]+::[^`]+)`: \S.*")
_KINDS = {"replace": "replaced", "create-replacement": "replaced", "delete-replaced": "replaced"}
_KINDS |= {"delete": "deleted", "discard": "deleted"}


@dataclass(frozen=True)
class Loss:
    """A resource that is replaced or deleted."""

    kind: str
    urn: str
    properties: tuple[str, ...]
    """Those whose change replaces it."""

    @property
    def resource(self) -> str:
        """Its own type and its name, as the changelog writes them."""
        *_, types, name = self.urn.split("::")
        return f"{types.rpartition('$')[2]}::{name}"

    def __str__(self) -> str:
        return f"{self.kind} {self.urn}" + (f" by {', '.join(self.properties)}" if self.properties else "")


@dataclass(frozen=True)
class Announcement:
    """A line of the changelog."""

    kind: str
    pattern: str

    def covers(self, loss: Loss) -> bool:
        return self.kind == loss.kind and fnmatchcase(loss.resource, self.pattern)


def losses(steps: Iterable[dict[str, Any]]) -> list[Loss]:
    """What the steps of `pulumi preview --json` replace or delete, each once.

    A provider of the engine's own making is no loss: its name holds the SDK's version, and it owns nothing.
    """
    found: dict[str, Loss] = {}
    for step in steps:
        kind = _KINDS.get(step["op"])
        if kind is None or "::pulumi:providers:" in step["urn"]:
            continue
        reasons = step.get("replaceReasons") or []
        known = found.get(step["urn"])
        if known is None or len(reasons) > len(known.properties):
            found[step["urn"]] = Loss(kind, step["urn"], tuple(sorted(reasons)))
    return list(found.values())


def announcements(changelog: str) -> list[Announcement]:
    """What the changelog's first section announces. Raises ValueError for a line of another form."""
    coming = re.split(r"^## ", changelog, flags=re.MULTILINE)[1]
    _, _, rest = coming.partition(f"### {HEADING}\n")
    announced: list[Announcement] = []
    for line in rest.partition("\n### ")[0].splitlines():
        if not line.startswith("-"):
            continue  # an empty line, or the rest of a reason
        match = _LINE.fullmatch(line)
        if match is None:
            form = "- replaced|deleted `type::name`: why"
            raise ValueError(f"CHANGELOG.md, {HEADING}: {line!r} is not of the form {form!r}")
        announced.append(Announcement(match[1], match[2]))
    return announced


def unannounced(found: Sequence[Loss], announced: Sequence[Announcement]) -> list[Loss]:
    """The losses that no announcement covers."""
    return [loss for loss in found if not any(each.covers(loss) for each in announced)]
