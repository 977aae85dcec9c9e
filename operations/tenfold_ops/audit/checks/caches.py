"""Caches that nobody uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..facts.caches import Cache
from ..finding import Finding, Kind, Terms, Unsure


def idle_caches(facts: Sequence[Cache], terms: Terms) -> Iterator[Finding | Unsure]:
    """Caches whose every node is quiet. The copy in a second region stands by: it is no waste."""
    for each in facts:
        if each.standby:
            continue
        if young := terms.young(each.created):
            yield Unsure(Kind.IDLE_CACHE, each.resource, young)
        elif _used(each):
            continue
        elif reason := terms.uncovered(*(node.most for node in each.nodes)):
            yield Unsure(Kind.IDLE_CACHE, each.resource, reason)
        else:
            count = len(each.nodes)
            what = f"{count} x {each.type}" if each.type else "serverless"
            yield Finding(
                Kind.IDLE_CACHE,
                each.resource,
                f"{what}: no client and no command {terms.window}",
                terms.prices.monthly(each.resource.region, [each.part]),
                "Delete it; with a final snapshot if its data can't be made again.",
            )


def _used(each: Cache) -> bool:
    return any(node.commands or max(node.most, default=0) > node.quiet for node in each.nodes)
