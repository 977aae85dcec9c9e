"""Over-sized and outdated instance types, of whatever service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tenfold_pricing.families import families

from ..facts.sizes import Size, Sized, bare, family, prefix
from ..figures import high
from ..finding import Finding, Kind, Terms

MOST_USED = 80.0
"""Percent of a smaller size that the busy hours may use: a fifth is left, as Compute Optimizer leaves by
default (its API reference: PutRecommendationPreferences)."""
_CACHE_SUCCESSORS = {"m": "m7g", "r": "r7g", "t": "t4g", "c": "m7g"}
"""ElastiCache has no nodes of Intel's current generations (its user guide: Supported node types)."""


def smaller(now: str, sizes: Mapping[str, Size], cpu: Sequence[float], memory: Sequence[float]) -> str | None:
    """The smallest type of the same family that carries the load, if it is smaller than the one now.

    Args:
        now: the type now, as EC2 calls it.
        sizes: the types that there are.
        cpu: percent of all vCPUs used, the most of each hour.
        memory: percent of the memory used, likewise. Empty if that isn't measured: then no type has less than
            half the memory.
    """
    current = sizes.get(now)
    if current is None:
        return None
    # The baseline of a T instance shrinks with its size even where its vCPUs don't.
    burstable = family(now).startswith("t")
    load = high(cpu) / MOST_USED
    least_mib = high(memory) / MOST_USED * current.mib if memory else current.mib / 2
    fitting = [
        each
        for each in sizes.values()
        if family(each.name) == family(now)
        and "metal" not in each.name
        and each.mib < current.mib
        and each.mib >= least_mib
        and each.vcpus >= load * current.vcpus
        and (not burstable or each.mib >= load * current.mib)
    ]
    return min(fitting, key=lambda each: (each.mib, each.vcpus, each.name)).name if fitting else None


def used(cpu: Sequence[float], memory: Sequence[float], terms: Terms) -> str:
    """The figures, for a sentence."""
    said = f"CPU at {high(cpu):.0f} %"
    said += f" and memory at {high(memory):.0f} %" if memory else ""
    return f"{said} or less in 95 % of the hours {terms.window}" + (
        "" if memory else "; memory is not measured"
    )


def previous_generation(facts: Sequence[Sized], terms: Terms) -> Iterator[Finding]:
    """What runs on a family that AWS has replaced."""
    for each in facts:
        successor = _successor(each.type)
        if successor:
            yield Finding(
                Kind.PREVIOUS_GENERATION,
                each.resource,
                f"{each.type} is of a previous generation; {successor} takes its place",
                terms.prices.difference(each.resource.region, each.priced(each.type), each.priced(successor)),
                f"Move it to {successor}, and test before: another generation may need newer drivers.",
            )


def _successor(instance_type: str) -> str:
    known = families().get(family(instance_type))
    if known is None or not known.successor:
        return ""
    service, size = prefix(instance_type), bare(instance_type).partition(".")[2]
    if service != "cache.":
        return f"{service}{known.successor}.{size}"
    return f"{service}{_CACHE_SUCCESSORS.get(family(instance_type)[0], 'm7g')}.{size}"
