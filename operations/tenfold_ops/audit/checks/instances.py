"""Instances and nodes that are larger than their load."""

from __future__ import annotations

from collections.abc import Iterator

from ..facts.instances import NODE_GROUP, NODE_POOL, Fleet, Instances
from ..finding import Finding, Kind, Terms, Unsure
from .sizes import smaller, used


def oversized_instances(facts: Instances, terms: Terms) -> Iterator[Finding | Unsure]:
    """Instances that a smaller type of their family would carry, by CPU and, where it is measured, memory."""
    for each in facts.fleets:
        if reason := terms.uncovered(each.cpu):
            yield Unsure(Kind.OVERSIZED_INSTANCE, each.resource, reason)
        elif target := smaller(each.type, facts.sizes, each.cpu, each.memory):
            what = f"{each.count} x {each.type}" + (f" of {each.owner}" if each.owner else "")
            yield Finding(
                Kind.OVERSIZED_INSTANCE,
                each.resource,
                f"{what}: {used(each.cpu, each.memory, terms)}",
                terms.prices.difference(each.resource.region, each.parts(each.type), each.parts(target)),
                _remedy(each, target),
            )


def _remedy(fleet: Fleet, target: str) -> str:
    if NODE_POOL in fleet.resource.tags:
        said = f"Lower its pods' requests to what they use: Karpenter then takes nodes such as {target}."
    elif NODE_GROUP in fleet.resource.tags:
        said = (
            f"Use {target}, or fewer nodes, and lower the requests of pods that reserve more than they use."
        )
    else:
        said = f"Use {target}" + (", or fewer instances." if fleet.owner else ".")
    if fleet.memory:
        return said
    return f"Measure memory first, with the CloudWatch agent or Container Insights. {said}"
